"""Many months drawn at random, day by day: the band of a burn-down, and when the credits run out.

Every single call is drawn, none is replaced by a normal approximation. Two limits are known: a call's length comes from
a table of 65,536 equally likely lengths, and a day's number of calls is Poisson (or shared out of a fixed total).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from calls.pricing.errors import PriceError
from calls.pricing.forecast.lengths import Lengths

__all__ = ["Band", "Paths", "RunOut", "simulate"]

_CALLS_AT_ONCE = 400_000
"""Draws held in memory together: small enough to stay in the processor's cache."""


@dataclass(frozen=True)
class Band:
    """Used seconds by day, at three chances."""

    p10: tuple[int, ...]
    p50: tuple[int, ...]
    p90: tuple[int, ...]


@dataclass(frozen=True)
class RunOut:
    """When the credits run out: early, likely and late day (None: not within the days looked at), and the chance."""

    chance: float
    early: date | None
    likely: date | None
    late: date | None


@dataclass(frozen=True, eq=False)
class Paths:
    """Billed seconds used up to the end of each day, `used[day, month]`."""

    start: date
    used: NDArray[np.int64]

    def percentiles(self, shares: Sequence[float]) -> NDArray[np.int64]:
        """`[share, day]`: seconds that this share of the months does not exceed."""
        ordered = np.sort(self.used, axis=1)
        months = ordered.shape[1]
        places = [min(months - 1, max(0, int(np.ceil(share * months)) - 1)) for share in shares]
        return ordered[:, places].T

    def band(self) -> Band:
        """The 10th, 50th and 90th percentile by day."""
        low, middle, high = (tuple(int(value) for value in row) for row in self.percentiles((0.1, 0.5, 0.9)))
        return Band(low, middle, high)

    def chance_above(self, limit_seconds: int) -> float:
        """The share of months that need more than so many seconds by the last day."""
        return float(np.mean(self.used[-1] > limit_seconds))

    def run_out(self, limit_seconds: int) -> RunOut:
        """The first day on which more is needed than there is, over all months."""
        over = self.used > limit_seconds
        shares = over.mean(axis=1)
        early, likely, late = (self._first(shares >= share) for share in (0.1, 0.5, 0.9))
        return RunOut(float(shares[-1]), early, likely, late)

    def _first(self, reached: NDArray[np.bool_]) -> date | None:
        return self.start + timedelta(int(np.argmax(reached))) if reached.any() else None


def simulate(
    lengths: Lengths,
    calls_by_day: Sequence[float],
    start: date,
    seed: int,
    *,
    months: int = 10_000,
    fixed_calls: int | None = None,
    failed_share: float = 0.0,
) -> Paths:
    """Draws `months` courses of the days from `start`; the same seed gives the same courses.

    `calls_by_day` are expected calls; with `fixed_calls` their total is exactly that and only the days vary.
    `failed_share` of all starts fail and are billed the minimum. Raises PriceError.
    """
    expected = np.asarray(calls_by_day, dtype=np.float64)
    if expected.size == 0 or months < 1 or not np.all(np.isfinite(expected)) or np.any(expected < 0):
        raise PriceError("A forecast needs at least one day, and no day below 0 calls.", "Check the calendar.")
    if not 0 <= failed_share < 1:
        raise PriceError("Failures are a share below 1.", "Check the number.")
    random = np.random.Generator(np.random.SFC64(seed))
    counts = _counts(random, expected, months, fixed_calls)
    used = _drawn(random, lengths, counts)
    if failed_share:
        used += random.poisson(counts * (failed_share / (1 - failed_share))) * lengths.failed_seconds
    return Paths(start, np.ascontiguousarray(np.cumsum(used, axis=1).T))


def _counts(
    random: np.random.Generator, expected: NDArray[np.float64], months: int, fixed_calls: int | None
) -> NDArray[np.int64]:
    if fixed_calls is None:
        return random.poisson(expected, size=(months, expected.size))
    whole = expected.sum()
    shares = expected / whole if whole else np.full(expected.size, 1 / expected.size)
    return random.multinomial(fixed_calls, shares, size=months)


def _drawn(random: np.random.Generator, lengths: Lengths, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Seconds of each month's days. Days without calls add nothing, which a plain `reduceat` would get wrong."""
    flat = counts.ravel()
    sums = np.zeros(flat.size, dtype=np.int64)
    busy = np.flatnonzero(flat)
    ends = np.cumsum(flat[busy])
    done, first = 0, 0
    while done < busy.size:
        last = max(done + 1, int(np.searchsorted(ends, first + _CALLS_AT_ONCE, side="right")))
        size = int(ends[last - 1]) - first
        choices = np.frombuffer(random.bytes(2 * size), dtype=np.uint16)
        drawn = lengths.table.take(choices)
        starts = np.concatenate(([0], ends[done : last - 1] - first))
        sums[busy[done:last]] = np.add.reduceat(drawn, starts)
        done, first = last, int(ends[last - 1])
    return sums.reshape(counts.shape)
