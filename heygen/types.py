"""What the client takes and gives: plain frozen records, the same for both dialects.

Times are Unix seconds (float), durations seconds, money credits (`Decimal`). `None` means that the vendor did not say.
`raw` keeps the vendor's own object, unknown fields included; it stays out of `repr` and of comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from heygen.secret import Secret

__all__ = [
    "Avatar",
    "Context",
    "Dialect",
    "Raw",
    "Session",
    "SessionRequest",
    "SessionToken",
    "StopOutcome",
    "TranscriptLine",
    "Voice",
]

Raw = Mapping[str, Any]


class Dialect(StrEnum):
    """Which of the vendor's two products is spoken to."""

    STREAMING = "streaming"
    LIVEAVATAR = "liveavatar"


class StopOutcome(StrEnum):
    """How a stop ended well: we ended the session, or it was over before we asked."""

    STOPPED = "stopped"
    ALREADY_GONE = "already_gone"


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What a session shall be. LiveAvatar binds all of it to the token; Streaming Avatar takes it in the browser.

    `quality` is high, medium or low (720, 480, 360 lines; LiveAvatar also very_high, 1080); `max_seconds` may only
    shorten the plan's own limit; `dynamic_variables` fill the `${name}` places of the context and never show in
    `repr`, since a guest's name may be among them.
    """

    avatar_id: str
    voice_id: str | None = None
    context_id: str | None = None
    language: str = "en"
    quality: str = "medium"
    sandbox: bool = False
    max_seconds: int | None = None
    dynamic_variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    interactivity: str = "CONVERSATIONAL"


@dataclass(frozen=True, slots=True)
class SessionToken:
    """The right to start one session. `session_id` is None in the streaming dialect: the start makes it."""

    token: Secret
    session_id: str | None
    dialect: Dialect
    expires_at: float | None


@dataclass(frozen=True, slots=True)
class Avatar:
    """A face that can be called. `usable` is False while it is being built, after a failure and after it expired."""

    id: str
    name: str
    is_public: bool
    usable: bool
    preview_url: str | None = None
    default_voice_id: str | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice. `realtime` is False for voices that exist for rendered video only; a session refuses those."""

    id: str
    name: str
    language: str | None = None
    gender: str | None = None
    realtime: bool = True
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Context:
    """A persona kept at the vendor: LiveAvatar calls it context, Streaming Avatar knowledge base."""

    id: str
    name: str
    prompt: str | None = field(default=None, repr=False)
    opening_text: str | None = field(default=None, repr=False)
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Session:
    """One session as the vendor's books show it; `status` and `end_reason` are the vendor's own words."""

    id: str
    active: bool
    status: str | None = None
    created_at: float | None = None
    ended_at: float | None = None
    duration: float | None = None
    end_reason: str | None = None
    mode: str | None = None
    sandbox: bool | None = None
    credits_used: Decimal | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of a vendor transcript: `role` is user or avatar, `offset` counts seconds from the session's start."""

    role: str
    text: str = field(repr=False)
    at: float | None = None
    offset: float | None = None
    raw: Raw = field(default_factory=dict, repr=False, compare=False)
