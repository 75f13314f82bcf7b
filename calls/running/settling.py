"""The end at the vendor: stop each session with our own key, see that it is gone, and read how long it ran."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from calls.pricing.credits import billed_seconds
from calls.store.calls import CallRecord
from calls.store.sessions import SessionRecord, SessionStore
from heygen import Dialect, HeyGen, HeyGenError, StopOutcome

__all__ = ["STOP_LEASE_MS", "Closed", "Settled", "close_sessions", "settle", "stop_is_due"]

logger = logging.getLogger(__name__)

STOP_LEASE_MS = 10_000
"""A stop that has not come to an end after this long may be tried by another server, or once more."""
_LONGEST_LEASE_MS = 300_000
_HISTORY = 50


@dataclass(frozen=True)
class Settled:
    """How stopping went; `seconds` and `reason` are None where the vendor's books do not tell."""

    outcome: str
    gone: bool
    seconds: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Closed:
    """What closing a call's sessions brought: seconds billed in all, and the last word of the vendor's books."""

    billed: int = 0
    vendor_reason: str | None = None
    stopped_by_us: bool = False


def close_sessions(
    sessions: SessionStore, vendor: HeyGen | None, call: CallRecord, now: int, *, only: Collection[str] | None = None
) -> Closed:
    """Stops what a call left open at the vendor and writes its bill; sessions that another server is stopping are left.

    `only` names some of its sessions, where a later one still runs. Without a `vendor` nothing can be stopped: the time
    since the start is billed as an estimate.
    """
    vendor_reason, ours = None, False
    listed, begun = sessions.of(call.id), call.started_at or now
    seen = _seen(call, listed)
    for session in listed:
        if only is not None and session.vendor_id not in only:
            continue
        if not stop_is_due(session, now) or not sessions.claim_stop(session.vendor_id, now, _lease(session)):
            continue
        settled = settle(vendor, session.vendor_id) if vendor else Settled("unreachable", gone=True)
        ran = (now - session.created_at) / 1000 if settled.seconds is None else settled.seconds
        billed = billed_seconds(Dialect(call.dialect), ran, begun) if ran > 0 or session.vendor_id == seen else 0
        sessions.close(call.id, session.vendor_id, settled.outcome, billed, now if settled.gone else None)
        vendor_reason = settled.reason or vendor_reason
        ours = ours or settled.outcome == StopOutcome.STOPPED.value
        logger.info(
            "session stopped call=%s outcome=%s gone=%s billed_seconds=%d",
            call.id,
            settled.outcome,
            settled.gone,
            billed,
        )
    total = sum(session.billed_seconds or 0 for session in sessions.of(call.id))
    return Closed(total, vendor_reason, ours)


def _seen(call: CallRecord, listed: Sequence[SessionRecord]) -> str | None:
    """The session whose picture was seen, billed even if it ran for no time: the last one, as none follows a picture.

    Any other that ran for no time was only minted.
    """
    return listed[-1].vendor_id if listed and call.attempt_live else None


def stop_is_due(session: SessionRecord, now: int) -> bool:
    """Whether a session still has to be stopped: never asked, or asked in vain and the pause since then is over."""
    return session.gone_at is None and (session.stopped_at is None or now - session.stopped_at >= _lease(session))


def settle(vendor: HeyGen, session_id: str) -> Settled:
    """Stops a session and asks whether it is gone. Never raises: a refused stop is an outcome, its kind is logged."""
    try:
        outcome = vendor.stop(session_id).value
    except HeyGenError as error:
        outcome = "refused"
        logger.warning("stop refused kind=%s status=%s code=%s", type(error).__name__, error.status, error.code)
    gone = _is_gone(vendor, session_id, said=outcome != "refused")
    try:
        seconds, reason = _books(vendor, session_id)
    except HeyGenError as error:
        logger.info("books not readable kind=%s", type(error).__name__)
        return Settled(outcome, gone)
    return Settled(outcome, gone, seconds, reason)


def _is_gone(vendor: HeyGen, session_id: str, *, said: bool) -> bool:
    try:
        return all(session.id != session_id for session in vendor.active_sessions())
    except HeyGenError as error:
        logger.info("active sessions not readable kind=%s", type(error).__name__)
        return said


def _books(vendor: HeyGen, session_id: str) -> tuple[float | None, str | None]:
    if vendor.dialect is Dialect.LIVEAVATAR:
        session = vendor.session(session_id)
        return session.duration, session.end_reason
    for past in vendor.past_sessions(limit=_HISTORY):
        if past.id == session_id:
            return past.duration, past.end_reason
    return None, None


def _lease(session: SessionRecord) -> int:
    """Pauses between tries grow twofold, so that a key which lost its right does not hammer the vendor."""
    doubled: int = STOP_LEASE_MS * 2 ** min(max(session.stops - 1, 0), 10)
    return min(doubled, _LONGEST_LEASE_MS)
