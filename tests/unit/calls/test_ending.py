"""Ends: each session is stopped once with our own key, the bill comes from the vendor's books, silence is noticed."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from calls.agents import load_cast
from calls.errors import CallError, UnknownCallError
from calls.events import Event
from calls.reasons import from_journal, from_vendor, reason_text
from calls.settings import Service, Settings
from calls.store.calls import CallRecord, CallStore
from calls.store.database import Database
from calls.store.journal import JournalStore
from calls.switchboard import SILENCE_S, Switchboard
from heygen import Dialect, HeyGen
from tests.fake_clock import FakeClock
from tests.unit.calls.vendor import FakeVendor

EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
BOTH = pytest.mark.parametrize("dialect", Dialect)
SESSION = {Dialect.LIVEAVATAR: "s1", Dialect.STREAMING: "browser-1"}
LIVE = {"type": "phase", "phase": "live"}


def _events(*bodies: dict[str, Any]) -> list[Event]:
    return EVENTS.validate_python([{"seq": n, "at": 1000 + n, **body} for n, body in enumerate(bodies, 1)])


def _running(switchboard: Switchboard, dialect: Dialect, *bodies: dict[str, Any]) -> CallRecord:
    """A call that is live, with events after that."""
    opening = switchboard.open("santa", "Emma", dialect)
    call = switchboard.admit(opening.call_id, opening.ticket)
    switchboard.join(call, "tab-1")
    switchboard.start(call)
    session_id = SESSION[dialect]
    switchboard.record(call.id, _events({"type": "session_created", "session_id": session_id}, LIVE, *bodies))
    return call


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
    switchboard: Switchboard,
    store: CallStore,
    vendor: FakeVendor,
    clock: FakeClock,
) -> None:
    call = _running(switchboard, dialect)
    vendor.durations[SESSION[dialect]] = duration
    clock.advance(500)
    summary = switchboard.end(call.id, "guest")
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == billed
    assert summary.credits == (Decimal(spent) if spent else Decimal("0.2") * billed / 60)
    assert summary.seconds == 500


@BOTH
def test_books_that_do_not_tell_leave_an_estimate(
    dialect: Dialect, switchboard: Switchboard, store: CallStore, clock: FakeClock
) -> None:
    call = _running(switchboard, dialect)
    clock.advance(90)
    switchboard.end(call.id, "guest")
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == {Dialect.LIVEAVATAR: 120, Dialect.STREAMING: 90}[dialect]


@BOTH
def test_books_out_of_reach_leave_an_estimate(
    dialect: Dialect, switchboard: Switchboard, store: CallStore, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = _running(switchboard, dialect)
    vendor.answers.update({"s1": httpx.Response(404, json={"code": 4004}), "list": httpx.ReadTimeout("slow")})
    clock.advance(31)
    switchboard.end(call.id, "guest")
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == {Dialect.LIVEAVATAR: 60, Dialect.STREAMING: 31}[dialect]


@BOTH
def test_many_ends_stop_a_session_once(
    dialect: Dialect, switchboard: Switchboard, store: CallStore, vendor: FakeVendor
) -> None:
    call = _running(switchboard, dialect)
    vendor.durations[SESSION[dialect]] = 60
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: switchboard.end(call.id, "guest"), range(8)))
    assert vendor.stopped == [SESSION[dialect]]
    (session,) = store.sessions(call.id)
    assert session.outcome == "stopped"
    assert session.stopped_at is not None
    assert switchboard.end(call.id, "server").reason == "guest"


def test_every_session_of_a_call_is_stopped_and_billed_by_itself(
    switchboard: Switchboard, store: CallStore, vendor: FakeVendor
) -> None:
    call = _running(switchboard, Dialect.STREAMING)
    store.add_session(call.id, "browser-2", "streaming", 1)
    vendor.durations.update({"browser-1": 10, "browser-2": 40})
    switchboard.end(call.id, "guest")
    assert vendor.stopped == ["browser-1", "browser-2"]
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == 30 + 40


@BOTH
def test_a_session_that_is_gone_already_is_settled(
    dialect: Dialect, switchboard: Switchboard, store: CallStore, vendor: FakeVendor
) -> None:
    call = _running(switchboard, dialect)
    vendor.answers["stop"] = httpx.Response(404, json={"code": 4004, "message": "session not found"})
    vendor.durations[SESSION[dialect]] = 60
    assert switchboard.end(call.id, "guest").credits > 0
    assert [one.outcome for one in store.sessions(call.id)] == ["already_gone"]


@BOTH
def test_a_refused_stop_is_settled_and_logged_with_its_kind(
    dialect: Dialect,
    switchboard: Switchboard,
    store: CallStore,
    vendor: FakeVendor,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    call = _running(switchboard, dialect)
    vendor.answers["stop"] = httpx.Response(401, json={"code": 401, "message": "Unauthorized"})
    clock.advance(60)
    summary = switchboard.end(call.id, "guest")
    assert summary.reason == "guest"
    assert summary.credits > 0
    assert [one.outcome for one in store.sessions(call.id)] == ["refused"]
    assert "stop refused kind=AuthenticationError status=401" in caplog.text
    assert "vendor-key" not in caplog.text


def test_a_call_that_never_started_costs_nothing(
    switchboard: Switchboard, store: CallStore, vendor: FakeVendor
) -> None:
    opening = switchboard.open("santa", "Emma", Dialect.LIVEAVATAR)
    summary = switchboard.end(opening.call_id, "page_closed")
    assert (summary.seconds, summary.credits, summary.turns) == (0, Decimal(0), [])
    assert vendor.asked == []


@pytest.mark.parametrize("verb", ["end", "finish", "summary"])
def test_an_unknown_call_has_no_end(verb: str, switchboard: Switchboard) -> None:
    with pytest.raises(UnknownCallError):
        getattr(switchboard, verb)(*(["0" * 32, "guest"] if verb == "end" else ["0" * 32]))


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
        ([{"type": "disconnected", "reason": "ROOM_DELETED"}], "SERVER_ERROR", "connection_lost"),
        ([], None, "server"),
    ],
)
def test_the_reason_is_what_the_journal_and_the_books_tell(
    told: list[dict[str, Any]], vendors: str | None, reason: str, switchboard: Switchboard, vendor: FakeVendor
) -> None:
    call = _running(switchboard, Dialect.LIVEAVATAR, *told, {"type": "phase", "phase": "ended"})
    if vendors is not None:
        vendor.end_reasons["s1"] = vendors
    summary = switchboard.finish(call.id)
    assert (summary.reason, summary.reason_text) == (reason, reason_text(reason))


def test_reasons_without_a_call() -> None:
    assert from_journal([]) == "server"
    assert from_vendor("guest", "IDLE_TIMEOUT") == "guest"
    assert from_vendor("connection_lost", None) == "connection_lost"
    assert reason_text("of the future") == reason_text("vendor")


def test_the_summary_counts_and_shows_the_turns(switchboard: Switchboard, clock: FakeClock) -> None:
    call = _running(
        switchboard,
        Dialect.LIVEAVATAR,
        {"type": "avatar_talking_message", "text": "Ho ho ho!", "cumulative": False},
        {"type": "avatar_stop_talking"},
        {"type": "typed", "text": "Hello", "intent": "ask"},
        {"type": "user_end_message", "text": "Hello Santa"},
    )
    clock.advance(75.9)
    summary = switchboard.end(call.id, "guest")
    assert (summary.avatar_turns, summary.guest_turns, summary.seconds) == (1, 2, 75)
    assert [turn.text for turn in summary.turns] == ["Ho ho ho!", "Hello", "Hello Santa"]
    clock.advance(1000)
    assert switchboard.summary(call.id) == summary


@BOTH
def test_a_silent_page_is_swept_and_a_beating_one_is_not(
    dialect: Dialect, switchboard: Switchboard, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = _running(switchboard, dialect)
    clock.advance(SILENCE_S)
    assert switchboard.sweep() == 0
    assert switchboard.beat(call.id)
    clock.advance(SILENCE_S)
    assert switchboard.sweep() == 0
    clock.advance(0.001)
    assert switchboard.sweep() == 1
    assert vendor.stopped == [SESSION[dialect]]
    assert switchboard.summary(call.id).reason == "silence"
    assert not switchboard.beat(call.id)
    assert switchboard.sweep() == 0


def test_a_call_that_waits_for_its_start_is_not_swept(switchboard: Switchboard, clock: FakeClock) -> None:
    opening = switchboard.open("santa", "Emma", Dialect.LIVEAVATAR)
    switchboard.join(switchboard.admit(opening.call_id, opening.ticket), "tab-1")
    clock.advance(1000)
    assert switchboard.sweep() == 0


def _restarted(database: Database, clock: FakeClock, service: Service, vendor: Any) -> Switchboard:
    return Switchboard(
        calls=CallStore(database),
        journal=JournalStore(database),
        cast=load_cast(Settings()),
        service=service,
        vendor=vendor,
        clock=clock,
    )


def test_a_restarted_server_ends_what_the_last_one_left_open(
    switchboard: Switchboard, quick_database: Database, vendor: FakeVendor, clock: FakeClock
) -> None:
    _running(switchboard, Dialect.LIVEAVATAR)
    clock.advance(30)
    assert _restarted(quick_database, clock, Service.SIMULATOR, vendor).sweep() == 1
    assert vendor.stopped == ["s1"]


def test_a_call_of_another_service_is_closed_without_asking_the_wrong_one(
    switchboard: Switchboard, quick_database: Database, store: CallStore, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = _running(switchboard, Dialect.LIVEAVATAR)
    asked = len(vendor.asked)
    clock.advance(30)
    assert _restarted(quick_database, clock, Service.LIVEAVATAR, vendor).sweep() == 1
    assert len(vendor.asked) == asked
    assert [one.outcome for one in store.sessions(call.id)] == ["unreachable"]


def test_a_sweep_that_cannot_reach_the_vendor_comes_back_and_does_the_rest(
    switchboard: Switchboard, quick_database: Database, store: CallStore, vendor: FakeVendor, clock: FakeClock
) -> None:
    waiting = _running(switchboard, Dialect.LIVEAVATAR)
    swept = _running(switchboard, Dialect.STREAMING)
    clock.advance(30)
    known = {Dialect.STREAMING}

    def not_yet(dialect: Dialect) -> HeyGen:
        if dialect not in known:
            raise CallError("This server does not know its own address yet.", "Load the page once more.")
        return vendor(dialect)

    restarted = _restarted(quick_database, clock, Service.SIMULATOR, not_yet)
    assert restarted.sweep() == 1
    assert store.silent_since(int(clock.now * 1000)) == [waiting.id]
    assert vendor.stopped == ["browser-1"]
    known.add(Dialect.LIVEAVATAR)
    assert restarted.sweep() == 1
    assert sorted(vendor.stopped) == ["browser-1", "s1"]
    assert {restarted.summary(call.id).reason for call in (waiting, swept)} == {"silence"}


def test_nothing_of_the_guest_is_in_the_log(
    switchboard: Switchboard, caplog: pytest.LogCaptureFixture, clock: FakeClock
) -> None:
    caplog.set_level(logging.DEBUG)
    call = _running(switchboard, Dialect.LIVEAVATAR, {"type": "typed", "text": "a secret wish", "intent": "ask"})
    clock.advance(100)
    switchboard.sweep()
    assert f"call swept call={call.id}" in caplog.text
    assert "Emma" not in caplog.text
    assert "secret wish" not in caplog.text
    assert "vendor-token" not in caplog.text
