"""The sections of the costs page: each a sentence, its chart, its table, and the remarks that belong there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np
import streamlit as st

from calls.pricing.catalogue.figures import Kind
from calls.pricing.page.month import MONTHS_DRAWN
from calls.pricing.page.sentences import credits_text, season_sentence
from calls.pricing.page.view import View
from components.costs import tables, tables_of_calls
from components.costs.charts_of_calls import cost_chart, heat_chart, lines_chart, spent_chart, split_chart
from components.costs.charts_of_months import burn_down_chart, ladder_chart, months_chart, tornado_chart
from components.costs.ledger import ledger
from components.costs.own_files import edit_figure
from components.costs.pieces import said, show_chart, show_remarks, show_table, sure

__all__ = ["SECTIONS", "lines", "month", "one_call", "plans", "small_print", "where"]


def month(view: View) -> None:
    """The burn-down, and the months ahead."""
    found, basis = view.month, view.basis
    said(found.sentence)
    show_chart(burn_down_chart(found.burn, basis.included), "burn_down", found.sentence)
    after = "then each call is refused" if basis.plan.overage is None else "then every further credit is paid by itself"
    sure(
        basis.kind,
        f"lengths; {MONTHS_DRAWN:,} months drawn with a fixed seed, the band holds 80 of 100. {basis.plan.title}'s "
        f"{basis.included:,.0f} credits from today on; {after}.",
    )
    if len(found.ahead) > 1:
        show_chart(
            months_chart(found.ahead, basis.included), "months", "Credits needed in each of the next twelve months."
        )
        show_table(tables.months_table(basis, found.ahead))
    else:
        only = found.ahead[0]
        said(
            f"Without growth every month is alike on average. By chance one month in 10 needs less than "
            f"{credits_text(only.p10)}, and one in 10 more than {credits_text(only.p90)}."
        )


def plans(view: View) -> None:
    """The plan ladder, the products side by side, and the plan table that was given, corrected."""
    basis, found = view.basis, view.offers
    sentence = _changes(basis.provider.title, found.ladder.break_evens)
    said(sentence)
    usd = basis.choice.usd if basis.choice else None
    show_chart(
        ladder_chart(found.ladder, basis.bill.need, usd, found.longest(basis.bill.need)), "plan_ladder", sentence
    )
    rate = basis.provider.credits_per_minute
    sure(rate.kind, f"prices, read on {rate.date}; the dot is {basis.kind.value}. {rate.source}")
    show_table(tables.plans_table(basis, found))
    show_table(tables.products_table(basis, found))
    show_table(tables.given_table(found))
    show_remarks(view.remarks, "plans")
    show_table(tables.market_table(basis.catalogue))


def one_call(view: View) -> None:
    """What a call costs: its spread, and its split."""
    found, kind = view.one_call, view.basis.kind
    said(found.sentence)
    show_chart(cost_chart(found.lengths, found.usd_per_second, found.effective), "cost_per_call", found.sentence)
    sure(
        kind,
        "lengths. Bars: marginal, what a call uses up of the plan. Effective: the month's whole bill over its calls.",
    )
    show_chart(
        split_chart(list(found.ways), list(found.ways.values())), "split_of_one_call", "The parts of one call's cost."
    )
    sure(
        Kind.ASSUMED,
        "talk of 12 exchanges in five minutes, the whole history sent each time; prices as published, see small print.",
    )
    show_table(tables_of_calls.split_table(found, kind))
    show_remarks(view.remarks, "cost per call", "call")


def lines(view: View) -> None:
    """How many calls at once: the week, the fullest hour, what one more line buys, and December."""
    week, december = view.week, view.december
    busy, limit = week.sentences
    said(busy)
    said(limit)
    show_chart(heat_chart(week.chances, "busy, %"), "busy_by_hour", busy)
    sure(
        Kind.ASSUMED, "Erlang B by hour of the week; × where more than 5 % find every line busy. Lines: not published."
    )
    if view.history is not None:
        peaks = np.asarray(view.history.page.peaks, dtype=np.float64)
        show_chart(
            heat_chart(peaks, "calls", week.lines, percent=False), "peaks_by_hour", "Most calls at once, by hour."
        )
        sure(Kind.MEASURED, "most calls at once by our ledger, hours in UTC; × where more than the lines above.")
    show_table(tables_of_calls.lines_table(week))
    said(season_sentence(december))
    show_chart(lines_chart(december), "december", season_sentence(december))
    show_table(tables_of_calls.december_table(december, view.basis.wish.retry))
    show_remarks(view.remarks, "capacity")


def where(view: View) -> None:
    """Where credits go, and which assumption moves the bill most."""
    found = view.spending
    said(found.sentence)
    if found.usd is not None:
        show_chart(tornado_chart(found.bars, found.usd), "sensitivity", found.sentence)
    sure(
        Kind.ASSUMED,
        "length ± 25 %, waste none to three times, spread ± half, prices ± 5 %, text model small or large. Each bar is "
        "the whole month's bill, on the plan that is then the cheapest or on the one you chose.",
    )
    show_table(tables_of_calls.sensitivity_table(found))
    show_chart(spent_chart(found.spent), "where_credits_go", "Credits by what they were used for.")
    sure(found.kind, tables_of_calls.SPENT_NOTES[found.kind])
    show_table(tables_of_calls.spent_table(found))
    show_remarks(view.remarks, "waste")


def small_print(view: View) -> None:
    """Every figure with its source, date and how sure it is."""
    catalogue = view.basis.catalogue
    said(
        "Every amount is exact: billed seconds are whole numbers, credits and dollars are decimals, and nothing is "
        f"rounded before it is shown. Prices `{catalogue.version}`."
    )
    table = tables.figures_table(catalogue)
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
    edit_figure(catalogue, view.basis.day)


def _changes(product: str, break_evens: tuple[Decimal, ...]) -> str:
    """At which needs another plan becomes the better one."""
    points = [f"{point:,.0f}" for point in break_evens]
    if not points:
        return f"{product} has one plan that is the cheapest for every need."
    *before, last = points
    listed = f"{', '.join(before)} and {last}" if before else last
    return f"The better plan of {product} changes at {listed} credits a month."


SECTIONS: Mapping[str, Callable[[View], None]] = {
    "The month": month,
    "Plans": plans,
    "One call": one_call,
    "Lines": lines,
    "Where it goes": where,
    "Ledger": ledger,
    "Small print": small_print,
}
