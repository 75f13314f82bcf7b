"""Where a conversation stands, from what the store holds of it: the talk so far, and what still waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calls.journal.transcript import Turn
from calls.store.journal import StoredEvent
from calls.talk.conversation import GREETING, Asked
from calls.talk.prompting import Said

__all__ = ["History", "history"]


@dataclass(frozen=True)
class History:
    """Arguments of a conversation that goes on."""

    said: tuple[Said, ...]
    asked: tuple[Asked, ...]
    last: int


def history(events: Sequence[StoredEvent], turns: Sequence[Turn]) -> History:
    """Reads a call's journal and its turns.

    An answer that another server broke off stays as it was heard: it is closed, not given twice.
    """
    answered, asked = GREETING, list[Asked]()
    for event in events:
        if event.type == "typed" and event.body.get("intent") == "ask":
            asked.append(Asked(event.seq, event.body["text"]))
        elif event.type == "avatar_talking_message":
            answered = asked[-1].number if asked else answered
            asked.clear()
    talk = list(turns)
    while asked and talk and talk[-1].speaker == "guest" and talk[-1].source == "typed":
        talk.pop()
    return History(tuple(Said(turn.speaker, turn.text) for turn in talk), tuple(asked), answered)
