"""Opening, starting, following and ending calls: each question is answered once, whoever asks, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from calls.store.calls import CallRecord, CallStore, SessionRecord

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


def test_a_call_starts_once(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    make_call("c2")
    assert sum(_together(lambda number: calls.claim_start("c1", 100 + number))) == 1
    assert not calls.claim_start("c1", 200)
    assert 100 <= (_got(calls).started_at or 0) < 108
    assert _got(calls, "c2").started_at is None
    assert not calls.claim_start("c3", 200)


def test_a_call_that_ended_does_not_start(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    assert calls.claim_end("c1", "guest", 10)
    assert not calls.claim_start("c1", 20)


def test_a_call_ends_once_and_the_first_reason_stays(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    reasons = ["guest", "server"]
    assert sum(_together(lambda number: calls.claim_end("c1", reasons[number % 2], 100))) == 1
    reason = _got(calls).end_reason
    assert not calls.claim_end("c1", "silence", 200)
    assert (_got(calls).end_reason, _got(calls).ended_at) == (reason, 100)


def test_the_first_live_moment_counts(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    calls.set_live("c1", 10)
    calls.set_live("c1", 20)
    assert _got(calls).live_at == 10


def test_a_bill_grows_and_the_last_reason_counts(calls: CallStore, make_call: MakeCall) -> None:
    call = make_call("c1", end_reason="vendor")
    calls.settle("c1", 60, "idle")
    assert calls.get("c1") == replace(call, billed_seconds=60, end_reason="idle")
    calls.settle("c1", 30, "idle")
    assert _got(calls).billed_seconds == 90


def test_a_beat_tells_whether_the_call_runs(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    assert calls.beat("c1", 10)
    calls.claim_end("c1", "guest", 20)
    assert not calls.beat("c1", 30)
    assert _got(calls).last_beat_at == 10
    assert not calls.beat("c2", 10)


@pytest.mark.parametrize(
    ("changes", "silent"),
    [
        ({"started_at": 1, "last_beat_at": 99}, True),
        ({"started_at": 1, "last_beat_at": 100}, False),
        ({"started_at": None, "last_beat_at": 99}, False),
        ({"started_at": 1, "last_beat_at": 99, "ended_at": 50}, False),
    ],
)
def test_who_has_been_silent(changes: dict[str, int], silent: bool, calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1", **changes)
    assert calls.silent_since(100) == (["c1"] if silent else [])


def test_a_start_counts_as_a_sign_of_life(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1", last_beat_at=1)
    calls.claim_start("c1", 100)
    assert calls.silent_since(100) == []


def test_sessions_belong_to_the_first_call_that_names_them(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    make_call("c2")
    assert calls.add_session("c1", "s1", "streaming", 10)
    assert calls.add_session("c1", "s2", "streaming", 20)
    assert not calls.add_session("c1", "s1", "streaming", 30)
    assert not calls.add_session("c2", "s1", "streaming", 30)
    assert not calls.add_session("no-such-call", "s3", "streaming", 30)
    assert calls.sessions("c1") == [
        SessionRecord("s1", "streaming", 10, None, None),
        SessionRecord("s2", "streaming", 20, None, None),
    ]
    assert calls.sessions("c2") == []


def test_two_calls_that_name_a_session_at_once_do_not_share_it(calls: CallStore, make_call: MakeCall) -> None:
    for number in range(THREADS):
        make_call(f"c{number}")
    assert sum(_together(lambda number: calls.add_session(f"c{number}", "s1", "streaming", 10))) == 1
    assert sum(len(calls.sessions(f"c{number}")) for number in range(THREADS)) == 1


def test_a_session_is_stopped_once(calls: CallStore, make_call: MakeCall) -> None:
    make_call("c1")
    calls.add_session("c1", "s1", "streaming", 10)
    assert sum(_together(lambda number: calls.claim_stop("s1", 20))) == 1
    calls.set_outcome("s1", "stopped")
    assert calls.sessions("c1") == [SessionRecord("s1", "streaming", 10, 20, "stopped")]
    assert not calls.claim_stop("no-such-session", 20)
