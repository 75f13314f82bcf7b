"""The plan table this project was given, row by row: what it says, what arithmetic says, and a remark where wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from calls.pricing.billing import billed_seconds, credits_for
from calls.pricing.catalogue.entries import Provider
from calls.pricing.catalogue.figures import plain
from calls.pricing.plans import Choice, cheapest

__all__ = ["SEED_ROWS", "SeedRow", "SeedVerdict", "seed_table"]

_USUAL_S = 300
_LONG_S = 600


@dataclass(frozen=True)
class SeedRow:
    """A row as given: calls of five minutes a month, and the plan it names."""

    calls: int
    plan: str


@dataclass(frozen=True)
class SeedVerdict:
    """A row checked at five minutes and, for the range, at ten; `remark` is empty where it is right and has room."""

    row: SeedRow
    need: Decimal
    choice: Choice | None
    long_need: Decimal
    long_choice: Choice | None
    right: bool
    remark: str


SEED_ROWS = (SeedRow(50, "free"), SeedRow(100, "pro"), SeedRow(200, "scale"), SeedRow(500, "scale"))


def seed_table(provider: Provider, rows: tuple[SeedRow, ...] = SEED_ROWS) -> tuple[SeedVerdict, ...]:
    """Each row against a provider's plans."""
    return tuple(_verdict(provider, row) for row in rows)


def _verdict(provider: Provider, row: SeedRow) -> SeedVerdict:
    needs = [credits_for(provider, row.calls * billed_seconds(provider, seconds)) for seconds in (_USUAL_S, _LONG_S)]
    choice, longer = (cheapest(provider, need) for need in needs)
    right = choice is not None and choice.plan.id == row.plan
    return SeedVerdict(row, needs[0], choice, needs[1], longer, right, _remark(provider, row, needs, choice, longer))


def _remark(
    provider: Provider, row: SeedRow, needs: list[Decimal], choice: Choice | None, longer: Choice | None
) -> str:
    said = []
    titles = {plan.id: plan for plan in provider.plan}
    named = titles.get(row.plan)
    if choice is None:
        return f"{row.calls} calls need {plain(needs[0])} credits: beyond {provider.priced[-1].title}."
    if named is None:
        said.append(f"There is no such plan here; the cheapest is {choice.plan.title}.")
    elif choice.plan.id != row.plan:
        included = named.credits.need(named.title)
        each = needs[0] / row.calls
        fit = int(included / each)
        if included < needs[0]:
            said.append(
                f"{named.title} has {plain(included)} credits, enough for {fit} of the {row.calls} calls. "
                f"They need {plain(needs[0])} credits; the cheapest plan is {choice.plan.title}."
            )
        else:
            said.append(f"{choice.plan.title} carries it for less than {named.title}.")
    elif choice.tight:
        said.append(f"It fits {choice.plan.title} with nothing to spare: one test call more breaks it.")
    elif choice.used_share < Decimal("0.5"):
        said.append(f"Right, but only {choice.used_share:.0%} of {choice.plan.title} is used.")
    if longer is None:
        said.append(f"At 10 minutes it needs {plain(needs[1])} credits, beyond every listed plan.")
    elif longer.plan.id != choice.plan.id:
        said.append(f"At 10 minutes it needs {plain(needs[1])} credits and {longer.plan.title}.")
    return " ".join(said)
