"""Who is there: Streamlit's login, asked by every page and by every line, where the settings switch it on."""

from __future__ import annotations

import json

import streamlit as st
from starlette.requests import HTTPConnection

__all__ = ["logged_in", "login_page"]


def login_page() -> None:
    """What a page shows to somebody who has not logged in."""
    st.title("Talk to Santa")
    st.markdown("This server is for its own team. Log in to go on.")
    st.button("Log in", type="primary", icon=":material/login:", on_click=st.login)


def logged_in(connection: HTTPConnection) -> bool:
    """Whether a connection carries the signed cookie that Streamlit's login left in this browser.

    Streamlit reads it for its own socket only, so its own reader is used here; the pinned version has no public one.
    """
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
    from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

    signed = _get_signed_cookie_with_chunks(dict(connection.cookies), USER_COOKIE_NAME)
    if not signed:
        return False
    try:
        return bool(json.loads(signed).get("is_logged_in"))
    except (ValueError, AttributeError):
        return False
