"""Errors of the simulated media.

MediaError
├── PictureError     a drawing could not be turned into video
└── VoiceError       a text could not be turned into speech
"""

from __future__ import annotations

__all__ = ["MediaError", "PictureError", "VoiceError"]


class MediaError(Exception):
    """Base of all errors of the simulated media; the message says what to do."""


class PictureError(MediaError):
    """A drawing could not be turned into video."""


class VoiceError(MediaError):
    """A text could not be turned into speech."""
