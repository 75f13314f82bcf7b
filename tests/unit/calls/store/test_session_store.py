"""The vendor's sessions: each has one owner, one server at a time that stops it, and one bill, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from calls.store.calls import CallRecord, CallStore
from calls.store.sessions import SessionRecord, SessionStore

MakeCall = Callable[..., CallRecord]
THREADS = 8


def _together(ask: Callable[[int], bool]) -> list[bool]:
    together = threading.Barrier(THREADS)

    def one(number: int) -> bool:
        together.wait()
        return ask(number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


def _session(vendor_id: str, at: int, **changes: Any) -> SessionRecord:
    fields: dict[str, Any] = {
        "call_id": "c1",
        "dialect": "streaming",
        "stopped_at": None,
        "gone_at": None,
        "stops": 0,
        "billed_seconds": None,
        "outcome": None,
        **changes,
    }
    return SessionRecord(vendor_id=vendor_id, created_at=at, **fields)


def test_sessions_belong_to_the_first_call_that_names_them(sessions: SessionStore, make_call: MakeCall) -> None:
    make_call("c1")
    make_call("c2")
    assert sessions.add("c1", "s1", "streaming", 10)
    assert sessions.add("c1", "s2", "streaming", 20)
    assert not sessions.add("c1", "s1", "streaming", 30)
    assert not sessions.add("c2", "s1", "streaming", 30)
    assert not sessions.add("no-such-call", "s3", "streaming", 30)
    assert sessions.of("c1") == [_session("s1", 10), _session("s2", 20)]
    assert sessions.of("c2") == []
    assert sessions.known(["s1", "s2", "s3"]) == {"s1", "s2"}
    assert sessions.known([]) == set()


def test_two_calls_that_name_a_session_at_once_do_not_share_it(sessions: SessionStore, make_call: MakeCall) -> None:
    for number in range(THREADS):
        make_call(f"c{number}")
    assert sum(_together(lambda number: sessions.add(f"c{number}", "s1", "streaming", 10))) == 1
    assert sum(len(sessions.of(f"c{number}")) for number in range(THREADS)) == 1


def test_one_server_stops_a_session_and_after_its_lease_another(sessions: SessionStore, make_call: MakeCall) -> None:
    make_call("c1")
    sessions.add("c1", "s1", "streaming", 10)
    assert sum(_together(lambda _: sessions.claim_stop("s1", 20, 100))) == 1
    assert not sessions.claim_stop("s1", 119, 100)
    assert sum(_together(lambda _: sessions.claim_stop("s1", 120, 100))) == 1
    assert sessions.of("c1") == [_session("s1", 10, stopped_at=120, stops=2)]
    sessions.close("c1", "s1", "stopped", 60, 130)
    assert not sessions.claim_stop("s1", 10_000, 100)
    assert not sessions.claim_stop("no-such-session", 20, 100)


def test_a_bill_is_the_sum_of_the_sessions_and_is_written_over_not_added_up(
    sessions: SessionStore, calls: CallStore, make_call: MakeCall
) -> None:
    make_call("c1")
    bills = []
    for name, billed in (("s1", 60), ("s2", 30), ("s1", 90), ("s1", 90)):
        sessions.add("c1", name, "streaming", 10)
        sessions.close("c1", name, "stopped", billed, None)
        found = calls.get("c1")
        assert found is not None
        bills.append(found.billed_seconds)
    assert bills == [60, 90, 120, 120]


@pytest.mark.parametrize(
    ("call", "gone", "unsettled"),
    [
        ({"ended_at": 5}, None, True),
        ({"attempt_open": False}, None, True),
        ({"attempt_open": True}, None, False),
        ({"ended_at": 5}, 6, False),
    ],
)
def test_what_has_still_to_be_stopped(
    call: dict[str, Any], gone: int | None, unsettled: bool, sessions: SessionStore, make_call: MakeCall
) -> None:
    make_call("c1", **call)
    sessions.add("c1", "s1", "streaming", 10)
    sessions.close("c1", "s1", "refused", 30, gone)
    assert [session.vendor_id for session in sessions.unsettled()] == (["s1"] if unsettled else [])
