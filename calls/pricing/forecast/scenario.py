"""A month as somebody imagines it: calls, lengths, waste, services; its need and its bill."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from calls.pricing.billing import billed_seconds, bills_connecting, credits_for
from calls.pricing.call_cost import Services, side_usd, talk_of
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.errors import PriceError
from calls.pricing.forecast.lengths import Lengths, lengths_from_history, lengths_from_spread
from calls.pricing.forecast.totals import Demand
from calls.pricing.plans import Choice, cheapest, cost_on

__all__ = ["Bill", "Scenario", "bill_of", "demand_of", "lengths_of", "scenario_of"]

_MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class Scenario:
    """A month: guests' `calls`, seconds of talk, waste, and who does what beside the vendor.

    `calls` are exactly so many, or so many on average where `walk_ins` come by chance. `idle_seconds` at the end and
    `startup_seconds` of connecting are per call; the latter is billed where the provider does. `ran`, the seconds of
    past calls with their silence, says how long calls are in place of mean, spread and idle. `internal_calls` are as
    long as guests'. `price_factor` multiplies every price of the vendor.
    """

    calls: int
    mean_seconds: float
    spread_seconds: float
    failed_share: float = 0.0
    idle_seconds: int = 0
    startup_seconds: int = 0
    internal_calls: int = 0
    orphan_calls: int = 0
    growth_per_month: float = 0.0
    retry_share: float = 0.0
    walk_ins: bool = False
    price_factor: Decimal = Decimal(1)
    services: Services = field(default_factory=Services)
    ran: NDArray[np.float64] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Bill:
    """What a month is expected to cost. `need` in credits; `choice` None: the plan, or every listed one, is too small.

    `side_usd` goes to services. Expected values, to the millionth.
    """

    need: Decimal
    choice: Choice | None
    side_usd: Decimal

    @property
    def usd(self) -> Decimal | None:
        """Dollars in all; None where no plan carries the need."""
        return self.choice.usd + self.side_usd if self.choice else None


def scenario_of(catalogue: Catalogue, services: Services | None = None) -> Scenario:
    """The scenario that the catalogue's assumptions describe, for an app without calls yet. Raises PriceError."""
    assumed = catalogue.assumed
    return Scenario(
        calls=int(assumed("calls_per_month")),
        mean_seconds=float(assumed("call_seconds")),
        spread_seconds=float(assumed("call_spread_seconds")),
        failed_share=float(assumed("failed_share")),
        idle_seconds=int(assumed("idle_seconds")),
        startup_seconds=int(assumed("startup_seconds")),
        internal_calls=int(assumed("internal_calls")),
        orphan_calls=int(assumed("orphan_calls")),
        growth_per_month=float(assumed("growth_per_month")),
        retry_share=float(assumed("retry_share")),
        services=services or Services(),
    )


def lengths_of(provider: Provider, scenario: Scenario, *, waste: bool = True) -> Lengths:
    """Lengths as billed; without `waste` neither silence nor connecting is added to the talk."""
    if scenario.ran is not None:
        return lengths_from_history(provider, scenario.ran)
    connecting = scenario.startup_seconds if bills_connecting(provider) else 0
    added = scenario.idle_seconds + connecting if waste else 0
    return lengths_from_spread(provider, scenario.mean_seconds, scenario.spread_seconds, idle_seconds=added)


def demand_of(provider: Provider, scenario: Scenario) -> Demand:
    """The month's billed seconds, for exact percentiles."""
    idle_out = int(provider.idle_seconds.need("The idle timeout")) if scenario.orphan_calls else 0
    return Demand(
        calls=scenario.calls,
        lengths=lengths_of(provider, scenario),
        walk_ins=scenario.walk_ins,
        failed_share=scenario.failed_share,
        internal_calls=scenario.internal_calls,
        orphan_seconds=scenario.orphan_calls * (billed_seconds(provider, idle_out) if idle_out else 0),
    )


def bill_of(
    catalogue: Catalogue, provider: Provider, scenario: Scenario, day: date, *, plan: Plan | None = None
) -> Bill:
    """The expected bill on `plan`, else on the cheapest; talk with services of our own grows with a call's length.

    Raises PriceError.
    """
    factor = scenario.price_factor
    if factor < 0:
        raise PriceError("A price cannot fall by more than 100 %.", "Enter a smaller change.")
    demand = demand_of(provider, scenario)
    need = (credits_for(provider, 1) * _exact(demand.mean_seconds)).quantize(_MICRO)
    choice = cheapest(provider, need) if plan is None else cost_on(provider, plan, need)
    if choice is not None:
        choice = replace(choice, usd=choice.usd * factor, overage_usd=choice.overage_usd * factor)
    seconds = scenario.mean_seconds
    each = side_usd(catalogue, scenario.services, talk_of(catalogue, seconds), round(seconds), day)
    calls = scenario.calls + scenario.internal_calls
    return Bill(need, choice, sum(each.values(), Decimal(0)) * calls)


def _exact(seconds: float) -> Decimal:
    return Decimal(str(seconds)).quantize(_MICRO)
