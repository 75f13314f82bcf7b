"""The main script: navigation, and the stage that stays alive across pages."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from calls.failures.errors import CallError, SettingsError
from calls.server.house import current
from components.call.on_stage import on_stage, stage_data
from components.login import login_page
from components.stage import KEY, mount_stage
from components.widgets import explain, told

logger = logging.getLogger(__name__)
PICTURES = Path(__file__).resolve().parent / "pictures"
PAGES = PICTURES.parent.parent / "pages"

st.set_page_config(page_title="Talk to Santa", page_icon=str(PICTURES / "icon.svg"), layout="wide")

home = st.Page(PAGES / "home.py", title="Home", icon=":material/cottage:", default=True)
call = st.Page(PAGES / "call.py", title="Call", icon=":material/videocam:", url_path="call")
green = st.Page(PAGES / "green_room.py", title="Green room", icon=":material/mic:", url_path="green-room")
costs = st.Page(PAGES / "costs.py", title="Costs", icon=":material/payments:", url_path="costs")
personas = st.Page(PAGES / "personas.py", title="Personas", icon=":material/edit_note:", url_path="personas")
rehearsals = st.Page(PAGES / "rehearsals.py", title="Rehearsals", icon=":material/rule:", url_path="rehearsals")
page = st.navigation([home, call, personas, rehearsals, green, costs], position="top")
st.session_state["call_page"] = call


def _on_call() -> None:
    stage = st.session_state[KEY]
    on_stage().told(current(), stage.get("on_call"), stage.get("ended"))


def _open_call() -> None:
    on_stage().wants_call_page = True


def _run() -> None:
    house = current()
    if house.settings.login and not st.user.get("is_logged_in"):
        login_page()
        return
    slot = st.container(key="stage_slot")
    if on_stage().wants_call_page:
        on_stage().wants_call_page = False
        st.switch_page(call)
    # Whether this run is the first on its page: what a page left behind means something else to a visitor who returns.
    st.session_state["arrived"] = st.session_state.get("page") != page.url_path
    st.session_state["page"] = page.url_path
    told()
    try:
        page.run()
    except CallError as error:
        explain(error)
    except Exception:
        # An error above the stage's mount would unmount a running call.
        logger.exception("page failed page=%s", page.url_path)
        st.error("This page has met a fault of ours. Your call is not touched by it.", icon=":material/healing:")
        st.caption("Reload the page; if it stays like this, the server's log names the cause.")
    with slot:
        dialect = st.session_state.get("dialect") or house.settings.dialects[0]
        data = stage_data(on_call_page=page == call, prepare=dialect)
        mount_stage(data, on_call=_on_call, on_open_call=_open_call)


try:
    _run()
except SettingsError as error:
    st.title("A setting needs a look")
    explain(error)
