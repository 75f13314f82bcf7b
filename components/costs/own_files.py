"""A user's own files on the costs page: prices as TOML, hours as CSV; and everything to take along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

import streamlit as st

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.reading import SHIPPED, edited, read_catalogue
from calls.pricing.errors import FileFaultError, PriceError
from calls.pricing.forecast.season import Season, read_season_csv
from calls.pricing.page.view import View
from components.costs.pieces import PICTURE
from components.costs.tables import all_tables
from components.table_files import as_workbook, as_zip
from components.widgets import explain

__all__ = ["edit_figure", "own_files", "own_season", "prices", "shipped_prices", "take_along"]

_PRICES, _SEASON = "costs_price_file", "costs_season_file"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PATH, _VALUE = "costs_figure", "costs_figure_value"


@st.cache_resource(max_entries=8, show_spinner=False)
def _catalogue(own: tuple[str, str] | None) -> Catalogue:
    shipped = [(path.name, path.read_text(encoding="utf-8")) for path in SHIPPED]
    return read_catalogue([*shipped, own] if own else shipped)


def prices() -> Catalogue:
    """The price list with the user's own file and own figures on top; what has a fault is explained and left out."""
    try:
        found = _catalogue(st.session_state.get(_PRICES))
    except FileFaultError as error:
        explain(error)
        found = _catalogue(None)
    for path, (value, day) in _edits().items():
        try:
            found = edited(found, path, value, day, note="a figure of your own")
        except PriceError as error:
            explain(error)
    return found


def shipped_prices() -> Catalogue:
    """The price list as it comes with the app: the prices of the day for calls that were made."""
    return _catalogue(None)


def edit_figure(catalogue: Catalogue, day: date) -> None:
    """One figure of the price list, changed for this session."""
    paths = [path for path, _ in catalogue.figures()]
    with st.form("costs_edit", border=True):
        st.markdown("**Use a figure of your own**, for this session")
        which, number, button = st.columns([4, 2, 1], vertical_alignment="bottom")
        which.selectbox("Figure", paths, index=None, key=_PATH)
        number.text_input("Value", key=_VALUE, max_chars=20, placeholder="0.12")
        button.form_submit_button("Use it", on_click=_edit, args=(day,))
    if _edits():
        st.caption("In use: " + ", ".join(f"`{path}` = {value}" for path, (value, _) in _edits().items()))
        st.button("Back to the price list", on_click=_edits().clear, key="costs_unedit")


def _edits() -> dict[str, tuple[Decimal, date]]:
    found: dict[str, tuple[Decimal, date]] = st.session_state.setdefault("costs_edits", {})
    return found


def _edit(day: date) -> None:
    path, text = st.session_state.get(_PATH), str(st.session_state.get(_VALUE) or "").strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        st.toast("That is no number. Write it like 0.12.", icon=":material/info:")
        return
    if path:
        _edits()[path] = (value, day)


def own_season() -> Season | None:
    """The user's own hours, if there are any."""
    kept: tuple[str, str] | None = st.session_state.get(_SEASON)
    if kept is None:
        return None
    try:
        return read_season_csv(*kept)
    except FileFaultError as error:
        explain(error)
        return None


def own_files() -> None:
    """Where both files are given."""
    first, second = st.columns(2, gap="large")
    with first:
        _upload(
            "Your own prices, TOML",
            ["toml"],
            _PRICES,
            "Entries of the same id replace ours, field by field; new ones are added. Each figure needs a value, a "
            "source, a date and a kind.",
        )
    with second:
        _upload(
            "When calls come, CSV",
            ["csv"],
            _SEASON,
            "Headed `weekday,hour,calls` (Mon to Sun, 0 to 23) or `date,calls` (2026-12-24). Then choose *From my "
            "file or drawing* under *More assumptions*.",
        )
    _draw_hours()


def _draw_hours() -> None:
    """Hours drawn by hand, stroke by stroke; a later stroke goes over an earlier one."""
    with st.form("costs_draw", border=True):
        st.markdown("**Or draw the hours**, stroke by stroke: each sets its hours, the rest stay as they are.")
        st.pills("Days", list(_WEEKDAYS), selection_mode="multi", default=list(_WEEKDAYS), key="costs_draw_days")
        st.slider("From and to, o'clock", 0, 24, (16, 20), key="costs_draw_hours")
        st.number_input("Calls in each of these hours", min_value=0.0, value=1.0, key="costs_draw_calls")
        st.form_submit_button("Draw", icon=":material/draw:", on_click=_stroke)


def _stroke() -> None:
    drawn: dict[tuple[str, int], float] = st.session_state.setdefault("costs_drawn", {})
    first, last = st.session_state["costs_draw_hours"]
    for day in st.session_state["costs_draw_days"]:
        drawn |= {(day, hour): st.session_state["costs_draw_calls"] for hour in range(first, last)}
    if any(drawn.values()):
        lines = [f"{day},{hour},{calls:g}" for (day, hour), calls in drawn.items()]
        st.session_state[_SEASON] = ("the drawn hours", "\n".join(["weekday,hour,calls", *lines]))
        st.session_state["costs_season"] = "file"


def take_along(view: View) -> None:
    """Every table as Excel and CSV, the pictures' format, and paper."""
    with st.container(key="costs_take", border=True):
        st.markdown("**Take it along**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _file("Excel", lambda: as_workbook(all_tables(view)), "costs.xlsx", ":material/table_view:")
            _file("CSV", lambda: as_zip(all_tables(view)), "costs.zip", ":material/folder_zip:")
            st.segmented_control(
                "Pictures as", ["png", "svg"], default="png", format_func=str.upper, key=PICTURE, required=True
            )
        st.caption(
            "The camera at each chart's corner saves its picture. For a meeting, switch to *All on one page* and print "
            "it, or save it as PDF, from the browser."
        )


def _file(label: str, data: Callable[[], bytes], name: str, icon: str) -> None:
    st.download_button(label, data, file_name=name, icon=icon, key=f"costs_file_{name}", on_click="ignore")


def _upload(label: str, kinds: list[str], key: str, about: str) -> None:
    widget = f"{key}_given"

    def given() -> None:
        file = st.session_state[widget]
        if file is None:
            st.session_state.pop(key, None)
        else:
            st.session_state[key] = (file.name, file.getvalue().decode("utf-8", errors="replace"))

    st.file_uploader(label, type=kinds, key=widget, on_change=given)
    st.caption(about)
    kept = st.session_state.get(key)
    if kept is not None:
        st.caption(f":material/check: In use: {kept[0]}")
