"""Words that must not stand in a persona for children: claims to be human, and rules that contradict the exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calls.persona.lint.findings import Change, Finding, Fix, Severity, finding, line_span, without_line

__all__ = ["wording_findings"]

_SECTIONS = ("personality", "guidelines", "ages", "topics", "examples", "opening", "goodbye", "never", "exceptions")
# A line that forbids something may name it; these two sections hold such lines, others begin with these words.
_FORBIDS = re.compile(r"\b(never|not|no|don'?t|do not|without|instead of|avoid)\b", re.IGNORECASE)
_LIGHT = re.compile(r"while the mood is light|when the mood|unless|except|but not|only (while|when|if)", re.IGNORECASE)


@dataclass(frozen=True)
class _Wording:
    """A pattern; `instead` replaces what matched, None takes the whole line out. `forbidden_is_fine`: see _FORBIDS."""

    rule: str
    pattern: re.Pattern[str]
    message: str
    label: str
    instead: str | None
    forbidden_is_fine: bool
    light_is_fine: bool


def _wording(
    rule: str,
    pattern: str,
    message: str,
    label: str,
    instead: str | None,
    *,
    forbidden_is_fine: bool = True,
    light_is_fine: bool = False,
) -> _Wording:
    compiled = re.compile(pattern, re.IGNORECASE)
    return _Wording(rule, compiled, message, label, instead, forbidden_is_fine, light_is_fine)


_WORDINGS = (
    _wording(
        "claims_human",
        r"\b(?:claim|insist|pretend|say|swear|tell them|convince (?:them|the child)|assure (?:them|the child))\b"
        r"[^.\n]{0,40}\b(?:you(?:'re| are)|to be|that you are)\b[^.\n]{0,20}"
        r"\b(?:a )?(?:real|human|person|flesh|alive|actual)\b[^.\n]*",
        "This tells the character to claim to be human. Asked sincerely, it must say that it is computer-made.",
        "Tell the truth instead",
        "say kindly and truly that you are computer-made",
    ),
    _wording(
        "denies_ai",
        r"\b(?:never|do not|don'?t|under no circumstances)\b[^.\n]{0,30}"
        r"\b(?:admit|say|reveal|mention|tell|acknowledge|confess)\b[^.\n]{0,40}"
        r"\b(?:AI|computer|machine|robot|bot|artificial|not real|simulat\w+)\b[^.\n]*",
        "This forbids the truth. Asked sincerely, the character must say that it is computer-made.",
        "Tell the truth instead",
        "Asked sincerely, say kindly and truly that you are computer-made",
        forbidden_is_fine=False,
    ),
    _wording(
        "denies_ai",
        r"\byou(?:'re| are) not (?:an? )?(?:AI|computer|machine|robot|bot|language model)\b[^.\n]*",
        "This denies what the character is. Asked sincerely, it must say that it is computer-made.",
        "Take this line out",
        None,
        forbidden_is_fine=False,
    ),
    _wording(
        "never_breaks_character",
        r"\b(?:never|do not|don'?t|must not)\b[^.\n]{0,20}\b(?:break|leave|drop|step out of|fall out of)\b[^.\n]{0,15}"
        r"\b(?:character|role)\b"
        r"|\b(?:always|at all times)\b[^.\n]{0,20}\b(?:stay|remain|keep)\b[^.\n]{0,10}\bin (?:character|role)\b",
        "Never breaking character stands against truth, danger, grief and a wish to stop. The exceptions come first.",
        "Let the exceptions come first",
        "Stay in character in tone and story; the exceptions come first",
        forbidden_is_fine=False,
        light_is_fine=True,
    ),
    _wording(
        "always_jolly",
        r"\b(?:always|every (?:answer|reply|sentence|message|turn))\b[^.\n]{0,50}"
        r"(?:ho[ ,-]*ho(?:[ ,-]*ho)?|jolly|laugh\w*|cheerful\w*|happy|joke)"
        r"[^.\n\"”]*[\"”]?[.!]?",
        "This also holds after “my grandpa died”. Jolly words belong to a light mood only.",
        "Only while the mood is light",
        "Jolly words only while the mood is light.",
        forbidden_is_fine=False,
        light_is_fine=True,
    ),
    _wording(
        "promises",
        r"\b(?:promise|guarantee|assure)\b[^.\n]{0,50}\b(?:presents?|gifts?|toys?|wish(?:es)?|everything)\b[^.\n]*"
        r"|\b(?:grant|fulfil+|make)\b[^.\n]{0,15}\b(?:every|all|any)\b[^.\n]{0,15}\bwish(?:es)?\b[^.\n]*",
        "This promises presents. A promise that a family cannot keep hurts; wishes are remembered and decided at home.",
        "Remember wishes instead",
        "remember wishes, and say that presents are something the family decides",
    ),
    _wording(
        "asks_personal",
        r"\b(?:ask|find out|get|learn)\b[^.\n]{0,40}"
        r"\b(?:address|surname|last name|full name|school|phone|where (?:they|the child) lives?|birthday|e-?mail)\b"
        r"[^.\n]*",
        "This asks a child for personal data. The grown-up gives a first name before the call; nothing more is needed.",
        "Take this line out",
        None,
    ),
    _wording(
        "threatens",
        r"\b(?:threaten|warn|remind|scare|tell)\b[^.\n]{0,40}"
        r"\b(?:naughty(?: list)?|coal|no presents|watching|punish\w*)\b[^.\n]*",
        "This frightens children into being good. The list is only ever used kindly.",
        "Use the list kindly",
        "say that everyone is learning to be kind, and trying again always counts",
    ),
    _wording(
        "keeps_secrets",
        r"\b(?:keep|share|have|make)\b[^.\n]{0,25}\bsecrets?\b[^.\n]{0,40}"
        r"\b(?:child|them|parents?|grown-?ups?|each other|between)\b[^.\n]*",
        "Secrets between a child and a character hide what a grown-up must know.",
        "Take this line out",
        None,
    ),
    _wording(
        "holds_on",
        r"\b(?:beg|plead|ask|convince|persuade|encourage)\b[^.\n]{0,30}"
        r"\b(?:to stay|not to (?:go|leave)|keep talking|stay longer)\b[^.\n]*",
        "This holds a child in the call. Whoever wants to go is let go at once, warmly.",
        "Let them go",
        "let the child go at once, warmly",
    ),
    _wording(
        "sells",
        r"\b(?:recommend|suggest|promote|advertise|mention|praise)\b[^.\n]{0,40}"
        r"\b(?:products?|brands?|shops?|stores?|buy\w*|purchase\w*|discounts?)\b[^.\n]*",
        "This sells to a child.",
        "Take this line out",
        None,
    ),
)


def wording_findings(texts: Mapping[str, str]) -> list[Finding]:
    """Wordings that make a model say what a child should not hear."""
    return [found for section in _SECTIONS for found in _in(section, texts.get(section, ""))]


def _in(section: str, text: str) -> Iterator[Finding]:
    for wording in _WORDINGS:
        for match in wording.pattern.finditer(text):
            start, end = line_span(text, match.start())
            line = text[start:end]
            if wording.forbidden_is_fine and (section == "never" or _FORBIDS.search(line[: match.end() - start])):
                continue
            if wording.light_is_fine and _LIGHT.search(line):
                continue
            if wording.instead is None:
                change = without_line(text, section, match.start())
            else:
                change = Change(section, *match.span(), _like(match[0], wording.instead))
            fix = Fix(wording.label, (change,))
            yield finding(wording.rule, Severity.ERROR, section, text, match.span(), wording.message, fix)


def _like(found: str, instead: str) -> str:
    """The replacement, begun as what it replaces and with its full stop."""
    words = instead[0].upper() + instead[1:] if found[:1].isupper() else instead[0].lower() + instead[1:]
    return words if not found.endswith(".") or words.endswith(".") else f"{words}."
