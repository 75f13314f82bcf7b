"""The journal's events as they come from a browser: checked at the door, plain afterwards.

Each kind lists its own fields; anything else in an event is refused. The browser's twin is `contract.ts`; both read
the samples in `tests/wire/line_frames.json`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

__all__ = ["TEXT_MAX", "Event", "Failed", "PhaseEvent", "SessionCreated", "VerbFailed", "body_of", "without_nul"]

TEXT_MAX = 4000
_LATEST_MS = 4_102_444_800_000  # the year 2100; keeps the store's integers sane


def without_nul(text: str) -> str:
    """The text without NUL characters: PostgreSQL keeps every character but this one."""
    return text.replace("\0", "")


Text = Annotated[str, Field(max_length=TEXT_MAX), AfterValidator(without_nul)]
Word = Annotated[str, Field(max_length=120), AfterValidator(without_nul)]


class _Event(BaseModel):
    """`seq` counts from 1 within a call; `at` is the browser's clock in ms since 1970."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seq: int = Field(ge=1, le=10_000_000)
    at: int = Field(ge=0, le=_LATEST_MS)


class PhaseEvent(_Event):
    type: Literal["phase"]
    phase: Literal["asking", "connecting", "waiting", "live", "text", "ending", "ended"]


class SessionCreated(_Event):
    type: Literal["session_created"]
    session_id: Word


class Signal(_Event):
    type: Literal[
        "stream_ready",
        "avatar_start_talking",
        "avatar_silent",
        "user_start",
        "user_stop",
        "user_silence",
        "interrupted",
        "reconnecting",
        "reconnected",
    ]


class AvatarStop(_Event):
    type: Literal["avatar_stop_talking"]
    duration_ms: float | None = Field(default=None, ge=0, le=86_400_000, allow_inf_nan=False)


class TalkingMessage(_Event):
    type: Literal["avatar_talking_message", "user_talking_message"]
    text: Text
    cumulative: bool


class EndMessage(_Event):
    type: Literal["avatar_end_message", "user_end_message"]
    text: Text | None = None


class Typed(_Event):
    type: Literal["typed"]
    text: Text
    intent: Literal["ask", "say"]


class Microphone(_Event):
    type: Literal["microphone"]
    state: Literal["on", "off", "refused", "missing", "unavailable"]


class QualityChanged(_Event):
    type: Literal["quality_changed"]
    quality: Literal["UNKNOWN", "GOOD", "BAD"]


class Disconnected(_Event):
    type: Literal["disconnected"]
    reason: Word
    code: int | None = Field(default=None, ge=-(2**31), lt=2**31)


class Picture(_Event):
    type: Literal["picture"]
    level: Literal["high", "medium", "low", "off"]


class Failed(_Event):
    """An attempt that failed before it was live; `status` is HTTP's, where there was an answer."""

    type: Literal["failed"]
    code: Word
    message: Annotated[str, Field(max_length=1000), AfterValidator(without_nul)]
    status: int | None = Field(default=None, ge=100, le=599)


class VerbFailed(_Event):
    """Something asked of a live call that did not work; the call goes on."""

    type: Literal["verb_failed"]
    verb: Literal["ask", "say", "interrupt", "microphone"]
    code: Word
    message: Annotated[str, Field(max_length=1000), AfterValidator(without_nul)]
    status: int | None = Field(default=None, ge=100, le=599)


class HangUp(_Event):
    type: Literal["hangup"]
    by: Literal["guest", "server"]


Event = Annotated[
    PhaseEvent
    | SessionCreated
    | Signal
    | AvatarStop
    | TalkingMessage
    | EndMessage
    | Typed
    | Microphone
    | QualityChanged
    | Disconnected
    | Picture
    | Failed
    | VerbFailed
    | HangUp,
    Field(discriminator="type"),
]


def body_of(event: Event) -> dict[str, object]:
    """An event's own fields, without number, time and type: what the store keeps as JSON."""
    return event.model_dump(mode="json", exclude={"seq", "at", "type"}, exclude_none=True)
