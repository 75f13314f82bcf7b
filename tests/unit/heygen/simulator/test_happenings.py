"""One event, two products: names, keys, topics, and how pieces of text add up."""

from __future__ import annotations

import json

import pytest

from heygen.simulator.talk.happenings import (
    AGENT_RESPONSE,
    Happening,
    Kind,
    session_stopped,
    streaming_event,
    translator,
)
from heygen.simulator.world.records import EndReason, Product

NAMES = {
    Kind.AVATAR_START: "avatar.speak_started",
    Kind.AVATAR_WORDS: "avatar.transcription.chunk",
    Kind.AVATAR_TEXT: "avatar.transcription",
    Kind.AVATAR_STOP: "avatar.speak_ended",
    Kind.USER_START: "user.speak_started",
    Kind.USER_STOP: "user.speak_ended",
    Kind.USER_WORDS: "user.transcription.chunk",
    Kind.USER_TEXT: "user.transcription",
}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("key", ["type", "event_type"])
def test_the_older_products_messages(kind: Kind, key: str) -> None:
    payload, topic = streaming_event(Happening(kind, "t1", "words", 1234.56), key=key)
    expected: dict[str, object] = {key: kind.value, "task_id": "t1"}
    if kind in (Kind.AVATAR_WORDS, Kind.USER_WORDS):
        expected["message"] = "words"
    if kind is Kind.AVATAR_STOP:
        expected["duration_ms"] = 1234.6
    assert (json.loads(payload), topic) == (expected, None)


@pytest.mark.parametrize("kind", list(Kind))
def test_liveavatars_messages(kind: Kind) -> None:
    translated = translator(Product.LIVEAVATAR, "s1")(Happening(kind, "t1", "words"))
    if kind not in NAMES:
        assert translated is None
        return
    assert translated is not None
    payload, topic = translated
    body = json.loads(payload)
    assert topic == AGENT_RESPONSE
    assert len(body.pop("event_id")) == 36
    textual = {"text": "words"} if "transcription" in NAMES[kind] else {}
    assert body == {"event_type": NAMES[kind], "session_id": "s1", "source_event_id": "t1", **textual}


def test_chunks_of_the_avatar_are_pieces_and_those_of_the_guest_add_up() -> None:
    translate = translator(Product.LIVEAVATAR, "s1")

    def texts(kind: Kind, task: str, *pieces: str) -> list[str]:
        found = [translate(Happening(kind, task, piece)) for piece in pieces]
        return [json.loads(one[0])["text"] for one in found if one is not None]

    assert texts(Kind.AVATAR_WORDS, "a", "One", " two") == ["One", " two"]
    assert texts(Kind.USER_WORDS, "u1", "I", " like", " trains") == ["I", "I like", "I like trains"]
    assert texts(Kind.USER_WORDS, "u2", "Bye") == ["Bye"]


def test_the_older_products_translator_speaks_to_the_room() -> None:
    translated = translator(Product.STREAMING, "s1")(Happening(Kind.USER_START, "t1"))
    assert translated == (b'{"type": "user_start", "task_id": "t1"}', None)


@pytest.mark.parametrize("reason", list(EndReason))
def test_the_end_has_two_spellings(reason: EndReason) -> None:
    body = json.loads(session_stopped("s1", reason))
    assert len(body.pop("event_id")) == 36
    assert body == {
        "event_type": "session.stopped",
        "session_id": "s1",
        "source_event_id": None,
        "end_reason": reason.value,
        "stop_reason": reason.value,
    }
