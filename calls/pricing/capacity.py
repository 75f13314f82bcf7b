"""How many lines a number of calls needs: booked calls fill a grid, walk-ins find a free line, wait, or give up.

A load is in erlang: calls per hour times the mean hours that a call holds a line (connecting, talk and clean-up). The
walk-in models suppose many independent families; the spread of call lengths does not matter to Erlang B, only the mean.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Limit",
    "NextLine",
    "Waiting",
    "booked_per_hour",
    "busy",
    "busy_by_hour",
    "busy_in_group",
    "busy_with_retries",
    "first_limit",
    "largest_load",
    "lines_for",
    "next_line",
    "offered_load",
    "waiting_room",
    "waits_longer",
]

_LINES_MAX = 10_000
_SETTLED = 1e-12
_ROUNDS_MAX = 10_000


@dataclass(frozen=True)
class Waiting:
    """A waiting room. Unstable (no figures): the queue would grow without end. Times in seconds."""

    stable: bool
    chance: float | None = None
    mean_seconds: float | None = None

    def said(self) -> str:
        """The chance of waiting in per cent, or why there is none."""
        return "unstable" if self.chance is None else f"{self.chance:.1%}"


@dataclass(frozen=True)
class NextLine:
    """What one more line brings to `calls` wishes: the share turned away before and after, and calls served more."""

    lines: int
    busy_before: float
    busy_after: float
    served_more: float


@dataclass(frozen=True)
class Limit:
    """Which limit bites first when all lines are busy without a break: hours until the credits are gone, and the name.

    `lines` bites when the credits outlast the opening hours, `credits` else, `unknown` without a number of lines.
    """

    name: Literal["lines", "credits", "unknown"]
    hours: float | None


def offered_load(calls_per_hour: float, hold_seconds: float) -> float:
    """Load in erlang. Raises ValueError below 0."""
    _refuse_below_zero(calls_per_hour, hold_seconds)
    return calls_per_hour * hold_seconds / 3600


def booked_per_hour(lines: int, call_minutes: float, buffer_minutes: float) -> int:
    """Booked calls that fit into an hour: whole places on each line, no chance involved."""
    _refuse_below_zero(lines, call_minutes, buffer_minutes)
    if call_minutes + buffer_minutes <= 0:
        raise ValueError("A booked call needs a length above 0 minutes.")
    return lines * math.floor(60 / (call_minutes + buffer_minutes))


def busy(load: float, lines: int) -> float:
    """Erlang B: the chance that a walk-in finds every line busy and is lost; 0 without load, 1 without lines."""
    _refuse_below_zero(load, lines)
    if load == 0:
        return 0.0
    chance = 1.0
    for line in range(1, lines + 1):
        chance = load * chance / (line + load * chance)
    return chance


def busy_with_retries(load: float, lines: int, retry_share: float) -> float:
    """Erlang B when `retry_share` of the families who found it busy call once more.

    The load grows to load · (1 + share · busy) until it settles, from below, so the smallest fixed point is found.
    """
    if not 0 <= retry_share <= 1:
        raise ValueError("The share of families who try again lies between 0 and 1.")
    chance = busy(load, lines)
    for _ in range(_ROUNDS_MAX):
        grown = busy(load * (1 + retry_share * chance), lines)
        if grown - chance <= _SETTLED:
            # Rounding must not bring it below the first try.
            return max(grown, chance)
        chance = grown
    return chance


def busy_in_group(families: int, calls_per_idle_hour: float, hold_seconds: float, lines: int) -> float:
    """Engset: the chance that one of a small closed group finds every line busy; 0 with a line for each.

    `calls_per_idle_hour` is how often a family calls while it is not in a call; those in a call do not call. Blocked
    calls are lost, and the chance is the caller's (one family less than the group competes with it).
    """
    load = offered_load(calls_per_idle_hour, hold_seconds)
    _refuse_below_zero(families, lines)
    if load == 0 or lines >= families:
        return 0.0
    chance = 1.0
    for line in range(1, lines + 1):
        left = (families - line) * load
        chance = left * chance / (line + left * chance)
    return chance


def waiting_room(load: float, lines: int, hold_seconds: float) -> Waiting:
    """Erlang C: busy families wait in order and nobody gives up."""
    _refuse_below_zero(load, lines, hold_seconds)
    if lines <= load:
        return Waiting(stable=load == 0, chance=0.0 if load == 0 else None, mean_seconds=0.0 if load == 0 else None)
    lost = busy(load, lines)
    chance = lines * lost / (lines - load * (1 - lost))
    return Waiting(True, chance, chance * hold_seconds / (lines - load))


def waits_longer(load: float, lines: int, hold_seconds: float, seconds: float) -> float | None:
    """Erlang C: the chance to wait for more than so many seconds; None where the queue grows without end."""
    _refuse_below_zero(seconds)
    room = waiting_room(load, lines, hold_seconds)
    if room.chance is None or room.chance == 0:
        return room.chance
    return room.chance * math.exp(-(lines - load) * seconds / hold_seconds)


def lines_for(load: float, quality: float) -> int:
    """The fewest lines at which at most the share `quality` of walk-ins is turned away."""
    _refuse_below_zero(load)
    _refuse_share(quality)
    if load == 0:
        return 0
    chance = 1.0
    for line in range(1, _LINES_MAX + 1):
        chance = load * chance / (line + load * chance)
        if chance <= quality:
            return line
    raise ValueError(f"More than {_LINES_MAX} lines would be needed.")


def largest_load(lines: int, quality: float) -> float:
    """The largest load in erlang at which at most the share `quality` is turned away, by bisection to 1e-9."""
    _refuse_below_zero(lines)
    _refuse_share(quality)
    low, high = 0.0, max(1.0, 2.0 * lines / (1 - quality))
    while high - low > 1e-9 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if busy(middle, lines) <= quality else (low, middle)
    return low


def next_line(load: float, lines: int, calls: float) -> NextLine:
    """What one more line brings to so many wishes."""
    _refuse_below_zero(calls)
    before, after = busy(load, lines), busy(load, lines + 1)
    return NextLine(lines + 1, before, after, calls * (before - after))


def first_limit(lines: int | None, credits_left: float, credits_per_line_hour: float, open_hours: float) -> Limit:
    """Which limit bites first within the opening hours: lines, or credits. `lines` None: not known."""
    _refuse_below_zero(credits_left, credits_per_line_hour, open_hours)
    if lines is None:
        return Limit("unknown", None)
    _refuse_below_zero(lines)
    if not lines or not credits_per_line_hour:
        return Limit("lines", None)
    hours = credits_left / (lines * credits_per_line_hour)
    return Limit("credits" if hours < open_hours else "lines", hours)


def busy_by_hour(
    calls_by_hour: Sequence[float] | NDArray[np.float64], hold_seconds: float, lines: int
) -> NDArray[np.float64]:
    """Erlang B for each hour's calls, in one go, say for the 168 hours of a week; same shape as the input."""
    loads = np.asarray(calls_by_hour, dtype=np.float64) * hold_seconds / 3600
    if lines < 0 or not np.all(np.isfinite(loads)) or np.any(loads < 0):
        raise ValueError("Calls, seconds and lines must be 0 or more.")
    chance = np.where(loads > 0, 1.0, 0.0)
    for line in range(1, lines + 1):
        chance = loads * chance / (line + loads * chance)
    return chance


def _refuse_below_zero(*values: float) -> None:
    if not all(math.isfinite(value) and value >= 0 for value in values):
        raise ValueError("Calls, minutes, seconds and lines must be 0 or more.")


def _refuse_share(quality: float) -> None:
    if not 0 < quality < 1:
        raise ValueError("The share of families turned away lies between 0 and 1.")
