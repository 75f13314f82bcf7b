"""Which persona version speaks in the call on stage, and whether it may without having passed."""

from __future__ import annotations

import streamlit as st

from calls.library import UnknownPersonaError
from calls.server.house import House

__all__ = ["speaker"]


def speaker(house: House, call_id: str) -> None:
    """One line below the call; more only when the version has not passed its rehearsal."""
    call = house.archive.call(call_id)
    if call is None:
        return
    try:
        version = house.archive.persona_of(call)
    except UnknownPersonaError:
        return
    st.caption(f"{version.document.name}, version {version.position} by {version.author} ({version.hash[:11]}).")
    if call.persona_mark is not None:
        st.warning(
            f"**This version was put live without having passed its rehearsal.** Reason: {call.persona_mark}",
            icon=":material/report:",
        )
