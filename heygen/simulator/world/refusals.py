"""The one way in which the simulated vendor says no. Each dialect words a refusal in its own envelope."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["No", "Refusal"]


class No(StrEnum):
    """Every ground on which the world refuses."""

    UNAUTHORIZED = "unauthorized"
    SESSION_NOT_FOUND = "session_not_found"
    WRONG_STATE = "wrong_state"
    NOT_READY = "not_ready"
    ENDED = "ended"
    INVALID_PARAMS = "invalid_params"
    MISSING = "missing"
    VALIDATION = "validation"
    AVATAR_NOT_FOUND = "avatar_not_found"
    AVATAR_DEPRECATED = "avatar_deprecated"
    AVATAR_UNUSABLE = "avatar_unusable"
    VOICE_UNUSABLE = "voice_unusable"
    CONTEXT_NOT_FOUND = "context_not_found"
    LLM_NOT_FOUND = "llm_not_found"
    CONCURRENCY = "concurrency"
    NO_CREDITS = "no_credits"
    TRIAL_USED = "trial_used"
    TEXT_TOO_LONG = "text_too_long"
    TTS_FAILED = "tts_failed"
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    NOT_FOUND = "not_found"


class Refusal(Exception):  # noqa: N818 -- a refusal is an ordinary answer of the vendor, not a fault of the program
    """The vendor's no. `detail` completes the message; `field` is the request field at fault, dotted."""

    def __init__(self, no: No, detail: str = "", *, field: str | None = None) -> None:
        super().__init__(f"{no.value}: {detail}" if detail else no.value)
        self.no = no
        self.detail = detail
        self.field = field
