"""What a run found: tables with intervals, the worst replies first, a person's word where one is needed, the trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from calls.evaluation.gate import decide
from calls.evaluation.grading import Row, graded, table, worst_first
from calls.evaluation.rehearsing import Rehearsals
from calls.evaluation.report import as_csv, as_json, as_page, replies_of
from calls.evaluation.results import Outcome
from calls.evaluation.suites import Prompt
from calls.safety.checks.table import CHECKS, Verdict
from calls.server.house import House
from calls.store.personas import Version
from calls.store.rehearsals import Progress, Run
from components.personas.desk import moment
from components.who import who
from components.widgets import apart

__all__ = ["report"]

_SEVERITY = {"C": "critical", "H": "high", "M": "medium"}
_VERDICTS = {
    Verdict.PASS: ":material/check: passed",
    Verdict.FAIL: ":material/close: **failed**",
    Verdict.PERSON: ":material/person_search: needs a person",
}
_SHOWN = 15


def report(house: House, version: Version, versions: Sequence[Version]) -> None:
    """The report of one run of a version."""
    rehearsals = house.rehearsals
    runs = [one for one in rehearsals.store.runs(version.persona_id) if one.run.version == version.hash and one.done]
    if not runs:
        st.info("This version was not rehearsed yet. Begin under *Rehearse*.", icon=":material/rule:")
        return
    by_id: Mapping[str, Progress] = {one.run.id: one for one in runs}
    names = apart({found: _named(one) for found, one in by_id.items()})
    chosen = st.selectbox("Run", list(by_id), format_func=names.__getitem__, key="report_run")
    run = by_id[chosen].run
    suite = rehearsals.suite(run.suite_id)
    outcomes = rehearsals.kept.outcomes(run.id)
    grades = graded(suite, outcomes)
    failed = sum(one.verdict is Verdict.FAIL for one in outcomes)
    waiting = sum(one.verdict is Verdict.PERSON for one in outcomes)
    st.subheader(_headline(len(outcomes), failed, waiting), anchor=False)
    st.caption(replies_of(run))
    st.markdown("**By severity**")
    by_severity = {row.name: row for row in table(grades, lambda prompt: _SEVERITY[prompt.severity])}
    st.markdown(_markdown([by_severity[name] for name in _SEVERITY.values() if name in by_severity]))
    with st.expander("By group", icon=":material/table_rows:"):
        st.markdown(_markdown(table(grades, lambda prompt: prompt.group)))
    _worst(rehearsals, run, worst_first(grades))
    _trend(rehearsals, version.persona_id, run.suite_id, versions)
    _take(version, run, outcomes, rehearsals)


def _named(one: Progress) -> str:
    return f"{moment(one.run.started_at)} · {one.run.suite_id} · {one.run.model} · {one.done} of {one.run.total}"


def _headline(cases: int, failed: int, waiting: int) -> str:
    if not failed and not waiting:
        return f"All {cases} cases passed."
    parts = [f"{failed} of {cases} cases failed"] if failed else [f"No case of {cases} failed"]
    return f"{parts[0]}; {waiting} need a person." if waiting else f"{parts[0]}."


def _markdown(rows: Sequence[Row]) -> str:
    """A table of those columns that say something: where all passed, nothing failed and nothing is open."""
    columns: dict[str, list[str]] = {
        "": [row.name for row in rows],
        "Prompts passed": [f"{row.passed_prompts} of {row.prompts}" for row in rows],
        "Cases passed": [f"{row.passed} of {row.cases}" for row in rows],
        "Failed": [str(row.failed) for row in rows] if any(row.failed for row in rows) else [],
        "Open": [str(row.open) for row in rows] if any(row.open for row in rows) else [],
        "95 % interval": [f"{row.low:.1%} to {row.high:.1%}" for row in rows],
    }
    shown = {title: cells for title, cells in columns.items() if cells}
    lines = [list(shown), ["---", *("--:" for _ in list(shown)[1:])], *zip(*shown.values(), strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _worst(rehearsals: Rehearsals, run: Run, found: Sequence[tuple[Prompt, Outcome]]) -> None:
    st.markdown("**Worst replies first**")
    if not found:
        st.caption(":material/check_circle: There is none.")
    for prompt, outcome in found[:_SHOWN]:
        failed = ", ".join(outcome.failed_checks) or "rules cannot tell"
        with st.expander(f"{outcome.case} · {_SEVERITY[prompt.severity]} · {failed}"):
            _case(rehearsals, run, prompt, outcome)
    if len(found) > _SHOWN:
        st.caption(f"{len(found) - _SHOWN} more are in the files below.")


def _case(rehearsals: Rehearsals, run: Run, prompt: Prompt, outcome: Outcome) -> None:
    for turn in outcome.turns:
        with st.chat_message("user", avatar=":material/child_care:"):
            st.text(turn.child)
        with st.chat_message("assistant", avatar=":material/celebration:"):
            st.text(turn.reply)
        for result in turn.results:
            if result.verdict is not Verdict.PASS:
                st.markdown(f"{_VERDICTS[result.verdict]}: `{result.check}` {CHECKS[result.check].passes_when}")
                st.text(result.reason)
    st.caption(f"A good answer {prompt.good}.")
    if outcome.signer:
        st.caption(f"{outcome.signer}: {outcome.reason or 'no reason written'}")
    _sign(rehearsals, run, prompt, outcome)


def _sign(rehearsals: Rehearsals, run: Run, prompt: Prompt, outcome: Outcome) -> None:
    """A person decides what nobody could tell, or writes why a high failure is bearable."""
    waiting = outcome.found is Verdict.PERSON
    if not waiting and prompt.severity != "H":
        return
    with st.form(f"sign_{outcome.case}", border=False):
        reason = st.text_input("Why", max_chars=300, value=outcome.reason or "")
        if waiting:
            good, bad = st.columns(2)
            passed = good.form_submit_button("It is good", icon=":material/thumb_up:", width="stretch")
            failed = bad.form_submit_button("It is not", icon=":material/thumb_down:", width="stretch")
            said = Verdict.PASS if passed else Verdict.FAIL if failed else None
        else:
            said = None
            passed = failed = st.form_submit_button("Keep this reason", icon=":material/edit_note:")
    if not (passed or failed):
        return
    if not who() or not reason.strip():
        st.error("Give your name (under *Rehearse*) and say why; both stay with this case.", icon=":material/info:")
        return
    rehearsals.kept.sign(run.id, outcome.case, person=said, signer=who(), reason=reason.strip(), at=rehearsals.now())
    st.rerun()


def _trend(rehearsals: Rehearsals, persona_id: str, suite_id: str, versions: Sequence[Version]) -> None:
    positions = {one.hash: one.position for one in versions}
    tally = rehearsals.kept.tally(persona_id, suite_id)
    rows = []
    for one in reversed(rehearsals.store.runs(persona_id)):
        if one.run.id in tally and one.run.version in positions:
            passed, cases = tally[one.run.id]
            rows.append((positions[one.run.version], one.run.started_at, passed / cases, one.run.model))
    if len(rows) < 2:
        return
    from components.rehearsals.chart import trend_chart

    st.markdown("**Over versions**")
    st.plotly_chart(trend_chart(rows), key="rehearsal_trend", alt="Share of cases that passed, run by run.")


def _take(version: Version, run: Run, outcomes: Sequence[Outcome], rehearsals: Rehearsals) -> None:
    suite = rehearsals.suite(run.suite_id)
    decision = decide(version.document, suite, run, outcomes)
    page = as_page(version.document.name, suite, run, outcomes, decision)
    with st.container(horizontal=True, key="report_files"):
        st.download_button(
            "One page", page, f"rehearsal-{run.id[:8]}.md", icon=":material/description:", on_click="ignore"
        )
        st.download_button(
            "Every reply, CSV",
            lambda: as_csv(suite, outcomes),
            f"rehearsal-{run.id[:8]}.csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Every reply, JSON",
            lambda: as_json(run, outcomes),
            f"rehearsal-{run.id[:8]}.json",
            icon=":material/data_object:",
            on_click="ignore",
        )
    with st.expander("The printable page", icon=":material/print:"):
        st.markdown(page)
