"""Which vendor client holds a call's sessions, and what the accounts hold."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from calls.running.service import Service
from calls.store.calls import CallRecord
from heygen import Dialect, HeyGen

__all__ = ["Balances", "Vendors"]

_FRESH_S: Final = 300.0
"""How long an answer holds. Whoever spends from the account meanwhile, from another server, is met by the vendor's own
refusal, which costs nothing either."""


@dataclass(frozen=True)
class Vendors:
    """The clients of the service that the settings name, by dialect."""

    service: Service
    client: Callable[[Dialect], HeyGen]

    def of(self, call: CallRecord) -> HeyGen | None:
        """The vendor that holds a call's sessions; None when the settings have moved to another service since."""
        return self.client(Dialect(call.dialect)) if call.service == self.service.value else None


class Balances:
    """The last known balance of each product's account, less what the starts since then may need. `clock` gives unix
    seconds. Safe to use from any thread; every verb may raise heygen.HeyGenError."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[Dialect, tuple[Decimal, float]] = {}

    def look(self, vendor: HeyGen) -> Decimal:
        """Asks the vendor."""
        left = vendor.credits_left()
        with self._lock:
            self._known[vendor.dialect] = (left, self._clock())
        return left

    def before(self, vendor: HeyGen, need: Decimal) -> Decimal:
        """The balance before a start that may need so many credits. Only what is too little is always asked anew."""
        if (left := self._spare(vendor, need)) is not None:
            return left
        left = self.look(vendor)
        self._spare(vendor, need)
        return left

    def _spare(self, vendor: HeyGen, need: Decimal) -> Decimal | None:
        with self._lock:
            left, at = self._known.get(vendor.dialect, (Decimal(0), 0.0))
            if left < need or self._clock() - at > _FRESH_S:
                return None
            self._known[vendor.dialect] = (left - need, at)
            return left
