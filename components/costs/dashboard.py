"""The costs page put together: headline, numbers, controls, sections. A moved slider reruns this part alone."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calls.failures.errors import CallError
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.ledger.ledger import Ledger
from calls.pricing.page.history import History, history_of
from calls.pricing.page.view import View, view_of
from calls.pricing.page.wish import wish_of
from calls.server.house import House
from calls.server.settings import Service
from calls.store.ledger import LedgerStore
from calls.store.prices import PriceStore
from components.costs.controls import controls
from components.costs.own_files import own_files, own_season, prices, shipped_prices, take_along
from components.costs.pieces import facts_html, said
from components.costs.scenarios import compare, from_link
from components.costs.sections import SECTIONS
from components.costs.words import facts, headline, so_far
from components.widgets import explain

__all__ = ["dashboard", "history"]

_COMPARE = "Compare"


def history(house: House) -> History | None:
    """The calls of the connected service, valued with the price list; read anew when the store has changed."""
    store, service = LedgerStore(house.database), house.settings.service.value
    return _history(house.settings.database_url, service, store.stamp(service), store, shipped_prices())


@st.cache_resource(max_entries=2, show_spinner=False)
def _history(
    address: str, service: str, stamp: tuple[int, int, int], _store: LedgerStore, _catalogue: Catalogue
) -> History | None:
    return history_of(
        Ledger.of(_store.entries(service, _catalogue.version)), _catalogue, PriceStore(_store.database).all()
    )


@st.fragment
def dashboard(found: History | None, service: Service, day: date) -> None:
    """Everything below the title; `day` (UTC) is today."""
    catalogue, season = prices(), own_season()
    default = wish_of(catalogue)
    from_link(default, catalogue)
    top = st.container()
    left, right = st.columns([2, 5], gap="large")
    with left, st.container(key="costs_controls"):
        wish = controls(catalogue, default, found, season)
        whole = st.toggle("All on one page", key="costs_whole", help="For reading through, and for printing.")
    try:
        view = view_of(wish, catalogue, day, history=found, season=season)
        with top:
            _top(view, service)
        with right:
            if whole:
                for name, section in SECTIONS.items():
                    st.header(name, anchor=False)
                    section(view)
            else:
                names = [*SECTIONS, _COMPARE]
                for name, tab in zip(names, st.tabs(names, key="costs_tab", on_change="rerun"), strict=True):
                    if tab.open:
                        with tab:
                            compare(view, default, season) if name == _COMPARE else SECTIONS[name](view)
            take_along(view)
            own = st.expander(
                "Your own prices and hours", icon=":material/upload_file:", key="costs_files", on_change="rerun"
            )
            if own.open:
                with own:
                    own_files()
    except CallError as error:
        explain(error)


def _top(view: View, service: Service) -> None:
    first, second = headline(view)
    st.subheader(first.replace("$", "\\$"), anchor=False)
    said(second)
    spoken = so_far(view)
    if spoken is not None:
        said(spoken + (" The service is simulated." if service is Service.SIMULATOR else ""))
    st.html(facts_html(facts(view)))
