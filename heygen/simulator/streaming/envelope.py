"""The older product's envelopes: success with code 100, the `error: null` of newer routes, and refusals."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from heygen.simulator.world.records import SessionState
from heygen.simulator.world.refusals import No, Refusal

__all__ = ["classic", "modern", "refuse"]

# (HTTP status, code, message) as observed; where only a table without a body is known, the words are ours.
_ANSWERS: dict[No, tuple[int, int | str, str]] = {
    No.UNAUTHORIZED: (401, 400112, "Unauthorized"),
    No.SESSION_NOT_FOUND: (400, 400004, "Session does not exist. SessionID: {detail}"),
    No.NOT_READY: (400, 400006, "Session is not in correct state"),
    No.INVALID_PARAMS: (400, 400006, "Invalid params"),
    No.MISSING: (400, 40001, "{field}: {detail}"),
    No.VALIDATION: (400, 400175, "{field}: {detail}"),
    No.AVATAR_NOT_FOUND: (400, 10013, "avatar not found"),
    No.AVATAR_DEPRECATED: (400, 10003, "avatar version is deprecated"),
    No.AVATAR_UNUSABLE: (400, 10003, "not an interactive avatar"),
    No.VOICE_UNUSABLE: (400, 400175, "voice is not available for streaming"),
    No.CONTEXT_NOT_FOUND: (400, 400175, "knowledge base not found"),
    No.CONCURRENCY: (400, 10007, "Concurrent limit reached, please close other sessions of this account"),
    No.NO_CREDITS: (400, 10015, "insufficient credit"),
    No.TRIAL_USED: (400, 10015, "trial API limit reached"),
    No.TEXT_TOO_LONG: (400, 40039, "text must have at most 1000 characters"),
    No.TTS_FAILED: (400, 400009, "Error calling text to speech provider: invalid_api_key"),
    No.ENDED: (400, 10005, "session state wrong: closed"),
    No.NOT_FOUND: (404, 40404, "not found"),
    No.TOO_MANY_REQUESTS: (429, 400123, "exceeded rate limit"),
    No.SERVER_ERROR: (500, "internal_error", "Internal Server Error"),
}
_STATE_CODES = {
    SessionState.NEW: 10001,
    SessionState.CONNECTING: 10002,
    SessionState.CONNECTED: 10003,
    SessionState.CLOSED: 10005,
}


def classic(data: object) -> Response:
    """The yes of version 1 routes."""
    return JSONResponse({"code": 100, "message": "success", "data": data})


def modern(data: object) -> Response:
    """The yes of version 2 routes, and of minting."""
    return JSONResponse({"error": None, "data": data})


def refuse(refusal: Refusal) -> Response:
    """The vendor's no."""
    if refusal.no is No.WRONG_STATE:
        state = SessionState(refusal.detail)
        return _no(400, _STATE_CODES[state], f"session state wrong: {state.value}")
    status, code, message = _ANSWERS.get(refusal.no, (400, 400175, refusal.no.value))
    words = message.format(detail=refusal.detail, field=refusal.field)
    return _no(status, code, words)


def _no(status: int, code: int | str, message: str) -> Response:
    return JSONResponse({"code": code, "message": message, "data": None}, status)
