"""The journal survives: by the line's rules any loss, delay, repetition, reconnect and restart gives the same call."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.failures.reasons import from_journal
from calls.journal.events import Event, body_of
from calls.journal.transcript import turns_of
from calls.running.caps import Caps
from calls.store.database import Database
from calls.store.journal import StoredEvent
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import ENDED, LIVE, Desk, as_events, created
from tests.unit.calls.vendor import FakeVendor

TALK: list[dict[str, Any]] = [
    {"type": "avatar_start_talking"},
    {"type": "avatar_talking_message", "text": "Ho ho", "cumulative": False},
    {"type": "avatar_talking_message", "text": "ho", "cumulative": False},
    {"type": "avatar_end_message", "text": "Ho ho ho!"},
    {"type": "avatar_stop_talking", "duration_ms": 900.0},
    {"type": "user_start"},
    {"type": "user_talking_message", "text": "Hello", "cumulative": True},
    {"type": "user_end_message", "text": "Hello Santa"},
    {"type": "typed", "text": "A sledge", "intent": "ask"},
    {"type": "interrupted"},
    {"type": "reconnecting"},
    {"type": "reconnected"},
    {"type": "avatar_silent"},
    {"type": "quality_changed", "quality": "BAD"},
    {"type": "disconnected", "reason": "SIGNAL_CLOSE", "code": 9},
]
ENDINGS: list[list[dict[str, Any]]] = [
    [{"type": "hangup", "by": "guest"}, ENDED],
    [{"type": "disconnected", "reason": "ROOM_DELETED", "code": 5}, ENDED],
    [{"type": "disconnected", "reason": "SIGNAL_CLOSE"}, ENDED],
    [{"type": "hangup", "by": "guest"}, {"type": "failed", "code": "no_picture", "message": ""}, ENDED],
]
# What may happen next. `late` is a frame of a dead socket that the server reads after all; `half` loses the answer.
STEPS = ["send", "send", "read", "read", "ack", "half", "lose", "late", "restart", "repeat"]
NUMBERS = count()
# All examples are one day's calls.
ENDLESS = Caps(day_minutes=10**6, day_credits=Decimal(10**6))


@dataclass
class Browser:
    """A page's side by the line's rules: all that is not acknowledged is sent again on a new socket."""

    desk: Desk
    call_id: str
    events: list[Event]
    sent: int = 0
    acked: int = 0
    flying: list[list[Event]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    dead: list[list[Event]] = field(default_factory=list)
    last: list[Event] = field(default_factory=list)

    def send(self, size: int) -> None:
        batch = self.events[self.sent : self.sent + size]
        if batch:
            self.sent += len(batch)
            self.flying.append(batch)

    def read(self) -> None:
        if self.flying:
            self.last = self.flying.pop(0)
            self.answers.append(self._record(self.last))

    def ack(self) -> None:
        if self.answers:
            self.acked = max(self.acked, self.answers.pop(0))

    def lose(self) -> None:
        self.dead.extend(self.flying)
        self.flying, self.answers = [], []
        welcome = self.desk.calls.get(self.call_id)
        assert welcome is not None
        self.acked = self.sent = welcome.acked

    def late(self) -> None:
        if self.dead:
            self._record(self.dead.pop(0))

    def repeat(self) -> None:
        if self.last:
            self._record(self.last)

    def restart(self) -> None:
        self.desk = Desk(self.desk.database, self.desk.vendor, self.desk.clock, caps=ENDLESS)
        self.lose()

    def step(self, name: str, size: int) -> None:
        match name:
            case "send":
                self.send(size)
            case "half":
                self.read()
                self.lose()
            case _:
                getattr(self, name)()

    def finish(self) -> None:
        """The network holds at last."""
        self.lose()
        while self.acked < len(self.events):
            self.send(7)
            self.read()
            self.ack()

    def _record(self, batch: list[Event]) -> int:
        acked = self.desk.switchboard.record(self.call_id, batch).acked
        kept = self.desk.journal.events(self.call_id)
        assert [event.seq for event in kept] == list(range(1, acked + 1))
        return acked


@pytest.mark.parametrize("dialect", Dialect)
@given(
    talk=st.lists(st.sampled_from(TALK), max_size=25),
    ending=st.sampled_from(ENDINGS),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 9)), max_size=40),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_way_through_a_bad_network_gives_the_same_stored_call(
    dialect: Dialect,
    talk: list[dict[str, Any]],
    ending: list[dict[str, Any]],
    steps: list[tuple[str, int]],
    database: Database,
    vendor: FakeVendor,
    clock: FakeClock,
) -> None:
    name = f"browser-{next(NUMBERS)}"
    start = [created(name)] if dialect is Dialect.STREAMING else []
    events = as_events(*start, LIVE, *talk, *ending)
    desk = Desk(database, vendor, clock, caps=ENDLESS)
    call = desk.open(dialect)
    desk.attempt(call)
    browser = Browser(desk, call.id, events)

    for step, size in steps:
        browser.step(step, size)
    browser.finish()
    told = [(event.type, event.at, body_of(event)) for event in events]
    kept = browser.desk.journal.events(call.id)
    assert kept == [StoredEvent(n, at, kind, body) for n, (kind, at, body) in enumerate(told, 1)]
    assert browser.desk.journal.turns(call.id) == turns_of(told)
    assert browser.desk.got(call).acked == len(events)
    vendor.end_reasons.update({session.vendor_id: "UNKNOWN" for session in browser.desk.sessions.of(call.id)})
    summary = browser.desk.finish(call.id)
    assert summary.reason == from_journal((kind, body) for kind, _, body in told)
    assert browser.desk.open_at_vendor() == []
    assert len(browser.desk.sessions.of(call.id)) == 1


@given(order=st.permutations(range(12)), again=st.lists(st.integers(0, 11), max_size=20))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_frames_in_any_order_and_any_number_store_the_longest_beginning(
    order: list[int], again: list[int], desk: Desk
) -> None:
    call = desk.open(Dialect.LIVEAVATAR)
    events = as_events(*TALK[:12])
    seen: set[int] = set()
    stored = 0
    for number in (*order, *again):
        seen.add(number)
        # Acknowledged is what stands without a gap; what came too early waits for its page to send it again.
        stored += number == stored
        assert desk.switchboard.record(call.id, [events[number]]).acked == stored
    assert len(desk.journal.events(call.id)) == stored
    assert desk.switchboard.record(call.id, events).acked == len(events)
    assert seen == set(range(12))


def test_a_store_that_fails_in_the_middle_keeps_nothing_by_halves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    call = desk.open(Dialect.LIVEAVATAR)
    events = as_events(*TALK)
    desk.switchboard.record(call.id, events[:3])
    with monkeypatch.context() as patch:
        patch.setattr("calls.store.journal._save_turns", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            desk.switchboard.record(call.id, events[3:9])
    assert desk.got(call).acked == 3
    assert desk.switchboard.record(call.id, events[3:]).acked == len(events)
    assert desk.journal.turns(call.id) == turns_of((event.type, event.at, body_of(event)) for event in events)
