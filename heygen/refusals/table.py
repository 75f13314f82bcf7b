"""The vendor's refusals as data: code, status or wording, then what it means, why it happens and what to do.

The first row whose every condition holds wins, so rows with a code stand before rows with a status alone. The same code
number carried different messages over the years; such rows also look at the wording. Sources: the vendor's error pages,
OpenAPI file and forum, and community clients, all read 2026-11-21; sentences marked "probably" are inference.
"""

from __future__ import annotations

from typing import Final

from heygen.refusals.errors import (
    AuthenticationError,
    ConcurrencyError,
    InvalidRequestError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    RetiredError,
    ServerError,
    StatusError,
)
from heygen.refusals.liveavatar import LIVEAVATAR_ROWS
from heygen.refusals.row import Row
from heygen.refusals.streaming import STREAMING_ROWS
from heygen.types import Dialect

__all__ = ["ERROR_TABLE", "RETIRED", "Row", "find_row"]


RETIRED: Final = Row(
    RetiredError,
    "Streaming Avatar was withdrawn on 2026-03-31 (API v1 and v2 on 2026-10-31); this answer is probably that.",
    "Use the liveavatar dialect with a LiveAvatar key, or point VENDOR_URL at the simulator.",
)
"""For 403, 404 and 410 without a known code from the vendor's own streaming address; no answer was ever published."""


_EITHER: Final = (
    Row(
        ConcurrencyError,
        "Too many sessions are open at once.",
        "Stop what active_sessions() lists, wait some seconds, try again.",
        statuses=(400, 402, 403, 409, 429),
        says="concurren",
        retryable=True,
    ),
    Row(QuotaError, "The credits are used up.", "Look at credits_left(); change the plan.", ("insufficient_credit",)),
    Row(QuotaError, "The credits are used up.", "Look at credits_left(); change the plan.", says="insufficient credit"),
    Row(QuotaError, "The credits are used up.", "Look at credits_left(); change the plan.", says="no credits"),
)

_BY_STATUS: Final = (
    Row(
        InvalidRequestError,
        "The vendor did not accept the request.",
        "Compare the answer's words with the reference.",
        statuses=(400,),
    ),
    Row(
        AuthenticationError,
        "The key or token is wrong, empty, expired, or of the other product.",
        "Check the key of this dialect; mint a fresh token for each session.",
        statuses=(401,),
    ),
    Row(
        QuotaError,
        "The plan's credits are used up, or it needs a payment.",
        "Look at credits_left(); change the plan.",
        statuses=(402,),
    ),
    Row(
        AuthenticationError,
        "The key is known, but may not do this; or a proxy on the way refuses.",
        "Check plan and role of the key's account, then the network's proxy.",
        statuses=(403,),
    ),
    Row(
        NotFoundError,
        "What was named is not there, or the address is not the vendor's API.",
        "Check the id, then VENDOR_URL.",
        statuses=(404,),
    ),
    Row(
        InvalidRequestError,
        "The server does not offer this call.",
        "Check that VENDOR_URL speaks this dialect.",
        statuses=(405, 501),
    ),
    Row(ServerError, "The server gave up waiting for the request.", "Try again.", statuses=(408,), retryable=True),
    Row(
        InvalidRequestError,
        "The request collides with another one.",
        "Look at active_sessions(), then try again.",
        statuses=(409,),
        retryable=True,
    ),
    Row(
        RetiredError,
        "The vendor has withdrawn this call.",
        "Use the liveavatar dialect, or point VENDOR_URL at the simulator.",
        statuses=(410,),
    ),
    Row(
        InvalidRequestError,
        "The request is too large or not in the form the vendor reads.",
        "Shorten the text or prompt.",
        statuses=(413, 415),
    ),
    Row(
        InvalidRequestError,
        "A field does not fit the schema.",
        "Correct the field named in the answer.",
        statuses=(422,),
    ),
    Row(
        RateLimitError,
        "Too many requests to this call within a second.",
        "Wait as long as the answer asks, then go slower.",
        statuses=(429,),
        retryable=True,
    ),
    Row(
        ServerError,
        "The vendor, or a gateway before it, has a failure of its own.",
        "Try again in a moment; if it lasts, ask the vendor with the request id.",
        statuses=tuple(range(500, 600)),
        retryable=True,
    ),
    Row(
        InvalidRequestError,
        "The address answers with a redirect, which is never followed, so that the key stays here.",
        "Set VENDOR_URL to the final address, with https.",
        statuses=tuple(range(300, 400)),
    ),
    Row(
        StatusError,
        "The vendor reports a failure that no source describes.",
        "Read the answer's words; ask the vendor with code and request id.",
    ),
)

ERROR_TABLE: Final[tuple[Row, ...]] = (*STREAMING_ROWS, *LIVEAVATAR_ROWS, *_EITHER, *_BY_STATUS)
"""Every known refusal, most particular first; the last row holds always."""


def find_row(dialect: Dialect, status: int, code: str | None, message: str | None, *, retired: bool = False) -> Row:
    """The row that explains this answer. `retired`: a bare 403, 404 or 410 would mean a withdrawn product here."""
    row = next(row for row in ERROR_TABLE if row.matches(dialect, status, code, message))
    bare = row in _BY_STATUS and status in (403, 404, 410)
    return RETIRED if retired and bare else row
