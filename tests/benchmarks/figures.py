"""Percentiles and the printing of a result line."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence

__all__ = ["percentile", "progress", "report"]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed: nearest rank.

    Raises ValueError without values, or for a share outside 0 to 1.
    """
    if not values:
        raise ValueError("There is no percentile of no values: nothing was measured.")
    if not 0 <= share <= 1:
        raise ValueError("A share lies between 0 and 1.")
    # 0.1 * 30 is a little more than 3; what is off by rounding alone must not raise the rank.
    rank = math.ceil(round(share * len(values), 9))
    return sorted(values)[max(1, rank) - 1]


def progress(text: str) -> None:
    """A line for the person who waits."""
    sys.stderr.write(f"{text}\n")


def report(figures: dict[str, object]) -> None:
    """One JSON line; floats with one decimal."""
    tidy = {name: round(value, 1) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(tidy) + "\n")
    sys.stdout.flush()
