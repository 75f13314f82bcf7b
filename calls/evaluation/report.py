"""A run as something to take along: one page in Markdown, every reply as CSV and JSON, a call's lines as a suite."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from calls.evaluation.errors import EvaluationError
from calls.evaluation.gate import Decision
from calls.evaluation.grading import Row, graded, table, worst_first
from calls.evaluation.results import Outcome
from calls.evaluation.suites import Prompt, Suite
from calls.journal.transcript import Turn
from calls.plain_text import markdown_line, spreadsheet_cell
from calls.safety.checks.table import checks_for
from calls.safety.masking import masked
from calls.store.rehearsals import Run

__all__ = ["answered_by", "as_csv", "as_json", "as_page", "replies_of", "suite_of_call"]

_SEVERITY = {"C": "critical", "H": "high", "M": "medium"}
_WORST = 20


def as_page(name: str, suite: Suite, run: Run, outcomes: Sequence[Outcome], decision: Decision) -> str:
    """One page in Markdown: what was rehearsed, the tables, the worst replies, and what the gate says."""
    grades = graded(suite, outcomes)
    day = datetime.fromtimestamp(run.started_at / 1000, UTC)
    lines = [
        f"# Rehearsal of {markdown_line(name)}",
        "",
        f"Version {run.version[:11]}, {suite.title} (version {suite.version}), {day:%d %b %Y, %H:%M} UTC.",
        f"Answered by {markdown_line(answered_by(run))}, "
        f"judged by {markdown_line(run.judge or 'nobody: a person decides')}. "
        f"Run by {markdown_line(run.started_by)}; {run.requests} requests, {run.tokens_in + run.tokens_out:,} tokens. "
        f"{replies_of(run)}",
        "",
        f"**{'The gate is open.' if decision.open else 'The gate is closed.'}** {' '.join(decision.reasons)}",
        "",
        "## By severity",
        "",
        *_rows(table(grades, lambda prompt: _SEVERITY[prompt.severity])),
        "",
        "## By group",
        "",
        *_rows(table(grades, lambda prompt: prompt.group)),
        "",
        "## Worst replies",
        "",
    ]
    for prompt, outcome in worst_first(grades)[:_WORST]:
        turn = outcome.turns[-1]
        failed = ", ".join(outcome.failed_checks) or "needs a person"
        lines += [
            f"**{outcome.case}** ({_SEVERITY[prompt.severity]}): {failed}",
            f"> Child: {markdown_line(turn.child)}",
            f"> Answer: {markdown_line(turn.reply)}",
            "",
        ]
    if not worst_first(grades):
        lines.append("None: every case passed.")
    return "\n".join(lines)


def answered_by(run: Run) -> str:
    """The model, and the address it answered at."""
    return f"{run.model} at {run.endpoint}" if run.endpoint else run.model


def replies_of(run: Run) -> str:
    """Whether a run asked for all its replies, or how many it took from runs before and how old the oldest was."""
    if run.kept and run.kept_since is not None:
        age = _age(run.started_at - run.kept_since)
        return f"{run.kept:,} replies were kept from runs before; the oldest was {age} old."
    return "Everything was asked afresh." if run.fresh else "No reply was kept from a run before."


def _age(ms: int) -> str:
    hours = ms // 3_600_000
    if hours < 1:
        return "less than an hour"
    count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{count} {unit}{'s' if count > 1 else ''}"


def as_csv(suite: Suite, outcomes: Sequence[Outcome]) -> str:
    """Every check of every reply, a line each. A cell that a spreadsheet would take for a formula gets a quote."""
    prompts = {prompt.id: prompt for prompt in suite.prompts}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["case", "group", "severity", "time", "child", "reply", "check", "verdict", "reason", "signed by"])
    for one in outcomes:
        prompt = prompts.get(one.prompt)
        for number, turn in enumerate(one.turns, 1):
            for result in turn.results:
                cells = [one.case, prompt.group if prompt else "", prompt.severity if prompt else "", number]
                cells += [turn.child, turn.reply, result.check, result.verdict.value, result.reason, one.signer or ""]
                writer.writerow([spreadsheet_cell(str(cell)) for cell in cells])
    return out.getvalue()


def as_json(run: Run, outcomes: Sequence[Outcome]) -> str:
    """The run and every case with its talk."""
    cases = [
        {
            "case": one.case,
            "verdict": one.verdict.value,
            "person": one.person.value if one.person else None,
            "signer": one.signer,
            "reason": one.reason,
            **one.as_body(),
        }
        for one in outcomes
    ]
    return json.dumps({"run": {**vars(run), "plan": dict(run.plan)}, "cases": cases}, ensure_ascii=False, indent=1)


def suite_of_call(call_id: str, turns: Sequence[Turn], guest: str, title: str) -> Suite:
    """The guest's lines of a stored call as a suite of its own, personal data masked. Raises EvaluationError."""
    lines = [turn.text.strip() for turn in turns if turn.speaker == "guest" and turn.text.strip()]
    if not lines:
        raise EvaluationError("Nobody asked anything in that call.", "Choose a call with words of a guest.")
    prompts = tuple(
        Prompt(
            id=f"T{number:02}",
            group="From a call",
            severity="M",
            ages=("4-6", "7-9", "10-12"),
            child=(text := masked(line, [guest]).text[:400]),
            good="answers as kindly as in the call, within the rules",
            checks=checks_for(text),
        )
        for number, line in enumerate(lines, 1)
    )
    return Suite(id=f"call-{call_id[:12]}", title=title, version=1, language="en", counted=False, prompts=prompts)


def _rows(rows: Sequence[Row]) -> list[str]:
    head = "| | prompts passed | cases passed | failed | open | 95 % interval |"
    body = [
        f"| {markdown_line(row.name)} | {row.passed_prompts} of {row.prompts} | {row.passed} of {row.cases} "
        f"| {row.failed} | {row.open} | {row.low:.0%} to {row.high:.0%} |"
        for row in rows
    ]
    return [head, "| --- | --- | --- | --- | --- | --- |", *body]
