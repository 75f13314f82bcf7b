"""When an open call must end, as a table: silence, caps, idleness, and what a restarted server may know."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.running.caps import MARGIN_S
from calls.running.deadlines import SILENCE_S, UNSTARTED_S, due, seconds_left
from tests.unit.calls.desk import a_call

IDLE_S = 300
STARTED: dict[str, Any] = {"attempt": 1, "attempt_open": True, "started_at": 0, "opened_at": 0}
LIVE: dict[str, Any] = {**STARTED, "live_at": 5_000}
TEXT: dict[str, Any] = {**STARTED, "attempt_open": False, "text_at": 10_000}
CAPPED: dict[str, Any] = {"cap_seconds": 60, "cap_reason": "credit_cap"}


@pytest.mark.parametrize(
    ("changes", "now_s", "reason"),
    [
        # Silence: by the last beat, for a call that was started; an opened one is patient.
        ({"opened_at": 0}, UNSTARTED_S, None),
        ({"opened_at": 0}, UNSTARTED_S + 0.001, "silence"),
        ({"opened_at": 0, "last_beat_at": 50_000}, UNSTARTED_S + 50, None),
        ({**STARTED, "last_beat_at": 100_000}, 100 + SILENCE_S, None),
        ({**STARTED, "last_beat_at": 100_000}, 100 + SILENCE_S + 0.001, "silence"),
        ({**LIVE, "last_beat_at": 100_000}, 100 + SILENCE_S + 0.001, "silence"),
        ({**TEXT, "last_beat_at": 100_000}, 100 + SILENCE_S + 0.001, "silence"),
        ({**STARTED, "attempt_open": False, "retry_at": 1}, SILENCE_S + 0.001, "silence"),
        # The cap: from the start of the attempt, with a margin for the stop; a text conversation has its own time.
        ({**LIVE, **CAPPED}, 60 - MARGIN_S - 0.001, None),
        ({**LIVE, **CAPPED}, 60 - MARGIN_S, "credit_cap"),
        ({**LIVE, "cap_seconds": 60}, 60 - MARGIN_S, "time_up"),
        ({**STARTED, **CAPPED}, 60 - MARGIN_S - 0.001, None),
        ({**STARTED, **CAPPED}, 60 - MARGIN_S, "credit_cap"),
        ({**STARTED, **CAPPED, "attempt_open": False, "retry_at": 1, "last_beat_at": 500_000}, 500, None),
        ({**TEXT, **CAPPED}, 69.999, None),
        ({**TEXT, **CAPPED}, 70, "time_up"),
        # Nobody speaks: since the picture, the text, or the last word.
        (LIVE, 5 + IDLE_S - 0.001, None),
        (LIVE, 5 + IDLE_S, "idle"),
        ({**LIVE, "spoke_at": 100_000}, 100 + IDLE_S - 0.001, None),
        ({**LIVE, "spoke_at": 100_000}, 100 + IDLE_S, "idle"),
        ({**TEXT, "spoke_at": 3_000}, 10 + IDLE_S - 0.001, None),
        ({**TEXT, "spoke_at": 3_000}, 10 + IDLE_S, "idle"),
        ({**STARTED, "spoke_at": 3_000}, 400, None),
        # What has ended a call first is told first.
        ({**LIVE, **CAPPED, "last_beat_at": 0}, 60, "silence"),
        ({**LIVE, "cap_seconds": 5 + IDLE_S + MARGIN_S}, 5 + IDLE_S, "time_up"),
    ],
)
def test_what_is_due(changes: dict[str, Any], now_s: float, reason: str | None) -> None:
    beating = {"last_beat_at": int(now_s * 1000)} if changes.get("attempt") and "retry_at" not in changes else {}
    call = a_call(**{"cap_seconds": 3600, **beating, **changes})
    assert due(call, int(now_s * 1000), idle_s=IDLE_S, since=0) == reason


@pytest.mark.parametrize(("heard_s", "reason"), [(SILENCE_S, None), (SILENCE_S + 0.001, "silence")])
def test_no_page_is_silent_before_the_server_listens(heard_s: float, reason: str | None) -> None:
    call = a_call(**LIVE, last_beat_at=10_000)
    since = 200_000
    assert due(call, since + int(heard_s * 1000), idle_s=IDLE_S, since=since) == reason


def test_a_restart_does_not_stop_the_cap() -> None:
    call = a_call(**{**LIVE, **CAPPED})
    assert due(call, 60_000, idle_s=IDLE_S, since=60_000) == "credit_cap"


@pytest.mark.parametrize(
    ("changes", "now_s", "left"),
    [
        ({}, 10, None),
        (STARTED, 10, None),
        (LIVE, 10, 600 - MARGIN_S - 10),
        (LIVE, 10.999, 600 - MARGIN_S - 10),
        (LIVE, 5_000, 0),
        (TEXT, 20, 590),
        (TEXT, 5_000, 0),
        ({**LIVE, "text_at": 10_000}, 20, 590),
    ],
)
def test_what_the_page_is_told_to_be_left(changes: dict[str, Any], now_s: float, left: int | None) -> None:
    assert seconds_left(a_call(**changes), int(now_s * 1000)) == left


@given(st.integers(30, 3600), st.integers(0, 5_000_000), st.sampled_from([LIVE, STARTED, TEXT]))
def test_no_call_outlives_its_cap(cap: int, now: int, changes: dict[str, Any]) -> None:
    call = a_call(**{**changes, "cap_seconds": cap, "last_beat_at": now})
    begun = call.text_at or 0
    if now - begun >= cap * 1000:
        assert due(call, now, idle_s=10_000, since=0) is not None
