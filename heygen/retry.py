"""When a harmless request may be sent again, and after how long. Pure: no clock, no randomness of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["LONGEST_WAIT", "MAX_ATTEMPTS", "asked_delay", "retry_delay"]

MAX_ATTEMPTS: Final = 3
LONGEST_WAIT: Final = 30.0
"""Seconds. A server that asks for more is told to the caller instead: somebody is waiting in front of a page."""
_FIRST_WAIT: Final = 0.5
_WAIT_CAP: Final = 8.0
_JITTER_SHARE: Final = 0.25
_PASSING: Final = frozenset({408, 429})


def retry_delay(status: int | None, headers: Mapping[str, str], attempt: int, *, jitter: float = 0.0) -> float | None:
    """Seconds to wait before the next attempt, or None to give up.

    `status` is None when no answer came; `attempt` counts from 1; `jitter` in [0, 1) shortens the wait by up to a
    quarter. `Retry-After` is obeyed, as seconds or as a date compared with the answer's own `Date`.
    """
    if attempt >= MAX_ATTEMPTS or not (status is None or status in _PASSING or 500 <= status <= 599):
        return None
    asked = asked_delay(status, headers)
    if asked is not None:
        return asked if asked <= LONGEST_WAIT else None
    wait = min(_FIRST_WAIT * 2.0 ** (attempt - 1), _WAIT_CAP)
    return wait * (1.0 - _JITTER_SHARE * jitter)


def asked_delay(status: int | None, headers: Mapping[str, str]) -> float | None:
    """Seconds the server asked for, None when it did not. `X-RateLimit-Reset` counts for 429 only."""
    lowered = {name.lower(): value for name, value in headers.items()}
    after = lowered.get("retry-after")
    asked = _seconds(after)
    if asked is None:
        asked = _until(after, lowered.get("date"))
    if asked is None and status == 429:
        reset = _seconds(lowered.get("x-ratelimit-reset"))
        # Some servers put a Unix time there; that is not a wait.
        return reset if reset is not None and reset <= LONGEST_WAIT else None
    return asked


def _seconds(value: str | None) -> float | None:
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _until(value: str | None, now: str | None) -> float | None:
    if not value or not now:
        return None
    try:
        return max(0.0, (parsedate_to_datetime(value) - parsedate_to_datetime(now)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
