"""The charts' figures: what is drawn is what was computed, and nothing is told by colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.elements.lib import streamlit_plotly_theme as theme

from calls.pricing.call_cost import CallCost
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.forecast.lengths import lengths_from_spread
from calls.pricing.forecast.scenario import Bill
from calls.pricing.forecast.sensitivity import Bar
from calls.pricing.ledger.waste import Spent
from calls.pricing.page.december import DECEMBER, season_table
from calls.pricing.page.month import month_of
from calls.pricing.page.view import view_of
from calls.pricing.page.wish import Wish, wish_of
from calls.pricing.plans import Choice, ladder
from components import chart_style as charts_style
from components.costs.charts_of_calls import (
    cost_chart,
    heat_chart,
    invoice_chart,
    lines_chart,
    spent_chart,
    split_chart,
)
from components.costs.charts_of_months import (
    burn_down_chart,
    ladder_chart,
    months_chart,
    scenarios_chart,
    tornado_chart,
)

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
FULL = CATALOGUE.provider_on("liveavatar_full", DAY)
WISH: Wish = wish_of(CATALOGUE)


def bill(usd: str | None) -> Bill:
    """A bill of so many dollars; of none where no plan carries it."""
    choice = None if usd is None else Choice(FULL, FULL["pro"], Decimal(1), Decimal(usd), Decimal(0), Decimal(0))
    return Bill(Decimal(1), choice, Decimal(0))


def traces(figure: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data}


def test_the_colours_are_those_that_streamlit_exchanges() -> None:
    assert tuple(getattr(theme, f"CATEGORY_{number}") for number in range(6)) == charts_style.COLOURS
    assert [colour for _, colour in charts_style.SEQUENCE] == [
        getattr(theme, f"SEQUENTIAL_{number}") for number in range(10)
    ]


def test_the_burn_down_marks_the_day_the_credits_run_out() -> None:
    view = view_of(replace(WISH, calls=300), CATALOGUE, DAY)
    month = month_of(view.basis, Decimal(1000))
    found, sentence = month.burn, month.sentence
    figure = burn_down_chart(found, Decimal(1000))
    assert found.runs_out is not None
    mark = figure.data[-1]
    assert list(mark.x) == [found.runs_out]
    assert mark.name == f"run out on {found.runs_out:%d %b}"
    assert f"{found.runs_out.day} {found.runs_out:%B}" in sentence
    assert list(traces(figure)["likely"].y) == [float(left) for left in found.likely]
    low, high = traces(figure)["calls run long (p90)"].y, traces(figure)["calls run short (p10)"].y
    assert all(one <= other for one, other in zip(low, high, strict=True))


def test_credits_that_last_have_no_such_mark() -> None:
    found = month_of(view_of(replace(WISH, calls=10), CATALOGUE, DAY).basis, Decimal(1000)).burn
    assert found.runs_out is None
    assert not any(trace.name.startswith("run out") for trace in burn_down_chart(found, Decimal(1000)).data)


def test_the_ladder_shows_each_plan_its_break_evens_and_today() -> None:
    figure = ladder_chart(ladder(FULL), Decimal(1196), Decimal("117.65"), Decimal(6000))
    found = traces(figure)
    assert {"Free", "Starter", "Pro", "Scale"} <= set(found)
    assert len({found[plan].line.dash for plan in ("Free", "Starter", "Pro", "Scale")}) == 4
    changes = found["better plan changes"]
    assert [round(need, 1) for need in changes.x] == [10.0, 826.7, 4770.0]
    assert [round(usd, 2) for usd in changes.y] == [19.0, 99.0, 475.0]
    assert (list(found["this month"].x), list(found["this month"].y)) == ([1196.0], [117.65])
    assert max(found["Free"].x) == 10.0
    assert (found["Pro"].x[-1], round(found["Pro"].y[-1], 2)) == (6000.0, 598.0)


def test_the_ladder_without_a_plan_has_no_dot() -> None:
    old = CATALOGUE.provider_on("streaming_avatar", DAY)
    assert "this month" not in traces(ladder_chart(ladder(old), Decimal(750), None, Decimal(1500)))


def test_the_months_ahead_bear_their_band() -> None:
    view = view_of(replace(WISH, growth=10), CATALOGUE, DAY)
    months = view.month.ahead
    bars = months_chart(months, view.basis.included).data[0]
    assert len(bars.x) == 12
    assert list(bars.y) == sorted(bars.y)
    assert bars.error_y.array[0] == float(months[0].p90 - months[0].p50)


def test_the_tornado_keeps_the_longest_bar_on_top() -> None:
    bars = (Bar("length", bill("80"), bill("130")), Bar("waste", bill("95"), bill(None)))
    figure = tornado_chart(bars, Decimal(100))
    low, high = figure.data
    assert list(low.y) == ["length", "waste"]
    assert figure.layout.yaxis.autorange == "reversed"
    assert (list(low.x), list(high.x), low.base) == ([-20.0, -5.0], [30.0, None], 100.0)
    assert low.marker.pattern.shape != high.marker.pattern.shape


def test_the_cost_of_a_call_is_spread_like_its_length() -> None:
    lengths = lengths_from_spread(FULL, 300, 120)
    figure = cost_chart(lengths, Decimal("0.00327"), Decimal("1.25"))
    assert sum(figure.data[0].y) == pytest.approx(100)
    names = [trace.name for trace in figure.data[1:]]
    assert names == [f"p50 ${300 * 0.00327:.2f}", f"p90 ${480 * 0.00327:.2f}", "effective $1.25"]
    assert len({trace.line.dash for trace in figure.data[1:]}) == 3


def test_one_call_is_split_into_parts_that_cost_something() -> None:
    cost = CallCost(300, Decimal(5), Decimal("0.5"), stt=Decimal("0.04"), model=Decimal("0.01"))
    figure = split_chart(["own"], [cost])
    assert [trace.name for trace in figure.data if trace.name] == ["avatar", "recognition", "text model"]
    assert len({trace.marker.pattern.shape for trace in figure.data if trace.name}) == 3
    assert figure.data[-1].text == (" $0.550",)


def test_the_heat_map_leaves_empty_hours_empty_and_crosses_busy_ones() -> None:
    chances = np.zeros(168)
    chances[24 + 17], chances[24 + 18] = 0.02, 0.3
    heat = heat_chart(chances, "busy, %").data[0]
    assert (heat.z[1][17], heat.z[1][18], heat.z[0][0]) == (2.0, 30.0, None)
    assert (heat.text[1][17], heat.text[1][18]) == ("", "×")
    assert heat.zmax == 30.0


def test_lines_are_drawn_with_those_they_turn_away() -> None:
    rows = season_table(FULL, DECEMBER, range(1, 7))
    served, lost, words = lines_chart(rows).data
    assert [round(value) for value in served.y] == [411, 671, 799, 846, 860, 863]
    assert all(one + other == pytest.approx(864) for one, other in zip(served.y, lost.y, strict=True))
    assert words.text[2] == "65 lost"


def test_the_treemap_holds_what_was_spent_and_no_empty_tile() -> None:
    spent = {Spent.TALK: Decimal("90.5"), Spent.IDLE: Decimal(0), Spent.FAILED: Decimal("9.5")}
    tree = spent_chart(spent).data[0]
    assert dict(zip(tree.labels, tree.values, strict=True)) == {"Talk with guests": 90.5, "Failed starts": 9.5}


def test_bills_and_scenarios_stand_side_by_side() -> None:
    ours, theirs = invoice_chart(Decimal("10.25"), Decimal(12)).data
    assert (ours.text, theirs.text) == (("10.25",), ("12.00",))
    plan, own = scenarios_chart(["a", "b"], [Decimal(99), Decimal(19)], [Decimal(0), Decimal(5)]).data
    assert (list(plan.y), list(own.y)) == ([99.0, 19.0], [0.0, 5.0])


def test_a_bar_that_another_covers_bears_no_number() -> None:
    """FULL holds a text model, so that one of our own comes on top at both ends."""
    low, high = tornado_chart((Bar("text model", bill("104"), bill("111")),), Decimal(100)).data
    assert (list(low.text), list(high.text)) == ([""], ["$111.00"])
