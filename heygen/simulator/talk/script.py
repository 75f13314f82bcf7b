"""A small scripted Santa, and a small scripted child, for when no model and no transcription are configured.

Rules, from top to bottom, look for words in the child's line; the first that fits answers. What is serious comes first
and is answered plainly, without a joke and with a grown-up as the next step. Nothing here promises presents, asks for
personal data, keeps a child from leaving or claims to be a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from heygen.simulator.talk.script_lines import CHILD_LINES, CHITCHAT, TOPICS, UNKNOWN
from heygen.simulator.talk.script_rules import PEOPLE, SERIOUS, Rule

__all__ = ["answer", "child_lines"]

_NAME = re.compile(r"[^\W\d_][\w'’ -]{0,23}")


def answer(text: str, *, guest: str | None, history: Sequence[object] = (), character: str = "santa") -> str:
    """What the character says to a child's line: one to three sentences, at most 45 words.

    `history` is the talk so far, oldest first; only its length counts, so that the same place in the same talk always
    brings the same words. `guest` is a first name that a grown-up gave; it is used in greetings and goodbyes only.
    `character` is santa, mrs_claus or elf; the last two speak of Santa as somebody else. Any other name is Santa.
    """
    turn = len(history) // 2
    who = character if character in PEOPLE else "santa"
    line = _plain(text)
    for rule in (*SERIOUS, *TOPICS, *CHITCHAT):
        if _pattern(rule).search(line):
            return _said(rule.says(who), turn, guest)
    return _said(UNKNOWN.says(who), turn, guest)


def child_lines(turn: int) -> str:
    """What the scripted child says at its `turn`, counted from 0; after the last line it starts again."""
    return CHILD_LINES[turn % len(CHILD_LINES)]


def _said(lines: Sequence[str], turn: int, guest: str | None) -> str:
    name = guest.strip() if guest else ""
    line = lines[turn % len(lines)]
    if _NAME.fullmatch(name):
        return line.replace("{, guest}", f", {name}")
    return line.replace("{, guest}", "")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


@cache
def _pattern(rule: Rule) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{words})" for words in rule.when))
