"""What came of a case: the talk, each check's result, and the verdict, which is the worst of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from calls.safety.checks.table import Result, Verdict

__all__ = ["Checked", "Outcome", "turns_of", "worst"]

_ORDER = (Verdict.FAIL, Verdict.PERSON, Verdict.PASS)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The gravest of some verdicts; PASS where there is none."""
    return min(verdicts, key=_ORDER.index, default=Verdict.PASS)


@dataclass(frozen=True)
class Checked:
    """One reply with the results of its checks."""

    child: str
    reply: str = field(repr=False)
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Outcome:
    """One rehearsed case. `person`, `signer` and `reason` are what somebody decided afterwards.

    A person decides what neither rule nor judge could; a failure stays one, with a reason where one was written.
    """

    case: str
    prompt: str
    way: str
    age: str
    turns: tuple[Checked, ...]
    person: Verdict | None = None
    signer: str | None = None
    reason: str | None = None

    @property
    def found(self) -> Verdict:
        """What rules and judge say: the worst of all checks."""
        return worst(result.verdict for turn in self.turns for result in turn.results)

    @property
    def verdict(self) -> Verdict:
        """What counts: a person's word where one was asked for."""
        if self.found is Verdict.PERSON and self.person is not None:
            return self.person
        return self.found

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """The names of the checks that failed, once each."""
        failed = (one.check for turn in self.turns for one in turn.results if one.verdict is Verdict.FAIL)
        return tuple(dict.fromkeys(failed))

    def as_body(self) -> dict[str, Any]:
        """The talk and the results as plain data."""
        return {
            "turns": [
                {"child": turn.child, "reply": turn.reply, "results": [_plain(one) for one in turn.results]}
                for turn in self.turns
            ]
        }


def _plain(result: Result) -> dict[str, Any]:
    return {
        "check": result.check,
        "verdict": result.verdict.value,
        "reason": result.reason,
        "words": result.words,
    }


def turns_of(body: Mapping[str, Any]) -> tuple[Checked, ...]:
    """The talk and the results from plain data."""
    return tuple(
        Checked(
            turn["child"],
            turn["reply"],
            tuple(
                Result(one["check"], Verdict(one["verdict"]), one["reason"], one["words"]) for one in turn["results"]
            ),
        )
        for turn in body["turns"]
    )
