"""The sweep: silent, capped and idle calls end, nothing of ours stays open, and nothing else is touched."""

from __future__ import annotations

from decimal import Decimal

import httpx
import pytest

from calls.failures.errors import CallError
from calls.pricing.credits import billed_seconds, credits_for
from calls.running.caps import Caps
from calls.running.deadlines import SILENCE_S, UNSTARTED_S
from calls.running.sweeper import Orphan
from calls.server.settings import Service
from calls.store.calls import CallRecord
from heygen import Dialect, HeyGen, HeyGenError
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import SESSION, Desk
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
BUSY = httpx.Response(400, json={"code": 10007, "message": "Concurrent limit reached"})


@BOTH
def test_a_silent_page_is_swept_and_a_beating_one_is_not(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = either_desk.running(dialect)
    for _ in range(3):
        clock.advance(SILENCE_S)
        assert either_desk.sweeper.sweep() == 0
        assert either_desk.switchboard.beat(call.id, "tab-1")
    clock.advance(SILENCE_S + 0.001)
    assert either_desk.sweeper.sweep() == 1
    assert vendor.stopped == [SESSION[dialect]]
    assert either_desk.got(call).end_reason == "silence"
    assert not either_desk.switchboard.beat(call.id, "tab-1")
    assert either_desk.sweeper.sweep() == 0


def test_a_call_that_waits_for_its_start_is_put_away_with_its_ticket(desk: Desk, clock: FakeClock) -> None:
    desk.open(Dialect.LIVEAVATAR)
    clock.advance(UNSTARTED_S)
    assert desk.sweeper.sweep() == 0
    clock.advance(0.001)
    assert desk.sweeper.sweep() == 1


@BOTH
def test_a_restarted_server_gives_pages_the_heartbeats_time_to_come_back(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    gone, back = either_desk.running(dialect), either_desk.open(dialect)
    either_desk.attempt(back)
    clock.advance(3000)
    restarted = Desk(either_desk.database, vendor, clock, caps=Caps())
    clock.advance(SILENCE_S)
    restarted.switchboard.beat(back.id, "tab-1")
    # Their caps are long over: the grace is for silence only.
    assert restarted.sweeper.sweep() == 2
    assert restarted.got(gone).end_reason == "time_up"


@BOTH
def test_a_restarted_server_ends_what_the_last_one_left_open(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    gone, back = either_desk.running(dialect), either_desk.open(dialect)
    either_desk.attempt(back)
    clock.advance(40)
    restarted = Desk(either_desk.database, vendor, clock)
    assert restarted.sweeper.sweep() == 0
    clock.advance(SILENCE_S)
    restarted.switchboard.beat(back.id, "tab-1")
    assert restarted.sweeper.sweep() == 0
    clock.advance(0.001)
    assert restarted.sweeper.sweep() == 1
    assert (restarted.got(gone).end_reason, restarted.got(back).ended_at) == ("silence", None)
    assert vendor.stopped == [SESSION[dialect]]


@BOTH
@pytest.mark.parametrize("call_credits", ["0.1", "0.35", "2", "3.9", "4", "20"])
@pytest.mark.parametrize("picture", [True, False])
def test_a_call_is_never_billed_beyond_its_cap(
    dialect: Dialect, call_credits: str, picture: bool, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    caps = Caps(call_minutes=5, call_credits=Decimal(call_credits))
    desk = Desk(desk.database, vendor, clock, caps=caps, idle_s=3000)
    call = desk.open(dialect)
    if call.cap_seconds == 0:
        return
    desk.attempt(call)
    begun = clock.now
    if dialect is Dialect.STREAMING:
        desk.browser_made(call, "browser-1")
    if picture:
        desk.record(call, {"type": "phase", "phase": "live"})
    for _ in range(call.cap_seconds):
        if desk.got(call).ended_at is not None:
            break
        clock.advance(2)
        desk.switchboard.beat(call.id, "tab-1")
        vendor.durations[SESSION[dialect]] = clock.now - begun
        desk.sweeper.sweep()
    ended = desk.got(call)
    assert ended.end_reason == call.cap_reason
    assert credits_for(dialect, ended.billed_seconds or 0, call.opened_at) <= caps.call_credits
    assert (
        billed_seconds(dialect, call.cap_seconds, call.opened_at) == ended.billed_seconds
        or dialect is Dialect.STREAMING
    )
    assert call.cap_seconds - 5 <= (clock.now - begun) <= call.cap_seconds
    assert desk.open_at_vendor() == []


@BOTH
def test_a_call_in_which_nobody_speaks_is_ended(
    dialect: Dialect, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    desk = Desk(desk.database, vendor, clock, idle_s=60)
    call = desk.running(dialect)
    for said in ("user_start", "avatar_start_talking"):
        clock.advance(59)
        desk.switchboard.beat(call.id, "tab-1")
        assert desk.sweeper.sweep() == 0
        desk.record(call, {"type": said})
    clock.advance(60)
    desk.switchboard.beat(call.id, "tab-1")
    assert desk.sweeper.sweep() == 1
    assert desk.got(call).end_reason == "idle"


@BOTH
def test_signals_that_nobody_said_do_not_count_as_talk(dialect: Dialect, desk: Desk, clock: FakeClock) -> None:
    desk = Desk(desk.database, desk.vendor, clock, idle_s=60)
    call = desk.running(dialect)
    clock.advance(60)
    desk.record(call, {"type": "quality_changed", "quality": "BAD"}, {"type": "avatar_silent"})
    desk.switchboard.beat(call.id, "tab-1")
    assert desk.sweeper.sweep() == 1


@BOTH
def test_a_text_conversation_has_the_calls_time(dialect: Dialect, desk: Desk, clock: FakeClock) -> None:
    desk.vendor.credits = Decimal(0)
    desk = Desk(desk.database, desk.vendor, clock, idle_s=3000)
    call = desk.open(dialect, minutes=2)
    desk.start(call)
    desk.vendor.credits = Decimal(1000)
    for _ in range(11):
        clock.advance(10)
        desk.switchboard.beat(call.id, "tab-1")
        assert desk.sweeper.sweep() == 0
    clock.advance(10)
    assert desk.sweeper.sweep() == 1
    summary = desk.archive.summary(call.id)
    assert (summary.reason, summary.seconds, summary.credits) == ("time_up", 120, Decimal(0))


def test_a_call_of_another_service_is_closed_without_asking_the_wrong_one(
    desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = desk.running(Dialect.LIVEAVATAR)
    asked = len(vendor.asked)
    moved = Desk(desk.database, vendor, clock, service=Service.LIVEAVATAR)
    clock.advance(SILENCE_S + 1)
    assert moved.sweeper.sweep() == 1
    assert len(vendor.asked) == asked
    assert [one.outcome for one in desk.sessions.of(call.id)] == ["unreachable"]


def test_a_sweep_that_cannot_reach_the_vendor_comes_back_and_does_the_rest(
    desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    waiting, swept = desk.running(Dialect.LIVEAVATAR), desk.running(Dialect.STREAMING)
    known = {Dialect.STREAMING}

    def not_yet(dialect: Dialect) -> HeyGen:
        if dialect not in known:
            raise CallError("This server does not know its own address yet.", "Load the page once more.")
        return vendor(dialect)

    restarted = Desk(desk.database, vendor, clock, client=not_yet)
    clock.advance(SILENCE_S + 1)
    assert restarted.sweeper.sweep() == 1
    assert [call.id for call in desk.calls.open_calls()] == [waiting.id]
    assert vendor.stopped == ["browser-1"]
    known.add(Dialect.LIVEAVATAR)
    assert restarted.sweeper.sweep() == 1
    assert vendor.stopped == ["browser-1", "s1"]
    assert {restarted.got(call).end_reason for call in (waiting, swept)} == {"silence"}


# Streaming Avatar's sessions that a page made and could not tell of.
def _lost_start(desk: Desk, *others: CallRecord) -> None:
    """A page that got its pass and was never heard of again; its call is swept, `others` live on."""
    desk.attempt(desk.open(Dialect.STREAMING))
    desk.clock.advance(SILENCE_S + 1)
    for other in others:
        desk.switchboard.beat(other.id, "tab-1")
    assert desk.sweeper.sweep() == 1
    desk.clock.advance(10)


@pytest.mark.parametrize(
    ("made_after_start", "stopped"),
    [(-60, False), (-2.5, False), (-1, True), (0, True), (1, True), (25, True), (27, True), (29, False), (60, False)],
)
def test_a_session_made_in_the_time_of_a_lost_start_is_stopped(
    made_after_start: float, stopped: bool, either_desk: Desk, vendor: FakeVendor
) -> None:
    begun = either_desk.clock.now
    _lost_start(either_desk)
    vendor.created("orphan-1", begun + made_after_start)
    either_desk.sweeper.sweep()
    assert vendor.stopped == (["orphan-1"] if stopped else [])


def test_a_session_without_a_time_and_one_that_is_owned_are_left(desk: Desk, vendor: FakeVendor) -> None:
    begun = desk.clock.now
    other = desk.open(Dialect.STREAMING)
    desk.attempt(other)
    desk.browser_made(other, "browser-9")
    _lost_start(desk, other)
    listed = [{"session_id": "browser-9", "created_at": begun}, {"session_id": "timeless"}]
    vendor.answers["list"] = httpx.Response(200, json={"code": 100, "data": {"sessions": listed}})
    desk.sweeper.sweep()
    assert vendor.asked[-1][0] == "/v1/streaming.list"
    assert vendor.stopped == []


def test_a_session_of_a_call_that_is_just_starting_is_left(desk: Desk, vendor: FakeVendor) -> None:
    begun = desk.clock.now
    _lost_start(desk)
    starting = desk.open(Dialect.STREAMING)
    desk.attempt(starting)
    vendor.created("whose", begun + 1)
    desk.sweeper.sweep()
    assert vendor.stopped == []
    desk.browser_made(starting, "browser-1")
    desk.clock.advance(11)
    desk.switchboard.beat(starting.id, "tab-1")
    desk.sweeper.sweep()
    assert vendor.stopped == ["whose"]


def test_the_window_of_a_start_that_became_text_ends_with_it(desk: Desk, vendor: FakeVendor) -> None:
    call = desk.open(Dialect.STREAMING)
    desk.attempt(call)
    begun = desk.clock.now
    desk.clock.advance(20)
    desk.failed(call, "unreachable")
    desk.clock.advance(1)
    desk.attempt(call)
    desk.clock.advance(20)
    desk.failed(call, "no_picture")
    vendor.created("ours", desk.clock.now - 15)
    vendor.created("somebody-elses", desk.clock.now + 15)
    desk.clock.advance(20)
    desk.endings.end(call.id, "guest")
    desk.sweeper.sweep()
    assert vendor.stopped == []
    del vendor.active[Dialect.STREAMING]["somebody-elses"]
    desk.clock.advance(11)
    desk.sweeper.sweep()
    assert vendor.stopped == ["ours"]
    assert desk.clock.now - begun < 90


def test_another_programs_session_keeps_ours_from_being_stopped(
    either_desk: Desk, vendor: FakeVendor, caplog: pytest.LogCaptureFixture
) -> None:
    begun = either_desk.clock.now
    _lost_start(either_desk)
    vendor.created("ours", begun + 1)
    vendor.created("another-programs", begun - 3600)
    either_desk.sweeper.sweep()
    assert vendor.stopped == []
    assert "lost starts left alone strangers=1" in caplog.text
    del vendor.active[Dialect.STREAMING]["another-programs"]
    either_desk.clock.advance(11)
    either_desk.sweeper.sweep()
    assert vendor.stopped == ["ours"]


def test_lost_starts_are_looked_for_every_ten_seconds_and_for_a_while_only(desk: Desk, vendor: FakeVendor) -> None:
    _lost_start(desk)
    asked = len(vendor.asked)
    desk.sweeper.sweep()
    desk.clock.advance(9.9)
    desk.sweeper.sweep()
    assert len(vendor.asked) == asked + 1
    desk.clock.advance(0.2)
    desk.sweeper.sweep()
    assert len(vendor.asked) == asked + 2
    desk.clock.advance(100)
    desk.sweeper.sweep()
    assert len(vendor.asked) == asked + 2


def test_a_list_that_cannot_be_read_does_not_stop_the_sweep(desk: Desk, vendor: FakeVendor) -> None:
    _lost_start(desk)
    vendor.answers["list"] = httpx.Response(403, text="no")
    assert desk.sweeper.sweep() == 0


def test_a_start_that_failed_at_the_vendor_is_no_reason_to_stop_later_sessions(desk: Desk, vendor: FakeVendor) -> None:
    vendor.answers["create_token"] = BUSY
    call = desk.open(Dialect.STREAMING)
    desk.start(call)
    vendor.created("somebody-elses", desk.clock.now + 10)
    desk.clock.advance(20)
    desk.endings.end(call.id, "guest")
    desk.sweeper.sweep()
    assert vendor.stopped == []


def test_orphans_are_listed_and_ended_at_the_users_word(either_desk: Desk, vendor: FakeVendor) -> None:
    for dialect in (Dialect.LIVEAVATAR, Dialect.STREAMING):
        either_desk.running(dialect)
        vendor.created(f"orphan-{dialect.value}", 5.0, dialect)
    found = either_desk.sweeper.orphans(list(Dialect))
    assert found == [Orphan(f"orphan-{dialect.value}", dialect, 5.0) for dialect in Dialect]
    assert vendor.stopped == []
    for orphan in found:
        either_desk.sweeper.end_orphan(orphan)
    assert vendor.stopped == [orphan.vendor_id for orphan in found]
    assert either_desk.sweeper.orphans(list(Dialect)) == []
    assert sorted(either_desk.open_at_vendor()) == sorted(SESSION.values())


def test_orphans_that_cannot_be_listed_are_an_error_to_be_shown(desk: Desk, vendor: FakeVendor) -> None:
    vendor.answers["sessions"] = httpx.Response(401, json={"code": 401, "message": "Unauthorized"})
    with pytest.raises(HeyGenError):
        desk.sweeper.orphans([Dialect.LIVEAVATAR])
