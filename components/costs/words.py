"""The costs page in words: its headline, and the numbers of the top line with how sure each is. No Streamlit."""

from __future__ import annotations

from dataclasses import dataclass

from calls.pricing.catalogue.figures import Kind
from calls.pricing.page.basis import Basis
from calls.pricing.page.sentences import plan_sentence, safe_sentence, so_far_sentence, usd_text
from calls.pricing.page.view import View

__all__ = ["Fact", "facts", "headline", "so_far"]

_DAYS = 30


@dataclass(frozen=True)
class Fact:
    """One number of the top line, with how sure it is."""

    label: str
    value: str
    kind: Kind
    note: str


def headline(view: View) -> tuple[str, ...]:
    """The sentence to repeat, and what makes it safe."""
    basis, wish = view.basis, view.basis.wish
    said = plan_sentence(
        wish.calls, basis.bill.need, basis.choice, basis.provider, own=wish.own, asked=basis.chosen_plan
    )
    if basis.bill.usd is not None and basis.bill.side_usd:
        said += f" With services of our own the month costs {usd_text(basis.bill.usd)}."
    return said, safe_sentence(basis.safe, basis.plan)


def facts(view: View) -> tuple[Fact, ...]:
    """The top line: calls, credits, how long a plan lasts, cost per call, turned away.

    What is measured comes from the ledger alone and says so; everything else follows from the controls.
    """
    basis, found = view.basis, view.lately
    if found is None:
        first = (
            Fact("Calls a month", f"{basis.wish.calls:,}", Kind.ASSUMED, "As the control says; nobody has called yet."),
            Fact(
                "Credits",
                f"{basis.bill.need:,.0f} of {basis.included:,.0f}",
                basis.kind,
                f"Expected need, of what {basis.plan.title} holds.",
            ),
        )
    else:
        back = "Today, by our ledger." if found.days == 1 else f"In the last {found.days} days, by our ledger."
        first = (
            Fact("Calls served", f"{found.served:,}", Kind.MEASURED, back),
            Fact("Credits used", f"{found.used:,.0f}", Kind.MEASURED, back),
        )
    return (
        *first,
        Fact(
            f"A full {basis.plan.title} lasts",
            _lasting(basis),
            Kind.ASSUMED,
            "At the pace of the month that the controls describe.",
        ),
        Fact(
            "Cost per call",
            "none" if basis.effective is None else usd_text(basis.effective),
            Kind.ASSUMED,
            "Effective: the whole month's bill over its calls, unused credits included.",
        ),
        Fact(
            "Turned away",
            f"{view.week.turned_away:,.0f}",
            Kind.ASSUMED,
            f"Walk-ins a month who find every line busy; lines: {basis.wish.lines}.",
        ),
    )


def so_far(view: View) -> str | None:
    """The last 30 days in a sentence; None without a call in them."""
    found = view.lately
    return None if found is None else so_far_sentence(found.days, found.served, found.used)


def _lasting(basis: Basis) -> str:
    if not basis.bill.need:
        return "no end"
    days = int(basis.included * _DAYS / basis.bill.need)
    return "1 day" if days == 1 else f"{days:,} days"
