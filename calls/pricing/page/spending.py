"""Where credits go and what moves the bill: the costs page's last block of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from calls.pricing.billing import credits_for
from calls.pricing.catalogue.figures import Kind
from calls.pricing.forecast.sensitivity import Bar, default_swings, tornado
from calls.pricing.ledger.waste import Spent, WasteMonth, waste_credits
from calls.pricing.page.basis import Basis
from calls.pricing.page.history import History
from calls.pricing.page.sentences import sensitivity_sentence

__all__ = ["Spending", "spending_of"]


@dataclass(frozen=True)
class Spending:
    """`bars` of what moves the bill, longest first, around `usd`, the bill of the headline; and where credits go.

    `kind` tells whether `spent` is our ledger's or a month's by the controls.
    """

    usd: Decimal | None
    bars: tuple[Bar, ...]
    sentence: str
    spent: Mapping[Spent, Decimal]
    kind: Kind


def spending_of(basis: Basis, history: History | None) -> Spending:
    """Each assumption is turned by itself and billed as the headline is: on the plan asked for, or on the cheapest."""
    swings = default_swings(basis.catalogue, basis.scenario)
    bars = tornado(basis.catalogue, basis.provider, swings, basis.day, basis.chosen_plan)
    told = history is not None and bool(history.page.total.credits)
    return Spending(
        usd=basis.bill.usd,
        bars=bars,
        sentence=sensitivity_sentence(bars),
        spent=history.page.spent if history is not None and told else _by_the_controls(basis),
        kind=Kind.MEASURED if told else Kind.ASSUMED,
    )


def _by_the_controls(basis: Basis) -> Mapping[Spent, Decimal]:
    provider, month = basis.provider, basis.scenario
    failed = (month.calls + month.internal_calls) * month.failed_share / (1 - month.failed_share)
    idle_out = int(provider.idle_seconds.value or 0)
    found = {
        Spent.FAILED: waste_credits(provider, WasteMonth(failed_starts=round(failed))),
        Spent.INTERNAL: credits_for(provider, round(month.internal_calls * basis.usual.mean)),
        Spent.ORPHAN: credits_for(provider, month.orphan_calls * idle_out),
        Spent.IDLE: credits_for(provider, month.calls * month.idle_seconds),
    }
    talk = credits_for(provider, round(month.calls * month.mean_seconds))
    rest = basis.bill.need - talk - sum(found.values(), Decimal(0))
    return {Spent.TALK: talk + min(Decimal(0), rest), **found, Spent.ROUNDING: max(Decimal(0), rest)}
