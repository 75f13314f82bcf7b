"""Settling: stopped, seen to be gone, billed by the vendor's books; what does not go is tried again until it does."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.running.attempts import Waiting
from calls.running.settling import STOP_LEASE_MS, settle, stop_is_due
from calls.store.sessions import SessionRecord
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import LIVE, SESSION, Desk
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
LISTS = {Dialect.LIVEAVATAR: "sessions", Dialect.STREAMING: "list"}
UNAUTHORIZED = httpx.Response(401, json={"code": 401, "message": "Unauthorized"})
GONE = {
    Dialect.LIVEAVATAR: httpx.Response(404, json={"code": 4040, "message": "Session not found"}),
    Dialect.STREAMING: httpx.Response(400, json={"code": 400004, "message": "Session does not exist."}),
}
DROPPED = {"type": "disconnected", "reason": "SIGNAL_CLOSE", "code": 9}


def _session(stops: int, stopped_at: int | None, gone_at: int | None = None) -> SessionRecord:
    return SessionRecord("c1", "s1", "streaming", 0, stopped_at, gone_at, stops, None, None)


@BOTH
@pytest.mark.parametrize(
    ("stop", "listed", "outcome", "gone"),
    [
        ("ok", "gone", "stopped", True),
        ("ok", "there", "stopped", False),
        ("ok", "unreadable", "stopped", True),
        ("over", "gone", "already_gone", True),
        ("over", "there", "already_gone", False),
        ("over", "unreadable", "already_gone", True),
        ("refused", "gone", "refused", True),
        ("refused", "there", "refused", False),
        ("refused", "unreadable", "refused", False),
    ],
)
def test_only_the_list_says_that_a_session_is_gone(
    dialect: Dialect, stop: str, listed: str, outcome: str, gone: bool, vendor: FakeVendor
) -> None:
    vendor.created("x1", dialect=dialect)
    vendor.answers["stop"] = {"ok": None, "over": GONE[dialect], "refused": UNAUTHORIZED}[stop]
    if listed == "unreadable":
        vendor.answers[LISTS[dialect]] = httpx.Response(403, text="no")
    elif listed == "there":
        vendor.sticky.add("x1")
    else:
        vendor.active[dialect].clear()
    settled = settle(vendor(dialect), "x1")
    assert (settled.outcome, settled.gone) == (outcome, gone)


@BOTH
def test_a_refused_stop_is_tried_again_with_growing_pauses_until_the_vendor_lets_go(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    call = either_desk.running(dialect)
    vendor.answers["stop"] = UNAUTHORIZED
    clock.advance(60)
    begun = clock.now
    summary = either_desk.end(call.id, "guest")
    assert summary.reason == "guest"
    assert summary.credits > 0
    assert "stop refused kind=AuthenticationError status=401" in caplog.text
    assert "vendor-key" not in caplog.text
    tries = [0.0]
    bills = [either_desk.got(call).billed_seconds or 0]
    while clock.now < begun + 400:
        clock.advance(2)
        seen = len(vendor.stopped)
        either_desk.sweeper.sweep()
        if len(vendor.stopped) > seen:
            tries.append(clock.now - begun)
            bills.append(either_desk.got(call).billed_seconds or 0)
    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses == [10, 20, 40, 80, 160]
    assert bills == sorted(bills)
    assert either_desk.open_at_vendor() == [SESSION[dialect]]
    del vendor.answers["stop"]
    vendor.durations[SESSION[dialect]] = 75
    clock.advance(300)
    either_desk.sweeper.sweep()
    assert either_desk.open_at_vendor() == []
    assert either_desk.sessions.unsettled() == []
    assert either_desk.got(call).billed_seconds == {Dialect.LIVEAVATAR: 120, Dialect.STREAMING: 75}[dialect]
    asked = len(vendor.asked)
    clock.advance(1000)
    either_desk.sweeper.sweep()
    assert len(vendor.asked) == asked


@BOTH
def test_a_bill_is_written_over_not_doubled(dialect: Dialect, desk: Desk, vendor: FakeVendor, clock: FakeClock) -> None:
    call = desk.running(dialect)
    vendor.sticky.add(SESSION[dialect])
    vendor.durations[SESSION[dialect]] = 61
    desk.endings.end(call.id, "guest")
    billed = {Dialect.LIVEAVATAR: 120, Dialect.STREAMING: 61}[dialect]
    for _ in range(5):
        assert desk.got(call).billed_seconds == billed
        clock.advance(400)
        desk.sweeper.sweep()
    assert vendor.stopped == [SESSION[dialect]] * 6


def test_a_pass_that_was_never_used_stays_free_when_a_later_one_goes_live(desk: Desk, vendor: FakeVendor) -> None:
    call = desk.open(Dialect.LIVEAVATAR)
    desk.attempt(call)
    vendor.durations["s1"] = vendor.durations["s2"] = 0
    vendor.sticky.add("s1")
    verdict = desk.failed(call, "4032", "Session concurrency limit reached", 403).verdict
    assert isinstance(verdict, Waiting)
    desk.clock.advance(verdict.retry_in)
    desk.attempt(call)
    desk.record(call, LIVE)
    desk.endings.end(call.id, "guest")
    vendor.sticky.clear()
    desk.clock.advance(300)
    desk.sweeper.sweep()
    assert desk.sessions.unsettled() == []
    assert [session.billed_seconds for session in desk.sessions.of(call.id)] == [0, 60]


@BOTH
def test_servers_that_sweep_together_ask_once(dialect: Dialect, either_desk: Desk, vendor: FakeVendor) -> None:
    call = either_desk.running(dialect)
    vendor.sticky.add(SESSION[dialect])
    either_desk.endings.end(call.id, "guest")
    other = Desk(either_desk.database, vendor, either_desk.clock)
    either_desk.clock.advance(10)
    for desk in (either_desk, other, either_desk):
        desk.sweeper.sweep()
    assert len(vendor.stopped) == 2


@BOTH
def test_a_vendor_out_of_reach_at_the_end_is_asked_again(
    dialect: Dialect, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = desk.running(dialect)
    vendor.answers["stop"] = vendor.answers[LISTS[dialect]] = httpx.ConnectError("no route")
    summary = desk.end(call.id, "guest")
    assert summary.reason == "guest"
    assert [session.gone_at for session in desk.sessions.of(call.id)] == [None]
    vendor.answers.clear()
    clock.advance(10)
    desk.sweeper.sweep()
    assert desk.open_at_vendor() == []
    assert [session.outcome for session in desk.sessions.of(call.id)] == ["stopped"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [("USER_CLOSED", "stopped_elsewhere"), ("IDLE_TIMEOUT", "idle"), ("NO_CREDITS", "no_credits")],
)
def test_a_session_that_somebody_else_stopped(told: str, reason: str, desk: Desk, vendor: FakeVendor) -> None:
    call = desk.running(Dialect.LIVEAVATAR, DROPPED)
    vendor.answers["stop"] = GONE[Dialect.LIVEAVATAR]
    vendor.active[Dialect.LIVEAVATAR].clear()
    vendor.end_reasons["s1"] = told
    summary = desk.finish(call.id)
    assert (summary.reason, desk.got(call).end_reason) == (reason, reason)
    assert summary.trouble is not None
    assert summary.trouble.code == reason


def test_a_session_that_we_stopped_was_not_stopped_by_somebody_else(desk: Desk, vendor: FakeVendor) -> None:
    call = desk.running(Dialect.LIVEAVATAR, DROPPED)
    vendor.end_reasons["s1"] = "USER_CLOSED"
    assert desk.finish(call.id).reason == "connection_lost"


@given(st.integers(0, 40), st.integers(0, 10**9))
def test_pauses_between_stops_are_ten_seconds_to_five_minutes(stops: int, at: int) -> None:
    due = [pause for pause in range(0, 310_000, 1000) if stop_is_due(_session(stops, at), at + pause)]
    assert STOP_LEASE_MS <= due[0] <= 300_000
    assert due == list(range(due[0], 310_000, 1000))


def test_what_was_never_stopped_is_due_and_what_is_gone_never() -> None:
    assert stop_is_due(_session(0, None), 0)
    assert not stop_is_due(_session(1, 0, gone_at=5), 10**12)
