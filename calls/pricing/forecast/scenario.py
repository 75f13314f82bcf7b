"""A month as somebody imagines it: calls, lengths, waste, services; its need, its bill, and what moves the bill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from calls.pricing.billing import billed_seconds, bills_connecting, credits_for, included_rate
from calls.pricing.call_cost import Services, model_usd, speech_usd, talk_of, tokens_of
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Plan, Provider, Speech
from calls.pricing.errors import PriceError
from calls.pricing.forecast.lengths import Lengths, lengths_from_spread
from calls.pricing.forecast.totals import Demand
from calls.pricing.plans import Choice, cheapest

__all__ = ["Bar", "Bill", "Scenario", "Swing", "bill_of", "default_swings", "demand_of", "scenario_of", "tornado"]

_MICRO = Decimal("0.000001")
_EXAMPLE_S = 300
"""The talk of the catalogue's assumptions is that of a call of this length."""


@dataclass(frozen=True)
class Scenario:
    """A month: guests' `calls`, seconds of talk, waste, and who does what beside the vendor.

    `idle_seconds` at the end and `startup_seconds` of connecting are per call; the latter is billed where the provider
    does. `internal_calls` are as long as guests'. `price_factor` multiplies every price of the vendor.
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


@dataclass(frozen=True)
class Bill:
    """What a month is expected to cost. `need` in credits; `choice` None: beyond every listed plan.

    `metered_usd` values each credit at one rate, so that it moves smoothly where a plan's price jumps; `side_usd` goes
    to services. Expected values, to the millionth.
    """

    need: Decimal
    waste: Decimal
    choice: Choice | None
    metered_usd: Decimal
    side_usd: Decimal

    @property
    def usd(self) -> Decimal | None:
        """Dollars in all on the cheapest plan; None beyond every listed plan."""
        return self.choice.usd + self.side_usd if self.choice else None


@dataclass(frozen=True)
class Swing:
    """An assumption that may turn out otherwise: the scenarios at its low and at its high end."""

    name: str
    low: Scenario
    high: Scenario


@dataclass(frozen=True)
class Bar:
    """How far one assumption moves the bill, in dollars at its low and at its high end."""

    name: str
    low_usd: Decimal
    high_usd: Decimal

    @property
    def span(self) -> Decimal:
        """Dollars between both ends."""
        return abs(self.high_usd - self.low_usd)


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


def demand_of(provider: Provider, scenario: Scenario, lengths: Lengths | None = None) -> Demand:
    """The month's billed seconds, for exact percentiles; `lengths` from history go before mean and spread."""
    connecting = scenario.startup_seconds if bills_connecting(provider) else 0
    if lengths is None:
        lengths = lengths_from_spread(
            provider, scenario.mean_seconds, scenario.spread_seconds, idle_seconds=scenario.idle_seconds + connecting
        )
    idle_out = int(provider.idle_seconds.need("The idle timeout")) if scenario.orphan_calls else 0
    return Demand(
        calls=scenario.calls,
        lengths=lengths,
        walk_ins=scenario.walk_ins,
        failed_share=scenario.failed_share,
        internal_calls=scenario.internal_calls,
        orphan_seconds=scenario.orphan_calls * (billed_seconds(provider, idle_out) if idle_out else 0),
    )


def bill_of(
    catalogue: Catalogue,
    provider: Provider,
    scenario: Scenario,
    day: date,
    *,
    rate_plan: Plan | None = None,
    lengths: Lengths | None = None,
) -> Bill:
    """The expected bill. `lengths` from history go before mean and spread.

    `rate_plan` gives the metered rate, else the chosen plan does, else the largest priced one. Raises PriceError.
    """
    if scenario.price_factor < 0:
        raise PriceError("A price cannot fall by more than 100 %.", "Enter a smaller change.")
    demand = demand_of(provider, scenario, lengths)
    need = credits_for(provider, 1) * _exact(demand.mean_seconds)
    pure = lengths or lengths_from_spread(provider, scenario.mean_seconds, scenario.spread_seconds)
    served = credits_for(provider, 1) * _exact(scenario.calls * pure.mean)
    need, served = need.quantize(_MICRO), served.quantize(_MICRO)
    choice = cheapest(provider, need)
    factor = scenario.price_factor
    if choice is not None:
        choice = replace(choice, usd=choice.usd * factor, overage_usd=choice.overage_usd * factor)
    plan = rate_plan or (choice.plan if choice else provider.priced[-1])
    side = _side_usd(catalogue, scenario, day) * (scenario.calls + scenario.internal_calls)
    return Bill(need, max(Decimal(0), need - served), choice, need * included_rate(plan) * factor + side, side)


def default_swings(catalogue: Catalogue, base: Scenario) -> tuple[Swing, ...]:
    """How far each assumption may well be off: a quarter of the length, none or three times the waste, and so on."""
    wasteless = replace(base, failed_share=0.0, idle_seconds=0, internal_calls=0, orphan_calls=0)
    wasteful = replace(
        base,
        failed_share=min(0.5, 3 * base.failed_share),
        idle_seconds=3 * base.idle_seconds,
        internal_calls=3 * base.internal_calls,
        orphan_calls=3 * base.orphan_calls,
    )
    found = [
        Swing("length", *(replace(base, mean_seconds=base.mean_seconds * share) for share in (0.75, 1.25))),
        Swing("waste", wasteless, wasteful),
        Swing("spread", *(replace(base, spread_seconds=base.spread_seconds * share) for share in (0.5, 1.5))),
        Swing("price", *(replace(base, price_factor=base.price_factor * Decimal(share)) for share in ("0.95", "1.05"))),
    ]
    models = {model.id for model in catalogue.text_model}
    if {"gpt-4o-mini", "gpt-4o"} <= models:
        pair = (replace(base, services=replace(base.services, text_model=name)) for name in ("gpt-4o-mini", "gpt-4o"))
        found.append(Swing("text model", *pair))
    return tuple(found)


def tornado(
    catalogue: Catalogue, provider: Provider, plan: Plan, swings: Iterable[Swing], day: date
) -> tuple[Bar, ...]:
    """Bars, longest first, at `plan`'s rate throughout: a plan's jump would hide which assumption moves the need."""
    bars = [
        Bar(
            swing.name,
            bill_of(catalogue, provider, swing.low, day, rate_plan=plan).metered_usd,
            bill_of(catalogue, provider, swing.high, day, rate_plan=plan).metered_usd,
        )
        for swing in swings
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.span, bar.name)))


def _side_usd(catalogue: Catalogue, scenario: Scenario, day: date) -> Decimal:
    """Dollars for services of one call; talk grows with the call's length, and with it the history that is resent."""
    talk, services = talk_of(catalogue), scenario.services
    share = Decimal(str(scenario.mean_seconds)) / _EXAMPLE_S
    rounds = max(1, round(talk.exchanges * share))
    usd = Decimal(0)
    if services.text_model:
        tokens = tokens_of(replace(talk, exchanges=rounds))
        usd += model_usd(catalogue.text_model_on(services.text_model, day), tokens)
    if services.stt:
        usd += speech_usd(catalogue.speech_on(services.stt, day), seconds=round(scenario.mean_seconds))
    if services.tts:
        voice: Speech = catalogue.speech_on(services.tts, day)
        said, seconds = int(talk.agent_characters * share), int(talk.agent_seconds * share)
        usd += speech_usd(voice, characters=said, seconds=seconds)
    if services.moderation:
        check = catalogue.moderation_on(services.moderation, day).per_check
        usd += check.need("The price of a check") * 2 * rounds
    return usd


def _exact(seconds: float) -> Decimal:
    return Decimal(str(seconds)).quantize(_MICRO)
