"""What can go wrong with prices, forecasts and uploads, said so that a reader can act on it.

CallError
├── PriceError                  a figure is missing, negative or not known, so no amount can be given
└── FileFaultError              a file of prices, lengths or hours has a fault; names file and place
"""

from __future__ import annotations

from calls.failures.errors import CallError

__all__ = ["FileFaultError", "PriceError"]


class PriceError(CallError):
    """No amount can be given. Never answered with zero instead."""

    code = "price"


class FileFaultError(CallError):
    """A file has a fault. `file` is its name, `place` where in it, in the words of the file."""

    code = "file_fault"

    def __init__(self, file: str, place: str, what: str, fix: str) -> None:
        super().__init__(f"{file}, {place}: {what}", fix)
        self.file = file
        self.place = place
