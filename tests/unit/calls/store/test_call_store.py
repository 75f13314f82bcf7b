"""Opening, starting, following and ending calls: each question is answered once, whoever asks, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from calls.running.caps import Usage
from calls.store.calls import CallRecord, CallStore, Claim
from calls.store.sessions import SessionStore
from heygen import Dialect

MakeCall = Callable[..., CallRecord]
THREADS = 8


def _together(ask: Callable[[int], bool]) -> list[bool]:
    """The answers of eight threads that ask at the same moment."""
    together = threading.Barrier(THREADS)

    def one(number: int) -> bool:
        together.wait()
        return ask(number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


def _got(calls: CallStore, call_id: str = "c1") -> CallRecord:
    found = calls.get(call_id)
    assert found is not None
    return found


def test_a_call_comes_back_as_it_was_written(calls: CallStore, make_call: MakeCall) -> None:
    call = make_call("c1", guest="Zoë 李", sandbox=True, last_beat_at=4_000_000_000_000)
    assert calls.get("c1") == call
    assert calls.get("c2") is None


def test_the_line_belongs_to_the_first_tab(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    assert calls.claim_tab("c1", "tab-1", 10)
    assert not calls.claim_tab("c1", "tab-2", 20)
    assert calls.claim_tab("c1", "tab-1", 30)
    assert (_got(calls).tab, _got(calls).last_beat_at) == ("tab-1", 30)
    assert not calls.claim_tab("c2", "tab-1", 10)


def test_only_one_of_many_tabs_gets_the_line(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    assert sum(_together(lambda number: calls.claim_tab("c1", f"tab-{number}", 10))) == 1


def _free(_: Sequence[Usage], __: CallRecord) -> None:
    """No cap forbids anything."""


def _claimed(calls: CallStore, call_id: str, at: int) -> bool:
    return calls.claim_attempt(call_id, at, 0, _free).attempt is not None


def test_one_attempt_is_open_at_a_time(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    make_call("c2")
    for attempt in (1, 2, 3):
        assert sum(_together(lambda number: _claimed(calls, "c1", 100 + number))) == 1
        assert (_got(calls).attempt, _got(calls).attempt_open) == (attempt, True)
        assert 100 <= (_got(calls).started_at or 0) < 108
        assert sum(_together(lambda _: calls.close_attempt("c1"))) == 1
    assert _got(calls, "c2").started_at is None
    assert not _claimed(calls, "c3", 200)


def test_a_new_attempt_takes_the_next_one_off_the_list_and_counts_as_a_sign_of_life(
    calls: CallStore, make_call: MakeCall
) -> None:
    make_call("c1", last_beat_at=1)
    calls.set_verdict("c1", "lines_busy", retry_at=50)
    assert _claimed(calls, "c1", 100)
    assert (_got(calls).retry_at, _got(calls).last_beat_at, _got(calls).trouble) == (None, 100, "lines_busy")


@pytest.mark.parametrize("over", [{"ended_at": 10}, {"text_at": 10}, {"attempt_open": True}])
def test_a_call_that_is_over_or_text_or_starting_does_not_start(
    over: dict[str, Any], calls: CallStore, make_call: MakeCall
) -> None:
    make_call("c1", **over)
    assert calls.claim_attempt("c1", 20, 0, _free) == Claim()


def test_a_refusal_starts_nothing_and_is_shown_what_others_use(calls: CallStore, make_call: MakeCall) -> None:
    call = make_call("c1", started_at=90)
    make_call("yesterday", started_at=40, ended_at=49, billed_seconds=100)
    make_call("over midnight", started_at=49, ended_at=50, billed_seconds=80)
    make_call("over", started_at=50, billed_seconds=70, dialect="streaming")
    make_call("runs", started_at=60, billed_seconds=0, attempt_open=True, sandbox=True)
    make_call("elsewhere", started_at=60, attempt_open=True, service="liveavatar")
    make_call("never started")
    seen: list[Usage] = []

    def refuse(today: Sequence[Usage], asking: CallRecord) -> str:
        assert asking == call
        seen.extend(today)
        return "day_minutes"

    assert calls.claim_attempt("c1", 100, 50, refuse) == Claim(refused="day_minutes")
    assert sorted(seen, key=lambda use: use.seconds) == [
        Usage(Dialect.STREAMING, 70, False),
        Usage(Dialect.LIVEAVATAR, 80, False),
        Usage(Dialect.LIVEAVATAR, 600, True),
    ]
    assert calls.get("c1") == call


def test_a_session_without_a_bill_counts_as_if_it_ran(
    calls: CallStore, sessions: SessionStore, make_call: MakeCall
) -> None:
    make_call("c1")
    make_call("ends just now", started_at=60, ended_at=90, billed_seconds=0)
    sessions.add("ends just now", "s1", "liveavatar", 60)
    seen: list[int] = []

    def note(today: Sequence[Usage], _: CallRecord) -> str:
        seen.append(sum(use.seconds for use in today))
        return "day_minutes"

    calls.claim_attempt("c1", 100, 50, note)
    sessions.close("ends just now", "s1", "stopped", 60, 95)
    calls.claim_attempt("c1", 100, 50, note)
    assert seen == [600, 60]


def test_an_attempt_that_is_live_is_not_closed(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1", attempt_open=True)
    calls.set_live("c1", 10)
    assert not calls.close_attempt("c1")
    assert _got(calls).attempt_open


def test_a_verdict_comes_too_late_for_a_call_that_ended(calls: CallStore, make_call: MakeCall) -> None:
    ended = make_call("c1", ended_at=10)
    calls.set_verdict("c1", "lines_busy", text_at=20)
    assert calls.get("c1") == ended


def test_a_call_ends_once_and_the_first_reason_stays(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    reasons = ["guest", "server"]
    assert sum(_together(lambda number: calls.claim_end("c1", reasons[number % 2], 100))) == 1
    reason = _got(calls).end_reason
    assert not calls.claim_end("c1", "silence", 200)
    assert (_got(calls).end_reason, _got(calls).ended_at) == (reason, 100)


def test_the_first_live_moment_counts(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1", attempt_open=True, trouble="lines_busy")
    calls.set_live("c1", 10)
    calls.set_live("c1", 20)
    assert (_got(calls).live_at, _got(calls).trouble) == (10, None)


def test_a_beat_tells_whether_the_call_runs(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1", tab="tab-1")
    assert calls.beat("c1", "tab-1", 10)
    assert not calls.beat("c1", "tab-2", 15)
    calls.claim_end("c1", "guest", 20)
    assert not calls.beat("c1", "tab-1", 30)
    assert _got(calls).last_beat_at == 10
    assert not calls.beat("c2", "tab-1", 10)


@pytest.mark.parametrize("changes", [{}, {"ended_at": 10}, {"attempt_open": False}])
def test_only_an_open_attempt_can_come_to_life(changes: dict[str, Any], calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1", **{"attempt_open": not changes, **changes})
    calls.set_live("c1", 20)
    assert _got(calls).live_at == (None if changes else 20)


def test_open_calls_are_those_that_have_not_ended(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    make_call("c2", ended_at=10)
    make_call("c3", started_at=5)
    assert sorted(call.id for call in calls.open_calls()) == ["c1", "c3"]


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({}, True),
        ({"ended_at": 60}, True),
        ({"attempt_open": True}, True),
        ({"dialect": "liveavatar"}, False),
        ({"service": "streaming"}, False),
        ({"started_at": 49}, False),
        ({"started_at": None}, False),
        ({"attempt_live": True, "live_at": 55}, False),
        ({"live_at": 45}, True),
    ],
)
def test_which_starts_may_have_left_a_session(
    changes: dict[str, Any], lost: bool, calls: CallStore, make_call: MakeCall
) -> None:
    call = make_call("c1", **{"dialect": "streaming", "started_at": 50, **changes})
    assert calls.lost_starts("simulator", 50) == ([call] if lost else [])


def test_a_start_that_told_of_its_session_is_not_lost_until_the_next_one(
    calls: CallStore, sessions: SessionStore, make_call: MakeCall
) -> None:
    make_call("c1", dialect="streaming", started_at=50)
    sessions.add("c1", "browser-1", "streaming", 52)
    assert calls.lost_starts("simulator", 50) == []
    assert _claimed(calls, "c1", 60)
    assert [call.id for call in calls.lost_starts("simulator", 50)] == ["c1"]
