"""The end at the vendor: stop each session with our own key, then read from the vendor's books how long it ran."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from calls.costs import billed_seconds
from calls.reasons import from_vendor
from calls.store.calls import CallRecord, CallStore
from heygen import Dialect, HeyGen, HeyGenError

__all__ = ["Settled", "close_sessions", "settle"]

logger = logging.getLogger(__name__)

_HISTORY = 50


@dataclass(frozen=True)
class Settled:
    """How stopping went; `seconds` and `reason` are None where the vendor's books do not tell."""

    outcome: str
    seconds: float | None
    reason: str | None


def close_sessions(calls: CallStore, vendor: HeyGen | None, call: CallRecord, reason: str, now: int) -> int:
    """Stops what a call left open at the vendor and adds it to the bill; returns the billed seconds that were added.

    Without a `vendor` nothing can be stopped: the time since the start is billed as an estimate.
    """
    dialect = Dialect(call.dialect)
    billed = 0
    for session in calls.sessions(call.id):
        if not calls.claim_stop(session.vendor_id, now):
            continue
        settled = settle(vendor, session.vendor_id) if vendor else Settled("unreachable", None, None)
        calls.set_outcome(session.vendor_id, settled.outcome)
        ran = (now - (call.started_at or now)) / 1000 if settled.seconds is None else settled.seconds
        billed += billed_seconds(dialect, ran) if ran > 0 else 0
        reason = from_vendor(reason, settled.reason)
    calls.settle(call.id, billed, reason)
    logger.info("call ended call=%s reason=%s billed_seconds=%d", call.id, reason, billed)
    return billed


def settle(vendor: HeyGen, session_id: str) -> Settled:
    """Stops a session. Never raises: a refused stop is an outcome, and the log names its kind."""
    try:
        outcome = vendor.stop(session_id).value
    except HeyGenError as error:
        outcome = "refused"
        logger.warning("stop refused kind=%s status=%s code=%s", type(error).__name__, error.status, error.code)
    try:
        seconds, reason = _books(vendor, session_id)
    except HeyGenError as error:
        logger.info("books not readable kind=%s", type(error).__name__)
        return Settled(outcome, None, None)
    return Settled(outcome, seconds, reason)


def _books(vendor: HeyGen, session_id: str) -> tuple[float | None, str | None]:
    if vendor.dialect is Dialect.LIVEAVATAR:
        session = vendor.session(session_id)
        return session.duration, session.end_reason
    for past in vendor.past_sessions(limit=_HISTORY):
        if past.id == session_id:
            return past.duration, past.end_reason
    return None, None
