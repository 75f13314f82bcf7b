"""What a session costs, in exact milli-credits.

Streaming Avatar: 0.2 credits a minute, at least 30 s, then by the second (HeyGen's 2025 price page).
LiveAvatar: FULL 2 and LITE 1 credits a minute; a start needs one minute, which is escrowed; running sessions are checked
every minute, so each started minute counts. Sandbox sessions cost nothing.
"""

from __future__ import annotations

import math
from fractions import Fraction

from heygen.simulator.records import Mode, Product, SessionRecord

__all__ = ["affordable_seconds", "billed_seconds", "milli_credits", "start_needs"]

STREAMING_MINIMUM_S = 30
STREAMING_MILLI_PER_SECOND = Fraction(200, 60)
MILLI_PER_MINUTE = {Mode.FULL: 2000, Mode.LITE: 1000}


def billed_seconds(session: SessionRecord, now: float) -> int:
    """Seconds on the vendor's bill so far: 0 before a start and in the sandbox."""
    if session.started_at is None or session.sandbox:
        return 0
    whole = math.ceil(round(session.seconds(now), 6))
    if session.product is Product.STREAMING:
        return max(STREAMING_MINIMUM_S, whole)
    return 60 * max(1, math.ceil(whole / 60))


def milli_credits(session: SessionRecord, now: float) -> Fraction:
    """The bill so far in milli-credits, exact."""
    seconds = billed_seconds(session, now)
    if session.product is Product.STREAMING:
        return seconds * STREAMING_MILLI_PER_SECOND
    return Fraction(MILLI_PER_MINUTE[session.mode] * seconds, 60)


def start_needs(session: SessionRecord) -> Fraction:
    """Milli-credits that must be there before a start."""
    if session.sandbox:
        return Fraction(0)
    if session.product is Product.STREAMING:
        return STREAMING_MINIMUM_S * STREAMING_MILLI_PER_SECOND
    return Fraction(MILLI_PER_MINUTE[session.mode])


def affordable_seconds(session: SessionRecord, available: Fraction) -> int:
    """How many seconds a started session may run on `available` milli-credits, in whole units of its bill."""
    if session.product is Product.STREAMING:
        return int(available / STREAMING_MILLI_PER_SECOND)
    return 60 * int(available / MILLI_PER_MINUTE[session.mode])
