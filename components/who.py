"""Who is at work: the person who is logged in, or the name they give; it stays with versions, runs and signatures."""

from __future__ import annotations

import streamlit as st

__all__ = ["who", "who_field"]

_KEY = "who"


def who() -> str:
    """The name, empty while nobody gave one."""
    if st.user.get("is_logged_in"):
        return str(st.user.get("name") or st.user.get("email") or "")
    return str(st.session_state.get(_KEY) or "")


def who_field() -> str:
    """Asks for the name where no login tells it."""
    if st.user.get("is_logged_in"):
        return who()
    st.text_input(
        "Your name",
        key=_KEY,
        max_chars=80,
        placeholder="Name or initials",
        help="Stays with what you save, so that others know whom to ask.",
        persist_state="session",
    )
    return who()
