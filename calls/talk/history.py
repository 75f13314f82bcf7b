"""Where a conversation stands, from what the store holds of it: the talk so far, and what still waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calls.journal.transcript import Turn
from calls.store.journal import StoredEvent
from calls.talk.conversation import GREETING, Asked
from calls.talk.prompting import Said

__all__ = ["History", "history"]


_CLOSING = frozenset({"avatar_end_message", "avatar_stop_talking", "interrupted"})


@dataclass(frozen=True)
class History:
    """Arguments of a conversation that goes on."""

    said: tuple[Said, ...]
    asked: tuple[Asked, ...]
    last: int


def history(events: Sequence[StoredEvent], turns: Sequence[Turn]) -> History:
    """Reads a call's journal and its turns.

    An answer that another server broke off stays as it was heard: it is closed, not given twice. Answers come in the
    order of their lines, and each ends before the next one begins.
    """
    answered, asked, talking = GREETING, list[Asked](), False
    for event in events:
        if event.type == "typed" and event.body.get("intent") == "ask":
            asked.append(Asked(event.seq, event.body["text"]))
        elif event.type == "avatar_talking_message":
            if asked and not talking:
                answered = asked.pop(0).number
            talking = True
        elif event.type in _CLOSING or (event.type == "phase" and event.body["phase"] == "text"):
            talking = False
    talk = list(turns)
    while asked and talk and talk[-1].speaker == "guest" and talk[-1].source == "typed":
        talk.pop()
    return History(tuple(Said(turn.speaker, turn.text) for turn in talk), tuple(asked), answered)
