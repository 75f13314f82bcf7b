"""Reads LiveAvatar's token request into what the world understands, with the schema's checks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from heygen.limits import LIVEAVATAR
from heygen.simulator.records import Mode
from heygen.simulator.refusals import No, Refusal
from heygen.simulator.world import SessionSpec

__all__ = ["spec_of"]

# The vendor's quality names in ours; 1080p is drawn at 720p here.
_QUALITY = {"very_high": "high", "high": "high", "medium": "medium", "low": "low"}
_ENCODINGS = ("H264", "VP8")
_MODES = {"FULL": Mode.FULL, "LITE": Mode.LITE, "CUSTOM": Mode.LITE}
T = TypeVar("T")


def spec_of(body: dict[str, Any], idle_seconds: float) -> SessionSpec:
    """The session asked for. Raises `Refusal(VALIDATION)` naming the field, as HTTP 422 does."""
    mode = _choice(body, "mode", _MODES, "FULL")
    avatar_id = _uuid(body.get("avatar_id"), "avatar_id")
    video = _object(body, "video_settings")
    quality = _choice({"quality": video.get("quality") or body.get("video_quality")}, "quality", _QUALITY, "high")
    encoding = video.get("encoding") or body.get("video_encoding") or "H264"
    if encoding not in _ENCODINGS:
        raise Refusal(No.VALIDATION, "Input should be 'H264' or 'VP8'", field="video_settings.encoding")
    longest = body.get("max_session_duration")
    if longest is not None and (not isinstance(longest, int) or isinstance(longest, bool) or longest < 1):
        raise Refusal(No.VALIDATION, "Input should be a positive integer", field="max_session_duration")
    persona = _object(body, "avatar_persona")
    if mode is Mode.FULL and ("avatar_persona" in body) == ("voice_agent" in body):
        raise Refusal(No.VALIDATION, "exactly one of avatar_persona and voice_agent", field="avatar_persona")
    _check_voice_settings(_object(persona, "voice_settings"))
    interactivity = body.get("interactivity_type") or "CONVERSATIONAL"
    if interactivity not in LIVEAVATAR.interactivity:
        raise Refusal(No.VALIDATION, f"Input should be one of {LIVEAVATAR.interactivity}", field="interactivity_type")
    context_id, voice_id = persona.get("context_id"), persona.get("voice_id")
    return SessionSpec(
        avatar_id=avatar_id,
        voice_id=_uuid(voice_id, "avatar_persona.voice_id") if voice_id else None,
        quality=quality,
        mode=mode,
        context_id=_uuid(context_id, "avatar_persona.context_id") if context_id else None,
        variables=_variables(body),
        language=str(persona.get("language") or "en"),
        sandbox=bool(body.get("is_sandbox")),
        push_to_talk=interactivity == "PUSH_TO_TALK",
        idle_seconds=idle_seconds,
        max_seconds=longest,
        llm_configuration_id=body.get("llm_configuration_id"),
    )


def _object(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal(No.VALIDATION, "Input should be an object", field=name)
    return value


def _choice(body: Mapping[str, Any], name: str, choices: Mapping[str, T], default: str) -> T:
    value = body.get(name) or default
    if value not in choices:
        raise Refusal(No.VALIDATION, f"Input should be one of {', '.join(choices)}", field=name)
    return choices[value]


def _uuid(value: object, field: str) -> str:
    if value is None:
        raise Refusal(No.VALIDATION, "Field required", field=field)
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise Refusal(No.VALIDATION, "Input should be a valid UUID", field=field) from None


def _check_voice_settings(settings: Mapping[str, Any]) -> None:
    speed = settings.get("speed", 1)
    if not isinstance(speed, (int, float)) or not LIVEAVATAR.voice_speed_min <= speed <= LIVEAVATAR.voice_speed_max:
        raise Refusal(No.VALIDATION, "Input should be 0.8 to 1.2", field="avatar_persona.voice_settings.speed")


def _variables(body: Mapping[str, Any]) -> dict[str, str]:
    given = _object(body, "dynamic_variables")
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
