"""What a call costs in the vendor's credits while it runs: the costs page's own model, with today's shipped tariff.

Billed seconds are integers, credits are Decimals.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from calls.pricing import billing
from calls.pricing.catalogue.entries import Mode, Provider
from calls.pricing.catalogue.reading import load_catalogue
from heygen import Dialect

__all__ = ["billed_seconds", "credits_for", "shown"]

_CENT = Decimal("0.01")


def billed_seconds(dialect: Dialect, seconds: float) -> int:
    """Seconds the vendor bills for a FULL session that ran this long, by today's tariff of its product."""
    return billing.billed_seconds(_tariff(dialect, datetime.now(UTC).date()), seconds)


def credits_for(dialect: Dialect, billed: int) -> Decimal:
    """Credits for billed seconds of a FULL session, exact to Decimal's 28 digits."""
    return billing.credits_for(_tariff(dialect, datetime.now(UTC).date()), billed)


def shown(credits: Decimal) -> str:
    """Credits for people: two places."""
    return str(credits.quantize(_CENT, ROUND_HALF_UP))


@lru_cache(maxsize=8)
def _tariff(dialect: Dialect, day: date) -> Provider:
    offers = (one for one in load_catalogue().provider if one.dialect == dialect.value and one.mode is Mode.FULL)
    return max((one for one in offers if one.valid_from <= day), key=lambda one: one.valid_from)
