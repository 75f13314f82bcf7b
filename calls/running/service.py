"""What answers our calls: the built-in simulator, or one of the vendor's two products."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Service"]


class Service(StrEnum):
    """What is connected; settings decide, a call's record keeps it."""

    SIMULATOR = "simulator"
    LIVEAVATAR = "liveavatar"
    STREAMING = "streaming"
