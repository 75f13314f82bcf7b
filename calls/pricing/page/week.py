"""The lines on the costs page: calls and the chance to find all lines busy in each hour of a week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from calls.pricing.billing import credits_for
from calls.pricing.capacity import (
    NextLine,
    Waiting,
    busy_by_hour,
    busy_with_retries,
    first_limit,
    next_line,
    offered_load,
    waiting_room,
)
from calls.pricing.page.basis import Basis
from calls.pricing.page.sentences import capacity_sentence, limit_sentence, next_line_sentence, waiting_sentence

__all__ = ["LinesRow", "Week", "week_of"]

_WEEKS_PER_MONTH = 365.25 / 12 / 7
_EVENING_HOURS = 30 * 4.0
_FEWEST_ROWS = 7


@dataclass(frozen=True)
class LinesRow:
    """The fullest hour on so many lines: the share turned away, with redials, a waiting room, and one more line."""

    lines: int
    busy: float
    with_retries: float
    room: Waiting
    more: NextLine


@dataclass(frozen=True, eq=False)
class Week:
    """`calls` expected in each of 168 hours from Monday 0:00 and the `chances` that one finds all `lines` busy.

    `hold` seconds that a call holds a line: connecting, talk, silence. `credits_per_hour` of one full line.
    """

    lines: int
    hold: float
    calls: NDArray[np.float64]
    chances: NDArray[np.float64]
    retry_share: float
    calls_per_month: int
    included: float
    credits_per_hour: float

    @property
    def turned_away(self) -> float:
        """Calls a month that find every line busy."""
        return float(self.calls @ self.chances) * _WEEKS_PER_MONTH

    @property
    def share_lost(self) -> float:
        """The same as a share of all calls; 0 without calls."""
        return float(self.calls @ self.chances / self.calls.sum()) if self.calls.any() else 0.0

    @property
    def fullest(self) -> float:
        """Calls in the fullest hour."""
        return float(self.calls.max())

    @property
    def sentences(self) -> tuple[str, str]:
        """How many find the lines busy and what one more brings; which limit bites first, and a waiting room."""
        load = offered_load(self.fullest, self.hold)
        busy = capacity_sentence(self.lines, self.share_lost, self.calls_per_month)
        more = next_line_sentence(next_line(load, self.lines, self.calls_per_month))
        limit = limit_sentence(
            first_limit(self.lines, self.included, self.credits_per_hour, _EVENING_HOURS), self.lines
        )
        room = waiting_sentence(waiting_room(load, self.lines, self.hold), self.lines)
        return (f"{busy} {more}" if self.calls_per_month else busy), f"{limit} {room}"

    @cached_property
    def rows(self) -> tuple[LinesRow, ...]:
        """The fullest hour on one line and more, past the number asked for."""
        load = offered_load(self.fullest, self.hold)
        return tuple(
            LinesRow(
                lines,
                (more := next_line(load, lines, self.fullest)).busy_before,
                busy_with_retries(load, lines, self.retry_share),
                waiting_room(load, lines, self.hold),
                more,
            )
            for lines in range(1, max(_FEWEST_ROWS, self.lines + 2) + 1)
        )


def week_of(basis: Basis) -> Week:
    """The usual week of the month asked for."""
    month, lines = basis.scenario, basis.wish.lines
    hold = month.mean_seconds + month.idle_seconds + month.startup_seconds
    calls = np.asarray(basis.season.calls_by_hour(basis.wish.calls / _WEEKS_PER_MONTH))
    return Week(
        lines=lines,
        hold=hold,
        calls=calls,
        chances=busy_by_hour(calls, hold, lines),
        retry_share=month.retry_share,
        calls_per_month=basis.wish.calls,
        included=float(basis.included),
        credits_per_hour=float(credits_for(basis.provider, 3600)),
    )
