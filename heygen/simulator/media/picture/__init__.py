"""Drawn characters, as VP8."""
