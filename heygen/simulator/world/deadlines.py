"""When sessions must end: the longest duration, too long a silence, and the last second that the account could pay."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from heygen.simulator.world import billing
from heygen.simulator.world.records import EndReason, SessionRecord

__all__ = ["Deadline", "due"]


@dataclass(frozen=True)
class Deadline:
    """A session's end: why, and at which unix second."""

    session: SessionRecord
    reason: EndReason
    at: float


def due(running: Sequence[SessionRecord], funds: Fraction, now: float) -> list[Deadline]:
    """The ends that lie at or before `now`, for the running sessions of one account.

    `funds` are the milli-credits that these sessions may use up together. All of them end at the first moment from
    which the next second (LiveAvatar: minute) could not be paid, unless their own time is up earlier.
    """
    own = {session.id: _own_end(session) for session in running}
    broke = _broke_at(running, {key: end.at for key, end in own.items()}, funds, now)
    ends: list[Deadline] = []
    for session in running:
        end = own[session.id]
        if broke is not None and broke < end.at and not session.sandbox:
            ends.append(Deadline(session, EndReason.NO_CREDITS, broke))
        elif end.at <= now:
            ends.append(end)
    return ends


def _own_end(session: SessionRecord) -> Deadline:
    started = session.started_at or 0.0
    longest = started + session.max_seconds
    silent = math.inf if session.idle_seconds is None else session.last_activity + session.idle_seconds
    if longest <= silent:
        return Deadline(session, EndReason.MAX_DURATION_REACHED, longest)
    return Deadline(session, EndReason.IDLE_TIMEOUT, silent)


def _broke_at(running: Sequence[SessionRecord], ends: dict[str, float], funds: Fraction, now: float) -> float | None:
    def promised(moment: float) -> Fraction:
        """The bill of everything that ended by then, and of the unit that the others are about to begin."""
        bills = (
            billing.milli_credits(session, ends[session.id])
            if ends[session.id] <= moment
            else billing.milli_credits_beyond(session, moment)
            for session in running
        )
        return sum(bills, Fraction(0))

    if promised(now) <= funds:
        return None
    steps = sorted({step for session in running for step in billing.steps(session, now)})
    index = bisect_left(steps, True, key=lambda step: promised(step) > funds)
    return steps[index] if index < len(steps) else now
