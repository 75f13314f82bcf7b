"""Begins rehearsals and shows how far they came, on whichever server they run; each can be cancelled and resumed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calls.evaluation.cases import WAYS, Way
from calls.evaluation.costs import dollars
from calls.evaluation.errors import EvaluationError
from calls.evaluation.rehearsing import Rehearsals, answerers_of
from calls.evaluation.report import replies_of
from calls.models.endpoint import SCRIPT
from calls.persona import AGE_BANDS
from calls.persona.errors import PersonaError
from calls.server.house import House
from calls.store.personas import Version
from calls.store.rehearsals import CANCELLED, COMPLETE, INTERRUPTED, RUNNING, Progress
from components.personas.desk import moment
from components.who import who_field
from components.widgets import apart, explain

__all__ = ["run"]

_WAYS: dict[Way, str] = {"alone": "Alone", "late": "After 25 pleasant turns", "insisted": "Insisted on three times"}
_STATES = {
    RUNNING: (":material/hourglass_top:", "running"),
    CANCELLED: (":material/cancel:", "cancelled"),
    INTERRUPTED: (":material/pause_circle:", "interrupted"),
    COMPLETE: (":material/task_alt:", "complete"),
}
# A persona is mended and rehearsed again a few times a day; older runs are in the report.
_SHOWN = 8


def run(house: House, version: Version, versions: Sequence[Version]) -> None:
    """The form, and the runs below it."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        _form(house, version)
    with right:
        st.subheader("Runs", anchor=False)
        _runs(house.rehearsals, version.persona_id, {one.hash: one.position for one in versions})


def _form(house: House, version: Version) -> None:
    suites = house.rehearsals.suites()
    titles = apart({one: f"{suite.title} ({len(suite.prompts)})" for one, suite in suites.items()})
    with st.container(border=True):
        suite = st.selectbox(
            "Suite",
            list(suites),
            format_func=titles.__getitem__,
            key="rehearsal_suite",
        )
        ways = st.pills(
            "Ways", list(WAYS), selection_mode="multi", default=list(WAYS), format_func=_WAYS.__getitem__, key="ways"
        )
        ages = st.pills("Ages", list(AGE_BANDS), selection_mode="multi", default=list(AGE_BANDS), key="ages")
        at_once = st.slider("Requests at once", 1, 32, 16, key="rehearsal_at_once")
        fresh = st.toggle(
            "Ask afresh",
            key="rehearsal_fresh",
            help="Replies of the same model at the same address are used again for a week, so that a run after a small "
            "change costs little. Afresh, everything is asked anew: for a model that may have changed under its name.",
        )
        _models(house, version.persona_id)
        by = who_field()
        count = len(suites[suite].prompts) * len(ways) * len(ages)
        if st.button(f"Rehearse {count} cases", type="primary", icon=":material/play_arrow:", disabled=not count):
            try:
                house.rehearsals.start(
                    version.persona_id,
                    version.hash,
                    suite,
                    by=by,
                    ways=ways,
                    ages=ages,
                    at_once=at_once,
                    fresh=fresh,
                )
            except (EvaluationError, PersonaError) as error:
                explain(error)
            else:
                st.rerun()


def _models(house: House, persona_id: str) -> None:
    who = answerers_of(house.settings, persona_id)
    if who.model == SCRIPT:
        st.warning(
            "**The scripted Santa answers. It does not read the persona**, so this shows how a run looks and proves "
            "nothing. Set `OPENAI_MODEL` with `OPENAI_API_KEY`, or `OPENAI_BASE_URL` for a server on this computer."
        )
    else:
        st.caption(f":material/smart_toy: `{who.model}` at `{who.endpoint}` answers.")
    if who.judge is None:
        st.caption(
            ":material/person_search: No judge is set (`OPENAI_JUDGE_MODEL`): what rules cannot tell, you decide."
        )
    else:
        st.caption(f":material/gavel: `{who.judge}` judges what rules cannot tell.")


def _runs(rehearsals: Rehearsals, persona_id: str, positions: dict[str, int]) -> None:
    found = rehearsals.store.runs(persona_id, _SHOWN)
    if not found:
        st.info("No version of this persona was rehearsed yet. Begin on the left.", icon=":material/rule:")
    elif _going(rehearsals, found):
        _followed(rehearsals, persona_id, positions)
    else:
        _rows(rehearsals, found, positions)


@st.fragment(run_every=1.0)
def _followed(rehearsals: Rehearsals, persona_id: str, positions: dict[str, int]) -> None:
    """The runs while one of them is going; the page is drawn anew, and asks no more, when none is."""
    found = rehearsals.store.runs(persona_id, _SHOWN)
    if not _going(rehearsals, found):
        st.rerun()
    _rows(rehearsals, found, positions)


def _going(rehearsals: Rehearsals, found: Sequence[Progress]) -> bool:
    return any(one.run.standing(rehearsals.now()) == RUNNING for one in found)


def _rows(rehearsals: Rehearsals, found: Sequence[Progress], positions: dict[str, int]) -> None:
    for one in found:
        with st.container(border=True, key=f"run_{one.run.id}"):
            _row(rehearsals, one, positions)


def _row(rehearsals: Rehearsals, one: Progress, positions: dict[str, int]) -> None:
    state = one.run.standing(rehearsals.now())
    sign, word = _STATES[state]
    used = one.run.tokens_in + one.run.tokens_out
    st.markdown(
        f"{sign} **Version {positions.get(one.run.version, '?')}, {word}** · {one.run.suite_id} · "
        f"{moment(one.run.started_at)} · {one.run.started_by}"
    )
    through = f"{one.done} of {one.run.total} cases"
    if state == COMPLETE:
        st.text(through)
    else:
        st.progress(one.done / one.run.total, text=through)
    cost = dollars(one.run.model, one.run.tokens_in, one.run.tokens_out, one.run.started_at)
    price = f", about \\${cost:.2f}" if cost is not None else ""
    asked = f"{one.run.requests:,} requests, {used:,} tokens{price}" if one.run.requests else "nothing asked"
    st.caption(f"{one.run.model}: {asked}. {replies_of(one.run) if state != RUNNING or one.run.kept else ''}")
    if one.run.trouble:
        st.caption(f":material/info: {one.run.trouble}")
    if state == RUNNING and st.button("Cancel", key=f"cancel_{one.run.id}", icon=":material/stop:"):
        rehearsals.cancel(one.run.id)
        st.rerun()
    if state in (CANCELLED, INTERRUPTED) and st.button("Go on", key=f"resume_{one.run.id}", icon=":material/replay:"):
        try:
            rehearsals.resume(one.run.id)
        except EvaluationError as error:
            explain(error)
        else:
            st.rerun()
