"""What is decided before a call: who answers, with which product, how long and how sharp; one small piece each."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from calls.agents import Agent, Cast
from calls.library import Library
from calls.persona import AGE_BANDS, AgeBand
from calls.pricing.ledger.waste import Purpose
from calls.running.caps import Caps
from calls.server.settings import Service
from heygen import Dialect

__all__ = ["age", "agent", "dialect", "limits", "purpose", "sandbox"]

_DIALECTS = {Dialect.LIVEAVATAR: "LiveAvatar", Dialect.STREAMING: "Streaming Avatar"}
_PURPOSES: Mapping[Purpose, str] = {
    Purpose.GUEST: "A guest",
    Purpose.DEMO: "A demo",
    Purpose.REHEARSAL: "Trial of a version",
    Purpose.TEST: "A test",
}
_QUALITIES: Mapping[str, str] = {"auto": "Automatic", "high": "High", "medium": "Medium", "low": "Low"}


def agent(cast: Cast) -> Agent:
    """Who answers."""
    chosen: Agent = st.radio(
        "Who answers?",
        cast.agent,
        format_func=lambda one: one.name,
        captions=[one.description for one in cast.agent],
        key="agent",
        persist_state="session",
    )
    return chosen


def dialect(dialects: tuple[Dialect, ...]) -> Dialect:
    """The simulator speaks both products; the address of the page remembers which one was chosen."""
    if len(dialects) == 1:
        return dialects[0]
    chosen: Dialect = st.segmented_control(
        "Simulated product",
        dialects,
        default=dialects[0],
        format_func=_DIALECTS.__getitem__,
        key="dialect",
        required=True,
        help="The simulator speaks both products; each runs with the vendor's own browser SDK.",
        bind="query-params",
    )
    return chosen


def age() -> AgeBand | None:
    """How old the guest is, which the model is told; nobody has to say."""
    chosen: AgeBand | None = st.selectbox(
        "Age",
        [None, *AGE_BANDS],
        format_func=lambda band: band or "not known",
        key="age",
        help="So that words and topics suit the child. Nothing else is done with it.",
        persist_state="session",
    )
    return chosen


def limits(caps: Caps) -> tuple[int, str]:
    """Length and picture of the call: minutes, and "auto" or a level."""
    minutes = caps.call_minutes
    with st.expander("Length and picture", icon=":material/tune:"):
        if caps.call_minutes > 1:
            minutes = st.slider(
                "Longest time, minutes",
                min_value=1,
                max_value=caps.call_minutes,
                value=caps.call_minutes,
                key="minutes",
                persist_state="session",
                help="The call is ended kindly when it is reached, with a warning one minute before.",
            )
        quality: str = st.segmented_control(
            "Picture",
            list(_QUALITIES),
            default="auto",
            format_func=_QUALITIES.__getitem__,
            key="quality",
            required=True,
            persist_state="session",
            help="Automatic looks at this device's connection, before the call and during it.",
        )
        st.caption(
            f"One call uses at most {caps.call_credits.normalize():f} credits; "
            f"all calls of a day at most {caps.day_credits.normalize():f} credits and {caps.day_minutes} minutes."
        )
    return minutes, quality


def purpose(library: Library, persona_id: str) -> tuple[Purpose, str | None]:
    """What the call is for, which the ledger tells apart; a rehearsal may hear a version that is not live."""
    with st.expander("What this call is for", icon=":material/label:"):
        chosen: Purpose = st.segmented_control(
            "For",
            list(_PURPOSES),
            default=Purpose.GUEST,
            format_func=_PURPOSES.__getitem__,
            key="purpose",
            required=True,
            persist_state="session",
            help="Costs tells guests' minutes from our own.",
        )
        if chosen is not Purpose.REHEARSAL:
            return chosen, None
        versions = {one.hash: one for one in library.versions(persona_id)}
        live = library.labels(persona_id).get("live")
        version = st.selectbox(
            "Version that speaks",
            list(versions),
            format_func=lambda found: (
                f"{versions[found].position}{' (live)' if found == live else ''} · {versions[found].note or 'no note'}"
            ),
            key="rehearsed_version",
        )
        return chosen, version


def sandbox(service: Service) -> bool:
    """Free trial sessions, where the service offers them."""
    return service is Service.LIVEAVATAR and st.toggle(
        "Free sandbox session",
        key="sandbox",
        help="Costs no credits and ends after about a minute. The vendor lends one avatar for it.",
        persist_state="session",
    )
