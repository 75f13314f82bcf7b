"""Chances: exact distributions against counting by hand, simulation against the exact ones, and the months ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.pricing.billing import credits_for
from calls.pricing.catalogue.entries import Provider
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.errors import PriceError
from calls.pricing.forecast.burn_down import burn_down, months_ahead, safe_on
from calls.pricing.forecast.lengths import Lengths, lengths_from_history, lengths_from_spread
from calls.pricing.forecast.scenario import Scenario, bill_of, demand_of, scenario_of
from calls.pricing.forecast.season import EVEN, Season, calls_by_day
from calls.pricing.forecast.sensitivity import default_swings, tornado
from calls.pricing.forecast.simulation import simulate
from calls.pricing.forecast.totals import Demand, safe_calls, total

DAY = date(2026, 11, 21)
DECEMBER = date(2026, 12, 1)
CATALOGUE = load_catalogue()
OLD = CATALOGUE.provider_on("streaming_avatar", DAY)
FULL = CATALOGUE.provider_on("liveavatar_full", DAY)
USUAL = lengths_from_spread(OLD, 300, 120)
SCENARIO = scenario_of(CATALOGUE)
WEEKS = st.lists(st.floats(min_value=0, max_value=10), min_size=168, max_size=168).filter(lambda week: sum(week) > 1)


def by_hand(lengths: Lengths, calls: int) -> dict[int, float]:
    """Chances of the sum, one call after the other."""
    chances = {0: 1.0}
    for _ in range(calls):
        grown: dict[int, float] = {}
        for so_far, chance in chances.items():
            for seconds, share in zip(lengths.seconds.tolist(), lengths.shares.tolist(), strict=True):
                grown[so_far + seconds] = grown.get(so_far + seconds, 0.0) + chance * share
        chances = grown
    return chances


def test_lognormal_lengths_have_the_mean_and_the_spread_asked_for() -> None:
    # Each started second is billed, which adds half a second on average.
    assert USUAL.mean == pytest.approx(300.5, abs=0.01)
    assert USUAL.variance**0.5 == pytest.approx(120, abs=0.01)
    assert USUAL.shares.sum() == pytest.approx(1)
    assert not USUAL.measured


def test_lengths_are_billed_by_the_provider() -> None:
    minutes = lengths_from_spread(FULL, 300, 120, idle_seconds=10)
    assert minutes.unit == 60
    assert minutes.failed_seconds == 60
    assert minutes.mean == pytest.approx(300 + 10 + 30, abs=1)
    assert lengths_from_spread(OLD, 10, 0).seconds.tolist() == [30]


def test_calls_are_cut_at_the_longest() -> None:
    cut = lengths_from_spread(OLD, 1000, 400, longest=600)
    assert cut.seconds[-1] == 600
    # ln 599 lies 1.1376 widths below the centre: 87.2 % of calls would last longer.
    assert cut.shares[-1] == pytest.approx(0.8724, abs=0.0001)


def test_history_is_kept_as_it_was() -> None:
    found = lengths_from_history(OLD, [10, 31, 31, 299.2], idle_seconds=0)
    assert (found.seconds.tolist(), found.shares.tolist()) == ([30, 31, 300], [0.25, 0.5, 0.25])
    assert found.measured
    assert [found.percentile(share) for share in (0, 0.25, 0.5, 0.76, 1)] == [30, 30, 31, 300, 300]


@pytest.mark.parametrize("ran", [[], [-1.0], [float("nan")]])
def test_history_that_cannot_be_is_refused(ran: list[float]) -> None:
    with pytest.raises(PriceError):
        lengths_from_history(OLD, ran)


@pytest.mark.parametrize(("mean", "spread"), [(0, 1), (-5, 1), (300, -1), (float("nan"), 1)])
def test_lengths_that_cannot_be_are_refused(mean: float, spread: float) -> None:
    with pytest.raises(PriceError):
        lengths_from_spread(OLD, mean, spread)


@given(st.lists(st.integers(min_value=1, max_value=200), min_size=1, max_size=5), st.integers(min_value=0, max_value=4))
def test_sums_are_exact(ran: list[int], calls: int) -> None:
    lengths = lengths_from_history(OLD, ran)
    found = total(Demand(calls, lengths))
    so_far = 0.0
    for seconds, chance in sorted(by_hand(lengths, calls).items()):
        so_far += chance
        assert found.chance_above(seconds) == pytest.approx(1 - so_far, abs=1e-9)
        assert found.chance_above(seconds - 1) == pytest.approx(1 - so_far + chance, abs=1e-9)


def test_waste_is_part_of_the_sum() -> None:
    lengths = lengths_from_history(OLD, [100])
    found = total(Demand(10, lengths, failed_share=0.5, internal_calls=2, orphan_seconds=7))
    # Twelve starts that go well mean twelve expected to fail, which come by chance, 30 seconds each.
    assert found.chance_above(1206) == pytest.approx(1)
    assert found.chance_above(1207) == pytest.approx(1 - np.exp(-12))
    assert found.mean_seconds == pytest.approx(1207 + 12 * 30)


def test_no_calls_need_nothing() -> None:
    assert total(Demand(0, USUAL)).percentile(0.9) == 0


@settings(max_examples=20)
@given(st.integers(min_value=0, max_value=300), st.booleans(), st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_percentiles_rise(calls: int, walk_ins: bool, shares: list[float]) -> None:
    found = total(Demand(calls, USUAL, walk_ins=walk_ins, failed_share=0.05))
    percentiles = [found.percentile(share) for share in sorted(shares)]
    assert percentiles == sorted(percentiles)


def test_ninety_three_calls_are_safe_on_pro() -> None:
    assert safe_calls(Demand(0, USUAL), 30_000) == 93
    assert total(Demand(93, USUAL)).chance_above(30_000) <= 0.05 < total(Demand(94, USUAL)).chance_above(30_000)
    # A hundred run out in about every second month.
    assert total(Demand(100, USUAL)).chance_above(30_000) == pytest.approx(0.5, abs=0.03)


def test_safe_calls_at_the_edges() -> None:
    even = lengths_from_spread(OLD, 300, 0)
    assert safe_calls(Demand(0, even), 30_000) == 100
    assert safe_calls(Demand(0, even), 29_999) == 99
    assert safe_calls(Demand(0, even), 299) == 0
    assert safe_calls(Demand(0, even, internal_calls=100), 30_000) == 0
    assert safe_calls(Demand(0, USUAL, internal_calls=5), 30_000) == 88
    with pytest.raises(PriceError):
        safe_calls(Demand(0, even), 30_000, risk=0)


@given(st.integers(min_value=1000, max_value=60_000), st.floats(min_value=0.01, max_value=0.5))
@settings(max_examples=10)
def test_more_risk_never_means_fewer_safe_calls(limit: int, risk: float) -> None:
    assert safe_calls(Demand(0, USUAL), limit, risk / 2) <= safe_calls(Demand(0, USUAL), limit, risk)


@pytest.mark.parametrize(
    "demand",
    [lambda: Demand(-1, USUAL), lambda: Demand(1.5, USUAL), lambda: Demand(1, USUAL, failed_share=1)],
)
def test_a_demand_that_cannot_be_is_refused(demand: object) -> None:
    assert callable(demand)
    with pytest.raises(PriceError):
        demand()


def test_the_simulation_agrees_with_the_exact_distribution() -> None:
    days = calls_by_day(200, DECEMBER, 31)
    paths = simulate(USUAL, days, DECEMBER, 7, months=4000, failed_share=0.05)
    exact = total(Demand(200, USUAL, walk_ins=True, failed_share=0.05))
    for share, seconds in zip((0.1, 0.5, 0.9), paths.percentiles((0.1, 0.5, 0.9))[:, -1], strict=True):
        assert exact.chance_above(int(seconds)) == pytest.approx(1 - share, abs=0.03)
    assert paths.used[-1].mean() == pytest.approx(exact.mean_seconds, rel=0.01)


def test_a_fixed_number_of_calls_is_kept() -> None:
    even = lengths_from_spread(OLD, 300, 0)
    paths = simulate(even, calls_by_day(50, DECEMBER, 31), DECEMBER, 1, months=100, fixed_calls=50)
    assert set(paths.used[-1].tolist()) == {15_000}


def test_the_same_seed_gives_the_same_courses() -> None:
    days = calls_by_day(50, DECEMBER, 31)
    one, same, other = (simulate(USUAL, days, DECEMBER, seed, months=50).used for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_days_without_calls_use_nothing() -> None:
    paths = simulate(USUAL, [0.0, 5.0, 0.0, 0.0, 2.0, 0.0], DECEMBER, 3, months=200)
    daily = np.diff(paths.used, axis=0, prepend=0)
    assert not daily[[0, 2, 3, 5]].any()
    assert daily[1].mean() == pytest.approx(5 * 300, rel=0.2)
    assert (np.diff(paths.used, axis=0) >= 0).all()


def test_many_chunks_are_one_course() -> None:
    # More draws than are held at once: chunk borders must lose and double nothing.
    even = lengths_from_spread(OLD, 60, 0)
    paths = simulate(even, calls_by_day(3000, DECEMBER, 31), DECEMBER, 5, months=400, fixed_calls=3000)
    assert set(paths.used[-1].tolist()) == {180_000}


def test_when_credits_run_out() -> None:
    even = lengths_from_spread(OLD, 300, 0)
    paths = simulate(even, [10.0] * 10, DECEMBER, 1, months=500, fixed_calls=100)
    found = paths.run_out(15_000)
    assert found.chance == paths.chance_above(15_000) == 1
    assert found.early is not None
    assert found.late is not None
    assert found.likely in (DECEMBER + timedelta(4), DECEMBER + timedelta(5))
    assert found.early <= found.likely <= found.late
    assert paths.run_out(30_000).chance == 0
    assert paths.run_out(30_000).likely is None
    band = paths.band()
    assert all(low <= middle <= high for low, middle, high in zip(band.p10, band.p50, band.p90, strict=True))


@pytest.mark.parametrize("days", [[], [-1.0], [float("nan")]])
def test_a_calendar_that_cannot_be_is_refused(days: list[float]) -> None:
    with pytest.raises(PriceError):
        simulate(USUAL, days, DECEMBER, 1)
    with pytest.raises(PriceError):
        simulate(USUAL, [1.0], DECEMBER, 1, failed_share=1)


@given(WEEKS, st.floats(min_value=0, max_value=1000), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
@settings(max_examples=20)
def test_a_month_shares_out_its_calls(week: list[float], calls: float, day: date) -> None:
    first = day.replace(day=1)
    days = ((first + timedelta(32)).replace(day=1) - first).days
    assert sum(calls_by_day(calls, first, days, Season(tuple(week)))) == pytest.approx(calls)


def test_a_month_without_open_days_has_no_calls() -> None:
    closed = Season(days={DECEMBER + timedelta(number): 0.0 for number in range(31)})
    found = calls_by_day(310, DECEMBER, 32, closed)
    assert found[:31] == (0.0,) * 31
    assert found[31] == pytest.approx(10)


def test_growth_and_busy_days() -> None:
    grown = calls_by_day(100, DECEMBER, 31 + 31, EVEN, 0.5)
    assert sum(grown[31:]) == pytest.approx(150)
    eve = date(2026, 12, 24)
    season = Season(days={eve: 4.0})
    found = calls_by_day(340, DECEMBER, 31, season)
    assert found[23] == pytest.approx(40)
    assert found[22] == pytest.approx(10)


def test_the_months_ahead() -> None:
    growing = Scenario(calls=90, mean_seconds=300, spread_seconds=120, growth_per_month=0.1)
    months = months_ahead(OLD, growing, date(2026, 11, 21), 4, plan=OLD["pro"])
    assert [month.month for month in months] == [date(2026, 11, 1), DECEMBER, date(2027, 1, 1), date(2027, 2, 1)]
    assert [month.calls for month in months] == [90, 99, 109, 120]
    assert all(month.p10 < month.p50 < month.p90 for month in months)
    chances = [month.overrun or 0 for month in months]
    assert chances[0] < 0.05 < chances[1] < chances[2] < chances[3]
    assert [month.choice and month.choice.plan.id for month in months] == ["pro", "pro", "scale", "scale"]


def test_a_burn_down_ends_at_nothing() -> None:
    found, paths = burn_down(OLD, SCENARIO, Decimal(60), DECEMBER, 31, 1, months=500)
    assert len(found.likely) == 31
    assert all(
        much >= likely >= little for much, likely, little in zip(found.much, found.likely, found.little, strict=True)
    )
    assert found.likely[0] < 60
    assert found.likely[-1] == 0
    assert found.runs_out is not None
    assert DECEMBER < found.runs_out < date(2026, 12, 31)
    assert found.overrun == paths.chance_above(60 * 300)


def test_safe_calls_with_the_assumed_waste() -> None:
    assert safe_on(OLD, OLD["pro"], Scenario(calls=0, mean_seconds=300, spread_seconds=120)) == 93
    assert 80 <= safe_on(OLD, OLD["pro"], SCENARIO) < 93
    assert safe_on(FULL, FULL["pro"], SCENARIO) < safe_on(FULL, FULL["scale"], SCENARIO)


def test_the_assumed_scenario_has_a_bill() -> None:
    bill = bill_of(CATALOGUE, FULL, SCENARIO, DAY)
    assert bill.choice is not None
    assert bill.usd == bill.choice.usd
    assert bill.need == pytest.approx(credits_for(FULL, round(demand_of(FULL, SCENARIO).mean_seconds)), abs=1)
    wasteless = replace(SCENARIO, failed_share=0.0, idle_seconds=0, internal_calls=0)
    assert Decimal(0) < bill.need - bill_of(CATALOGUE, FULL, wasteless, DAY).need < bill.need / 4


def test_services_come_on_top() -> None:
    lite = CATALOGUE.provider_on("liveavatar_lite", DAY)
    own = scenario_of(CATALOGUE, services=type(SCENARIO.services)("gpt-4o-mini", "deepgram-nova-3", "tts-1"))
    bill = bill_of(CATALOGUE, lite, own, DAY)
    assert bill.choice is not None
    assert bill.side_usd == pytest.approx(Decimal("0.0735") * 105, abs=Decimal("0.1"))
    assert bill.usd == bill.choice.usd + bill.side_usd


def test_length_moves_the_bill_most_and_waste_second() -> None:
    bars = tornado(CATALOGUE, FULL, default_swings(CATALOGUE, SCENARIO), DAY)
    assert [bar.name for bar in bars][:2] == ["length", "waste"]
    assert [bar.span for bar in bars] == sorted((bar.span for bar in bars), reverse=True)


def test_orphans_are_waste() -> None:
    orphans = Scenario(calls=100, mean_seconds=300, spread_seconds=0, orphan_calls=2)
    assert demand_of(OLD, orphans).orphan_seconds == 2 * 120
    without = replace(orphans, orphan_calls=0)
    assert bill_of(CATALOGUE, OLD, orphans, DAY).need - bill_of(CATALOGUE, OLD, without, DAY).need == Decimal("0.8")
    waste = next(swing for swing in default_swings(CATALOGUE, orphans) if swing.name == "waste")
    assert (waste.low.orphan_calls, waste.high.orphan_calls) == (0, 6)


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([OLD, FULL]))
@settings(max_examples=20)
def test_more_calls_never_need_less(one: int, other: int, provider: Provider) -> None:
    few, many = sorted((one, other))
    bills = [bill_of(CATALOGUE, provider, Scenario(calls, 300, 120), DAY) for calls in (few, many)]
    assert bills[0].need <= bills[1].need
    usds = [Decimal("Infinity") if bill.usd is None else bill.usd for bill in bills]
    assert usds[0] <= usds[1]
