"""What the eyes do when nobody thinks about them: blinks and glances, the same for everybody who watches."""

from __future__ import annotations

import random
from typing import NamedTuple

from heygen.simulator.media.picture.face import Eyes

__all__ = ["Idle"]

# People blink every 3 to 5 seconds; one blink in each slot, at a moment that differs.
_SLOT_S = 4.0
_BLINK_S = ((0.04, Eyes.HALF), (0.12, Eyes.CLOSED), (0.16, Eyes.HALF))
_LAST_BLINK_S = 3.4
_GLANCE_CHANCE = 0.4
_GLANCE_S = 1.1
_KEPT_SLOTS = 8


class _Slot(NamedTuple):
    blink: float
    glance: float | None


class Idle:
    """Eyes by time. All follows from the seed and the moment (seconds), whatever the order of questions."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._slots: dict[int, _Slot] = {}

    def eyes(self, at: float, *, attentive: bool) -> Eyes:
        """The eyes at a moment. Who speaks or listens (`attentive`) blinks but does not look away."""
        number, into = divmod(at, _SLOT_S)
        slot = self._slot(int(number))
        since = into - slot.blink
        if since >= 0:
            for until, eyes in _BLINK_S:
                if since < until:
                    return eyes
        if not attentive and slot.glance is not None and 0 <= into - slot.glance < _GLANCE_S:
            return Eyes.ASIDE
        return Eyes.OPEN

    def _slot(self, number: int) -> _Slot:
        slot = self._slots.get(number)
        if slot is None:
            dice = random.Random(f"{self._seed}/{number}")
            blink = dice.uniform(0.2, _LAST_BLINK_S)
            # A glance begins with a blink, as it does in people.
            slot = _Slot(blink, blink + 0.12 if dice.random() < _GLANCE_CHANCE else None)
            if len(self._slots) >= _KEPT_SLOTS:
                self._slots.clear()
            self._slots[number] = slot
        return slot
