"""What a call costs in the vendor's credits, in exact figures. Billed seconds are integers, credits are Decimals."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from heygen import Dialect
from heygen.limits import LIVEAVATAR, STREAMING

__all__ = ["billed_seconds", "credits_for", "shown"]

_CENT = Decimal("0.01")


def billed_seconds(dialect: Dialect, seconds: float) -> int:
    """Seconds the vendor bills for a session that ran this long.

    Streaming Avatar: at least 30 s, then by the second. LiveAvatar: each started minute counts, since one minute is
    held at the start and running sessions are checked every minute.
    """
    whole = math.ceil(round(seconds, 3))
    if dialect is Dialect.STREAMING:
        return max(STREAMING.billed_seconds_min, whole)
    minute = LIVEAVATAR.billing_check_seconds
    return minute * max(1, math.ceil(whole / minute))


def credits_for(dialect: Dialect, billed: int) -> Decimal:
    """Credits for billed seconds of a FULL session, exact to Decimal's 28 digits."""
    streaming = dialect is Dialect.STREAMING
    rate = STREAMING.credits_per_minute if streaming else LIVEAVATAR.credits_per_minute_full
    return rate * billed / 60


def shown(credits: Decimal) -> str:
    """Credits for people: two places."""
    return str(credits.quantize(_CENT, ROUND_HALF_UP))
