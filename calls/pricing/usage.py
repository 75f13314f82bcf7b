"""What one call of a day counts against the caps."""

from __future__ import annotations

from dataclasses import dataclass

from heygen import Dialect

__all__ = ["Usage"]


@dataclass(frozen=True)
class Usage:
    """One call of today: what it was billed, or may still be while it runs."""

    dialect: Dialect
    seconds: int
    sandbox: bool
