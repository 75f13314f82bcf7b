"""How much one sender may ask of us: a bucket of tokens that refills with time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

__all__ = ["Bucket", "Buckets"]

_SENDERS_MAX = 4096


class Bucket:
    """Lets `burst` requests through at once and `per_second` for ever. Not shared between threads."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._left = burst
        self._at = clock()

    def take(self) -> bool:
        """Whether one more is let through."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Buckets:
    """A bucket for each sender; those not heard of for longest are forgotten, so that memory stays flat."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._new = partial(Bucket, per_second, burst, clock)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, sender: str) -> bool:
        """Whether one more of this sender is let through."""
        bucket = self._buckets.pop(sender, None) or self._new()
        self._buckets[sender] = bucket
        if len(self._buckets) > _SENDERS_MAX:
            self._buckets.popitem(last=False)
        return bucket.take()
