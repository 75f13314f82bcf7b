"""The calls there were, as the costs page needs them: their sums, and what was used of late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.ledger.ledger import Ledger
from calls.pricing.page.data import PageData, page_data

__all__ = ["HISTORY_CALLS", "History", "Lately", "history_of", "lately"]

HISTORY_CALLS = 20
"""Fewer served calls than this say too little about lengths; the assumption stays until then."""
_DAYS = 30


@dataclass(frozen=True, eq=False)
class History:
    """The calls there were: the ledger, and its sums."""

    ledger: Ledger
    page: PageData

    @property
    def tells_lengths(self) -> bool:
        """Whether there are enough served calls to learn lengths from."""
        return self.page.served >= HISTORY_CALLS

    @property
    def ran(self) -> NDArray[np.float64]:
        """How long each served call ran, in seconds."""
        return self.ledger.ran[self.ledger.served].astype(np.float64)


@dataclass(frozen=True)
class Lately:
    """What the ledger says of the last `days` days (UTC): guests' calls served, and credits used by calls of all kinds.

    No plan and no control enters here, so these figures stay where they are when a slider moves.
    """

    days: int
    served: int
    used: Decimal


def history_of(
    ledger: Ledger, catalogue: Catalogue, kept: Mapping[str, Catalogue] = MappingProxyType({})
) -> History | None:
    """The history, or None without any call. Each call is valued with the prices of its day, as `kept` has them.

    `catalogue` stands in for prices that were never written down. Raises PriceError.
    """
    if not len(ledger):
        return None
    versions = {name: kept.get(name, catalogue) for name in ledger.price_version.names}
    return History(ledger, page_data(ledger, versions))


def lately(history: History | None, day: date) -> Lately | None:
    """The 30 days up to `day`, counted from the first call in them; None without a call in that time."""
    if history is None:
        return None
    since = day - timedelta(_DAYS - 1)
    days = {one: sums for one, sums in history.page.by_day.items() if since <= one <= day}
    if not days:
        return None
    ledger, first = history.ledger, min(days)
    first_ms = int(datetime.combine(first, datetime.min.time(), UTC).timestamp() * 1000)
    used = sum((sums.credits for sums in days.values()), Decimal(0))
    return Lately((day - first).days + 1, int((ledger.served & (ledger.at_ms >= first_ms)).sum()), used)
