"""Refusals of the LiveAvatar API. Sources: its documentation, OpenAPI file and integrators, read 2026-11-21."""

from __future__ import annotations

from typing import Final

from heygen.refusals.errors import AuthenticationError, ConcurrencyError, InvalidRequestError, NotFoundError, QuotaError
from heygen.refusals.row import Row
from heygen.types import Dialect

__all__ = ["LIVEAVATAR_ROWS"]

LIVEAVATAR_ROWS: Final = (
    Row(
        ConcurrencyError,
        "The plan's number of sessions at once is reached; a stopped one counts for some seconds more.",
        "Stop what active_sessions() lists, wait three seconds, try again.",
        ("4032", "4003"),
        dialect=Dialect.LIVEAVATAR,
        retryable=True,
    ),
    Row(
        QuotaError,
        "Less than one minute of credits is left: 2 for FULL, 1 for LITE.",
        "Look at credits_left(); allow overage, change the plan, or use a sandbox session for tests.",
        ("4033",),
        dialect=Dialect.LIVEAVATAR,
    ),
    Row(
        InvalidRequestError,
        "The LLM configuration is unknown in this space.",
        "Use an id of this space and send it at the top level of the token request.",
        (),
        (400, 404),
        "llm configuration",
        Dialect.LIVEAVATAR,
    ),
    Row(
        InvalidRequestError,
        "The session and the memory named do not belong together.",
        "Send the memory made from that very session, or none.",
        (),
        (400,),
        "memor",
        Dialect.LIVEAVATAR,
    ),
    Row(
        NotFoundError,
        "The session is over.",
        "Start a new session; send keep_alive() every two minutes of silence.",
        (),
        (400,),
        "no longer active",
        Dialect.LIVEAVATAR,
    ),
    Row(
        NotFoundError,
        "The session is unknown or finished.",
        "Nothing to stop; session() and past_sessions() tell how it ended.",
        (),
        (404,),
        "session",
        Dialect.LIVEAVATAR,
    ),
    Row(
        NotFoundError,
        "The avatar is unknown, expired, not yet ACTIVE, or belongs to another space.",
        "Choose a usable one from avatars().",
        (),
        (400, 404),
        "avatar",
        Dialect.LIVEAVATAR,
    ),
    Row(
        AuthenticationError,
        "The key is wrong, empty or a HeyGen key, or key and session token were exchanged.",
        "Put a key from the LiveAvatar dashboard into LIVEAVATAR_API_KEY; start with the minted token only.",
        (),
        (401,),
        dialect=Dialect.LIVEAVATAR,
    ),
    Row(
        InvalidRequestError,
        "The method is wrong; sessions are not ended with DELETE.",
        "End sessions with POST /v1/sessions/stop.",
        (),
        (405,),
        dialect=Dialect.LIVEAVATAR,
    ),
    Row(
        ConcurrencyError,
        "Probably the plan's number of sessions at once: one client has seen it with this status.",
        "Stop what active_sessions() lists, wait three seconds, try again.",
        (),
        (409,),
        dialect=Dialect.LIVEAVATAR,
        retryable=True,
    ),
    Row(
        InvalidRequestError,
        "A field does not fit the schema: often an avatar id that is no UUID, or both or neither of persona and agent.",
        "Correct the field named in the answer.",
        (),
        (422,),
        dialect=Dialect.LIVEAVATAR,
    ),
)
