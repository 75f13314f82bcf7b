"""Sections that cannot be read: the fault of the grammar, where it is, and a way out."""

from __future__ import annotations

from collections.abc import Mapping

from calls.persona.lint.findings import Change, Finding, Fix, Severity, finding, without_line
from calls.persona.sections import parse_sections

__all__ = ["grammar_findings"]

_FILLED: Mapping[str, str] = {
    "name": "Santa",
    "opening": "Hello, ${guest_name}! How lovely to see you. What have you been up to today?",
}


def grammar_findings(texts: Mapping[str, str]) -> list[Finding]:
    """What keeps the texts from being a persona."""
    found = []
    for fault in parse_sections(texts).faults:
        text = texts.get(fault.section, "")
        if fault.section in _FILLED and not text.strip():
            line = _FILLED[fault.section]
            fix = Fix("Begin with a usual one", (Change(fault.section, 0, len(text), line),))
        else:
            fix = Fix("Take this line out", (without_line(text, fault.section, fault.start),))
        span = (fault.start, fault.end)
        found.append(finding("grammar", Severity.ERROR, fault.section, text, span, fault.message, fix))
    return found
