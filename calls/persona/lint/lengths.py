"""What is too long: for a child to follow, for the vendor to take, for a model to remember."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from calls.guests import GUEST_NAME
from calls.persona.compiling import filled
from calls.persona.lint.findings import Change, Finding, Fix, Severity, finding
from calls.persona.sections import SECTIONS, parse_sections
from heygen.limits import STREAMING

__all__ = ["length_findings"]

SENTENCES, WORDS = 3, 45
"""What a child follows in one turn (persona-safety, check `short`)."""
_SENTENCE = re.compile(r"(?:\b(?:Mrs|Mr|Ms|Dr|St)\.|[^.!?…])+[.!?…]+[\"”’']*\s*")
# "Ho ho ho!" is a sound, not a sentence.
_SOUND = re.compile(r"(?:ho\W*)+", re.IGNORECASE)
_ANSWER = re.compile(r"^[ \t]*answer[ \t]*:[ \t]*", re.IGNORECASE | re.MULTILINE)
_NAME = "M" * 40


def length_findings(texts: Mapping[str, str]) -> list[Finding]:
    """What is too long to be spoken, sent to a vendor or followed by a child."""
    return [*_spoken(texts), *_sections(texts), *_whole(texts)]


def _spoken(texts: Mapping[str, str]) -> Iterator[Finding]:
    pieces = [(name, 0, texts.get(name, "")) for name in ("opening", "goodbye")]
    examples = texts.get("examples", "")
    for answer in _ANSWER.finditer(examples):
        end = re.compile(r"\n[ \t]*(?:child|answer)[ \t]*:|\n\s*\n|\Z", re.IGNORECASE).search(examples, answer.end())
        pieces.append(("examples", answer.end(), examples[answer.end() : end.start() if end else None]))
    for section, start, text in pieces:
        kept = _short(text)
        if kept is None:
            continue
        span = (start, start + len(text))
        fix = Fix("Keep the beginning", (Change(section, *span, kept),))
        message = f"Too long for a child: at most {SENTENCES} sentences and about {WORDS} words in one turn."
        severity = Severity.WARNING
        yield finding("too_long_for_a_child", severity, section, texts.get(section, ""), span, message, fix)


def _short(text: str) -> str | None:
    """The beginning that a child can follow; None when all of it is."""
    sentences = _SENTENCE.findall(text) or [text]
    count, words, kept = 0, 0, ""
    for sentence in sentences:
        count += _SOUND.fullmatch(sentence) is None
        words += len(sentence.split())
        if count > SENTENCES or words > WORDS:
            break
        kept += sentence
    if len(kept.strip()) >= len(text.strip()):
        return None
    if kept.strip():
        return kept.strip()
    return " ".join(text.split()[:WORDS])


def _sections(texts: Mapping[str, str]) -> Iterator[Finding]:
    for section in SECTIONS:
        text = texts.get(section.name, "")
        if section.limit is not None and len(text) > section.limit:
            span = (section.limit, len(text))
            fix = Fix("Cut it there", (Change(section.name, *span, ""),))
            message = f"{len(text) - section.limit} characters over the limit of {section.limit}."
            yield finding("over_limit", Severity.ERROR, section.name, text, span, message, fix)


def _whole(texts: Mapping[str, str]) -> Iterator[Finding]:
    persona = parse_sections(texts).persona
    if persona is None:
        return
    longest = {GUEST_NAME: _NAME, **{one.name: "M" * one.longest for one in persona.variables}}
    words = filled(persona, longest)
    opening = texts.get("opening", "")
    if len(words.opening) > STREAMING.text_max_characters:
        message = (
            f"With its variables at their longest the opening has {len(words.opening)} characters; "
            f"Streaming Avatar takes {STREAMING.text_max_characters}."
        )
        fix = Fix("Keep the beginning", (Change("opening", 200, len(opening), ""),))
        yield finding("over_vendor_limit", Severity.ERROR, "opening", opening, (0, len(opening)), message, fix)
