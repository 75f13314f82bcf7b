"""A page that leaves and comes back: nothing is billed while it is away, the call goes on, and no cap is passed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from calls.failures.errors import CallError, TroubleError
from calls.pricing.credits import billed_seconds, credits_for
from calls.running.attempts import Attempt
from calls.running.caps import MARGIN_S, Caps
from calls.running.deadlines import AWAY_S
from calls.running.metering import Meter
from calls.running.switchboard import OtherTabError
from calls.store.calls import CallRecord
from calls.store.database import Database
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import LIVE, SESSION, Desk, as_events
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
ENDLESS = Caps(day_minutes=10**7, day_credits=Decimal(10**7))
DAY_MS = int(FakeClock().now * 1000)
UNAUTHORIZED = httpx.Response(401, json={"code": 401, "message": "Unauthorized"})


def _back(desk: Desk, call: CallRecord, tab: str = "tab-1") -> CallRecord:
    """The page joins again, and knows of the call what the store does."""
    assert desk.switchboard.join(call, tab, take=True)
    return desk.got(call)


def _again(desk: Desk, call: CallRecord) -> Attempt:
    found = desk.switchboard.start(call, "medium", anew=True)
    assert isinstance(found, Attempt)
    return found


@BOTH
def test_a_page_that_leaves_is_billed_at_once_and_its_call_stays_open(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = either_desk.running(dialect)
    clock.advance(61)
    vendor.durations[SESSION[dialect]] = 61
    for _ in range(2):
        either_desk.switchboard.leave(call.id)
    assert vendor.stopped == [SESSION[dialect]]
    assert either_desk.open_at_vendor() == []
    found = either_desk.got(call)
    assert (found.ended_at, found.attempt_open, found.attempt_live) == (None, False, False)
    assert found.left_at == int(clock.now * 1000)
    assert found.billed_seconds == billed_seconds(dialect, 61, DAY_MS)
    clock.advance(AWAY_S)
    assert either_desk.sweeper.sweep() == 0
    assert either_desk.got(call).billed_seconds == billed_seconds(dialect, 61, DAY_MS)


@BOTH
def test_a_page_that_stays_away_ends_its_call(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = either_desk.running(dialect)
    vendor.durations[SESSION[dialect]] = 10
    either_desk.switchboard.leave(call.id)
    clock.advance(AWAY_S + 0.001)
    assert either_desk.sweeper.sweep() == 1
    ended = either_desk.got(call)
    assert (ended.end_reason, ended.billed_seconds) == ("page_closed", billed_seconds(dialect, 10, DAY_MS))
    assert vendor.stopped == [SESSION[dialect]]
    either_desk.switchboard.leave(call.id)
    assert either_desk.got(call) == ended


@BOTH
@pytest.mark.parametrize("sign", ["beat", "hello"])
def test_a_sign_of_life_brings_a_page_back(dialect: Dialect, sign: str, either_desk: Desk, clock: FakeClock) -> None:
    call = either_desk.running(dialect)
    either_desk.switchboard.leave(call.id)
    clock.advance(AWAY_S - 1)
    if sign == "beat":
        assert either_desk.switchboard.beat(call.id, "tab-1")
    else:
        _back(either_desk, call)
    assert either_desk.got(call).left_at is None
    clock.advance(20)
    assert either_desk.sweeper.sweep() == 0


@BOTH
def test_a_page_that_comes_back_gets_a_new_attempt_and_both_sessions_are_on_the_bill(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = either_desk.running(dialect)
    begun = clock.now
    clock.advance(100)
    vendor.durations[SESSION[dialect]] = 100
    either_desk.switchboard.leave(call.id)
    clock.advance(20)
    call = _back(either_desk, call, "tab-2")
    attempt = _again(either_desk, call)
    assert (attempt.number, attempt.session.token, attempt.session.greeting) == (2, "vendor-token-2", None)
    if dialect is Dialect.STREAMING:
        vendor.created("browser-2", clock.now)
        either_desk.record(call, {"type": "session_created", "session_id": "browser-2"})
    else:
        minted = vendor.bodies("sessions/token")
        assert [body["max_session_duration"] for body in minted] == [600, 600 - 120]
    second = {Dialect.LIVEAVATAR: "s2", Dialect.STREAMING: "browser-2"}[dialect]
    assert either_desk.open_at_vendor() == [second]
    either_desk.record(call, LIVE)
    clock.advance(30)
    assert either_desk.switchboard.beat(call.id, "tab-2")
    billed = billed_seconds(dialect, 100, DAY_MS)
    credits = credits_for(dialect, billed + billed_seconds(dialect, 30, DAY_MS), DAY_MS)
    left = 600 - MARGIN_S - billed - 30
    assert either_desk.metering.read(call.id) == Meter(int(clock.now - begun), credits, left)
    vendor.durations[second] = 30
    summary = either_desk.end(call.id)
    assert summary.credits == credits
    assert vendor.stopped == [SESSION[dialect], second]
    assert (either_desk.got(call).live_at, summary.seconds) == (int(begun * 1000), 150)


@BOTH
def test_a_page_that_comes_back_without_having_said_that_it_leaves(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor
) -> None:
    call = either_desk.running(dialect)
    vendor.durations[SESSION[dialect]] = 70
    stale = call
    assert either_desk.switchboard.join(call, "tab-2", take=True)
    attempt = _again(either_desk, stale)
    # What was read of the call before its first session was billed is not what counts.
    assert (attempt.number, attempt.session.greeting) == (2, None)
    assert vendor.stopped == [SESSION[dialect]]
    if dialect is Dialect.LIVEAVATAR:
        assert vendor.bodies("sessions/token")[-1]["max_session_duration"] == 600 - 120


@BOTH
def test_credits_for_what_is_left_are_enough_to_come_back(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    call = desk.running(dialect)
    vendor.durations[SESSION[dialect]] = 300
    desk.switchboard.leave(call.id)
    vendor.credits = credits_for(dialect, 300, DAY_MS)
    _again(desk, _back(desk, call))


@BOTH
def test_who_was_not_live_yet_is_still_greeted(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    call = desk.open(dialect)
    first = desk.attempt(call)
    vendor.durations["s1"] = 0
    desk.switchboard.leave(call.id)
    again = _again(desk, _back(desk, call))
    assert again.session.greeting == first.session.greeting
    assert (again.session.greeting is None) == (dialect is Dialect.LIVEAVATAR)
    assert again.session.token != first.session.token


@BOTH
def test_a_call_whose_time_is_used_up_does_not_start_again(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    call = desk.running(dialect, minutes=2)
    vendor.durations[SESSION[dialect]] = {Dialect.LIVEAVATAR: 61, Dialect.STREAMING: 91}[dialect]
    desk.switchboard.leave(call.id)
    call = _back(desk, call)
    with pytest.raises(TroubleError) as refused:
        desk.switchboard.start(call, "medium", anew=True)
    assert refused.value.code == "time_up"
    assert vendor.minted == 1
    assert desk.got(call).end_reason == "time_up"


@BOTH
def test_a_session_that_could_not_be_stopped_is_tried_again_beside_the_new_one(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    path = {Dialect.LIVEAVATAR: "keep-alive", Dialect.STREAMING: "keep_alive"}[dialect]
    call = either_desk.running(dialect)
    vendor.answers["stop"] = UNAUTHORIZED
    either_desk.switchboard.leave(call.id)
    del vendor.answers["stop"]
    call = _back(either_desk, call)
    _again(either_desk, call)
    if dialect is Dialect.STREAMING:
        either_desk.browser_made(call, "browser-2")
    either_desk.record(call, LIVE)
    second = {Dialect.LIVEAVATAR: "s2", Dialect.STREAMING: "browser-2"}[dialect]
    either_desk.switchboard.keep_alive(call.id)
    assert [body["session_id"] for body in vendor.bodies(path)] == [second]
    clock.advance(11)
    assert either_desk.sweeper.sweep() == 0
    assert either_desk.open_at_vendor() == [second]
    assert vendor.stopped == [SESSION[dialect]] * 2


@BOTH
def test_a_tab_that_lost_the_call_says_nothing_of_it_any_more(dialect: Dialect, either_desk: Desk) -> None:
    call = either_desk.running(dialect)
    assert not either_desk.switchboard.join(call, "tab-2")
    _back(either_desk, call, "tab-2")
    before = either_desk.got(call)
    with pytest.raises(OtherTabError):
        either_desk.switchboard.record(call.id, as_events({"type": "user_stop"}, first=before.acked + 1), "tab-1")
    assert not either_desk.switchboard.beat(call.id, "tab-1")
    assert either_desk.got(call) == before
    after = either_desk.switchboard.record(call.id, as_events({"type": "user_stop"}, first=before.acked + 1), "tab-2")
    assert after.acked == before.acked + 1


STEPS = ["wait", "wait", "live", "live", "leave", "rejoin", "rejoin", "reload", "fail", "sweep", "again"]


@dataclass
class Life:
    """A call and its page, one step after another; keeps the vendor's books."""

    desk: Desk
    dialect: Dialect
    call: CallRecord
    begun: dict[str, float] = field(default_factory=dict)
    lived: set[str] = field(default_factory=set)
    now_at: str | None = None
    here: bool = True

    def start(self, *, anew: bool) -> None:
        """The page asks for an attempt; its session runs at the vendor from then on."""
        try:
            found = self.desk.switchboard.start(self.desk.got(self.call), "medium", anew=anew)
        except CallError:
            return
        if not isinstance(found, Attempt):
            return
        self.now_at = found.session.session_id
        if self.dialect is Dialect.STREAMING:
            self.now_at = f"{self.call.id}-{found.number}"
            self.desk.browser_made(self.call, self.now_at)
        assert self.now_at is not None
        self.begun[self.now_at] = self.desk.clock.now

    def step(self, name: str, size: int) -> None:
        """One thing that happens."""
        got = self.desk.got(self.call)
        match name:
            case "wait":
                for _ in range(size):
                    self.desk.clock.advance(2)
                    if self.here:
                        self.desk.switchboard.beat(self.call.id, "tab-1")
                    self.desk.sweeper.sweep()
            case "live" if got.attempt_open and self.here and self.now_at is not None:
                self.lived.add(self.now_at)
                self.desk.record(self.call, LIVE)
            case "fail" if got.attempt_open and not got.attempt_live and self.here:
                self.desk.failed(self.call, "4032", "Session concurrency limit reached", 403)
            case "leave":
                self.here = False
                self.desk.switchboard.leave(self.call.id)
            case "rejoin" | "reload":
                self.here = True
                self.desk.switchboard.join(self.call, "tab-1", take=True)
                self.start(anew=True)
            case "again" if self.here:
                self.start(anew=False)
            case "sweep":
                self.desk.sweeper.sweep()
            case _:
                pass

    def stopped(self) -> None:
        """The vendor writes down how long the session ran that it is asked to stop."""
        name = self.desk.vendor.asked[-1][1]["session_id"]
        self.desk.vendor.durations.setdefault(name, self.desk.clock.now - self.begun.get(name, self.desk.clock.now))

    def books(self) -> int:
        """Seconds on the vendor's bill."""
        ran = {name: self.desk.vendor.durations[name] for name in self.begun}
        return sum(
            billed_seconds(self.dialect, seconds, DAY_MS)
            for name, seconds in ran.items()
            if seconds > 0 or name in self.lived
        )


@BOTH
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 14)), max_size=40))
@example(steps=[("live", 1), ("wait", 14), ("leave", 1), ("rejoin", 1), ("live", 1), ("wait", 14), ("reload", 1)] * 4)
@example(steps=[("live", 1), ("wait", 14), ("leave", 1), ("rejoin", 1)] * 10)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_pages_do_there_is_one_session_at_most_and_the_bill_is_the_vendors(
    dialect: Dialect, steps: list[tuple[str, int]], quick_database: Database, vendor: FakeVendor, clock: FakeClock
) -> None:
    desk = Desk(quick_database, vendor, clock, caps=ENDLESS, idle_s=10_000)
    vendor.credits = Decimal(10**6)
    call = desk.open(dialect, minutes=3)
    life = Life(desk, dialect, call)
    hooks: dict[str, Any] = {"stop": life.stopped}
    vendor.answers.update(hooks)
    life.start(anew=False)
    for name, size in steps:
        life.step(name, size)
        assert len(desk.open_at_vendor()) <= 1
    desk.endings.end(call.id, "guest")
    assert desk.open_at_vendor() == []
    assert desk.sessions.unsettled() == []
    got = desk.got(call)
    assert got.billed_seconds == life.books()
    assert got.billed_seconds <= got.cap_seconds
    assert vendor.stopped == list(dict.fromkeys(vendor.stopped))
    assert got.attempt >= len(life.begun)
