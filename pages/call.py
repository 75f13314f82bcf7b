"""Choose an agent, give the guest's first name, talk."""

import streamlit as st

from calls.agents import Agent
from calls.house import current
from calls.settings import Service
from components.on_stage import on_stage, start_call
from components.widgets import SERVICE_WORDS, explain, portrait
from heygen import Dialect

DIALECTS = {Dialect.LIVEAVATAR: "LiveAvatar", Dialect.STREAMING: "Streaming Avatar"}
house = current()
record = on_stage()


def start(agent: Agent) -> None:
    """Opens the call with what the form holds."""
    state = st.session_state
    dialect = state.get("dialect") or house.settings.dialects[0]
    start_call(house, agent, state["guest"], dialect, sandbox=bool(state.get("sandbox")))


def lobby() -> None:
    """Everything that is decided before a call."""
    picture, form = st.columns([4, 3], gap="medium", vertical_alignment="center")
    with form:
        st.title("Start a call", anchor=False)
        agents = house.cast.agent
        chosen = st.radio(
            "Who answers?",
            agents,
            format_func=lambda agent: agent.name,
            captions=[agent.description for agent in agents],
            key="agent",
            persist_state="session",
        )
        if len(house.settings.dialects) > 1:
            dialect()
        with st.form("start", border=False, enter_to_submit=True):
            st.text_input(
                "Guest's first name",
                key="guest",
                max_chars=40,
                placeholder="First name or nickname",
                help="A nickname is enough. It is spoken in the greeting and kept with the transcript.",
                persist_state="session",
            )
            sandbox()
            if record.refused is not None:
                explain(record.refused)
            st.form_submit_button(
                "Start the call", type="primary", icon=":material/videocam:", on_click=start, args=(chosen,)
            )
        st.caption(f"{SERVICE_WORDS[house.settings.service][0]}. {SERVICE_WORDS[house.settings.service][1]}")
    with picture:
        portrait(chosen)


def dialect() -> None:
    """The simulator speaks both products; the address of the page remembers which one was chosen."""
    st.segmented_control(
        "Product to rehearse with",
        house.settings.dialects,
        default=house.settings.dialects[0],
        format_func=DIALECTS.__getitem__,
        key="dialect",
        required=True,
        help="The simulator speaks both products; each runs with the vendor's own browser SDK.",
        bind="query-params",
    )


def sandbox() -> None:
    """Free trial sessions, where the service offers them."""
    if house.settings.service is Service.LIVEAVATAR:
        st.toggle(
            "Free sandbox session",
            key="sandbox",
            help="Costs no credits and ends after about a minute. The vendor lends one avatar for it.",
            persist_state="session",
        )


if record.call is None:
    lobby()
elif record.ended:
    st.button("Start another call", type="primary", icon=":material/videocam:", on_click=record.clear)
