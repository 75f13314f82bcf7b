"""What the costs page shows, without Streamlit: the wish its controls express, and the view computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import fsum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from calls.pricing.call_cost import Services
from calls.pricing.capacity import busy_by_hour
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Plan, Provider, Unit
from calls.pricing.catalogue.figures import Kind
from calls.pricing.forecast.burn_down import BurnDown, burn_down, days_left
from calls.pricing.forecast.lengths import Lengths, lengths_from_history, lengths_from_spread
from calls.pricing.forecast.scenario import Bar, Bill, Scenario, bill_of, default_swings, tornado
from calls.pricing.forecast.season import EVEN, HOURS, Season
from calls.pricing.ledger.ledger import Ledger
from calls.pricing.page.data import PageData, page_data
from calls.pricing.page.sentences import forecast_sentence
from calls.pricing.plans import Choice, cost_on

__all__ = [
    "AUTO",
    "CHEAPEST",
    "HISTORY_CALLS",
    "LIMITS",
    "SEASONS",
    "History",
    "Pace",
    "View",
    "Wish",
    "burn",
    "busy_week",
    "history_of",
    "options",
    "pace",
    "plan_ids",
    "seconds_held",
    "swings",
    "turned_away",
    "view_of",
    "wish_of",
]

AUTO = "auto"
CHEAPEST = "cheapest"
HISTORY_CALLS = 20
"""Fewer served calls than this say too little about lengths; the assumption stays until then."""
LIMITS: Mapping[str, tuple[float, float]] = {
    "calls": (0, 3000),
    "minutes": (0.5, 20.0),
    "spread": (0.0, 10.0),
    "failed": (0, 30),
    "growth": (-30, 50),
    "idle": (0, 300),
    "own": (0, 200),
    "orphans": (0, 20),
    "retry": (0, 100),
    "change": (-50, 100),
    "lines": (1, 30),
}
"""Lowest and highest value of each number that a control or a link may give."""
SEASONS: Mapping[str, str] = {
    "evenings": "Evenings, 16 to 20 h",
    "even": "Every hour alike",
    "history": "As our calls came",
    "file": "From my file or drawing",
}
_WEEKS_PER_MONTH = 365.25 / 12 / 7
_DAYS = 30
_MONTHS_DRAWN = 1_000
_SEED = 24
_PICK = Services(text_model="gpt-4o-mini", stt="deepgram-nova-3", tts="elevenlabs-flash")
_EVENINGS = Season(tuple(1.0 if 16 <= hour % 24 < 20 else 0.0 for hour in range(HOURS)))


@dataclass(frozen=True)
class Wish:
    """What the controls say. `minutes` and `spread` in minutes; `failed`, `growth`, `retry` and `change` in per cent.

    `change` is of every price; `idle` seconds a call; `own` and `orphans` calls a month; `lines` calls at once.
    `model`, `stt`, `tts`: a catalogue id, or AUTO: the vendor's own, and our pick where the product has none.
    """

    product: str = "liveavatar_full"
    plan: str = CHEAPEST
    calls: int = 100
    minutes: float = 5.0
    spread: float = 2.0
    failed: int = 3
    growth: int = 0
    idle: int = 10
    own: int = 5
    orphans: int = 0
    retry: int = 50
    change: int = 0
    lines: int = 3
    model: str = AUTO
    stt: str = AUTO
    tts: str = AUTO
    season: str = "evenings"
    measured: bool = False


@dataclass(frozen=True, eq=False)
class History:
    """The calls there were: the ledger, and its sums."""

    ledger: Ledger
    page: PageData

    @property
    def tells_lengths(self) -> bool:
        """Whether there are enough served calls to learn lengths from."""
        return self.page.served >= HISTORY_CALLS


@dataclass(frozen=True)
class Pace:
    """The last `days` days (UTC): calls served, credits used, and days that the rest of a plan lasts at this pace."""

    days: int
    served: int
    used: Decimal
    left: int | None


@dataclass(frozen=True, eq=False)
class View:
    """A wish with everything that follows from it at once. `choice` None: the plan does not carry the need."""

    wish: Wish
    catalogue: Catalogue
    provider: Provider
    plan: Plan
    day: date
    scenario: Scenario
    lengths: Lengths | None
    season: Season
    bill: Bill
    choice: Choice | None
    history: History | None

    @property
    def basis(self) -> Kind:
        """How sure the lengths behind the figures are."""
        return Kind.MEASURED if self.lengths is not None else Kind.ASSUMED

    @property
    def included(self) -> Decimal:
        """Credits in the plan."""
        return self.plan.credits.need(self.plan.title)

    @property
    def usd(self) -> Decimal | None:
        """Dollars a month on the plan with services; None where it does not carry the need."""
        return None if self.choice is None else self.choice.usd + self.bill.side_usd

    @property
    def usual(self) -> Lengths:
        """Lengths of a call as billed, measured or assumed."""
        if self.lengths is not None:
            return self.lengths
        return lengths_from_spread(self.provider, self.scenario.mean_seconds, self.scenario.spread_seconds)


def wish_of(catalogue: Catalogue) -> Wish:
    """The wish that the catalogue's assumptions describe. Raises PriceError."""
    assumed = catalogue.assumed
    return Wish(
        calls=int(assumed("calls_per_month")),
        minutes=float(assumed("call_seconds") / 60),
        spread=float(assumed("call_spread_seconds") / 60),
        failed=int(assumed("failed_share") * 100),
        growth=int(assumed("growth_per_month") * 100),
        idle=int(assumed("idle_seconds")),
        own=int(assumed("internal_calls")),
        orphans=int(assumed("orphan_calls")),
        retry=int(assumed("retry_share") * 100),
    )


def options(catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    """What can be chosen by name: for `product`, `model`, `stt`, `tts` and `season`, id and title.

    Voices sold by the audio token are left out: their tokens are not known before the call.
    """
    auto = {AUTO: "As the product has it"}
    sold = [entry for entry in catalogue.speech if entry.unit is not Unit.TOKENS]
    return {
        "product": {entry.id: entry.title for entry in catalogue.provider},
        "model": auto | {entry.id: entry.title for entry in catalogue.text_model},
        "stt": auto | {entry.id: entry.title for entry in sold if entry.role == "stt"},
        "tts": auto | {entry.id: entry.title for entry in sold if entry.role == "tts"},
        "season": SEASONS,
    }


def plan_ids(provider: Provider) -> Mapping[str, str]:
    """Plans that can be chosen, by id, the choice of the cheapest first."""
    return {CHEAPEST: "The cheapest"} | {plan.id: plan.title for plan in provider.priced}


def history_of(
    ledger: Ledger, catalogue: Catalogue, kept: Mapping[str, Catalogue] = MappingProxyType({})
) -> History | None:
    """The history, or None without any call. Each call is valued with the prices of its day, as `kept` has them.

    `catalogue` stands in for prices that were never written down. Raises PriceError.
    """
    if not len(ledger):
        return None
    versions = {name: kept.get(name, catalogue) for name in ledger.price_version.names}
    return History(ledger, page_data(ledger, versions))


def view_of(
    wish: Wish, catalogue: Catalogue, day: date, *, history: History | None = None, season: Season | None = None
) -> View:
    """Everything that follows from a wish; `season` is that of an uploaded file. Raises PriceError."""
    provider = catalogue.provider_on(wish.product, day)
    scenario = Scenario(
        calls=wish.calls,
        mean_seconds=wish.minutes * 60,
        spread_seconds=wish.spread * 60,
        failed_share=wish.failed / 100,
        idle_seconds=wish.idle,
        startup_seconds=int(catalogue.assumed("startup_seconds")),
        internal_calls=wish.own,
        orphan_calls=wish.orphans,
        growth_per_month=wish.growth / 100,
        retry_share=wish.retry / 100,
        price_factor=1 + Decimal(wish.change) / 100,
        services=_services(wish, provider),
    )
    lengths = None
    if wish.measured and history is not None and history.tells_lengths:
        ran = history.ledger.ran[history.ledger.served].astype(np.float64)
        lengths = lengths_from_history(provider, ran, idle_seconds=0)
    if wish.plan == CHEAPEST:
        bill = bill_of(catalogue, provider, scenario, day, lengths=lengths)
        plan, choice = (bill.choice.plan if bill.choice else provider.priced[-1]), bill.choice
    else:
        plan = provider[wish.plan]
        bill = bill_of(catalogue, provider, scenario, day, rate_plan=plan, lengths=lengths)
        choice = cost_on(provider, plan, bill.need)
        if choice is not None:
            factor = scenario.price_factor
            choice = replace(choice, usd=choice.usd * factor, overage_usd=choice.overage_usd * factor)
    found = _season(wish, history, season)
    return View(wish, catalogue, provider, plan, day, scenario, lengths, found, bill, choice, history)


def burn(view: View, credits_left: Decimal | None = None) -> tuple[BurnDown, str]:
    """The next 30 days from `credits_left` (all of the plan's without it), and the sentence about them."""
    found, _ = burn_down(
        view.provider,
        view.scenario,
        view.included if credits_left is None else credits_left,
        view.day,
        _DAYS,
        _SEED,
        season=view.season,
        lengths=view.lengths,
        months=_MONTHS_DRAWN,
    )
    end = view.day + timedelta(_DAYS - 1)
    return found, forecast_sentence(found.runs_out, found.early, found.late, found.overrun, end)


def busy_week(view: View, lines: int | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Expected calls in each of 168 hours from Monday 0:00, and the chance that one finds every line busy."""
    calls = np.asarray(view.season.calls_by_hour(view.wish.calls / _WEEKS_PER_MONTH))
    return calls, busy_by_hour(calls, seconds_held(view), lines or view.wish.lines)


def seconds_held(view: View) -> float:
    """Seconds that a call holds a line: connecting, talk, the idle tail."""
    mean = view.usual.mean if view.lengths is not None else view.scenario.mean_seconds + view.scenario.idle_seconds
    return mean + view.scenario.startup_seconds


def swings(view: View) -> tuple[tuple[Bar, ...], Decimal]:
    """What moves the bill, longest first, and the bill they are measured from, all at the plan's rate.

    Measured lengths count with their mean and spread, so that both can be turned like assumed ones.
    """
    base = view.scenario
    if view.lengths is not None:
        base = replace(base, mean_seconds=view.lengths.mean, spread_seconds=view.lengths.variance**0.5, idle_seconds=0)
    bars = tornado(view.catalogue, view.provider, view.plan, default_swings(view.catalogue, base), view.day)
    return bars, bill_of(view.catalogue, view.provider, base, view.day, rate_plan=view.plan).metered_usd


def turned_away(view: View, lines: int | None = None) -> float:
    """Calls a month that find every line busy."""
    calls, chances = busy_week(view, lines)
    return fsum((calls * chances).tolist()) * _WEEKS_PER_MONTH


def pace(view: View) -> Pace | None:
    """The last 30 days, counted from the first call in them; None without a call in that time."""
    if view.history is None:
        return None
    since = view.day - timedelta(_DAYS - 1)
    days = {day: sums for day, sums in view.history.page.by_day.items() if since <= day <= view.day}
    if not days:
        return None
    ledger = view.history.ledger
    first_ms = int(datetime.combine(min(days), datetime.min.time(), UTC).timestamp() * 1000)
    used = sum((sums.credits for sums in days.values()), Decimal(0))
    back = (view.day - min(days)).days + 1
    left = days_left(max(Decimal(0), view.included - used), used, back)
    return Pace(back, int((ledger.served & (ledger.at_ms >= first_ms)).sum()), used, left)


def _services(wish: Wish, provider: Provider) -> Services:
    """A service of our own where one was chosen, or where the product leaves it to us."""

    def picked(chosen: str, part: str, ours: str | None) -> str | None:
        if chosen != AUTO:
            return chosen
        return None if part in provider.includes else ours

    return Services(
        text_model=picked(wish.model, "llm", _PICK.text_model),
        stt=picked(wish.stt, "stt", _PICK.stt),
        tts=picked(wish.tts, "tts", _PICK.tts),
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
