"""The vendor's published numbers, one place, each with its source and the day it was read.

Plain constants only: the client, the simulator and the cost rules read them, nothing here computes. `None` means that
no published figure was found; such a limit is learned from the vendor's answer, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

__all__ = ["AS_OF", "LIVEAVATAR", "STREAMING", "LiveAvatarLimits", "Quality", "StreamingLimits"]

AS_OF: Final = "2026-11-21"
"""Day on which every figure of this file was last compared with its source."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Picture size of one quality name: `height` in lines, `kbits` per second (None: not published)."""

    height: int
    kbits: int | None


@dataclass(frozen=True, slots=True)
class StreamingLimits:
    """Streaming Avatar, api.heygen.com; sources: docs.heygen.com reference pages unless a field says otherwise."""

    default_url: str = "https://api.heygen.com"
    success_code: int = 100
    text_max_characters: int = 1000
    """One `streaming.task` text; StreamingAvatar issue 18."""
    idle_seconds_min: int = 30
    idle_seconds_max: int = 3600
    idle_seconds_default: int = 120
    """`activity_idle_timeout`, reference/new-session."""
    voice_rate_min: float = 0.5
    voice_rate_max: float = 1.5
    token_seconds: int = 3600
    """Not documented; the forum reports 401 on every call one hour after the start."""
    session_seconds_trial: int = 600
    """`session_duration_limit` observed on trial accounts, forum 67fd042d74fae30010fbb7ed."""
    session_seconds_paid: int = 3600
    """Inferred from the one-hour cut; no published figure."""
    concurrent_sessions_trial: int = 3
    """Older documentation copies; paid plans are not published."""
    concurrent_sessions_paid: int | None = None
    credits_per_minute: Decimal = Decimal("0.2")
    billed_seconds_min: int = 30
    billed_seconds_step: int = 1
    """reference/limits, 2025 version: 0.2 credits a minute, at least 30 s, then by the second."""
    quota_units_per_credit: int = 60
    """`remaining_quota` is divided by 60 for credits, reference/remaining-quota."""
    retired_on: str = "2026-03-31"
    """Sunset of Interactive Avatar; HeyGen API v1 and v2 followed on 2026-10-31."""
    stt_confidence_default: float = 0.55
    emotions: tuple[str, ...] = ("excited", "serious", "friendly", "soothing", "broadcaster")
    qualities: Mapping[str, Quality] = field(
        default_factory=lambda: MappingProxyType(
            {"high": Quality(720, 2000), "medium": Quality(480, 1000), "low": Quality(360, 500)}
        )
    )


@dataclass(frozen=True, slots=True)
class LiveAvatarLimits:
    """LiveAvatar, api.liveavatar.com; sources: docs.liveavatar.com unless a field says otherwise."""

    default_url: str = "https://api.liveavatar.com"
    success_code: int = 1000
    """The browser SDK 0.0.18 refuses anything else; the OpenAPI examples print 100."""
    page_size_max: int = 100
    page_size_default: int = 20
    idle_seconds: int = 300
    keep_alive_seconds: int = 120
    """Advised every two to three minutes, docs LITE and FULL life cycle."""
    sandbox_seconds: int = 60
    """"About one minute"; ends with MAX_DURATION_REACHED."""
    sandbox_avatar_id: str = "dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
    """Wayne, the avatar that sandbox sessions may use."""
    santa_avatar_id: str = "1c690fe7-23e0-49f9-bfba-14344450285b"
    """Santa Fireplace Front, public; successor of Santa_Fireplace_Front_public."""
    free_session_seconds: int = 120
    """liveavatar.com; observed 2026-09-13."""
    paid_session_seconds: int | None = None
    concurrent_sessions: int | None = None
    """Per plan and not published; the vendor answers 4032."""
    credits_per_minute_full: Decimal = Decimal(2)
    credits_per_minute_lite: Decimal = Decimal(1)
    escrow_seconds: int = 60
    """One minute of credits is held at the start; docs/faq/credits."""
    billing_check_seconds: int = 60
    participants_seconds: int = 30
    """The browser SDK gives the avatar and its agent 30 s to join."""
    slot_release_seconds: int = 3
    """After a stop the slot stays taken for two to three seconds; forum 697c82bceb73c2cacdb9e8e1."""
    rate_window_seconds: int = 1
    """Requests are counted per caller and endpoint in one-second windows; the numbers are not published."""
    dynamic_variables_max: int = 50
    dynamic_variable_key_max: int = 64
    dynamic_variable_value_max: int = 1000
    voice_speed_min: float = 0.8
    voice_speed_max: float = 1.2
    interactivity: tuple[str, ...] = ("CONVERSATIONAL", "PUSH_TO_TALK")
    end_reasons: tuple[str, ...] = (
        "UNKNOWN",
        "USER_DISCONNECTED",
        "SERVER_ERROR",
        "IDLE_TIMEOUT",
        "NO_CREDITS",
        "USER_CLOSED",
        "AVATAR_DELETED",
        "MAX_DURATION_REACHED",
        "ZOMBIE_SESSION_REAP",
        "AGENT_HANG_UP",
    )
    qualities: Mapping[str, Quality] = field(
        default_factory=lambda: MappingProxyType(
            {
                "very_high": Quality(1080, None),
                "high": Quality(720, None),
                "medium": Quality(480, None),
                "low": Quality(360, None),
            }
        )
    )


STREAMING: Final = StreamingLimits()
LIVEAVATAR: Final = LiveAvatarLimits()
