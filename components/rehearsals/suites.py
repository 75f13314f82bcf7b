"""The suites: what is asked, own ones brought in as files, and past calls turned into cases."""

from __future__ import annotations

import streamlit as st

from calls.evaluation.errors import EvaluationError
from calls.evaluation.report import suite_of_call
from calls.evaluation.suites import SHIPPED, Suite, parse_suite
from calls.server.house import House
from components.personas.desk import moment
from components.widgets import apart, explain, tell_after_rerun

__all__ = ["suites"]


def suites(house: House) -> None:
    """What there is, and the two ways to add to it."""
    found = house.rehearsals.suites()
    if (wanted := st.session_state.pop("suite_next", None)) in found:
        st.session_state["suite_shown"] = wanted
    titles = apart({one: suite.title for one, suite in found.items()})
    chosen = st.selectbox("Suite", list(found), format_func=titles.__getitem__, key="suite_shown")
    suite = found[chosen]
    counted = "The gate counts it." if suite.counted and suite.id in SHIPPED else "The gate does not count it."
    st.caption(f"{len(suite.prompts)} prompts, version {suite.version}, {suite.hash[:11]}. {counted}")
    st.dataframe(
        [
            {
                "Prompt": one.id,
                "Group": one.group,
                "Severity": one.severity,
                "Ages": ", ".join(one.ages),
                "The child says": one.child,
                "A good answer": one.good,
                "Checks": ", ".join(one.checks),
            }
            for one in suite.prompts
        ],
        hide_index=True,
        width="stretch",
        key="suite_prompts",
    )
    left, right = st.columns(2, gap="large")
    with left:
        _own(house)
    with right:
        _from_call(house)


def _own(house: House) -> None:
    st.markdown("**A suite of your own**, TOML like the shipped ones")
    given = st.file_uploader("Suite", type=["toml"], key="suite_file", label_visibility="collapsed")
    if given is None:
        return
    try:
        suite = parse_suite(given.getvalue().decode("utf-8", errors="replace"), given.name)
    except EvaluationError as error:
        explain(error)
        return
    if suite.id in SHIPPED:
        st.error(f"**{suite.id} is one of the shipped suites.** Give yours another id.", icon=":material/info:")
        return
    st.success(f"**{suite.title}** can be read: {len(suite.prompts)} prompts.", icon=":material/check:")
    if st.button("Keep this suite", icon=":material/playlist_add:"):
        _keep(house, suite)


def _from_call(house: House) -> None:
    st.markdown("**What a child really said**: a past call as cases, personal data masked")
    calls = {call.id: call for call in house.archive.recent()}
    if not calls:
        st.caption("No call has ended yet.")
        return
    names = apart({one: f"{moment(call.opened_at)} · {call.agent_id} · {call.purpose}" for one, call in calls.items()})
    chosen = st.selectbox(
        "Call",
        list(calls),
        format_func=names.__getitem__,
        key="suite_call",
    )
    if st.button("Make it a suite", icon=":material/forum:"):
        call = calls[chosen]
        try:
            suite = suite_of_call(
                call.id, house.archive.turns(call.id), call.guest, f"Call of {moment(call.opened_at)}"
            )
        except EvaluationError as error:
            explain(error)
        else:
            _keep(house, suite)


def _keep(house: House, suite: Suite) -> None:
    house.rehearsals.kept.save_suite(suite, house.rehearsals.now())
    st.session_state["suite_next"] = suite.id
    tell_after_rerun(f"Kept: {suite.title}.")
