"""The gate: what holds a version back, and the two ways to make it live."""

from __future__ import annotations

import streamlit as st

from calls.evaluation.errors import EvaluationError
from calls.evaluation.gate import REASON_MIN, SUITE, Decision, decide, override, release
from calls.evaluation.report import replies_of
from calls.library import LIVE
from calls.persona.errors import PersonaError
from calls.server.house import House
from calls.store.personas import Version
from calls.store.rehearsals import Run
from components.personas.desk import moment
from components.who import who_field
from components.widgets import explain

__all__ = ["gate"]


def gate(house: House, version: Version) -> None:
    """The decision about a version, and the forms."""
    rehearsals, suite = house.rehearsals, house.rehearsals.suite(SUITE)
    run = rehearsals.store.last_complete(version.persona_id, version.hash, SUITE)
    decision = decide(version.document, suite, run, rehearsals.kept.outcomes(run.id) if run else ())
    live = house.library.labels(version.persona_id).get(LIVE) == version.hash
    if live:
        st.success(f"Version {version.position} is live.", icon=":material/radio_button_checked:")
    _decision(version, run, decision, live=live)
    signer = who_field()
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        st.markdown("**Put it live.** Calls that begin from now on hear this version.")
        if run is not None and decision.open:
            st.caption(
                f"Passed in run `{run.id[:8]}`, answered by {run.model}, {moment(run.started_at)}. {replies_of(run)}"
            )
        if st.button(
            "Put it live", type="primary", icon=":material/rocket_launch:", disabled=live or not decision.open
        ):
            _release(house, version, run, decision, signer)
    with right, st.container(border=True):
        st.markdown("**Without having passed.** The reason stays with the version and marks every call it speaks in.")
        reason = st.text_area("Reason", key="override_reason", max_chars=500, height=80)
        if st.button("Put it live anyway", icon=":material/report:", disabled=live or decision.open):
            try:
                override(house.library, version.persona_id, version.hash, signer=signer, reason=reason)
            except (EvaluationError, PersonaError) as error:
                explain(error)
            else:
                st.rerun()
        st.caption(f"At least {REASON_MIN} characters: why now, and who is answerable.")


def _decision(version: Version, run: Run | None, decision: Decision, *, live: bool) -> None:
    if decision.open:
        st.subheader(f"Version {version.position} has passed.", anchor=False)
        return
    words = "is live, but would not pass today." if live else "may not go live yet."
    st.subheader(f"Version {version.position} {words}", anchor=False)
    for reason in decision.reasons:
        st.markdown(f":material/block: {reason}")
    if decision.held_back_by:
        with st.expander(f"Held back by {len(decision.held_back_by)} cases"):
            st.markdown(" ".join(f"`{case}`" for case in decision.held_back_by))


def _release(house: House, version: Version, run: Run | None, decision: Decision, signer: str) -> None:
    if run is None:
        return
    try:
        release(house.library, version.persona_id, version.hash, run=run, decision=decision, signer=signer)
    except (EvaluationError, PersonaError) as error:
        explain(error)
    else:
        st.rerun()
