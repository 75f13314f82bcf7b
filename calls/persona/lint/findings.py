"""A finding: where, how grave, what it means, and what one click would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from calls.persona.sections import SECTIONS

__all__ = ["Change", "Finding", "Fix", "Severity", "appended", "finding", "line_of", "line_span", "without_line"]

_ORDER: Mapping[str, int] = {section.name: number for number, section in enumerate(SECTIONS)}


class Severity(StrEnum):
    """How grave a finding is. An error keeps a version from going live."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """Sorts findings: 0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Change:
    """Characters `start` to `end` of a section become `insert`."""

    section: str
    start: int
    end: int
    insert: str


@dataclass(frozen=True)
class Fix:
    """What one click does, in words and as changes."""

    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Finding:
    """One finding about a section; `line` counts from 1. `rule` names the rule, for tests and for the report."""

    rule: str
    severity: Severity
    section: str
    start: int
    end: int
    line: int
    message: str
    fix: Fix | None = None

    @property
    def id(self) -> str:
        """Names this finding among those of one text."""
        return f"{self.rule}:{self.section}:{self.start}"

    @property
    def order(self) -> int:
        """The place of its section."""
        return _ORDER[self.section]


def finding(
    rule: str,
    severity: Severity,
    section: str,
    text: str,
    span: tuple[int, int],
    message: str,
    fix: Fix | None = None,
) -> Finding:
    """A finding about characters of a section's text."""
    return Finding(rule, severity, section, *span, line_of(text, span[0]), message, fix)


def line_of(text: str, at: int) -> int:
    """The line a character stands in, from 1."""
    return text.count("\n", 0, at) + 1


def line_span(text: str, at: int) -> tuple[int, int]:
    """The whole line around a character, without its end."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def without_line(text: str, section: str, at: int) -> Change:
    """The change that takes a line out, its end included."""
    start, end = line_span(text, at)
    if end < len(text):
        end += 1
    elif start > 0:
        start -= 1
    return Change(section, start, end, "")


def appended(texts: Mapping[str, str], section: str, line: str) -> Change:
    """The change that adds a line at the end of a section."""
    text = texts.get(section, "")
    kept = text.rstrip()
    return Change(section, len(kept), len(text), f"\n{line}" if kept else line)
