"""One call of the usual length on the costs page: what it costs in several ways, and its share of the month's bill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from calls.pricing.billing import credits_for, marginal_usd
from calls.pricing.call_cost import CallCost, Services, cost_of_call, talk_of
from calls.pricing.forecast.lengths import Lengths
from calls.pricing.page.basis import OUR_PICK, Basis
from calls.pricing.page.sentences import cost_sentence
from calls.pricing.plans import cheapest

__all__ = ["AS_CHOSEN", "OneCall", "one_call_of"]

AS_CHOSEN = "as chosen"
_DEAR_MODEL = "gpt-4"


@dataclass(frozen=True, eq=False)
class OneCall:
    """`ways` to make the call, by name, `AS_CHOSEN` first; the spread of lengths, what a second uses up of the plan in
    dollars, and the effective cost: the month's bill over its calls."""

    minutes: float
    ways: Mapping[str, CallCost]
    sentence: str
    lengths: Lengths
    usd_per_second: Decimal
    effective: Decimal | None


def one_call_of(basis: Basis) -> OneCall:
    """One call as the controls have it, and what to compare it with. Raises PriceError."""
    ways = _ways(basis)
    sentence = cost_sentence(ways[AS_CHOSEN], Decimal(str(basis.wish.minutes)))
    per_second = marginal_usd(basis.provider, basis.plan, 1)
    return OneCall(basis.wish.minutes, ways, sentence, basis.usual, per_second, basis.effective)


def _ways(basis: Basis) -> Mapping[str, CallCost]:
    seconds, day, book = basis.wish.minutes * 60, basis.day, basis.catalogue
    rate = None
    if basis.choice is not None and basis.choice.overage_usd and basis.plan.overage is not None:
        rate = basis.plan.overage.need(basis.plan.title)
    services, talk = basis.scenario.services, talk_of(book, seconds)
    found = {
        AS_CHOSEN: cost_of_call(
            book, basis.provider, basis.plan, seconds, day, services=services, talk=talk, usd_per_credit=rate
        )
    }
    if any(entry.id == _DEAR_MODEL for entry in book.text_model):
        dear = replace(services, text_model=_DEAR_MODEL)
        found["with GPT-4"] = cost_of_call(
            book, basis.provider, basis.plan, seconds, day, services=dear, talk=talk, usd_per_credit=rate
        )
    others = (("LiveAvatar FULL", "liveavatar_full", Services()), ("LiveAvatar LITE", "liveavatar_lite", OUR_PICK))
    for name, product, own in others:
        provider = book.provider_on(product, day)
        choice = cheapest(provider, credits_for(provider, round(seconds) * basis.wish.calls))
        plan = choice.plan if choice and choice.plan.price.value else provider.priced[-1]
        found[f"{name}, {plan.title}"] = cost_of_call(book, provider, plan, seconds, day, services=own, talk=talk)
    return found
