"""The sections of the costs page: each a sentence, its chart, its table, and the remarks that belong there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import streamlit as st

from calls.pricing.billing import credits_for, marginal_usd
from calls.pricing.call_cost import effective_usd
from calls.pricing.capacity import first_limit, next_line, offered_load, waiting_room
from calls.pricing.catalogue.figures import Kind
from calls.pricing.page.december import season_table
from calls.pricing.page.remarks import remarks
from calls.pricing.page.sentences import (
    capacity_sentence,
    cost_sentence,
    credits_text,
    limit_sentence,
    next_line_sentence,
    season_sentence,
    sensitivity_sentence,
    waiting_sentence,
)
from calls.pricing.page.view import View, burn, busy_week, seconds_held, swings
from calls.pricing.plans import ladder
from components.costs import tables
from components.costs.charts_of_calls import cost_chart, heat_chart, lines_chart, spent_chart, split_chart
from components.costs.charts_of_months import burn_down_chart, ladder_chart, months_chart, tornado_chart
from components.costs.ledger import ledger
from components.costs.own_files import edit_figure
from components.costs.pieces import said, show_chart, show_remarks, show_table, sure

__all__ = ["SECTIONS", "lines", "month", "one_call", "plans", "small_print", "where"]

_EVENING_HOURS = 30 * 4.0


def month(view: View) -> None:
    """The burn-down, and the months ahead."""
    found, sentence = burn(view)
    said(sentence)
    show_chart(burn_down_chart(found, view.included), "burn_down", sentence)
    after = "then each call is refused" if view.plan.overage is None else "then every further credit is paid by itself"
    sure(
        view.basis,
        f"lengths; 1,000 months drawn with a fixed seed, the band holds 80 of 100. {view.plan.title}'s "
        f"{view.included:,.0f} credits from today on; {after}.",
    )
    ahead = tables.months_of(view)
    if view.scenario.growth_per_month:
        show_chart(months_chart(ahead, view.included), "months", "Credits needed in each of the next twelve months.")
        show_table(tables.months_table(view, ahead))
    else:
        said(
            f"Without growth every month is alike: {credits_text(ahead[0].p10)} in a quiet one, "
            f"{credits_text(ahead[0].p90)} in a busy one, each with a chance of 1 in 10."
        )


def plans(view: View) -> None:
    """The plan ladder, the products side by side, and the plan table that was given, corrected."""
    steps = ladder(view.provider)
    points = [f"{point:,.0f}" for point in steps.break_evens]
    listed = " and at ".join(filter(None, (", at ".join(points[:-1]), *points[-1:])))
    sentence = f"The better plan of {view.provider.title} changes at {listed} credits a month."
    said(sentence)
    longest = max(view.bill.need * 2, steps.break_evens[-1] * Decimal("1.1") if steps.break_evens else Decimal(0))
    show_chart(
        ladder_chart(steps, view.bill.need, view.choice.usd if view.choice else None, longest), "plan_ladder", sentence
    )
    rate = view.provider.credits_per_minute
    sure(rate.kind, f"prices, read on {rate.date}; the dot is {view.basis.value}. {rate.source}")
    show_table(tables.plans_table(view))
    show_table(tables.products_table(view))
    show_table(tables.seeds_table(view))
    show_remarks(remarks(view.catalogue, view.day), "plans")
    show_table(tables.market_table(view))


def one_call(view: View) -> None:
    """What a call costs: its spread, and its split."""
    ways = tables.ways(view)
    sentence = cost_sentence(ways["as chosen"], Decimal(str(view.wish.minutes)))
    said(sentence)
    each = effective_usd(view.usd, view.wish.calls) if view.usd is not None else None
    show_chart(cost_chart(view.usual, marginal_usd(view.provider, view.plan, 1), each), "cost_per_call", sentence)
    sure(
        view.basis,
        "lengths. Bars: marginal, what a call uses up of the plan. Effective: the month's whole bill over its calls.",
    )
    show_chart(split_chart(list(ways), list(ways.values())), "split_of_one_call", "The parts of one call's cost.")
    sure(Kind.ASSUMED, "talk of 12 exchanges, the whole history sent each time; prices as published, see small print.")
    show_table(tables.split_table(view, ways))
    show_remarks(remarks(view.catalogue, view.day), "cost per call", "call")


def lines(view: View) -> None:
    """How many calls at once: the week, the fullest hour, what one more line buys, and December."""
    count, hold = view.wish.lines, seconds_held(view)
    calls, chances = busy_week(view)
    fullest = float(calls.max())
    load = offered_load(fullest, hold)
    lost = float((calls * chances).sum() / calls.sum()) if calls.sum() else 0.0
    sentence = capacity_sentence(count, lost, view.wish.calls)
    said(f"{sentence} {next_line_sentence(next_line(load, count, view.wish.calls))}")
    per_hour = float(credits_for(view.provider, 3600))
    limit = first_limit(count, float(view.included), per_hour, _EVENING_HOURS)
    said(f"{limit_sentence(limit, count)} {waiting_sentence(waiting_room(load, count, hold), count)}")
    show_chart(heat_chart(chances, "busy, %"), "busy_by_hour", sentence)
    sure(
        Kind.ASSUMED, "Erlang B by hour of the week; × where more than 5 % find every line busy. Lines: not published."
    )
    if view.history is not None:
        import numpy as np

        peaks = np.asarray(view.history.page.peaks, dtype=np.float64)
        show_chart(heat_chart(peaks, "calls", count, percent=False), "peaks_by_hour", "Most calls at once, by hour.")
        sure(Kind.MEASURED, "most calls at once by our ledger, hours in UTC; × where more than the lines above.")
    show_table(tables.lines_table(view))
    rows = season_table(view.provider, tables.december(view), range(1, 7))
    said(season_sentence(rows))
    show_chart(lines_chart(rows), "december", season_sentence(rows))
    show_table(tables.season_table_of(view))
    show_remarks(remarks(view.catalogue, view.day), "capacity")


def where(view: View) -> None:
    """Where credits go, and which assumption moves the bill most."""
    bars, base = swings(view)
    said(sensitivity_sentence(bars))
    show_chart(tornado_chart(bars, base), "sensitivity", sensitivity_sentence(bars))
    sure(
        Kind.ASSUMED,
        "length ± 25 %, waste none to three times, spread ± half, prices ± 5 %, text model small or large.",
    )
    spent = tables.spent_of(view)
    measured = view.history is not None and bool(view.history.page.total.credits)
    show_chart(spent_chart(spent), "where_credits_go", "Credits by what they were used for.")
    sure(Kind.MEASURED if measured else Kind.ASSUMED, "our ledger." if measured else "a month by the controls.")
    show_table(tables.spent_table(view))
    show_remarks(remarks(view.catalogue, view.day), "waste")


def small_print(view: View) -> None:
    """Every figure with its source, date and how sure it is."""
    said(
        "Every amount is exact: billed seconds are whole numbers, credits and dollars are decimals, and nothing is "
        f"rounded before it is shown. Prices `{view.catalogue.version}`."
    )
    table = tables.figures_table(view)
    kinds = st.pills("Show", [kind.value for kind in Kind], selection_mode="multi", key="costs_kinds")
    rows = [row for row in table.rows if not kinds or row[2] in kinds]
    st.dataframe(
        [
            dict(zip(table.columns, (str(cell) if cell is not None else "not known" for cell in row), strict=True))
            for row in rows
        ],
        hide_index=True,
        height=420,
    )
    edit_figure(view.catalogue, view.day)


SECTIONS: Mapping[str, Callable[[View], None]] = {
    "The month": month,
    "Plans": plans,
    "One call": one_call,
    "Lines": lines,
    "Where it goes": where,
    "Ledger": ledger,
    "Small print": small_print,
}
