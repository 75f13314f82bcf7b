"""Time and money of running calls, and the moment at which a call must end by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from calls.failures.errors import CallOverError
from calls.pricing.credits import billed_seconds, credits_for
from calls.running.deadlines import due, seconds_left
from calls.store.calls import CallRecord, CallStore
from heygen import Dialect

__all__ = ["Meter", "Metering", "Overdue"]


@dataclass(frozen=True)
class Meter:
    """Time and money of a running call, an estimate until it is settled; `left` counts seconds to its cap."""

    seconds: int
    credits: Decimal
    left: int | None = None


@dataclass(frozen=True)
class Overdue:
    """The call must end now, for this reason."""

    reason: str


class Metering:
    """Reads the meter and ends nothing. `idle_s`: how long both sides may be quiet; `clock` gives unix seconds."""

    def __init__(self, *, calls: CallStore, idle_s: int = 300, clock: Callable[[], float] = time.time) -> None:
        self._calls = calls
        self._idle_s = idle_s
        self._clock = clock
        # No page can have been silent towards this server for longer than it has been listening.
        self._since = self._now()

    def due(self, call: CallRecord) -> str | None:
        """The reason for which an open call must end now."""
        return due(call, self._now(), idle_s=self._idle_s, since=self._since)

    def read(self, call_id: str) -> Meter | Overdue | None:
        """Time and credits so far; None while there is nothing to count. Raises CallOverError for an ended call."""
        call = self._calls.get(call_id)
        if call is None or call.ended_at is not None:
            raise CallOverError
        now = self._now()
        left = seconds_left(call, now)
        if left is None:
            return None
        if (reason := self.due(call)) is not None:
            return Overdue(reason)
        if call.text_at is not None:
            return Meter((now - call.text_at) // 1000, Decimal(0), left)
        return Meter((now - (call.live_at or now)) // 1000, _spent(call, now), left)

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _spent(call: CallRecord, now: int) -> Decimal:
    """Credits of the sessions that are closed, and of the one that runs."""
    if call.sandbox:
        return Decimal(0)
    dialect, billed = Dialect(call.dialect), call.billed_seconds or 0
    begun = call.started_at or now
    if call.attempt_open:
        billed += billed_seconds(dialect, (now - begun) / 1000, begun)
    return credits_for(dialect, billed, begun)
