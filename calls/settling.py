"""The end at the vendor: stop the session with our own key, then read from the vendor's books how long it ran and why."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from heygen import Dialect, HeyGen, HeyGenError

__all__ = ["Settled", "settle"]

logger = logging.getLogger(__name__)

_HISTORY = 50


@dataclass(frozen=True)
class Settled:
    """How stopping went; `seconds` and `reason` are None where the vendor's books do not tell."""

    outcome: str
    seconds: float | None
    reason: str | None


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
