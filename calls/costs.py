"""What a call costs in the vendor's credits while it runs: the costs page's own model, with the price list of the day.

Billed seconds are integers, credits are Decimals. Only the few figures of a tariff are read, so that nothing of the
page's arithmetic has to be loaded for a call.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from calls.pricing import billing
from calls.pricing.entries import Mode, Provider
from calls.pricing.reading import load_catalogue
from heygen import Dialect

__all__ = ["billed_seconds", "credits_for", "shown"]

_CENT = Decimal("0.01")


def billed_seconds(dialect: Dialect, seconds: float) -> int:
    """Seconds the vendor bills for a FULL session that ran this long, by the newest tariff of its product."""
    return billing.billed_seconds(_tariff(dialect), seconds)


def credits_for(dialect: Dialect, billed: int) -> Decimal:
    """Credits for billed seconds of a FULL session, exact to Decimal's 28 digits."""
    return billing.credits_for(_tariff(dialect), billed)


def shown(credits: Decimal) -> str:
    """Credits for people: two places."""
    return str(credits.quantize(_CENT, ROUND_HALF_UP))


@cache
def _tariff(dialect: Dialect) -> Provider:
    providers = load_catalogue().provider
    full = [one for one in providers if one.dialect == dialect.value and one.mode is Mode.FULL]
    return max(full, key=lambda one: one.valid_from or date.min)
