"""Choose an agent, give the guest's first name, talk."""

import streamlit as st

from calls.agents import Agent
from calls.pricing.ledger.waste import Purpose
from calls.server.house import current
from components.call import lobby
from components.call.faults import rehearse
from components.call.on_stage import Wishes, on_stage, start_call
from components.call.speaks import speaker
from components.widgets import SERVICE_WORDS, explain, portrait

house = current()
record = on_stage()


def start(agent: Agent, purpose: Purpose, version: str | None) -> None:
    """Opens the call with what the form holds."""
    state = st.session_state
    wishes = Wishes(
        dialect=state.get("dialect") or house.settings.dialects[0],
        sandbox=bool(state.get("sandbox")),
        minutes=state.get("minutes"),
        quality=state.get("quality") or "auto",
        purpose=purpose,
        version=version,
    )
    start_call(house, agent, state["guest"], wishes)


def before_the_call() -> None:
    """Everything that is decided before a call."""
    picture, form = st.columns([4, 3], gap="medium", vertical_alignment="center")
    with form:
        st.title("Start a call", anchor=False)
        chosen = lobby.agent(house.cast)
        lobby.dialect(house.settings.dialects)
        purpose, version = lobby.purpose(house.library, chosen.persona)
        with st.form("start", border=False, enter_to_submit=True):
            st.text_input(
                "Guest's first name",
                key="guest",
                max_chars=40,
                placeholder="First name or nickname",
                help="A nickname is enough. It is spoken in the greeting and kept with the transcript.",
                persist_state="session",
            )
            lobby.sandbox(house.settings.service)
            lobby.limits(house.settings.caps)
            if record.refused is not None:
                explain(record.refused)
            st.form_submit_button(
                "Start the call",
                type="primary",
                icon=":material/videocam:",
                on_click=start,
                args=(chosen, purpose, version),
            )
        st.caption(f"{SERVICE_WORDS[house.settings.service][0]}. {SERVICE_WORDS[house.settings.service][1]}")
    with picture:
        portrait(chosen)


if record.call is None:
    before_the_call()
else:
    speaker(house, record.call["id"])
if record.ended:
    st.button("Start another call", type="primary", icon=":material/videocam:", on_click=record.clear)
if house.simulator is not None:
    rehearse(house.simulator, st.session_state.get("dialect") or house.settings.dialects[0])
