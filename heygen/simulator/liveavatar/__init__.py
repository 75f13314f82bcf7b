"""The routes, bodies and LITE socket of LiveAvatar."""
