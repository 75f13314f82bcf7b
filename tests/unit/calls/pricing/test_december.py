"""A season on a number of lines: drawn hours against even ones, and what one more line is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing.capacity import busy_with_retries
from calls.pricing.catalogue.reading import edited, load_catalogue
from calls.pricing.errors import PriceError
from calls.pricing.forecast.burn_down import days_left
from calls.pricing.forecast.scenario import bill_of, scenario_of
from calls.pricing.page.december import DECEMBER, season_row, season_table, uneven_row
from calls.pricing.plans import lines_of

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
OLD = CATALOGUE.provider_on("streaming_avatar", DAY)
FULL = CATALOGUE.provider_on("liveavatar_full", DAY)
HOURS = st.lists(st.floats(min_value=0, max_value=60), min_size=1, max_size=72).filter(lambda hours: sum(hours) > 1)


def test_even_hours_are_the_even_season() -> None:
    drawn = uneven_row(FULL, [12.0] * 72, 300, 30, 3)
    even = season_row(FULL, DECEMBER, 3)
    assert (drawn.served, drawn.lost) == pytest.approx((even.served, even.lost))
    assert drawn.choice is not None
    assert even.choice is not None
    assert drawn.choice.usd == pytest.approx(even.choice.usd, abs=Decimal("0.01"))


def test_redials_load_the_lines_and_save_some_families() -> None:
    for lines in range(1, 7):
        once, again = season_row(FULL, DECEMBER, lines), season_row(FULL, replace(DECEMBER, retry_share=0.5), lines)
        chance = busy_with_retries(DECEMBER.load, lines, 0.5)
        assert chance > once.busy
        assert again.lost == pytest.approx(864 * (chance * 0.5 + chance * chance * 0.5))
        assert again.lost < once.lost
        assert again.served + again.lost == pytest.approx(864)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 8))
def test_more_redials_never_lose_more_families(one: float, other: float, lines: int) -> None:
    few, many = sorted((one, other))
    lost = [season_row(FULL, replace(DECEMBER, retry_share=share), lines).lost for share in (few, many)]
    assert lost[1] <= lost[0] + 1e-6


def test_a_rush_turns_more_away_than_the_mean_says() -> None:
    rush = uneven_row(FULL, [6.0] * 60 + [42.0] * 12, 300, 30, 3)
    assert rush.served + rush.lost == pytest.approx(864)
    assert rush.lost > 2 * season_row(FULL, DECEMBER, 3).lost


def test_the_fourth_line_saves_48_families_for_48_dollars() -> None:
    rows = season_table(FULL, DECEMBER, [3, 4, 5])
    choices = [row.choice for row in rows]
    assert [round(after.served - before.served) for before, after in pairwise(rows)] == [48, 14]
    paid = [choice.usd for choice in choices if choice]
    assert [round(after - before) for before, after in pairwise(paid)] == [48, 14]


@given(HOURS, st.integers(min_value=0, max_value=12))
def test_one_more_line_never_serves_fewer(hours: list[float], lines: int) -> None:
    before, after = (uneven_row(FULL, hours, 300, 30, count) for count in (lines, lines + 1))
    assert before.served <= after.served + 1e-9
    assert before.served + before.lost == pytest.approx(sum(hours))


def test_nobody_calls() -> None:
    row = uneven_row(FULL, [0.0, 0.0], 300, 30, 3)
    assert (row.busy, row.served, row.credits, row.usd_per_call) == (0.0, 0.0, Decimal(0), None)


def test_the_number_of_lines_is_the_plans_the_providers_or_unknown() -> None:
    assert lines_of(OLD, OLD["free"]) == 3
    assert lines_of(OLD, OLD["pro"]) is None
    entered = edited(CATALOGUE, "provider/liveavatar_full@2026-04-01/concurrency", 5, DAY)
    assert lines_of(entered.provider_on("liveavatar_full", DAY), FULL["pro"]) == 5


def test_days_left_at_this_pace() -> None:
    assert days_left(Decimal(60), Decimal(40), 20) == 30
    assert days_left(Decimal(60), Decimal(0), 20) is None
    assert days_left(Decimal(0), Decimal(40), 20) == 0
    with pytest.raises(PriceError):
        days_left(Decimal(60), Decimal(40), 0)


def test_billed_connecting_costs_a_tenth_more() -> None:
    billed = edited(CATALOGUE, "provider/liveavatar_full@2026-04-01/connecting_billed", 1, DAY)
    provider = billed.provider_on("liveavatar_full", DAY)
    before, after = season_row(FULL, DECEMBER, 3).credits, season_row(provider, DECEMBER, 3).credits
    assert after == pytest.approx(before * Decimal("1.1"), abs=Decimal("0.001"))
    scenario = scenario_of(CATALOGUE)
    assert bill_of(billed, provider, scenario, DAY).need > bill_of(CATALOGUE, FULL, scenario, DAY).need
