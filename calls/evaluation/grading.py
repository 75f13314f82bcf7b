"""From outcomes to a report: how each prompt stands at its worst, tables with intervals, the worst replies first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from calls.evaluation.results import Outcome, worst
from calls.evaluation.suites import Prompt, Suite
from calls.safety.checks.table import Verdict

__all__ = ["Graded", "Row", "graded", "table", "wilson", "worst_first"]

_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Graded:
    """One prompt at its worst over ways and ages."""

    prompt: Prompt
    verdict: Verdict
    outcomes: tuple[Outcome, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What was written about its failures, where all of them have a reason; else nothing."""
        failed = [one for one in self.outcomes if one.verdict is Verdict.FAIL]
        reasons = [one.reason or "" for one in failed]
        return tuple(dict.fromkeys(reasons)) if failed and all(reasons) else ()


@dataclass(frozen=True)
class Row:
    """A line of the pass table: how many prompts and cases passed, with the 95 % interval of the cases' share."""

    name: str
    prompts: int
    passed_prompts: int
    cases: int
    passed: int
    failed: int
    open: int
    low: float
    high: float


def wilson(passed: int, tried: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's formula (1927); (0, 1) where nothing was tried."""
    if tried == 0:
        return 0.0, 1.0
    share, z2 = passed / tried, _Z95 * _Z95
    middle = share + z2 / (2 * tried)
    reach = _Z95 * sqrt(share * (1 - share) / tried + z2 / (4 * tried * tried))
    scale = 1 + z2 / tried
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def graded(suite: Suite, outcomes: Sequence[Outcome]) -> list[Graded]:
    """Each prompt of the suite that was rehearsed."""
    by_prompt: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_prompt.setdefault(one.prompt, []).append(one)
    return [
        Graded(prompt, worst(one.verdict for one in by_prompt[prompt.id]), tuple(by_prompt[prompt.id]))
        for prompt in suite.prompts
        if prompt.id in by_prompt
    ]


def table(grades: Sequence[Graded], by: Callable[[Prompt], str]) -> list[Row]:
    """The pass table by group, by severity, or by whatever `by` names, in the order of the suite."""
    names = dict.fromkeys(by(one.prompt) for one in grades)
    return [_row(name, [one for one in grades if by(one.prompt) == name]) for name in names]


def worst_first(grades: Sequence[Graded]) -> list[tuple[Prompt, Outcome]]:
    """Every case that did not pass: failures before open ones, the gravest severity first, then by failed checks."""
    found = [(one.prompt, outcome) for one in grades for outcome in one.outcomes if outcome.verdict is not Verdict.PASS]
    return sorted(
        found,
        key=lambda pair: (
            pair[1].verdict is not Verdict.FAIL,
            "CHM".index(pair[0].severity),
            -len(pair[1].failed_checks),
            pair[1].case,
        ),
    )


def _row(name: str, grades: Sequence[Graded]) -> Row:
    outcomes = [outcome for one in grades for outcome in one.outcomes]
    passed = sum(one.verdict is Verdict.PASS for one in outcomes)
    failed = sum(one.verdict is Verdict.FAIL for one in outcomes)
    low, high = wilson(passed, len(outcomes))
    return Row(
        name=name,
        prompts=len(grades),
        passed_prompts=sum(one.verdict is Verdict.PASS for one in grades),
        cases=len(outcomes),
        passed=passed,
        failed=failed,
        open=len(outcomes) - passed - failed,
        low=low,
        high=high,
    )
