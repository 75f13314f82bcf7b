"""What every figure of the costs page rests on: the wish as a scenario on one tariff and plan, and its bill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from calls.pricing.call_cost import Services, effective_usd
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.catalogue.figures import Kind
from calls.pricing.forecast.burn_down import safe_on
from calls.pricing.forecast.lengths import Lengths
from calls.pricing.forecast.scenario import Bill, Scenario, bill_of, lengths_of
from calls.pricing.forecast.season import EVEN, HOURS, Season
from calls.pricing.page.history import History
from calls.pricing.page.wish import AUTO, CHEAPEST, Wish
from calls.pricing.plans import Choice

__all__ = ["OUR_PICK", "Basis", "basis_of"]

OUR_PICK = Services(text_model="gpt-4o-mini", stt="deepgram-nova-3", tts="elevenlabs-flash")
"""The services that stand in where a product brings none and nobody chose one."""
_EVENINGS = Season(tuple(1.0 if 16 <= hour % 24 < 20 else 0.0 for hour in range(HOURS)))


@dataclass(frozen=True, eq=False)
class Basis:
    """A wish, and the tariff, plan, scenario, season and bill that follow from it on a day."""

    wish: Wish
    catalogue: Catalogue
    day: date
    provider: Provider
    plan: Plan
    scenario: Scenario
    season: Season
    bill: Bill

    @property
    def kind(self) -> Kind:
        """How sure the lengths behind the figures are."""
        return Kind.ASSUMED if self.scenario.ran is None else Kind.MEASURED

    @property
    def choice(self) -> Choice | None:
        """The plan with what the month costs on it; None where it does not carry the need."""
        return self.bill.choice

    @property
    def chosen_plan(self) -> Plan | None:
        """The plan that was asked for; None where the cheapest was."""
        return None if self.wish.plan == CHEAPEST else self.plan

    @property
    def included(self) -> Decimal:
        """Credits in the plan."""
        return self.plan.credits.need(self.plan.title)

    @property
    def effective(self) -> Decimal | None:
        """Dollars of the month's whole bill over its guests' calls; None without a bill or without calls."""
        return None if self.bill.usd is None else effective_usd(self.bill.usd, self.wish.calls)

    @cached_property
    def usual(self) -> Lengths:
        """Lengths of a call's talk as billed, measured or assumed."""
        return lengths_of(self.provider, self.scenario, waste=False)

    @cached_property
    def safe(self) -> int:
        """The most calls a month, on average, whose need stays within the plan in 95 months of 100."""
        return safe_on(self.provider, self.plan, self.scenario)


def basis_of(
    wish: Wish, catalogue: Catalogue, day: date, *, history: History | None = None, season: Season | None = None
) -> Basis:
    """What follows from a wish at once; `season` is that of an uploaded file. Raises PriceError."""
    provider, startup = catalogue.provider_on(wish.product, day), int(catalogue.assumed("startup_seconds"))
    scenario = _scenario(wish, provider, startup, history)
    chosen = None if wish.plan == CHEAPEST else provider[wish.plan]
    bill = bill_of(catalogue, provider, scenario, day, plan=chosen)
    plan = chosen or (bill.choice.plan if bill.choice else provider.priced[-1])
    return Basis(wish, catalogue, day, provider, plan, scenario, _season(wish, history, season), bill)


def _scenario(wish: Wish, provider: Provider, startup_seconds: int, history: History | None) -> Scenario:
    """Families call by chance, so that their number is an average; what our own calls are is known."""
    assumed = Scenario(
        calls=wish.calls,
        mean_seconds=wish.minutes * 60,
        spread_seconds=wish.spread * 60,
        failed_share=wish.failed / 100,
        idle_seconds=wish.idle,
        startup_seconds=startup_seconds,
        internal_calls=wish.own,
        orphan_calls=wish.orphans,
        growth_per_month=wish.growth / 100,
        retry_share=wish.retry / 100,
        walk_ins=True,
        price_factor=1 + Decimal(wish.change) / 100,
        services=_services(wish, provider),
    )
    if not wish.measured or history is None or not history.tells_lengths:
        return assumed
    ran = history.ran
    return replace(assumed, ran=ran, mean_seconds=float(ran.mean()), spread_seconds=float(ran.std()), idle_seconds=0)


def _services(wish: Wish, provider: Provider) -> Services:
    """A service of our own where one was chosen, or where the product leaves it to us."""

    def picked(chosen: str, part: str, ours: str | None) -> str | None:
        if chosen != AUTO:
            return chosen
        return None if part in provider.includes else ours

    return Services(
        text_model=picked(wish.model, "llm", OUR_PICK.text_model),
        stt=picked(wish.stt, "stt", OUR_PICK.stt),
        tts=picked(wish.tts, "tts", OUR_PICK.tts),
    )


def _season(wish: Wish, history: History | None, season: Season | None) -> Season:
    match wish.season:
        case "history" if history is not None and any(history.page.calls_by_hour):
            return Season(tuple(float(calls) for calls in history.page.calls_by_hour))
        case "file" if season is not None:
            return season
        case "even":
            return EVEN
        case _:
            return _EVENINGS
