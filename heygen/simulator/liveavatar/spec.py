"""Reads LiveAvatar's token request into what the world understands, with the schema's checks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from heygen.limits import LIVEAVATAR
from heygen.simulator.http import flag, object_or_empty, text_or_none
from heygen.simulator.world.records import Mode
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import SessionSpec

__all__ = ["spec_of"]

# The vendor's quality names in ours; 1080p is drawn at 720p here.
_QUALITY = {"very_high": "high", "high": "high", "medium": "medium", "low": "low"}
_ENCODINGS = ("H264", "VP8")
_MODES = {"FULL": Mode.FULL, "LITE": Mode.LITE, "CUSTOM": Mode.LITE}
# Hosted agents that the vendor bridges to, and what the token says of them.
_CONNECTORS = {
    "elevenlabs_agent_config": "ELEVENLABS_AGENT",
    "openai_realtime_config": "OPENAI_REALTIME",
    "gemini_realtime_config": "GEMINI_REALTIME",
}
_OWN_ROOMS = ("livekit_config", "agora_config")
T = TypeVar("T")


def spec_of(body: dict[str, Any], idle_seconds: float) -> SessionSpec:
    """The session asked for. Raises `Refusal` with VALIDATION or MISSING naming the field, as HTTP 422 does."""
    mode = _choice(body, "mode", _MODES, "FULL")
    avatar_id = _uuid(body, "avatar_id")
    if avatar_id is None:
        raise Refusal(No.MISSING, "Field required", field="avatar_id")
    persona, agent = _persona(body, mode)
    voice_settings = object_or_empty(persona, "voice_settings")
    _check_number(voice_settings, "speed", LIVEAVATAR.voice_speed_min, LIVEAVATAR.voice_speed_max)
    connector, own_room = _lite_blocks(body) if mode is Mode.LITE else (None, False)
    interactivity = text_or_none(body, "interactivity_type") or "CONVERSATIONAL"
    if interactivity not in LIVEAVATAR.interactivity:
        raise Refusal(No.VALIDATION, f"Input should be one of {LIVEAVATAR.interactivity}", field="interactivity_type")
    return SessionSpec(
        avatar_id=avatar_id,
        voice_id=_uuid(persona, "voice_id", within="avatar_persona."),
        quality=_quality(body),
        mode=mode,
        context_id=_uuid(persona, "context_id", within="avatar_persona."),
        variables=_variables(agent if "dynamic_variables" in agent else body),
        language=text_or_none(persona, "language") or text_or_none(agent, "language") or "en",
        sandbox=flag(body, "is_sandbox"),
        push_to_talk=interactivity == "PUSH_TO_TALK",
        idle_seconds=idle_seconds,
        max_seconds=_longest(body),
        llm_configuration_id=_uuid(body, "llm_configuration_id"),
        voice_agent=bool(agent),
        connector=connector,
        own_room=own_room,
    )


def _persona(body: Mapping[str, Any], mode: Mode) -> tuple[dict[str, Any], dict[str, Any]]:
    persona, agent = object_or_empty(body, "avatar_persona"), object_or_empty(body, "voice_agent")
    if mode is Mode.FULL and (body.get("avatar_persona") is None) == (body.get("voice_agent") is None):
        raise Refusal(No.VALIDATION, "exactly one of avatar_persona and voice_agent", field="avatar_persona")
    if body.get("voice_agent") is not None and _uuid(agent, "id", within="voice_agent.") is None:
        raise Refusal(No.MISSING, "Field required", field="voice_agent.id")
    return persona, agent


def _lite_blocks(body: Mapping[str, Any]) -> tuple[str | None, bool]:
    given = [name for name in (*_CONNECTORS, *_OWN_ROOMS) if object_or_empty(body, name)]
    if len(given) > 1:
        raise Refusal(No.VALIDATION, f"at most one of {', '.join(given)}", field=given[1])
    name = given[0] if given else ""
    return _CONNECTORS.get(name), name in _OWN_ROOMS


def _quality(body: Mapping[str, Any]) -> str:
    video = object_or_empty(body, "video_settings")
    encoding = text_or_none(video, "encoding") or text_or_none(body, "video_encoding") or "H264"
    if encoding not in _ENCODINGS:
        raise Refusal(No.VALIDATION, "Input should be 'H264' or 'VP8'", field="video_settings.encoding")
    if video.get("quality") is None:
        return _choice(body, "video_quality", _QUALITY, "high")
    return _choice(video, "quality", _QUALITY, "high", within="video_settings.")


def _longest(body: Mapping[str, Any]) -> int | None:
    longest = body.get("max_session_duration")
    if longest is not None and (not isinstance(longest, int) or isinstance(longest, bool) or longest < 1):
        raise Refusal(No.VALIDATION, "Input should be a positive integer", field="max_session_duration")
    return longest


def _choice(body: Mapping[str, Any], name: str, choices: Mapping[str, T], default: str, *, within: str = "") -> T:
    value = body.get(name)
    value = default if value is None else value
    if not isinstance(value, str) or value not in choices:
        raise Refusal(No.VALIDATION, f"Input should be one of {', '.join(choices)}", field=f"{within}{name}")
    return choices[value]


def _uuid(body: Mapping[str, Any], name: str, *, within: str = "") -> str | None:
    value = body.get(name)
    if value is None:
        return None
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise Refusal(No.VALIDATION, "Input should be a valid UUID", field=f"{within}{name}") from None


def _check_number(settings: Mapping[str, Any], name: str, low: float, high: float) -> None:
    value = settings.get(name)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if value is not None and not (number and low <= value <= high):
        field = f"avatar_persona.voice_settings.{name}"
        raise Refusal(No.VALIDATION, f"Input should be {low} to {high}", field=field)


def _variables(body: Mapping[str, Any]) -> dict[str, str]:
    given = object_or_empty(body, "dynamic_variables")
    if len(given) > LIVEAVATAR.dynamic_variables_max:
        raise Refusal(No.VALIDATION, f"at most {LIVEAVATAR.dynamic_variables_max} variables", field="dynamic_variables")
    for name, value in given.items():
        if (
            len(name) > LIVEAVATAR.dynamic_variable_key_max
            or not isinstance(value, str)
            or len(value) > LIVEAVATAR.dynamic_variable_value_max
        ):
            raise Refusal(
                No.VALIDATION, "name or value too long, or not a text", field=f"dynamic_variables.{name[:64]}"
            )
    return dict(given)
