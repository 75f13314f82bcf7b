"""What a persona for children must say and does not: exceptions, safety rules, and how long an answer is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from calls.persona.lint.findings import Finding, Fix, Severity, appended, finding
from calls.persona.lint.standard import EXCEPTIONS, RULES

__all__ = ["missing_findings"]

_PROMPT = ("personality", "guidelines", "never", "exceptions")
_SHORT = re.compile(
    r"\b(one|two|three|1|2|3|few)\b.*\bsentences?\b|\bshort (sentences|answers|replies)\b|\bwords\b.*\bat most\b"
    r"|\b(keep|be|answer)\b.*\b(short|brief)\b",
    re.IGNORECASE,
)
_LENGTH = "- One to three short sentences at a time, in words a six-year-old knows."


def missing_findings(texts: Mapping[str, str]) -> list[Finding]:
    """Missing exceptions are errors, missing rules warnings, a missing length a hint."""
    return list(_missing(texts))


def _missing(texts: Mapping[str, str]) -> Iterator[Finding]:
    told = "\n".join(texts.get(name, "") for name in _PROMPT)
    for standard in (*EXCEPTIONS, *RULES):
        if standard.stands_in(told):
            continue
        section = standard.section
        text = texts.get(section, "")
        grave = standard in EXCEPTIONS
        line = standard.line
        if grave and text.strip():
            line = f"{_next_number(text)}. {line}" if _numbered(text) else line
        fix = Fix("Add the exception" if grave else "Add the rule", (appended(texts, section, line),))
        severity = Severity.ERROR if grave else Severity.WARNING
        span = (len(text.rstrip()), len(text))
        yield finding(f"missing_{standard.name}", severity, section, text, span, standard.message, fix)
    if not _SHORT.search(told):
        text = texts.get("guidelines", "")
        fix = Fix("Add a length", (appended(texts, "guidelines", _LENGTH),))
        message = "Nothing says how long an answer is; children are lost after about three sentences."
        yield finding(
            "missing_length", Severity.HINT, "guidelines", text, (len(text.rstrip()), len(text)), message, fix
        )


def _numbered(text: str) -> bool:
    return re.match(r"\s*1[.)]", text) is not None


def _next_number(text: str) -> int:
    return max((int(number) for number in re.findall(r"^\s*(\d+)[.)]", text, re.MULTILINE)), default=0) + 1
