"""The months ahead: need with its band, what it costs, the chance to overrun a plan, and when credits run out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calls.pricing.billing import credits_for, seconds_in
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.errors import PriceError
from calls.pricing.forecast.scenario import Scenario, demand_of, lengths_of
from calls.pricing.forecast.season import EVEN, Season, calls_by_day
from calls.pricing.forecast.simulation import Paths, simulate
from calls.pricing.forecast.totals import safe_calls, total
from calls.pricing.plans import Choice, cheapest

__all__ = ["BurnDown", "MonthAhead", "burn_down", "days_left", "months_ahead", "safe_on"]


@dataclass(frozen=True)
class MonthAhead:
    """One month: calls, need in credits at three chances, the cheapest plan for the likely need, chance of overrun.

    `overrun` is the chance to need more than the plan asked about includes; None when none was.
    """

    month: date
    calls: float
    p10: Decimal
    p50: Decimal
    p90: Decimal
    choice: Choice | None
    overrun: float | None


@dataclass(frozen=True)
class BurnDown:
    """Credits left at the end of each day, never below 0: much (p90), likely (p50), little (p10); and the run-out."""

    start: date
    much: tuple[Decimal, ...]
    likely: tuple[Decimal, ...]
    little: tuple[Decimal, ...]
    overrun: float
    early: date | None
    runs_out: date | None
    late: date | None


def months_ahead(
    provider: Provider,
    scenario: Scenario,
    start: date,
    months: int,
    *,
    plan: Plan | None = None,
) -> tuple[MonthAhead, ...]:
    """Exact percentiles for each month, growing from the first; a fixed number of calls is rounded to whole ones."""
    found = []
    base = demand_of(provider, scenario)
    limit = seconds_in(provider, plan.credits.need(plan.title)) if plan else None
    for number in range(months):
        calls = scenario.calls * (1 + scenario.growth_per_month) ** number
        demand = replace(base, calls=calls if scenario.walk_ins else round(calls))
        need = total(demand)
        p10, p50, p90 = (credits_for(provider, need.percentile(share)) for share in (0.1, 0.5, 0.9))
        ahead = start.month - 1 + number
        month = date(start.year + ahead // 12, ahead % 12 + 1, 1)
        overrun = None if limit is None else need.chance_above(limit)
        found.append(MonthAhead(month, demand.calls, p10, p50, p90, cheapest(provider, p50), overrun))
    return tuple(found)


def burn_down(
    provider: Provider,
    scenario: Scenario,
    credits_left: Decimal,
    start: date,
    days: int,
    seed: int,
    *,
    season: Season = EVEN,
    months: int = 10_000,
) -> tuple[BurnDown, Paths]:
    """The credits day by day from `start`, by simulation; the courses are given back for other questions.

    Our own calls are spread over the month like guests'; an orphan is a further internal call.
    """
    lengths = lengths_of(provider, scenario)
    monthly = scenario.calls + scenario.internal_calls + scenario.orphan_calls
    by_day = calls_by_day(monthly, start, days, season, scenario.growth_per_month)
    paths = simulate(lengths, by_day, start, seed, months=months, failed_share=scenario.failed_share)
    limit = seconds_in(provider, credits_left)
    run_out = paths.run_out(limit)
    band = paths.band()
    much, likely, little = (_left(provider, credits_left, used) for used in (band.p10, band.p50, band.p90))
    return BurnDown(start, much, likely, little, run_out.chance, run_out.early, run_out.likely, run_out.late), paths


def safe_on(provider: Provider, plan: Plan, scenario: Scenario, *, risk: float = 0.05) -> int:
    """The most calls a month whose need stays within the plan's credits except with a chance of `risk`.

    They are an average where the scenario's walk-ins come by chance, else a fixed number.
    """
    return safe_calls(demand_of(provider, scenario), seconds_in(provider, plan.credits.need(plan.title)), risk)


def days_left(credits_left: Decimal, used: Decimal, days: int) -> int | None:
    """Whole days that the credits last at the pace of the last `days`; None when nothing was used."""
    if credits_left < 0 or used < 0 or days <= 0:
        raise PriceError("Credits cannot be negative, and a pace needs at least one day.", "Check the balance.")
    return int(credits_left * days / used) if used else None


def _left(provider: Provider, credits_left: Decimal, used: Sequence[int]) -> tuple[Decimal, ...]:
    return tuple(max(Decimal(0), credits_left - credits_for(provider, seconds)) for seconds in used)
