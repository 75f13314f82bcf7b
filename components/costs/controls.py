"""The controls of the costs page: sliders and choices, bound to the page's address, read into one wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import streamlit as st

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.forecast.season import Season
from calls.pricing.page.history import HISTORY_CALLS, History
from calls.pricing.page.wish import AUTO, CHEAPEST, LIMITS, SEASONS, Wish, options, plan_ids

__all__ = ["controls", "put"]

_HELP: Mapping[str, tuple[str, str, float]] = {
    "calls": ("Calls a month", "Guests' calls, on average: a month may bring more or fewer.", 10),
    "minutes": ("Minutes a call, on average", "Talk, from the first picture to the end.", 0.5),
    "spread": ("Spread, minutes", "Standard deviation of the length; lengths follow a lognormal.", 0.5),
    "failed": ("Failed starts, %", "Of all starts; each is billed the minimum.", 1),
    "growth": ("Growth a month, %", "In every calendar month after the first.", 5),
    "idle": ("Nobody speaks, seconds a call", "Billed silence at the end of a call.", 5),
    "own": ("Own calls a month", "Demos, rehearsals and tests: they burn the same credits.", 5),
    "orphans": ("Forgotten sessions a month", "Each burns credits until the vendor's idle timeout ends it.", 1),
    "retry": ("Busy families who try again, %", "Once more in the same hour.", 5),
    "change": ("Price change, %", "Of every price of the vendor.", 5),
    "lines": ("Lines, calls at once", "Not published: enter the number you were told.", 1),
}
_FIRST = ("calls", "minutes", "spread", "failed", "growth")
_MORE = ("idle", "own", "orphans", "retry", "change", "lines")


def controls(catalogue: Catalogue, default: Wish, history: History | None, season: Season | None) -> Wish:
    """Draws the controls and reads them. The address of the page holds what differs from the assumptions."""
    found: dict[str, Any] = {}
    choices = options(catalogue)
    found["product"] = _choice("product", "Product", choices["product"], default.product)
    provider = next(entry for entry in catalogue.provider if entry.id == found["product"])
    plans = plan_ids(provider)
    if st.session_state.get(_key("plan"), CHEAPEST) not in plans:
        st.session_state[_key("plan")] = CHEAPEST
    found["plan"] = _choice("plan", "Plan", plans, default.plan)
    learns = history is not None and history.tells_lengths
    if learns:
        found["measured"] = st.toggle(
            "Lengths as our calls had them", value=default.measured, key=_key("measured"), bind="query-params"
        )
    elif history is not None:
        st.caption(f"Lengths are assumed until {HISTORY_CALLS} guests were served; so far {history.page.served}.")
    for name in _FIRST:
        found[name] = _slider(name, default, disabled=name in ("minutes", "spread") and bool(found.get("measured")))
    with st.expander("More assumptions", icon=":material/tune:"):
        for name in _MORE:
            found[name] = _slider(name, default)
        for name, label in (("model", "Text model"), ("stt", "Recognition"), ("tts", "Voice")):
            found[name] = _choice(name, label, choices[name], AUTO)
        times = {key: SEASONS[key] for key in SEASONS if (key != "history" or history) and (key != "file" or season)}
        if st.session_state.get(_key("season"), default.season) not in times:
            st.session_state[_key("season")] = default.season
        found["season"] = _choice("season", "When calls come", times, default.season)
    return Wish(**found)


def put(wish: Wish) -> None:
    """Sets every control, for the next run; to be called from a callback."""
    for one in fields(Wish):
        st.session_state[_key(one.name)] = getattr(wish, one.name)


def _slider(name: str, default: Wish, *, disabled: bool = False) -> int | float:
    label, about, step = _HELP[name]
    kind = type(getattr(default, name))
    low, high = LIMITS[name]
    value: int | float = st.slider(
        label,
        min_value=kind(low),
        max_value=kind(high),
        value=getattr(default, name),
        step=kind(step),
        key=_key(name),
        help=about,
        bind="query-params",
        disabled=disabled,
    )
    return value


def _choice(name: str, label: str, choices: Mapping[str, str], default: str) -> str:
    ids = list(choices)
    chosen: str = st.selectbox(
        label, ids, index=ids.index(default), format_func=lambda one: choices[one], key=_key(name), bind="query-params"
    )
    return chosen


def _key(name: str) -> str:
    return f"costs_{name}"
