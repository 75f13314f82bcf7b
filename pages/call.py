"""The stage stands above; here is what is decided around a call."""

import streamlit as st

from calls.running.wishes import Wishes
from calls.server.house import current
from components.call import lobby
from components.call.faults import try_a_failure
from components.call.on_stage import on_stage
from components.call.speaks import speaker
from components.widgets import SERVICE_WORDS

house = current()
record = on_stage()


def before_the_call() -> None:
    """Everything that is decided before a call but the guest's name, which stays in the browser."""
    left, right = st.columns(2, gap="large")
    with left:
        chosen = lobby.agent(house.cast)
    with right:
        dialect = lobby.dialect(house.settings.dialects)
        age = lobby.age()
        sandbox = lobby.sandbox(house.settings.service)
        minutes, quality = lobby.limits(house.settings.caps)
        purpose, version = lobby.purpose(house.library, chosen.persona)
    st.caption(f"{SERVICE_WORDS[house.settings.service][0]}. {SERVICE_WORDS[house.settings.service][1]}")
    record.in_lobby(house, Wishes(chosen.id, dialect, sandbox, minutes, purpose, version, age), quality)


if record.call is None:
    before_the_call()
else:
    speaker(house, record.call["id"])
if house.simulator is not None:
    try_a_failure(house.simulator, st.session_state.get("dialect") or house.settings.dialects[0])
