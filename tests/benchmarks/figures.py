"""Percentiles and the printing of a result line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

__all__ = ["percentile", "progress", "report"]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def progress(text: str) -> None:
    """A line for the person who waits."""
    sys.stderr.write(f"{text}\n")


def report(figures: dict[str, object]) -> None:
    """One JSON line; floats with one decimal."""
    tidy = {name: round(value, 1) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(tidy) + "\n")
    sys.stdout.flush()
