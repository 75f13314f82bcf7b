"""From what a vendor, a browser or a room reported to one entry of the table of troubles, or to an error of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from calls.failures.errors import CallError
from calls.failures.table import TROUBLES, Trouble
from calls.journal.events import Failed, VerbFailed
from heygen import (
    AuthenticationError,
    ConcurrencyError,
    ConfigurationError,
    ConnectError,
    Dialect,
    HeyGenError,
    InvalidRequestError,
    NotFoundError,
    ProtocolError,
    QuotaError,
    RateLimitError,
    ResponseShapeError,
    RetiredError,
    ServerError,
    TimedOutError,
    find_row,
)

__all__ = ["VendorError", "of_failure", "of_refusal", "of_verb"]

# Codes that our own page gives to failures which no vendor worded.
_OF_PAGE: Final[Mapping[str, str]] = {
    "no_picture": "no_picture",
    "room_refused": "room_refused",
    "agent_missing": "agent_missing",
    "chat_socket_failed": "chat_socket_failed",
    "load_failed": "load_failed",
    "disconnected": "dropped_early",
    "unreachable": "vendor_unreachable",
}
# Narrower than the kind of error, most particular first; `says` is a lower-case piece of the vendor's message.
_BY_CODE: Final[tuple[tuple[str, frozenset[str], str], ...]] = (
    ("credits_gone", frozenset({"10015"}), "insufficient credit"),
    ("trial_limit", frozenset({"10015"}), ""),
    ("trial_limit", frozenset({"4033"}), "no credits available for start"),
    ("voice_unusable", frozenset({"400175", "40001", "4000"}), "voice"),
    ("avatar_retired", frozenset({"10003", "4000"}), "avatar"),
    ("avatar_retired", frozenset({"400014"}), ""),
    ("pass_refused", frozenset({"4000"}), "already"),
    ("pass_refused", frozenset({"4040"}), ""),
    ("too_many_requests", frozenset({"4290", "400123"}), ""),
    ("persona_missing", frozenset({"4041"}), ""),
    ("dropped_early", frozenset({"10005", "10006", "400004"}), ""),
    ("not_ready", frozenset({"10001", "10002", "400006"}), ""),
    ("voice_failed", frozenset({"400009", "40056"}), ""),
    ("text_refused", frozenset({"40039", "400105"}), ""),
)
_BY_KIND: Final[tuple[tuple[type[HeyGenError], str], ...]] = (
    (RetiredError, "retired"),
    (ConcurrencyError, "lines_busy"),
    (QuotaError, "credits_gone"),
    (RateLimitError, "too_many_requests"),
    (ServerError, "vendor_fault"),
    (NotFoundError, "avatar_unknown"),
    (InvalidRequestError, "request_refused"),
    (ConnectError, "vendor_unreachable"),
    (TimedOutError, "vendor_slow"),
    (ProtocolError, "answer_unreadable"),
    (ResponseShapeError, "answer_unreadable"),
    (ConfigurationError, "key_refused"),
)
_IN_CALL: Final = frozenset({"not_ready", "voice_failed", "text_refused"})
_PAGES: Final = frozenset({None, 200, 404})


class VendorError(CallError):
    """The vendor refused, or could not be reached; `error` is the vendor's own, which keeps its code and status."""

    code = "vendor"

    def __init__(self, error: HeyGenError) -> None:
        super().__init__(error.cause, error.fix)
        self.error = error


def of_refusal(error: HeyGenError | CallError) -> Trouble:
    """What a refusal of the vendor, met by this server while it asked for a pass, means for the call."""
    if isinstance(error, AuthenticationError):
        return TROUBLES["key_refused"]
    if isinstance(error, CallError):
        return TROUBLES["start_failed"]
    if isinstance(error, NotFoundError) and not error.from_vendor:
        return TROUBLES["answer_unreadable"]
    return _at_start(type(error), error.code, error.message)


def of_failure(dialect: Dialect, event: Failed) -> Trouble:
    """What a start that failed in the browser means."""
    if event.code in _OF_PAGE:
        return TROUBLES[_OF_PAGE[event.code]]
    vendors_own = event.code.isdecimal() or event.status is not None
    # A page in place of JSON; one with the status of a fault is told by that status.
    unreadable = not event.code.isdecimal() and "json" in event.message.lower() and event.status in _PAGES
    if unreadable or not vendors_own:
        return TROUBLES["answer_unreadable" if unreadable else "start_failed"]
    code = event.code if event.code != str(event.status) else None
    row = find_row(dialect, event.status or 400, code, event.message)
    if issubclass(row.error, AuthenticationError):
        return TROUBLES["pass_refused"]
    return _at_start(row.error, code, event.message)


def of_verb(event: VerbFailed) -> Trouble:
    """What a verb that failed in a live call means."""
    found = _by_code(event.code, event.message)
    return TROUBLES[found if found in _IN_CALL else "not_sent"]


def _at_start(kind: type[HeyGenError], code: str | None, message: str | None) -> Trouble:
    found = _by_code(code, message)
    if found is not None and found not in _IN_CALL:
        return TROUBLES[found]
    if issubclass(kind, NotFoundError) and "session" in (message or "").lower():
        return TROUBLES["dropped_early"]
    return TROUBLES[next((name for error, name in _BY_KIND if issubclass(kind, error)), "start_failed")]


def _by_code(code: str | None, message: str | None) -> str | None:
    words = (message or "").lower()
    return next((name for name, codes, says in _BY_CODE if code in codes and says in words), None)
