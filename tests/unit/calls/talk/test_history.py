"""Where a conversation stands, from its journal: what was said, what waits, and which reply may still be open."""

from __future__ import annotations

from typing import Any

import pytest

from calls.journal.events import body_of
from calls.journal.transcript import turns_of
from calls.store.journal import StoredEvent
from calls.talk.conversation import GREETING
from calls.talk.history import history
from tests.unit.calls.desk import as_events

TEXT = {"type": "phase", "phase": "text"}
END = {"type": "avatar_end_message"}
STOP = {"type": "avatar_stop_talking"}


def _says(text: str) -> dict[str, Any]:
    return {"type": "avatar_talking_message", "text": text, "cumulative": False}


def _asks(text: str, intent: str = "ask") -> dict[str, Any]:
    return {"type": "typed", "text": text, "intent": intent}


GREETED = [TEXT, _says("Ho ho!"), END, STOP]


@pytest.mark.parametrize(
    ("journal", "said", "asked", "last"),
    [
        ([], [], [], GREETING),
        ([TEXT], [], [], GREETING),
        (GREETED, ["Ho ho!"], [], GREETING),
        # A greeting that was broken off is closed and not given again.
        ([TEXT, _says("Ho ")], ["Ho "], [], GREETING),
        ([TEXT, _asks("Hi")], [], [(2, "Hi")], GREETING),
        ([*GREETED, _asks("Hi")], ["Ho ho!"], [(5, "Hi")], GREETING),
        ([*GREETED, _asks("Hi"), _says("Hi Emma"), END, STOP], ["Ho ho!", "Hi", "Hi Emma"], [], 5),
        # Broken off in mid-answer: it stays as it was heard.
        ([*GREETED, _asks("Hi"), _says("Hi "), _says("Em")], ["Ho ho!", "Hi", "Hi Em"], [], 5),
        ([*GREETED, _asks("Hi"), _says("Hi"), END, STOP, _asks("Why?")], ["Ho ho!", "Hi", "Hi"], [(9, "Why?")], 5),
        # Two lines wait and the first one has its answer: the second one still waits.
        ([*GREETED, _asks("One"), _asks("Two"), _says("1 "), _says("!"), END, STOP], None, [(6, "Two")], 5),
        ([*GREETED, _asks("One"), _asks("Two"), _says("1"), END, STOP, _says("2"), END, STOP], None, [], 6),
        ([*GREETED, _asks("One"), _asks("Two")], ["Ho ho!"], [(5, "One"), (6, "Two")], GREETING),
        # The greeting goes on after the guest has written: it is no answer.
        ([TEXT, _says("Ho "), _asks("Hi"), _says("ho!"), END, STOP], None, [(3, "Hi")], GREETING),
        # What an avatar of a video call was saying ends with its video.
        ([_says("Hello"), TEXT, _asks("Hi"), _says("Hi Emma")], None, [], 3),
        # Not for us to answer, or not typed.
        ([*GREETED, _asks("Say this", "say")], ["Ho ho!"], [], GREETING),
        (
            [*GREETED, {"type": "user_end_message", "text": "Hello"}],
            ["Ho ho!", "Hello"],
            [],
            GREETING,
        ),
    ],
)
def test_where_a_conversation_stands(
    journal: list[dict[str, Any]], said: list[str] | None, asked: list[tuple[int, str]], last: int
) -> None:
    events = as_events(*journal)
    stored = [StoredEvent(one.seq, one.at, one.type, body_of(one)) for one in events]
    found = history(stored, turns_of((one.type, one.at, body_of(one)) for one in events))
    assert [(one.number, one.text) for one in found.asked] == asked
    assert found.last == last
    assert said is None or [one.text for one in found.said] == said
