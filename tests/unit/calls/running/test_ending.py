"""Ends: each session is stopped once with our own key, the bill is the vendor's, and there is a reason."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest

from calls.failures.errors import UnknownCallError
from calls.failures.reasons import from_journal, from_vendor, reason_text
from calls.store.calls import CallStore
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import ENDED, SESSION, Desk
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)


@pytest.mark.parametrize(
    ("dialect", "duration", "billed", "spent"),
    [
        (Dialect.LIVEAVATAR, 61, 120, "4"),
        (Dialect.LIVEAVATAR, 12.5, 60, "2"),
        (Dialect.STREAMING, 61, 61, None),
        (Dialect.STREAMING, 12, 30, "0.1"),
    ],
)
def test_the_bill_comes_from_the_vendors_books(
    dialect: Dialect,
    duration: float,
    billed: int,
    spent: str | None,
    desk: Desk,
    store: CallStore,
    vendor: FakeVendor,
    clock: FakeClock,
) -> None:
    call = desk.running(dialect)
    vendor.durations[SESSION[dialect]] = duration
    clock.advance(500)
    summary = desk.end(call.id, "guest")
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == billed
    assert summary.credits == (Decimal(spent) if spent else Decimal("0.2") * billed / 60)
    assert summary.seconds == 500


@BOTH
def test_books_that_do_not_tell_leave_an_estimate(
    dialect: Dialect, desk: Desk, store: CallStore, clock: FakeClock
) -> None:
    call = desk.running(dialect)
    clock.advance(90)
    desk.endings.end(call.id, "guest")
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == {Dialect.LIVEAVATAR: 120, Dialect.STREAMING: 90}[dialect]


@BOTH
def test_books_out_of_reach_leave_an_estimate(
    dialect: Dialect, desk: Desk, store: CallStore, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = desk.running(dialect)
    vendor.answers.update({"s1": httpx.Response(404, json={"code": 4004}), "list": httpx.ReadTimeout("slow")})
    clock.advance(31)
    desk.endings.end(call.id, "guest")
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == {Dialect.LIVEAVATAR: 60, Dialect.STREAMING: 31}[dialect]


@BOTH
def test_many_ends_stop_a_session_once(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    call = desk.running(dialect)
    vendor.durations[SESSION[dialect]] = 60
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: desk.endings.end(call.id, "guest"), range(8)))
    assert vendor.stopped == [SESSION[dialect]]
    (session,) = desk.sessions.of(call.id)
    assert session.outcome == "stopped"
    assert session.stopped_at is not None
    assert desk.end(call.id, "server").reason == "guest"


def test_every_session_of_a_call_is_stopped_and_billed_by_itself(
    desk: Desk, store: CallStore, vendor: FakeVendor
) -> None:
    call = desk.running(Dialect.STREAMING)
    desk.browser_made(call, "browser-2")
    vendor.durations.update({"browser-1": 10, "browser-2": 40})
    desk.endings.end(call.id, "guest")
    assert vendor.stopped == ["browser-1", "browser-2"]
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == 30 + 40


@BOTH
def test_a_session_that_is_gone_already_is_settled(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    call = desk.running(dialect)
    vendor.answers["stop"] = httpx.Response(404, json={"code": 4004, "message": "session not found"})
    vendor.durations[SESSION[dialect]] = 60
    assert desk.end(call.id, "guest").credits > 0
    assert [one.outcome for one in desk.sessions.of(call.id)] == ["already_gone"]


def test_a_call_that_never_started_costs_nothing(desk: Desk, vendor: FakeVendor) -> None:
    opening = desk.opening(Dialect.LIVEAVATAR)
    summary = desk.end(opening.call_id, "page_closed")
    assert (summary.seconds, summary.credits, summary.turns) == (0, Decimal(0), [])
    assert vendor.asked == []


def test_an_unknown_call_has_no_end(desk: Desk) -> None:
    with pytest.raises(UnknownCallError):
        desk.endings.end("0" * 32, "guest")
    for ask in (desk.endings.finish, desk.archive.summary):
        with pytest.raises(UnknownCallError):
            ask("0" * 32)


@pytest.mark.parametrize(
    ("told", "vendors", "reason"),
    [
        ([{"type": "hangup", "by": "guest"}, {"type": "disconnected", "reason": "CLIENT_INITIATED"}], None, "guest"),
        ([{"type": "hangup", "by": "server"}], "MAX_DURATION_REACHED", "server"),
        ([{"type": "failed", "code": "no_picture", "message": "Too long."}], None, "start_failed"),
        (
            [{"type": "disconnected", "reason": "X"}, {"type": "failed", "code": "x", "message": "y"}],
            None,
            "start_failed",
        ),
        ([{"type": "disconnected", "reason": "ROOM_DELETED"}], "IDLE_TIMEOUT", "idle"),
        ([{"type": "disconnected", "reason": "ROOM_DELETED"}], "MAX_DURATION_REACHED", "time_up"),
        ([{"type": "disconnected", "reason": "ROOM_DELETED"}], "NO_CREDITS", "no_credits"),
        ([{"type": "disconnected", "reason": "ROOM_DELETED"}], "SERVER_ERROR", "vendor"),
        ([{"type": "disconnected", "reason": "ROOM_DELETED"}], None, "vendor"),
        ([{"type": "disconnected", "reason": "X", "code": 5}], None, "vendor"),
        ([{"type": "disconnected", "reason": "SIGNAL_CLOSE", "code": 9}], None, "connection_lost"),
        ([{"type": "disconnected", "reason": "SIGNAL_CLOSE"}], "ZOMBIE_SESSION_REAP", "connection_lost"),
        ([{"type": "disconnected", "reason": "SIGNAL_CLOSE"}, {"type": "reconnected"}], None, "server"),
        ([{"type": "disconnected", "reason": "SIGNAL_CLOSE"}], "AVATAR_DELETED", "avatar_deleted"),
        ([], None, "server"),
    ],
)
def test_the_reason_is_what_the_journal_and_the_books_tell(
    told: list[dict[str, Any]],
    vendors: str | None,
    reason: str,
    desk: Desk,
    vendor: FakeVendor,
) -> None:
    call = desk.running(Dialect.LIVEAVATAR, *told, ENDED)
    vendor.end_reasons["s1"] = "UNKNOWN"
    if vendors is not None:
        vendor.end_reasons["s1"] = vendors
    summary = desk.finish(call.id)
    assert (summary.reason, summary.reason_text) == (reason, reason_text(reason))


def test_reasons_without_a_call() -> None:
    assert from_journal([]) == "server"
    assert from_vendor("guest", "IDLE_TIMEOUT") == "guest"
    assert from_vendor("connection_lost", None) == "connection_lost"
    assert reason_text("of the future") == reason_text("vendor")


def test_the_summary_counts_and_shows_the_turns(desk: Desk, clock: FakeClock) -> None:
    call = desk.running(
        Dialect.LIVEAVATAR,
        {"type": "avatar_talking_message", "text": "Ho ho ho!", "cumulative": False},
        {"type": "avatar_stop_talking"},
        {"type": "typed", "text": "Hello", "intent": "ask"},
        {"type": "user_end_message", "text": "Hello Santa"},
    )
    clock.advance(75.9)
    summary = desk.end(call.id, "guest")
    assert (summary.avatar_turns, summary.guest_turns, summary.seconds) == (1, 2, 75)
    assert [turn.text for turn in summary.turns] == ["Ho ho ho!", "Hello", "Hello Santa"]
    clock.advance(1000)
    assert desk.archive.summary(call.id) == summary


def test_nothing_of_the_guest_is_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture, clock: FakeClock) -> None:
    caplog.set_level(logging.DEBUG)
    call = desk.running(Dialect.LIVEAVATAR, {"type": "typed", "text": "a secret wish", "intent": "ask"})
    clock.advance(100)
    desk.sweeper.sweep()
    assert f"call swept call={call.id}" in caplog.text
    assert "Emma" not in caplog.text
    assert "secret wish" not in caplog.text
    assert "vendor-token" not in caplog.text
