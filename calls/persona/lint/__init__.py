"""What is wrong with a persona, told while it is written: where, why it matters, and a fix that one click applies."""

from __future__ import annotations

from collections.abc import Mapping

from calls.persona.lint.findings import Change, Finding, Fix, Severity
from calls.persona.lint.grammar import grammar_findings
from calls.persona.lint.lengths import length_findings
from calls.persona.lint.missing import missing_findings
from calls.persona.lint.places import place_findings
from calls.persona.lint.wording import wording_findings

__all__ = ["Change", "Finding", "Fix", "Severity", "blocking", "lint"]


def lint(texts: Mapping[str, str]) -> list[Finding]:
    """The findings about the section texts of a persona, the gravest first, then by place."""
    found = [
        *grammar_findings(texts),
        *wording_findings(texts),
        *missing_findings(texts),
        *place_findings(texts),
        *length_findings(texts),
    ]
    return sorted(found, key=lambda one: (one.severity.rank, one.order, one.start))


def blocking(found: list[Finding]) -> list[Finding]:
    """Those that keep a version from going live, whatever its rehearsals say."""
    return [one for one in found if one.severity is Severity.ERROR]
