"""Which plan carries a need, what it costs, where the better plan changes, and how much room is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from calls.pricing.billing import included_rate, seconds_in, unpriced, usd_per_minute
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.errors import PriceError

__all__ = [
    "Choice",
    "Ladder",
    "PlanSize",
    "Rung",
    "cheapest",
    "cost_on",
    "ladder",
    "lines_of",
    "plan_size",
    "side_by_side",
]


@dataclass(frozen=True)
class Choice:
    """A plan for a need: dollars a month, `overage` of them beyond the included credits, `headroom` credits unused."""

    provider: Provider = field(repr=False)
    plan: Plan = field(repr=False)
    need: Decimal
    usd: Decimal
    overage_usd: Decimal
    headroom: Decimal

    @property
    def tight(self) -> bool:
        """Whether a single further call breaks it: no credit is left and none can be bought."""
        return self.headroom == 0 and not _sells_more(self.plan)

    @property
    def used_share(self) -> Decimal:
        """Need over included credits; above 1 with overage."""
        return self.need / self.plan.credits.need(self.plan.title)


@dataclass(frozen=True)
class Rung:
    """From `low` credits on (and up to `high`, None: no end) this plan is the cheapest."""

    plan: Plan
    low: Decimal
    high: Decimal | None


@dataclass(frozen=True)
class Ladder:
    """The cheapest plan for every need; beyond the last rung no listed plan carries it."""

    provider: Provider
    rungs: tuple[Rung, ...]

    @property
    def break_evens(self) -> tuple[Decimal, ...]:
        """Needs in credits at which the better plan changes."""
        return tuple(rung.low for rung in self.rungs[1:])


@dataclass(frozen=True)
class PlanSize:
    """What a plan holds: billed seconds, calls of a length, dollars per credit and minute when all is used."""

    plan: Plan
    seconds: int
    calls: int
    usd_per_credit: Decimal
    usd_per_minute: Decimal


def cost_on(provider: Provider, plan: Plan, need: Decimal) -> Choice | None:
    """What a need in credits costs on a plan; None when the plan cannot carry it. Raises PriceError without a price."""
    if not need.is_finite() or need < 0:
        raise PriceError("The need of credits must be 0 or more.", "Check the number of calls.")
    if not plan.price.known or not plan.credits.known:
        raise unpriced(plan)
    price, included = plan.price.need(plan.title), plan.credits.need(plan.title)
    beyond = max(Decimal(0), need - included)
    if beyond and not _sells_more(plan):
        return None
    extra = beyond * plan.overage.need(plan.title) if beyond and plan.overage else Decimal(0)
    return Choice(provider, plan, need, price + extra, extra, max(Decimal(0), included - need))


def cheapest(provider: Provider, need: Decimal, *, longest_call_seconds: int | None = None) -> Choice | None:
    """The cheapest listed plan that carries a need, the larger one of two equal; None: beyond every listed plan.

    With `longest_call_seconds`, plans that cut calls earlier are left out.
    """
    found = [
        choice
        for plan in provider.priced
        if longest_call_seconds is None or not _cuts(plan, longest_call_seconds)
        if (choice := cost_on(provider, plan, need)) is not None
    ]
    return min(found, key=lambda choice: (choice.usd, -choice.headroom), default=None)


def ladder(provider: Provider) -> Ladder:
    """The cheapest plan for every need from 0 upward, and where it changes.

    Costs are straight lines between the included credits of plans and the points where two lines meet, so looking once
    within each stretch is enough.
    """
    plans = provider.priced
    points = {Decimal(0), *(plan.credits.need(plan.title) for plan in plans)}
    for one, other in combinations(plans, 2):
        points |= _meetings(one, other)
    ordered = sorted(points)
    stretches = list(zip(ordered, [*ordered[1:], None], strict=True))
    rungs: list[Rung] = []
    for low, high in stretches:
        choice = cheapest(provider, low + 1 if high is None else (low + high) / 2)
        if choice is None:
            break
        if rungs and rungs[-1].plan.id == choice.plan.id:
            rungs[-1] = Rung(choice.plan, rungs[-1].low, high)
        else:
            rungs.append(Rung(choice.plan, low, high))
    return Ladder(provider, tuple(rungs))


def lines_of(provider: Provider, plan: Plan) -> int | None:
    """How many calls may run at once: the plan's figure, else the provider's; None where neither is known."""
    for figure in (plan.concurrency, provider.concurrency):
        if figure is not None and figure.value is not None:
            return int(figure.value)
    return None


def plan_size(provider: Provider, plan: Plan, call_seconds: int) -> PlanSize:
    """What a plan holds without overage; `call_seconds` are billed seconds of one call."""
    if call_seconds <= 0:
        raise PriceError("A call needs a length above 0 seconds.", "Enter a length.")
    seconds = seconds_in(provider, plan.credits.need(plan.title))
    return PlanSize(plan, seconds, seconds // call_seconds, included_rate(plan), usd_per_minute(provider, plan))


def side_by_side(providers: Sequence[Provider], billed_seconds_by_provider: Sequence[int]) -> tuple[Choice | None, ...]:
    """The cheapest plan of each provider for its own billed seconds of the same calls."""
    return tuple(
        cheapest(provider, provider.credits_per_minute.need(provider.title) * billed / 60)
        for provider, billed in zip(providers, billed_seconds_by_provider, strict=True)
    )


def _meetings(one: Plan, other: Plan) -> set[Decimal]:
    """Needs at which an overage line meets the other plan's price or overage line."""
    found: set[Decimal] = set()
    for sloped, flat in ((one, other), (other, one)):
        if not _sells_more(sloped):
            continue
        rate = sloped.overage.need(sloped.title) if sloped.overage else Decimal(0)
        price, included = sloped.price.need(sloped.title), sloped.credits.need(sloped.title)
        if rate:
            found.add(included + (flat.price.need(flat.title) - price) / rate)
        if _sells_more(flat) and flat.overage and flat.overage.need(flat.title) != rate:
            other_rate = flat.overage.need(flat.title)
            start = flat.price.need(flat.title) - other_rate * flat.credits.need(flat.title)
            found.add((price - rate * included - start) / (other_rate - rate))
    return {point for point in found if point > 0}


def _sells_more(plan: Plan) -> bool:
    return plan.overage is not None and plan.overage.known


def _cuts(plan: Plan, seconds: int) -> bool:
    cap = plan.max_session_seconds
    return cap is not None and cap.value is not None and cap.value < seconds
