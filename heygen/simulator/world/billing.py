"""What a session costs, in exact milli-credits.

Streaming Avatar: 0.2 credits a minute, at least 30 s, then by the second (HeyGen's 2025 price page).
LiveAvatar: FULL 2 and LITE 1 credits a minute; a start needs one minute, which is escrowed; running sessions are
checked every minute, so each started minute counts. Sandbox sessions cost nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from heygen.simulator.world.records import Mode, Product, SessionRecord

__all__ = ["billed_seconds", "milli_credits", "milli_credits_beyond", "start_needs", "steps"]

STREAMING_MINIMUM_S = 30
STREAMING_MILLI_PER_SECOND = Fraction(200, 60)
MILLI_PER_MINUTE = {Mode.FULL: 2000, Mode.LITE: 1000}


def billed_seconds(session: SessionRecord, now: float) -> int:
    """Seconds on the vendor's bill so far: 0 before a start and in the sandbox."""
    if session.started_at is None or session.sandbox:
        return 0
    return _in_units(session, math.ceil(_elapsed(session, now) / _unit(session)))


def milli_credits(session: SessionRecord, now: float) -> Fraction:
    """The bill so far in milli-credits, exact."""
    return billed_seconds(session, now) * _rate(session)


def milli_credits_beyond(session: SessionRecord, moment: float) -> Fraction:
    """The bill if the session went on for an instant after `moment`; nothing before its start."""
    if session.started_at is None or session.sandbox or moment < session.started_at:
        return Fraction(0)
    return _in_units(session, math.floor(_elapsed(session, moment) / _unit(session)) + 1) * _rate(session)


def steps(session: SessionRecord, until: float) -> Iterator[float]:
    """The moments, up to `until`, at which the bill of a running session is about to grow (unix seconds)."""
    if session.started_at is None or session.sandbox:
        return
    unit = _unit(session)
    for count in range(math.floor(_elapsed(session, until) / unit) + 1):
        yield session.started_at + count * unit


def start_needs(session: SessionRecord) -> Fraction:
    """Milli-credits that must be there before a start."""
    if session.sandbox:
        return Fraction(0)
    if session.product is Product.STREAMING:
        return STREAMING_MINIMUM_S * STREAMING_MILLI_PER_SECOND
    return Fraction(MILLI_PER_MINUTE[session.mode])


def _elapsed(session: SessionRecord, now: float) -> float:
    # A microsecond is below what a float holds of unix time, and must not start another second.
    return max(0.0, round(session.seconds(now), 6))


def _unit(session: SessionRecord) -> int:
    return 1 if session.product is Product.STREAMING else 60


def _in_units(session: SessionRecord, units: int) -> int:
    least = STREAMING_MINIMUM_S if session.product is Product.STREAMING else 60
    return max(least, units * _unit(session))


def _rate(session: SessionRecord) -> Fraction:
    if session.product is Product.STREAMING:
        return STREAMING_MILLI_PER_SECOND
    return Fraction(MILLI_PER_MINUTE[session.mode], 60)
