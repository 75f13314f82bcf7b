"""Reads the older product's `streaming.new` into what the world understands."""

from __future__ import annotations

from typing import Any

from heygen.limits import STREAMING
from heygen.simulator.http import flag, object_or_empty, text_or_none
from heygen.simulator.world.records import Account
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import SessionSpec
from heygen.simulator.world.world import World

__all__ = ["spec_of", "whole"]

_DEFAULT_AVATAR = "Shawn_Therapist_public"


def spec_of(body: dict[str, Any], world: World, account: Account) -> SessionSpec:
    """The session asked for, in either generation's field names. Raises `Refusal`, naming the field at fault."""
    quality = text_or_none(body, "quality") or "medium"
    if quality not in STREAMING.qualities:
        raise Refusal(No.VALIDATION, "must be high, medium or low", field="quality")
    avatar = text_or_none(body, "avatar_id") or text_or_none(body, "avatar_name") or "default"
    voice = object_or_empty(body, "voice")
    base = text_or_none(body, "knowledge_base_id")
    return SessionSpec(
        avatar_id=_DEFAULT_AVATAR if avatar == "default" else avatar,
        voice_id=text_or_none(voice, "voice_id") or text_or_none(body, "voice_id"),
        quality=quality,
        prompt=world.kept.context(base, account.key).prompt if base else text_or_none(body, "knowledge_base"),
        language=text_or_none(body, "language") or "en",
        silence_prompt=flag(body, "silence_response"),
        protocol_v2=body.get("version") == "v2",
        idle_seconds=_idle(body),
    )


def whole(value: object, name: str, default: int) -> int:
    """A positive whole number, also as text. Raises `Refusal(VALIDATION)` naming the field."""
    if value is None or value == "":
        return default
    try:
        number = int(str(value))
    except ValueError:
        raise Refusal(No.VALIDATION, "must be a whole number", field=name) from None
    if number < 1:
        raise Refusal(No.VALIDATION, "must be at least 1", field=name)
    return number


def _idle(body: dict[str, Any]) -> float | None:
    if flag(body, "disable_idle_timeout"):
        return None
    low, high = STREAMING.idle_seconds_min, STREAMING.idle_seconds_max
    idle = whole(body.get("activity_idle_timeout"), "activity_idle_timeout", STREAMING.idle_seconds_default)
    if not low <= idle <= high:
        raise Refusal(No.VALIDATION, f"must be {low} to {high}", field="activity_idle_timeout")
    return float(idle)
