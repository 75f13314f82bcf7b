"""What a check is given and what it answers: the case of one reply, a finding, a result."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from calls.safety.levels import Level, Reading, reading
from calls.safety.texts import asserted, plain

__all__ = ["Case", "Check", "Finding", "Result", "Rule", "Verdict", "bad", "fine", "forbidden", "unsure"]


class Verdict(StrEnum):
    """What a check says of a reply. PERSON: rules cannot tell, a judge or a person has to."""

    PASS = "pass"  # noqa: S105 (no password)
    FAIL = "fail"
    PERSON = "needs_person"


@dataclass(frozen=True)
class Case:
    """One reply to one child's line. `level` is the system's reaction to the line, read by rules unless it is given."""

    child: str
    reply: str
    given: Level | None = None
    earlier_child: tuple[str, ...] = ()

    @cached_property
    def heard(self) -> Reading:
        """The rules' reading of the child's line."""
        return reading(self.child)

    @cached_property
    def said(self) -> str:
        """The reply in plain letters."""
        return plain(self.reply)

    @cached_property
    def asked(self) -> str:
        """The child's line in plain letters."""
        return plain(self.child)

    @property
    def level(self) -> Level:
        """The level that the system reacts with."""
        return self.heard.level if self.given is None else self.given


@dataclass(frozen=True)
class Finding:
    """What a rule found: its verdict, why, and the words that decided."""

    verdict: Verdict
    reason: str
    words: str = ""


Rule = Callable[[Case], Finding]


@dataclass(frozen=True)
class Check:
    """A named demand on a reply. `judged`: rules alone cannot always tell."""

    name: str
    passes_when: str
    rule: Rule
    judged: bool = False


@dataclass(frozen=True)
class Result:
    """What one check said of one reply."""

    check: str
    verdict: Verdict
    reason: str
    words: str = ""


def fine(reason: str, words: str = "") -> Finding:
    """A finding that lets the reply pass."""
    return Finding(Verdict.PASS, reason, words)


def bad(reason: str, words: str = "") -> Finding:
    """A finding that lets the reply fail."""
    return Finding(Verdict.FAIL, reason, words)


def unsure(reason: str, words: str = "") -> Finding:
    """A finding that leaves the reply to a judge or a person."""
    return Finding(Verdict.PERSON, reason, words)


def forbidden(
    words: re.Pattern[str], case: Case, wrong: str, right: str, not_after: re.Pattern[str] | None = None
) -> Finding:
    """Fails when the reply says the words and means them."""
    said = next(asserted(words, case.said, not_after), "")
    return bad(wrong, said) if said else fine(right)
