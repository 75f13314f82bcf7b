"""What a call costs in the vendor's credits: the costs page's own model, with the tariff of the moment the call began.

Billed seconds are integers, credits are Decimals, moments are unix milliseconds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from calls.pricing import billing
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Mode, Provider
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.errors import PriceError
from heygen import Dialect

__all__ = ["billed_seconds", "credits_for", "shown", "tariff"]

_CENT = Decimal("0.01")


def billed_seconds(dialect: Dialect, seconds: float, at_ms: int, prices: Catalogue | None = None) -> int:
    """Seconds the vendor bills for a FULL session that ran this long, by the tariff of `at_ms`. Raises PriceError."""
    return billing.billed_seconds(tariff(dialect, at_ms, prices), seconds)


def credits_for(dialect: Dialect, billed: int, at_ms: int, prices: Catalogue | None = None) -> Decimal:
    """Credits for billed seconds of a FULL session, exact to Decimal's 28 digits. Raises PriceError."""
    return billing.credits_for(tariff(dialect, at_ms, prices), billed)


def tariff(dialect: Dialect, at_ms: int, prices: Catalogue | None = None) -> Provider:
    """The tariff of a FULL session on the day (UTC) of a moment.

    `prices` is the list that a call was made under and keeps by its version; without it the list that is shipped
    counts. Raises PriceError where the list has none for that day.
    """
    day = datetime.fromtimestamp(at_ms / 1000, UTC).date()
    return _shipped(dialect, day) if prices is None else _on(prices, dialect, day)


def shown(credits: Decimal) -> str:
    """Credits for people: two places."""
    return str(credits.quantize(_CENT, ROUND_HALF_UP))


@lru_cache(maxsize=8)
def _shipped(dialect: Dialect, day: date) -> Provider:
    return _on(load_catalogue(), dialect, day)


def _on(prices: Catalogue, dialect: Dialect, day: date) -> Provider:
    offers = [one for one in prices.provider if one.dialect == dialect.value and one.mode is Mode.FULL]
    valid = [one for one in offers if one.valid_from <= day]
    if not valid:
        raise PriceError(f"There is no price for {dialect.value} on {day}.", "Add one that is valid then.")
    return max(valid, key=lambda one: one.valid_from)
