"""When a call must end although nobody hung up: its page is silent, its cap is reached, nobody speaks. Rules only."""

from __future__ import annotations

from typing import Protocol

from calls.running.caps import MARGIN_S

__all__ = ["AWAY_S", "SILENCE_S", "UNSTARTED_S", "Standing", "due", "seconds_left"]

SILENCE_S = 25
"""A page beats every five seconds; one that has not for this long is gone."""
AWAY_S = 30
"""A page that said that it leaves costs nothing more and may come back for this long: a reload takes two seconds, a tab
closed by mistake is opened again within half a minute or not at all."""
UNSTARTED_S = 3600
"""A call that was opened and never started is put away when its ticket is over."""


class Standing(Protocol):
    """What these rules look at of a call; times are unix ms."""

    @property
    def opened_at(self) -> int: ...
    @property
    def last_beat_at(self) -> int | None: ...
    @property
    def left_at(self) -> int | None: ...
    @property
    def attempt(self) -> int: ...
    @property
    def attempt_open(self) -> bool: ...
    @property
    def started_at(self) -> int | None: ...
    @property
    def live_at(self) -> int | None: ...
    @property
    def text_at(self) -> int | None: ...
    @property
    def spoke_at(self) -> int | None: ...
    @property
    def cap_seconds(self) -> int: ...
    @property
    def cap_reason(self) -> str: ...
    @property
    def billed_seconds(self) -> int | None: ...


def seconds_left(call: Standing, now: int) -> int | None:
    """Whole seconds until the cap acts, never below zero; None before anything can be seen."""
    return None if call.text_at is None and call.live_at is None else _left(call, now)


def due(call: Standing, now: int, *, idle_s: int, since: int) -> str | None:
    """The reason for which an open call must end at `now` (unix ms), or None.

    `since` is when this server began to listen: no page can have been silent towards it for longer than that.
    """
    if call.left_at is not None:
        return "page_closed" if now - call.left_at > AWAY_S * 1000 else None
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


def _left(call: Standing, now: int) -> int | None:
    """What is left of the cap: less what closed sessions took, less the one that runs.

    An attempt that is still connecting may be billed, so its time counts.
    """
    if call.text_at is not None:
        return max(0, call.cap_seconds - (now - call.text_at) // 1000)
    if call.started_at is None or not (call.attempt_open or call.live_at is not None):
        return None
    running = (now - call.started_at) // 1000 if call.attempt_open else 0
    return max(0, call.cap_seconds - MARGIN_S - (call.billed_seconds or 0) - running)
