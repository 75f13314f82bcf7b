"""Sessions that the vendor bills although no call of ours is in them, with a button to end each."""

from __future__ import annotations

import time

import streamlit as st

from calls.failures.errors import CallError
from calls.running.diagnosis import VendorError
from calls.running.sweeper import Orphan
from calls.server.house import House
from components.widgets import explain
from heygen import HeyGenError

__all__ = ["orphans"]

_REFUSED = "orphan_refused"


def orphans(house: House) -> None:
    """Lists them; shows nothing when there are none."""
    refused: CallError | None = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        explain(refused)
    found = house.watch.orphans
    if not found:
        return
    with st.container(border=True):
        st.subheader("Open sessions that belong to no call", anchor=False)
        st.markdown(
            "The service bills these, and no call of this server is in them. Another program with the same key may "
            "have made them: end only what you know."
        )
        for orphan in found:
            words, button = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"`{orphan.vendor_id[:13]}` · {orphan.dialect.value} · open for {_age(orphan)}")
            button.button(
                "End it",
                key=f"orphan-{orphan.vendor_id}",
                icon=":material/call_end:",
                on_click=_end,
                args=(house, orphan),
            )


def _end(house: House, orphan: Orphan) -> None:
    try:
        house.sweeper.end_orphan(orphan)
        house.watch.look_for_orphans()
    except HeyGenError as error:
        st.session_state[_REFUSED] = VendorError(error)
    except CallError as error:
        st.session_state[_REFUSED] = error
    else:
        st.toast("The session was ended.", icon=":material/check:")


def _age(orphan: Orphan) -> str:
    if orphan.created_at is None:
        return "an unknown time"
    minutes = int((time.time() - orphan.created_at) // 60)
    return f"{minutes} min" if minutes else "less than a minute"
