"""Reading a line for its sense: plain letters, sentences, and whether words are said or denied.

Rules about words must not stumble over kindness: "I can't promise", "nobody watches you" and "never tell me your
password" hold the very words that a rule looks for. A find counts as denied when a negation stands before it in the
same clause, or right behind it ("coal is not for children").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["SOFT", "any_of", "asserted", "clause_before", "plain", "sentences"]

SOFT = r"(?!(?:not|never|no|only|just)\b)\w+"
"""A piece of a pattern: a word that does not turn the sense around."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "ʼ": "'", "–": "-", "—": ",", "‐": "-", "‑": "-"})
_SPELLED = (
    (re.compile(r"\bcan ?not\b"), "can't"),
    (re.compile(r"\b(do|does|did|is|are|was|were|would|could|should|has|have|must|need) not\b"), r"\1n't"),
    (re.compile(r"\bwill not\b"), "won't"),
    (re.compile(r"\bnever,? ever\b"), "never ever"),
)
# Negations in form only: nothing that follows them is denied.
_HOLLOW = re.compile(
    r"\b(don't (you )?(worry|be (sad|scared|afraid|shy))|no worries|no problem|no doubt|not only|not just|"
    r"why don't (you|we|i)|why not|can't wait|don't forget|of course|(don't|wouldn't) you|(can't|won't|couldn't) (you|"
    r"we)|isn't (it|that)|nothing to worry about|no need to worry|not to worry|if you (don't|aren't|can't|won't))\b"
)
_NEGATION = re.compile(
    r"\b(no|not|never|nobody|no one|none|nothing|neither|nor|without|hardly|instead of|rather than|refuse|"
    r"too \w+ to)\b|n't\b"
)
_DENIED_AFTER = re.compile(
    r"( \w+){0,3}? ((is|are|was|were|does|do|will|can|would|has|have)(n't| never| nothing| no| not)|never|"
    r"can't|won't)\b"
)
_CLAUSE_END = re.compile(r"[,;:.!?…\n]|\b(but|because|so|then|and (i|you|we|he|she|they|it|my|your|the|please))\b")
_ABBREVIATIONS = re.compile(r"\b(mrs|mr|ms|dr|st|prof)\.", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Lower case, composed, one kind of apostrophe and dash, one spelling of a negation, single spaces."""
    line = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower()
    line = " ".join(line.split())
    for pattern, spelling in _SPELLED:
        line = pattern.sub(spelling, line)
    return line


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, end signs kept. An abbreviation such as "Mrs." ends none."""
    whole = _ABBREVIATIONS.sub(r"\1", text)
    return tuple(piece.strip() for piece in _SENTENCE_END.split(whole) if any(sign.isalnum() for sign in piece))


def any_of(*words: str) -> re.Pattern[str]:
    """One pattern that finds any of the given ones, each from the start of a word to the end of one."""
    return re.compile(rf"(?<![\w'])(?:{'|'.join(words)})(?!\w)")


def clause_before(sentence: str, start: int) -> str:
    """What stands before a place in the same clause."""
    ends = [found.end() for found in _CLAUSE_END.finditer(sentence, 0, start)]
    return sentence[ends[-1] if ends else 0 : start]


def asserted(pattern: re.Pattern[str], text: str, not_after: re.Pattern[str] | None = None) -> Iterator[str]:
    """What a pattern finds in a plain text and what is meant: finds that the sentence denies are left out.

    So are finds whose clause holds `not_after` before them.
    """
    for sentence in sentences(text):
        line = _HOLLOW.sub(lambda hollow: "_" * len(hollow[0]), sentence)
        for found in pattern.finditer(sentence):
            before = clause_before(line, found.start())
            if _NEGATION.search(before) or _DENIED_AFTER.match(line, found.end()):
                continue
            if not_after is None or not not_after.search(before):
                yield found[0]
