"""Rules that hold for every tariff, need and length: found by trying them, not by example."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing.billing import billed_seconds, credits_for, marginal_usd, seconds_in
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.catalogue.figures import Figure, Kind
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.errors import PriceError
from calls.pricing.ledger.ledger import Entry, Ledger, credits_of, ticks
from calls.pricing.plans import cheapest, cost_on, ladder, plan_size

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
PROVIDERS = st.sampled_from([CATALOGUE.provider_on(entry.id, DAY) for entry in CATALOGUE.provider])
MILLISECONDS = st.integers(min_value=0, max_value=7_200_000)
NEEDS = st.decimals(min_value=0, max_value=20_000, places=4)
MONEY = st.decimals(min_value=0, max_value=1000, places=2)
CREDITS = st.decimals(min_value=Decimal("0.5"), max_value=10_000, places=1)


def figure(value: Decimal | None) -> Figure:
    return Figure(value=value, source="a test", date=DAY, kind=Kind.ASSUMED, note="made up")


@st.composite
def tariffs(draw: st.DrawFn) -> Provider:
    """A provider with up to five plans of any price, size and overage, one of them perhaps by contract."""
    plans = [
        Plan(
            id=f"plan{number}",
            title=f"Plan {number}",
            price=figure(draw(st.none() | MONEY)),
            credits=figure(draw(CREDITS)),
            overage=draw(st.none() | st.decimals(min_value=0, max_value=2, places=2).map(figure)),
        )
        for number in range(draw(st.integers(min_value=1, max_value=5)))
    ]
    base = CATALOGUE.provider_on("liveavatar_full", DAY)
    return Provider.model_validate({**{name: getattr(base, name) for name in Provider.model_fields}, "plan": plans})


def by_hand(provider: Provider, need: Decimal) -> Fraction | None:
    """The least cost over all plans, in fractions."""
    costs = []
    for plan in provider.plan:
        if plan.price.value is None or plan.credits.value is None:
            continue
        beyond = max(Fraction(0), Fraction(need) - Fraction(plan.credits.value))
        overage = plan.overage.value if plan.overage else None
        if not beyond:
            costs.append(Fraction(plan.price.value))
        elif overage is not None:
            costs.append(Fraction(plan.price.value) + beyond * Fraction(overage))
    return min(costs, default=None)


@given(tariffs(), NEEDS)
def test_a_cheaper_plan_is_never_missed(provider: Provider, need: Decimal) -> None:
    choice, least = cheapest(provider, need), by_hand(provider, need)
    assert (choice and Fraction(choice.usd)) == least


@given(tariffs(), NEEDS)
def test_the_ladder_agrees_with_the_cheapest_plan(provider: Provider, need: Decimal) -> None:
    choice = cheapest(provider, need)
    rungs = [rung for rung in ladder(provider).rungs if rung.low <= need and (rung.high is None or need <= rung.high)]
    assert bool(rungs) == (choice is not None)
    if choice is not None:
        costs = [found.usd for rung in rungs if (found := cost_on(provider, rung.plan, need)) is not None]
        assert min(abs(cost - choice.usd) for cost in costs) < Decimal("1e-20")


@given(PROVIDERS, NEEDS, NEEDS)
def test_more_credits_never_cost_less(provider: Provider, one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    small, large = cheapest(provider, less), cheapest(provider, more)
    assert large is None or (small is not None and small.usd <= large.usd)


@given(PROVIDERS, st.lists(MILLISECONDS, min_size=1, max_size=20), MILLISECONDS)
def test_more_calls_never_cost_less(provider: Provider, calls: list[int], further: int) -> None:
    before = sum(billed_seconds(provider, Decimal(call) / 1000) for call in calls)
    after = before + billed_seconds(provider, Decimal(further) / 1000)
    assert marginal_usd(provider, provider["pro"], before) <= marginal_usd(provider, provider["pro"], after)
    small, large = (cheapest(provider, credits_for(provider, billed)) for billed in (before, after))
    assert large is None or (small is not None and small.usd <= large.usd)


@given(PROVIDERS, MILLISECONDS, MILLISECONDS)
def test_splitting_a_call_never_lowers_its_cost(provider: Provider, one: int, other: int) -> None:
    whole = billed_seconds(provider, Decimal(one + other) / 1000)
    parts = billed_seconds(provider, Decimal(one) / 1000) + billed_seconds(provider, Decimal(other) / 1000)
    assert parts >= whole
    assert credits_for(provider, parts) >= credits_for(provider, whole)


@given(PROVIDERS, MILLISECONDS)
def test_no_time_is_left_unbilled(provider: Provider, call: int) -> None:
    billed = billed_seconds(provider, Decimal(call) / 1000)
    assert billed * 1000 >= call
    assert billed % int(provider.step_seconds.value or 1) == 0


@given(PROVIDERS, st.decimals(min_value=0, max_value=10_000, places=3))
def test_what_credits_cover_is_the_most_they_cover(provider: Provider, credits: Decimal) -> None:
    seconds = seconds_in(provider, credits)
    step = int(provider.step_seconds.value or 1)
    assert credits_for(provider, seconds) <= credits
    minimum = int(provider.minimum_seconds.value or 0)
    assert credits_for(provider, max(minimum, seconds + step)) > credits


@given(
    st.lists(st.integers(min_value=0, max_value=7200), max_size=50),
    st.sampled_from(["streaming_avatar", "liveavatar_full"]),
)
def test_credits_of_a_ledger_are_exact(billed: list[int], provider: str) -> None:
    entries = [Entry(1_790_000_000_000, provider, CATALOGUE.version, "guest", seconds, seconds) for seconds in billed]
    used = int(ticks(Ledger.of(entries), {CATALOGUE.version: CATALOGUE}).sum())
    rate = Fraction(CATALOGUE.provider_on(provider, DAY).credits_per_minute.value or 0)
    assert Fraction(used, 60_000_000) == rate * sum(billed) / 60


def test_a_million_calls_do_not_drift() -> None:
    entry = Entry(1_790_000_000_000, "streaming_avatar", CATALOGUE.version, "guest", 31, 31, side_nanousd=1_900_001)
    ledger = Ledger.of([entry] * 1_000_000)
    used = int(ticks(ledger, {CATALOGUE.version: CATALOGUE}).sum())
    assert Fraction(used, 60_000_000) == Fraction(31_000_000, 300)
    assert int(ledger.side_nanousd.sum()) == 1_900_001_000_000
    assert credits_of(used) == Decimal(31_000_000) / 300


@pytest.mark.parametrize("need", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_a_need_below_zero_is_refused(need: Decimal) -> None:
    provider = CATALOGUE.provider_on("liveavatar_full", DAY)
    with pytest.raises(PriceError, match="0 or more"):
        cheapest(provider, need)


def test_a_call_without_length_is_refused() -> None:
    provider = CATALOGUE.provider_on("liveavatar_full", DAY)
    with pytest.raises(PriceError, match="length above 0"):
        plan_size(provider, provider["pro"], 0)
    with pytest.raises(PriceError, match="negative"):
        credits_for(provider, -1)
