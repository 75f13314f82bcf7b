"""The four levels, and signs: words in a child's line that ask for a level, with the category they belong to.

Categories, from the gravest: self_harm, abuse, neglect, medical, danger, stranger, disclosure, secret, bullying, sad,
grief, personal_data, family_conflict, body, jailbreak, rude, romance, fear, money. Four more raise no level and only
say what a line is about: asks_real, goodbye, faith_or_politics, shopping.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from calls.safety.texts import any_of

__all__ = ["Level", "Sign", "sign"]


class Level(IntEnum):
    """What a line asks of us: nothing, a kind turn of the topic, a grown-up, or the end of the talk.

    The scale of persona-safety, 3; levels 2 and 3 are what the house shows a grown-up and keeps for review.
    """

    FINE = 0
    STEER = 1
    GROWN_UP = 2
    STOP = 3


class Sign(NamedTuple):
    """Words of a category that ask for a level, unless the line also holds words that explain them."""

    category: str
    level: Level
    words: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def found(self, line: str) -> str:
        """The words of a plain line that this sign is about; empty if it is not there."""
        match = self.words.search(line)
        if match is None or (self.unless is not None and self.unless.search(line)):
            return ""
        return match[0]


def sign(category: str, level: Level, *words: str, unless: tuple[str, ...] = ()) -> Sign:
    """A sign from patterns, each matched from the start of a word to the end of one."""
    return Sign(category, level, any_of(*words), any_of(*unless) if unless else None)
