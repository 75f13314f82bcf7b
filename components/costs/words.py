"""The costs page in words: its headline, and the numbers of the top line with how sure each is. No Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from calls.pricing.call_cost import effective_usd
from calls.pricing.catalogue.figures import Kind, plain
from calls.pricing.forecast.burn_down import safe_on
from calls.pricing.page.sentences import plan_sentence, safe_sentence, top_sentence, usd_text
from calls.pricing.page.view import CHEAPEST, View, pace, turned_away

__all__ = ["Fact", "facts", "headline", "measured_sentence"]

_DAYS = 30


@dataclass(frozen=True)
class Fact:
    """One number of the top line, with how sure it is."""

    label: str
    value: str
    kind: Kind
    note: str


def headline(view: View) -> tuple[str, ...]:
    """The sentence to repeat, and what makes it safe: months, plan, forecast."""
    calls, choice = view.wish.calls, view.choice
    if choice is None and view.bill.choice is not None:
        said = (
            f"{view.plan.title} does not carry {calls:,} calls a month: they need {plain(round(view.bill.need, 2))} "
            f"credits, and it sells {plain(view.included)} and none beyond."
        )
    else:
        said = plan_sentence(calls, view.bill.need, choice, view.provider)
        if view.wish.plan != CHEAPEST:
            said = said.replace(" is the cheapest plan", " is the plan chosen")
    safe = safe_sentence(safe_on(view.provider, view.plan, view.scenario, lengths=view.lengths), view.plan)
    return said, safe


def facts(view: View) -> tuple[Fact, ...]:
    """The top line: served, credits of included, days left, cost per call, turned away."""
    lost, found = turned_away(view), pace(view)
    each = effective_usd(view.usd, view.wish.calls) if view.usd is not None else None
    if found is None:
        first = (
            Fact("Calls a month", f"{view.wish.calls:,}", Kind.ASSUMED, "As the control says; nobody has called yet."),
            Fact("Credits", _of(view.bill.need, view), view.basis, "Expected need, of what the plan holds."),
            Fact("Days left", _lasting(view), Kind.ASSUMED, "A full plan at the month's expected pace."),
        )
    else:
        back = f"In the last {found.days} days, by our ledger."
        left = "no end" if found.left is None else f"{found.left:,}"
        first = (
            Fact("Calls served", f"{found.served:,}", Kind.MEASURED, back),
            Fact("Credits used", _of(found.used, view), Kind.MEASURED, back),
            Fact("Days left", left, Kind.MEASURED, f"At the pace of the last {found.days} days."),
        )
    return (
        *first,
        Fact(
            "Cost per call",
            usd_text(each) if each is not None else "none",
            Kind.ASSUMED,
            "Effective: the whole month's bill over its calls, unused credits included.",
        ),
        Fact(
            "Turned away",
            f"{lost:,.0f}",
            Kind.ASSUMED,
            f"Walk-ins a month who find every line busy; lines: {view.wish.lines}.",
        ),
    )


def measured_sentence(view: View) -> str | None:
    """The top line as a sentence about the last 30 days; None without a call in them."""
    found = pace(view)
    if found is None:
        return None
    each = effective_usd(view.plan.price.need(view.plan.title), found.served)
    return top_sentence(found.served, found.used, view.included, found.left, each, None)


def _of(credits: Decimal, view: View) -> str:
    return f"{credits:,.0f} of {view.included:,.0f}"


def _lasting(view: View) -> str:
    return f"{int(view.included * _DAYS / view.bill.need):,}" if view.bill.need else "no end"
