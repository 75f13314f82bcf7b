"""What the vendor refused, in the words of our own errors."""

from __future__ import annotations

from calls.failures.errors import CallError
from heygen import HeyGenError

__all__ = ["VendorError"]


class VendorError(CallError):
    """The vendor refused, or could not be reached; `error` is the vendor's own, which keeps its code and status."""

    code = "vendor"

    def __init__(self, error: HeyGenError) -> None:
        super().__init__(error.cause, error.fix)
        self.error = error
