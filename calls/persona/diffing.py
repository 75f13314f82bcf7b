"""What changed between two versions: section by section, line beside line, and within a line the words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from calls.persona.sections import SECTIONS

__all__ = ["Piece", "Row", "SectionDiff", "compare"]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A part of a line; `changed` when the other side has something else there."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Row:
    """A line of each side; None where that side has no such line. Both sides alike: not `changed`."""

    before: tuple[Piece, ...] | None
    after: tuple[Piece, ...] | None
    changed: bool


@dataclass(frozen=True)
class SectionDiff:
    """One section of a persona before and after, row by row."""

    name: str
    label: str
    rows: tuple[Row, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(row.changed for row in self.rows)


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> list[SectionDiff]:
    """The difference of two sets of section texts, in the order of the sections."""
    return [
        SectionDiff(
            section.name, section.label, tuple(_rows(before.get(section.name, ""), after.get(section.name, "")))
        )
        for section in SECTIONS
    ]


def _rows(before: str, after: str) -> list[Row]:
    left, right = before.split("\n") if before else [], after.split("\n") if after else []
    rows: list[Row] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [Row((Piece(line),), (Piece(line),), False) for line in left[a:b]]
            continue
        pairs = min(b - a, d - c)
        rows += [_pair(left[a + at], right[c + at]) for at in range(pairs)]
        rows += [Row((Piece(line, True),), None, True) for line in left[a + pairs : b]]
        rows += [Row(None, (Piece(line, True),), True) for line in right[c + pairs : d]]
    return rows


def _pair(before: str, after: str) -> Row:
    left, right = _WORDS.findall(before), _WORDS.findall(after)
    a_side: list[Piece] = []
    b_side: list[Piece] = []
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for place, (kind, a, b, c, d) in enumerate(steps):
        # A space between two changed words belongs to the change.
        between = 0 < place < len(steps) - 1 and not "".join(left[a:b]).strip()
        changed = kind != "equal" or between
        _add(a_side, "".join(left[a:b]), changed)
        _add(b_side, "".join(right[c:d]), changed)
    return Row(tuple(a_side), tuple(b_side), True)


def _add(side: list[Piece], text: str, changed: bool) -> None:
    if not text:
        return
    if side and side[-1].changed == changed:
        side[-1] = Piece(side[-1].text + text, changed)
    else:
        side.append(Piece(text, changed))
