"""Places for variables: undeclared, unused, in another program's spelling; and what was left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from calls.guests import GUEST_NAME
from calls.persona.filling import PLACE
from calls.persona.lint.findings import Change, Finding, Fix, Severity, appended, finding, line_span, without_line

__all__ = ["place_findings"]

_FILLED = ("personality", "guidelines", "ages", "topics", "examples", "opening", "goodbye", "never", "exceptions")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DECLARED = re.compile(r"^[ \t]*(?:\$\{)?([a-z][a-z0-9_]*)\}?[ \t]*=", re.MULTILINE)
# Other programs' places for the person one talks to.
_FOREIGN = re.compile(
    r"\{\{\s*(?:user|child|guest|name)\s*\}\}|(?<![$\w])\{(?:user|guest|child|name|guest_name)\}|<USER>|<(?:user|name|guest|child)>"
    r"|\[(?:child'?s? ?name|guest'?s? ?name|name|user)\]|%(?:name|user|guest)%",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX+)\b|lorem ipsum|\[(?:insert|your|fill|add|put)\b[^\]\n]*\]"
    r"|<(?:insert|your|fill)\b[^>\n]*>|\?\?\?|\{\{[^{}\n]*\}\}|_{4,}",
    re.IGNORECASE,
)


def place_findings(texts: Mapping[str, str]) -> list[Finding]:
    """The findings about places and placeholders."""
    return [*_variables(texts), *_leftovers(texts)]


def _variables(texts: Mapping[str, str]) -> Iterator[Finding]:
    declared = {match[1]: match for match in _DECLARED.finditer(texts.get("variables", ""))}
    used: set[str] = set()
    for section in _FILLED:
        text = texts.get(section, "")
        for place in PLACE.finditer(text):
            name = place[1]
            if name in declared:
                used.add(name)
            elif _NAME.fullmatch(name):
                fix = Fix(f"Declare {name}", (appended(texts, "variables", f"{name} = | | 40"),))
                message = f"${{{name}}} is not declared, so nothing will stand there but these signs."
                yield finding("undeclared", Severity.ERROR, section, text, place.span(), message, fix)
            else:
                plain = re.sub(r"\W+", "_", name.strip().lower()).strip("_")[:40]
                better = plain if _NAME.fullmatch(plain) else GUEST_NAME
                fix = Fix(f"Write ${{{better}}}", (Change(section, *place.span(), f"${{{better}}}"),))
                message = "The name of a variable has small letters, digits and underscores only."
                yield finding("misspelt_place", Severity.ERROR, section, text, place.span(), message, fix)
    variables = texts.get("variables", "")
    for name, match in declared.items():
        if name not in used:
            span = line_span(variables, match.start(1))
            fix = Fix(f"Take {name} out", (without_line(variables, "variables", match.start(1)),))
            message = f"{name} is declared and used nowhere."
            yield finding("unused", Severity.WARNING, "variables", variables, span, message, fix)


def _leftovers(texts: Mapping[str, str]) -> Iterator[Finding]:
    for section in ("description", *_FILLED):
        text = texts.get(section, "")
        taken: list[tuple[int, int]] = []
        for foreign in _FOREIGN.finditer(text):
            taken.append(foreign.span())
            fix = Fix("Write ${guest_name}", (Change(section, *foreign.span(), "${" + GUEST_NAME + "}"),))
            message = f"{foreign[0]} is another program's place for a name; here it would be spoken as it stands."
            yield finding("foreign_place", Severity.ERROR, section, text, foreign.span(), message, fix)
        for left in _LEFT.finditer(text):
            if any(start <= left.start() < end for start, end in taken):
                continue
            fix = Fix("Take this line out", (without_line(text, section, left.start()),))
            message = f"{left[0]} looks like something that was still to be filled in."
            yield finding("leftover", Severity.ERROR, section, text, left.span(), message, fix)
