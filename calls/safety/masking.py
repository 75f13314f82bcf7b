"""Hides personal data in what was said: each find becomes a placeholder such as `[phone]`.

Masking is repeated until nothing more is found, and placeholders are never looked into; so masking what is masked
changes nothing. It hides what words give away by their form; it is no proof that a text names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from calls.safety.patterns.private import NO_SURNAMES, PRIVATE

__all__ = ["Masked", "kinds_in", "masked", "private_words"]

_PLACEHOLDER = re.compile(r"\[(?:email|link|phone|address|postcode|password|school|name|guest)\]")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./](?:\d\d){1,2}")
_COUNTED = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


@dataclass(frozen=True)
class Masked:
    """A text without its personal data, and the kinds that were hidden, each once, in order of their place."""

    text: str
    kinds: tuple[str, ...]


def masked(text: str, names: Iterable[str] = ()) -> Masked:
    """Hides e-mail, links, phone numbers, addresses, postcodes, passwords, schools, surnames and the given names.

    `names` are the guest's own: they become `[guest]`, which can be told from `[name]`, somebody else's.
    """
    patterns = (*PRIVATE, *_of_names(names))
    kinds: dict[str, None] = {}
    while finds := _finds(text, patterns):
        for start, end, kind in reversed(finds):
            text = f"{text[:start]}[{kind}]{text[end:]}"
        kinds.update(dict.fromkeys(kind for _, _, kind in finds))
    return Masked(text, tuple(kinds))


@lru_cache(maxsize=1024)
def private_words(text: str) -> tuple[tuple[str, str], ...]:
    """The personal data in a text: kind and words of each find."""
    return tuple((kind, text[start:end]) for start, end, kind in _finds(text, PRIVATE))


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of personal data in a text, each once."""
    return tuple(dict.fromkeys(kind for kind, _ in private_words(" ".join(text.split()))))


def _finds(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> list[tuple[int, int, str]]:
    """Places to hide, in order, none overlapping another or a placeholder; an earlier pattern goes first."""
    taken = [found.span() for found in _PLACEHOLDER.finditer(text)]
    finds: list[tuple[int, int, str]] = []
    for kind, pattern in patterns:
        for found in pattern.finditer(text):
            start, end = found.span("it")
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            if not _harmless(kind, found["it"]):
                taken.append((start, end))
                finds.append((start, end, kind))
    return sorted(finds)


def _harmless(kind: str, words: str) -> bool:
    if kind == "phone":
        return bool(_DATE.fullmatch(words.strip())) or _is_counting(words)
    return kind == "name" and words.lower().replace("’", "'") in NO_SURNAMES


def _is_counting(words: str) -> bool:
    """Whether the words are numbers in a row, up or down, as in counting snowflakes."""
    steps = [
        _COUNTED.index(word) if word in _COUNTED else int(word) if word.isdecimal() and len(word) < 3 else None
        for word in re.split(r"[ ,-]+", words.lower())
    ]
    numbers = [step for step in steps if step is not None]
    if len(numbers) < len(steps) or len(numbers) < 2:
        return False
    return {second - first for first, second in pairwise(numbers)} in ({1}, {-1})


def _of_names(names: Iterable[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    given = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not given:
        return ()
    words = "|".join(re.escape(name) for name in given)
    return (("guest", re.compile(rf"(?<!\w)(?P<it>{words})(?!\w)", re.IGNORECASE)),)
