"""What clients ask for over the room's data channel, in either product's words."""

from __future__ import annotations

import json
import logging
import uuid
from typing import TYPE_CHECKING

from heygen.simulator.talk.happenings import AGENT_CONTROL, AGENT_RESPONSE
from heygen.simulator.world.records import Mode, Product

if TYPE_CHECKING:
    from heygen.simulator.live.session import LiveSession

__all__ = ["obey"]

logger = logging.getLogger(__name__)

_PTT_PREFIX = "push_to_talk:"


def obey(session: LiveSession, payload: bytes, topic: str | None) -> None:
    """Acts on one message; what is no command does nothing."""
    try:
        message = json.loads(payload)
    except ValueError:
        logger.warning("room data not understood bytes=%d", len(payload))
        return
    if session.record.product is Product.STREAMING and isinstance(message, str):
        _streaming_line(session, message)
    elif topic == AGENT_CONTROL and isinstance(message, dict):
        _command(session, message)


def _streaming_line(session: LiveSession, text: str) -> None:
    if text.startswith(_PTT_PREFIX):
        session.push_to_talk(text == f"{_PTT_PREFIX}start")
    elif text.strip():
        session.ask(text)


def _command(session: LiveSession, message: dict[str, object]) -> None:
    text = message.get("text")
    match message.get("event_type"):
        case name if session.record.mode is Mode.LITE:
            # Commands of a FULL session mean nothing there: the audio socket is the way.
            logger.info("command not permitted in LITE mode kind=%s", name)
        case "avatar.speak_text" if isinstance(text, str) and text.strip():
            session.say(text)
        case "avatar.speak_response" if isinstance(text, str) and text.strip():
            session.ask(text)
        case "avatar.interrupt":
            session.touch()
            session.conversation.interrupt()
        case "avatar.start_listening" | "avatar.stop_listening" as name:
            session.conversation.listening(name == "avatar.start_listening")
        case "user.start_push_to_talk" | "user.stop_push_to_talk" as name:
            _push_to_talk(session, name == "user.start_push_to_talk")
        case other:
            logger.info("command ignored kind=%s", other)


def _push_to_talk(session: LiveSession, start: bool) -> None:
    done = session.push_to_talk(start)
    name = ("started" if done else "start_failed") if start else ("stopped" if done else "stop_failed")
    body = {
        "event_id": str(uuid.uuid4()),
        "event_type": f"user.push_to_talk_{name}",
        "session_id": session.record.id,
        "source_event_id": None,
    }
    session.tell(json.dumps(body).encode(), AGENT_RESPONSE)
