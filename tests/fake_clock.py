"""A clock that stands still until it is told to move."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FakeClock"]


@dataclass
class FakeClock:
    """Gives unix seconds when called."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        """The present moment."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Moves on."""
        self.now += seconds
