"""What happens in a session, in neutral words, and how each product puts it on the wire."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from heygen.simulator.world.records import EndReason, Product

__all__ = ["AGENT_CONTROL", "AGENT_RESPONSE", "Happening", "Kind", "session_stopped", "translator"]

AGENT_CONTROL = "agent-control"
AGENT_RESPONSE = "agent-response"


class Kind(StrEnum):
    """The events of a conversation, named as the older product names them."""

    AVATAR_START = "avatar_start_talking"
    AVATAR_WORDS = "avatar_talking_message"
    AVATAR_TEXT = "avatar_end_message"
    AVATAR_STOP = "avatar_stop_talking"
    USER_START = "user_start"
    USER_STOP = "user_stop"
    USER_WORDS = "user_talking_message"
    USER_TEXT = "user_end_message"
    USER_SILENCE = "user_silence"


@dataclass(frozen=True)
class Happening:
    """One event. `text` is a piece for *_WORDS and the whole for *_TEXT; `task` groups the events of one utterance.

    `cut`: the avatar stopped because it was interrupted.
    """

    kind: Kind
    task: str
    text: str = ""
    duration_ms: float = 0.0
    cut: bool = False


Translate = Callable[[Happening], tuple[bytes, str | None] | None]

_LIVEAVATAR_NAMES = {
    Kind.AVATAR_START: "avatar.speak_started",
    Kind.AVATAR_WORDS: "avatar.transcription.chunk",
    Kind.AVATAR_TEXT: "avatar.transcription",
    Kind.AVATAR_STOP: "avatar.speak_ended",
    Kind.USER_START: "user.speak_started",
    Kind.USER_STOP: "user.speak_ended",
    Kind.USER_WORDS: "user.transcription.chunk",
    Kind.USER_TEXT: "user.transcription",
}
_TEXTUAL = frozenset({Kind.AVATAR_WORDS, Kind.AVATAR_TEXT, Kind.USER_WORDS, Kind.USER_TEXT})


def translator(product: Product, session_id: str) -> Translate:
    """The function that turns happenings of one session into (payload, topic); None for what a product never sends."""
    if product is Product.STREAMING:
        return streaming_event
    return _LiveAvatarWords(session_id)


def streaming_event(happening: Happening, *, key: str = "type") -> tuple[bytes, str | None]:
    """The older product's message; `key` is `type` in the room and `event_type` on the chat socket."""
    body: dict[str, object] = {key: happening.kind.value, "task_id": happening.task}
    if happening.kind in (Kind.AVATAR_WORDS, Kind.USER_WORDS):
        body["message"] = happening.text
    if happening.kind is Kind.AVATAR_STOP:
        body["duration_ms"] = round(happening.duration_ms, 1)
    return json.dumps(body).encode(), None


def session_stopped(session_id: str, reason: EndReason) -> bytes:
    """LiveAvatar's notice that the server ended the session.

    Its documents say `end_reason` and its SDK reads `stop_reason`, so both are sent.
    """
    return json.dumps(
        {
            "event_id": str(uuid.uuid4()),
            "event_type": "session.stopped",
            "session_id": session_id,
            "source_event_id": None,
            "end_reason": reason.value,
            "stop_reason": reason.value,
        }
    ).encode()


class _LiveAvatarWords:
    """LiveAvatar's messages: avatar chunks are increments, user chunks repeat all that was heard so far."""

    def __init__(self, session_id: str) -> None:
        self._session_id = session_id
        self._heard = ""
        self._task = ""

    def __call__(self, happening: Happening) -> tuple[bytes, str | None] | None:
        name = _LIVEAVATAR_NAMES.get(happening.kind)
        if name is None:
            return None
        body: dict[str, object] = {
            "event_id": str(uuid.uuid4()),
            "event_type": name,
            "session_id": self._session_id,
            "source_event_id": happening.task,
        }
        if happening.kind in _TEXTUAL:
            body["text"] = self._so_far(happening) if happening.kind is Kind.USER_WORDS else happening.text
        return json.dumps(body).encode(), AGENT_RESPONSE

    def _so_far(self, happening: Happening) -> str:
        if happening.task != self._task:
            self._task, self._heard = happening.task, ""
        self._heard += happening.text
        return self._heard
