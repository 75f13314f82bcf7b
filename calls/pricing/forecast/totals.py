"""What many calls need together, as an exact distribution: no random numbers, so the same answer every time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calls.pricing.errors import PriceError
from calls.pricing.forecast.lengths import Lengths

__all__ = ["Demand", "Total", "safe_calls", "total"]

_DEVIATIONS = 12
_SAFE_MAX = 1_000_000


@dataclass(frozen=True, eq=False)
class Demand:
    """A month's calls. `calls` of guests: exactly so many (whole), or so many expected where `walk_ins` come by chance.

    `failed_share` of all starts fail, by chance, and are billed the minimum; `internal_calls` of ours are as long as
    guests'; `orphan_seconds` are billed for sessions that nobody ended.
    """

    calls: float
    lengths: Lengths
    walk_ins: bool = False
    failed_share: float = 0.0
    internal_calls: int = 0
    orphan_seconds: int = 0

    def __post_init__(self) -> None:
        counts = (self.calls, self.internal_calls, self.orphan_seconds)
        if not all(math.isfinite(count) and count >= 0 for count in counts) or not 0 <= self.failed_share < 1:
            raise PriceError("Calls must be 0 or more, and failures a share below 1.", "Check the numbers.")
        if not self.walk_ins and self.calls != int(self.calls):
            raise PriceError("A fixed number of calls must be whole.", "Round it, or let calls come by chance.")

    @property
    def failed_starts(self) -> float:
        """Expected starts that fail: for each call that starts, share / (1 - share)."""
        return (self.calls + self.internal_calls) * self.failed_share / (1 - self.failed_share)

    @property
    def mean_seconds(self) -> float:
        """Expected billed seconds of everything."""
        talk = (self.calls + self.internal_calls) * self.lengths.mean
        return talk + self.failed_starts * self.lengths.failed_seconds + self.orphan_seconds

    @property
    def variance(self) -> float:
        """Of the billed seconds, squared."""
        each = self.lengths.variance
        guests = self.calls * (each + self.lengths.mean**2 if self.walk_ins else each)
        return guests + self.internal_calls * each + self.failed_starts * self.lengths.failed_seconds**2


@dataclass(frozen=True, eq=False)
class Total:
    """The distribution of billed seconds: `cumulative[i]` is the chance of at most `first + i·unit` seconds."""

    first: int
    unit: int
    cumulative: NDArray[np.float64]
    mean_seconds: float

    def percentile(self, share: float) -> int:
        """Billed seconds that are not exceeded with this chance (0 to 1)."""
        if not 0 <= share <= 1:
            raise PriceError("A chance lies between 0 and 1.", "Enter a chance.")
        place = int(np.searchsorted(self.cumulative, share - 1e-12))
        return self.first + self.unit * min(place, len(self.cumulative) - 1)

    def chance_above(self, seconds: int) -> float:
        """The chance that more than so many seconds are billed."""
        place = (seconds - self.first) // self.unit
        if place < 0:
            return 1.0
        return float(1 - self.cumulative[place]) if place < len(self.cumulative) else 0.0


def total(demand: Demand) -> Total:
    """The exact distribution of a month's billed seconds, by the discrete Fourier transform of one call's lengths.

    The transform of a sum is the product of the transforms: a power for a fixed number of calls, an exponential for a
    number that comes by chance (Poisson). It is taken over a window of 12 standard deviations either side of the mean;
    what lies outside is less than rounding. Chances are good to about 1e-11.
    """
    lengths, unit = demand.lengths, demand.lengths.unit
    mean, deviation = demand.mean_seconds - demand.orphan_seconds, math.sqrt(demand.variance)
    margin = _DEVIATIONS * deviation + 2 * int(lengths.seconds[-1])
    low = max(0, math.floor((mean - margin) / unit))
    size = 1 << max(1, math.ceil((mean + margin) / unit) - low).bit_length()
    one = np.zeros(size)
    np.add.at(one, (lengths.seconds // unit) % size, lengths.shares)
    call = np.fft.rfft(one)
    start = np.zeros(size)
    start[lengths.failed_seconds // unit % size] = 1.0
    months = np.exp(demand.failed_starts * (np.fft.rfft(start) - 1))
    months = months * call**demand.internal_calls
    months = months * (np.exp(demand.calls * (call - 1)) if demand.walk_ins else call ** int(demand.calls))
    chances = np.roll(np.maximum(np.fft.irfft(months, size), 0.0), -(low % size))
    cumulative = np.minimum(np.cumsum(chances) / chances.sum(), 1.0)
    # Orphans lie beside the grid where they are no multiple of its unit; they are a constant and shift it.
    return Total(low * unit + demand.orphan_seconds, unit, cumulative, demand.mean_seconds)


def safe_calls(demand: Demand, limit_seconds: int, risk: float = 0.05) -> int:
    """The most guests' calls at which the chance to need more than `limit_seconds` stays within `risk`.

    `demand.calls` is left aside; its waste counts. 0 when not even the waste is safe. Found by halving, as the chance
    grows with each call.
    """
    if not 0 < risk < 1:
        raise PriceError("A risk lies between 0 and 1.", "Enter a risk, say 0.05.")

    def safe(calls: int) -> bool:
        asked = replace(demand, calls=calls)
        return asked.mean_seconds <= 4 * limit_seconds and total(asked).chance_above(limit_seconds) <= risk + 1e-12

    if limit_seconds <= 0 or not safe(1):
        return 0
    low = 1
    high = max(2, int(2 * limit_seconds / demand.lengths.mean) + 2)
    if high > _SAFE_MAX:
        raise PriceError("That is more than a million calls.", "Ask for a smaller plan.")
    while safe(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if safe(middle) else (low, middle)
    return low
