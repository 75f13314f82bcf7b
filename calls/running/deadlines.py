"""When a call must end although nobody hung up: its page is silent, its cap is reached, nobody speaks. Rules only."""

from __future__ import annotations

from typing import Protocol

from calls.running.caps import MARGIN_S

__all__ = ["SILENCE_S", "UNSTARTED_S", "Watched", "due", "seconds_left"]

SILENCE_S = 25
"""A page beats every five seconds; one that has not for this long is gone."""
UNSTARTED_S = 3600
"""A call that was opened and never started is put away when its ticket is over."""


class Watched(Protocol):
    """What these rules look at of a call; the store's records have it. Times are unix ms."""

    @property
    def opened_at(self) -> int:
        """When the call was opened."""
        ...

    @property
    def cap_seconds(self) -> int:
        """How long it may last."""
        ...

    @property
    def cap_reason(self) -> str:
        """The reason it ends with when that is over."""
        ...

    @property
    def attempt(self) -> int:
        """The number of its last start, 0 before the first."""
        ...

    @property
    def attempt_open(self) -> bool:
        """Whether that start is still under way."""
        ...

    @property
    def started_at(self) -> int | None:
        """When that start began."""
        ...

    @property
    def live_at(self) -> int | None:
        """When the picture came."""
        ...

    @property
    def text_at(self) -> int | None:
        """When it became a text conversation."""
        ...

    @property
    def spoke_at(self) -> int | None:
        """When somebody spoke last."""
        ...

    @property
    def last_beat_at(self) -> int | None:
        """When its page was heard of last."""
        ...


def seconds_left(call: Watched, now: int) -> int | None:
    """Whole seconds until the cap acts, never below zero; None before anything can be seen."""
    return None if call.text_at is None and call.live_at is None else _left(call, now)


def due(call: Watched, now: int, *, idle_s: int, since: int) -> str | None:
    """The reason for which an open call must end at `now` (unix ms), or None.

    `since` is when this server began to listen: no page can have been silent towards it for longer than that.
    """
    heard = call.last_beat_at if call.last_beat_at is not None else call.opened_at
    patience = SILENCE_S if call.attempt or call.text_at else UNSTARTED_S
    if now - max(heard, since) > patience * 1000:
        return "silence"
    if _left(call, now) == 0:
        return "time_up" if call.text_at is not None else call.cap_reason
    if call.live_at is None and call.text_at is None:
        return None
    spoken = max(moment for moment in (call.live_at, call.text_at, call.spoke_at) if moment is not None)
    return "idle" if now - spoken >= idle_s * 1000 else None


def _left(call: Watched, now: int) -> int | None:
    """What is left of the cap; an attempt that is still connecting may be billed, so its time counts."""
    if call.text_at is not None:
        return max(0, call.cap_seconds - (now - call.text_at) // 1000)
    if call.started_at is None or not (call.attempt_open or call.live_at is not None):
        return None
    return max(0, call.cap_seconds - MARGIN_S - (now - call.started_at) // 1000)
