"""Scenarios kept by name in the session: saved, loaded, compared side by side, and carried by the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import streamlit as st

from calls.failures.errors import CallError
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.errors import FileFaultError
from calls.pricing.forecast.season import Season
from calls.pricing.page.history import History
from calls.pricing.page.view import View, view_of
from calls.pricing.page.wish import Wish
from components.costs.charts_of_months import scenarios_chart
from components.costs.controls import put
from components.costs.link import decode, encode
from components.costs.pieces import show_chart, show_table
from components.table_files import Table
from components.widgets import explain

__all__ = ["compare", "compared_table", "from_link", "kept"]

_KEPT = "costs_kept"
_PARAMETER = "saved"
_MOST = 8
_NAME = "costs_name"


def kept() -> dict[str, Wish]:
    """The scenarios of this session by name."""
    found: dict[str, Wish] = st.session_state.setdefault(_KEPT, {})
    return found


def from_link(default: Wish, catalogue: Catalogue) -> None:
    """Takes the scenarios out of the page's address, once; a part that cannot be used is named and left out."""
    if _KEPT in st.session_state:
        _to_link(default)
        return
    for text in st.query_params.get_all(_PARAMETER)[:_MOST]:
        try:
            name, wish = decode(text, default, catalogue)
        except FileFaultError as error:
            explain(error)
        else:
            kept()[name] = wish
    kept()


def compare(view: View, default: Wish, season: Season | None) -> None:
    """Keeps the controls' present state under a name, and shows what is kept side by side with it."""
    with st.form("costs_keep", border=False, clear_on_submit=True):
        words, button = st.columns([3, 1], vertical_alignment="bottom")
        words.text_input("Name of the present state", key=_NAME, max_chars=40, placeholder="Christmas, ten calls a day")
        button.form_submit_button("Keep it", icon=":material/bookmark_add:", on_click=_keep, args=(view.basis.wish,))
    if not kept():
        st.info(
            "Nothing is kept yet. Set the controls, give the state a name, keep it, and change the controls: both "
            "stand side by side here.",
            icon=":material/compare:",
        )
        return
    views = {"present state": view, **_views(kept(), view.basis.catalogue, view.basis.day, view.history, season)}
    plans = [one.basis.choice.usd if one.basis.choice else Decimal(0) for one in views.values()]
    services = [one.basis.bill.side_usd for one in views.values()]
    show_chart(scenarios_chart(list(views), plans, services), "scenarios", "Dollars a month of each scenario.")
    show_table(compared_table(views))
    for number, name in enumerate(kept()):
        words, load, drop = st.columns([3, 1, 1], vertical_alignment="center")
        words.markdown(f"`{name}`")
        load.button("Load", key=f"costs_load_{number}", icon=":material/upload:", on_click=put, args=(kept()[name],))
        drop.button("Drop", key=f"costs_drop_{number}", icon=":material/delete:", on_click=_drop, args=(name,))
    st.caption("Whoever opens this link sees the same scenarios:")
    texts = [encode(name, wish, default) for name, wish in kept().items()]
    address = (st.context.url or "").partition("?")[0]
    st.code(f"{address}?{urlencode([(_PARAMETER, text) for text in texts])}", language=None, wrap_lines=True)


def compared_table(views: Mapping[str, View]) -> Table:
    """Scenarios by row: what is asked, what it needs, which plan, what it costs, how many find the lines busy."""
    rows = []
    for name, view in views.items():
        basis = view.basis
        rows.append(
            (
                name,
                basis.provider.title,
                basis.wish.calls,
                basis.wish.minutes,
                round(basis.bill.need, 1),
                basis.plan.title if basis.choice else "none listed",
                basis.bill.usd,
                basis.effective,
                basis.safe,
                f"{view.week.share_lost:.1%}",
            )
        )
    columns = (
        "scenario",
        "product",
        "calls",
        "minutes",
        "credits",
        "plan",
        "$ a month",
        "$ a call",
        "safe calls",
        "busy",
    )
    note = "Assumed, but for prices. Safe calls: on average; the plan's credits then last in 95 months of 100."
    return Table("scenarios", "Scenarios side by side", columns, tuple(rows), note)


def _views(
    wishes: Mapping[str, Wish], catalogue: Catalogue, day: date, history: History | None, season: Season | None
) -> dict[str, View]:
    found = {}
    for name, wish in wishes.items():
        try:
            found[name] = view_of(wish, catalogue, day, history=history, season=season)
        except CallError as error:
            explain(error)
    return found


def _keep(wish: Wish) -> None:
    name = " ".join(str(st.session_state.get(_NAME) or "").replace("|", " ").replace("`", " ").split())
    if name and len(kept()) < _MOST:
        kept()[name] = wish


def _drop(name: str) -> None:
    kept().pop(name, None)


def _to_link(default: Wish) -> None:
    texts = [encode(name, wish, default) for name, wish in kept().items()]
    if texts != st.query_params.get_all(_PARAMETER):
        st.query_params[_PARAMETER] = texts
