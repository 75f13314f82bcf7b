"""How one provider turns a session's time into billed seconds and credits: minimum, rounding, and what is held."""

from __future__ import annotations

import math
from decimal import Decimal

from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.errors import PriceError

__all__ = [
    "billed_seconds",
    "bills_connecting",
    "credits_for",
    "held_credits",
    "included_rate",
    "marginal_usd",
    "seconds_in",
    "unpriced",
    "usd_per_minute",
    "whole_seconds",
]

_MILLI = 3


def billed_seconds(provider: Provider, seconds: float | Decimal | None, *, started: bool = True) -> int:
    """Whole seconds on the bill of a session that ran this long: 0 when it never started.

    Steps are started steps, and the minimum holds from the first moment. Time counts to the millisecond, so that the
    clock's noise starts no step. Raises PriceError for a negative or missing time.
    """
    whole = whole_seconds(seconds)
    if not started:
        return 0
    step = int(provider.step_seconds.need("The billing step"))
    minimum = int(provider.minimum_seconds.need("The billed minimum"))
    return max(minimum, step * -(-whole // step))


def whole_seconds(seconds: float | Decimal | None) -> int:
    """Started seconds of a time, which counts to the millisecond. Raises PriceError for a negative or missing one."""
    exact = None if seconds is None else Decimal(str(seconds))
    if exact is None or not exact.is_finite():
        raise PriceError("How long the call ran is missing.", "Read it from the vendor's session list.")
    if exact < 0:
        raise PriceError("A call cannot have run for less than 0 seconds.", "Check both clocks.")
    return math.ceil(round(exact, _MILLI))


def credits_for(provider: Provider, billed: int) -> Decimal:
    """Credits of billed seconds; the seconds of many calls are summed first, so that nothing drifts."""
    if billed < 0:
        raise PriceError("Billed seconds cannot be negative.", "Check the ledger.")
    return provider.credits_per_minute.need(f"{provider.title}'s rate") * billed / 60


def seconds_in(provider: Provider, credits: Decimal) -> int:
    """The most billed seconds that these credits cover: whole steps, 0 when they cover no call at all."""
    step = int(provider.step_seconds.need("The billing step"))
    rate = provider.credits_per_minute.need(f"{provider.title}'s rate")
    if not rate:
        raise PriceError(f"{provider.title} costs nothing, so no time is ever used up.", "Enter its rate.")
    seconds = int(credits * 60 / rate) // step * step
    return seconds if seconds >= int(provider.minimum_seconds.need("The billed minimum")) else 0


def held_credits(provider: Provider) -> Decimal:
    """Credits that must be there before a start: what is held, or the billed minimum where nothing is."""
    held = int(provider.escrow_seconds.need("What is held at the start"))
    return credits_for(provider, held or int(provider.minimum_seconds.need("The billed minimum")))


def bills_connecting(provider: Provider) -> bool:
    """Whether the time before the first picture is billed; where that is not known, it is not supposed."""
    return bool(provider.connecting_billed.value)


def included_rate(plan: Plan) -> Decimal:
    """Dollars per included credit when all are used. Raises PriceError for a plan without price."""
    if not plan.price.known or not plan.credits.known:
        raise unpriced(plan)
    return plan.price.need(plan.title) / plan.credits.need(plan.title)


def usd_per_minute(provider: Provider, plan: Plan) -> Decimal:
    """Dollars per minute when all included credits are used."""
    rate = provider.credits_per_minute.need(f"{provider.title}'s rate")
    included_rate(plan)
    return plan.price.need(plan.title) * rate / plan.credits.need(plan.title)


def marginal_usd(provider: Provider, plan: Plan, billed: int) -> Decimal:
    """Dollars that these billed seconds use up of a plan's included credits; one division, so that sums stay exact."""
    included_rate(plan)
    rate = provider.credits_per_minute.need(f"{provider.title}'s rate")
    return plan.price.need(plan.title) * rate * billed / (60 * plan.credits.need(plan.title))


def unpriced(plan: Plan) -> PriceError:
    """The refusal for a plan by contract."""
    return PriceError(
        f"{plan.title} has no published price.", "Enter price and credits of your offer on the costs page."
    )
