"""Which vendor client holds a call's sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from calls.running.service import Service
from calls.store.calls import CallRecord
from heygen import Dialect, HeyGen

__all__ = ["Vendors"]


@dataclass(frozen=True)
class Vendors:
    """The clients of the service that the settings name, by dialect."""

    service: Service
    client: Callable[[Dialect], HeyGen]

    def of(self, call: CallRecord) -> HeyGen | None:
        """The vendor that holds a call's sessions; None when the settings have moved to another service since."""
        return self.client(Dialect(call.dialect)) if call.service == self.service.value else None
