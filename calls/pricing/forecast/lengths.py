"""How long calls are, as what they are billed: a list of lengths with the share of calls that have each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from calls.pricing.catalogue.entries import Provider
from calls.pricing.errors import PriceError

__all__ = ["GRAINS", "Lengths", "lengths_from_history", "lengths_from_spread"]

GRAINS = 65_536
"""Steps of the table from which calls are drawn: two random bytes choose one."""
_LONGEST = 3600


@dataclass(frozen=True, eq=False)
class Lengths:
    """Billed seconds of one call: ascending `seconds` and the `shares` of calls, which add up to 1.

    `failed_seconds` is what a start that fails is billed; `measured` whether the lengths come from real calls.
    """

    seconds: NDArray[np.int64]
    shares: NDArray[np.float64]
    failed_seconds: int
    measured: bool = False

    @property
    def mean(self) -> float:
        """Seconds."""
        return float(self.seconds @ self.shares)

    @property
    def variance(self) -> float:
        """Seconds squared."""
        return float(((self.seconds - self.mean) ** 2) @ self.shares)

    @property
    def unit(self) -> int:
        """The step that all lengths, and a failed start, are multiples of."""
        return math.gcd(*(int(length) for length in self.seconds), self.failed_seconds)

    def percentile(self, share: float) -> int:
        """Seconds that at least this share (0 to 1) of calls does not exceed."""
        cumulative = np.cumsum(self.shares)
        place = int(np.searchsorted(cumulative, min(max(share, 0.0), 1.0) - 1e-12))
        return int(self.seconds[min(place, len(self.seconds) - 1)])

    @cached_property
    def table(self) -> NDArray[np.int32]:
        """GRAINS lengths, each as often as its share says; a length rarer than 1 in 131,072 calls may be missing."""
        middles = (np.arange(GRAINS) + 0.5) / GRAINS
        places = np.searchsorted(np.cumsum(self.shares), middles)
        return self.seconds[np.minimum(places, len(self.seconds) - 1)].astype(np.int32)


def lengths_from_history(
    provider: Provider, ran: Sequence[float] | NDArray[np.float64], *, idle_seconds: int = 0
) -> Lengths:
    """The lengths of past calls, in seconds as they ran, each as likely as it was. Raises PriceError without any."""
    times = np.ceil(np.round(np.asarray(ran, dtype=np.float64), 3))
    if times.size == 0:
        raise PriceError("There are no past calls to learn lengths from.", "Enter a mean and a spread.")
    if not np.all(np.isfinite(times)) or np.any(times < 0):
        raise PriceError("A past call has a length that is missing or below 0.", "Check the ledger.")
    whole, counts = np.unique(times.astype(np.int64), return_counts=True)
    return _billed(provider, whole + idle_seconds, counts / times.size, measured=True)


def lengths_from_spread(
    provider: Provider, mean: float, spread: float, *, longest: int = _LONGEST, idle_seconds: int = 0
) -> Lengths:
    """Lognormal lengths of this mean and standard deviation in seconds, cut at `longest`; without spread all are equal.

    Talk is never negative and has a long tail, which a lognormal shows and a normal does not. `idle_seconds` are added
    to each call before it is billed. Raises PriceError.
    """
    if not (math.isfinite(mean) and math.isfinite(spread) and mean > 0 and spread >= 0 and longest > 0):
        raise PriceError("Calls need a mean above 0 seconds and a spread from 0.", "Enter both in seconds.")
    whole = np.arange(1, longest + 1)
    if spread == 0:
        at = min(math.ceil(round(mean, 3)), longest)
        return _billed(provider, np.array([at + idle_seconds]), np.array([1.0]), measured=False)
    variance = math.log(1 + (spread / mean) ** 2)
    centre, width = math.log(mean) - variance / 2, math.sqrt(2 * variance)
    reached = np.array([(1 + math.erf((math.log(second) - centre) / width)) / 2 for second in range(1, longest + 1)])
    # Calls that would last longer are ended at the cap, and billed for it.
    reached[-1] = 1.0
    return _billed(provider, whole + idle_seconds, np.diff(reached, prepend=0.0), measured=False)


def _billed(provider: Provider, whole: NDArray[np.int64], shares: NDArray[np.float64], *, measured: bool) -> Lengths:
    step = int(provider.step_seconds.need("The billing step"))
    minimum = int(provider.minimum_seconds.need("The billed minimum"))
    seconds, places = np.unique(np.maximum(minimum, -(-whole // step) * step), return_inverse=True)
    weights = np.bincount(places, weights=shares, minlength=len(seconds))
    kept = weights > 0
    # A start that fails is billed the minimum.
    return Lengths(seconds[kept], weights[kept] / weights.sum(), minimum, measured)
