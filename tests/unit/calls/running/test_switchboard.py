"""Opening, starting and recording calls: nothing is spent unwritten, nothing starts twice, nothing is left open."""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from calls.failures.errors import (
    AlreadyStartedError,
    CallError,
    CallOverError,
    GuestNameError,
    UnknownAgentError,
    UnknownCallError,
)
from calls.guests import GUEST_NAME
from calls.journal.events import Event
from calls.running.attempts import Attempt
from calls.running.caps import MARGIN_S
from calls.running.dialing import VendorSession
from calls.running.ending import Endings
from calls.running.metering import Meter, Metering
from calls.running.switchboard import TICKET_LIFE_S, Opening, Recorded, Switchboard
from calls.running.wishes import Wishes
from calls.store.calls import CallRecord, CallStore
from heygen import Dialect
from heygen.limits import LIVEAVATAR
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import SESSION, Desk
from tests.unit.calls.vendor import FakeVendor

EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
BOTH = pytest.mark.parametrize("dialect", Dialect)


def _open(switchboard: Switchboard, dialect: Dialect, **wishes: Any) -> CallRecord:
    """A call whose page has joined."""
    opening = switchboard.open("Emma", Wishes("santa", dialect, **wishes))
    call = switchboard.admit(opening.call_id, opening.ticket)
    assert switchboard.join(call, "tab-1")
    return call


def _events(*bodies: dict[str, Any], first: int = 1) -> list[Event]:
    return EVENTS.validate_python([{"seq": first + n, "at": 1000 + n, **body} for n, body in enumerate(bodies)])


def _created(vendor_id: str, first: int = 1) -> list[Event]:
    return _events({"type": "session_created", "session_id": vendor_id}, first=first)


LIVE = {"type": "phase", "phase": "live"}


def _start(switchboard: Switchboard, call: CallRecord) -> VendorSession:
    found = switchboard.start(call, "medium")
    assert isinstance(found, Attempt)
    return found.session


@BOTH
def test_opening_writes_the_call_down_and_asks_the_vendor_nothing(
    dialect: Dialect, switchboard: Switchboard, store: CallStore, vendor: FakeVendor, clock: FakeClock
) -> None:
    opening = switchboard.open("  Emma ", Wishes("elf", dialect))
    call = store.get(opening.call_id)
    assert call is not None
    assert (call.agent_id, call.guest, call.dialect, call.service) == ("elf", "Emma", dialect.value, "simulator")
    assert call.opened_at == int(clock.now * 1000)
    assert (call.started_at, call.ended_at, call.tab, call.acked) == (None, None, None, 0)
    assert vendor.asked == []


def test_a_ticket_has_256_bits_and_is_kept_as_a_hash(switchboard: Switchboard, store: CallStore) -> None:
    one, other = (switchboard.open("Emma", Wishes("santa", Dialect.LIVEAVATAR)) for _ in range(2))
    assert len(one.ticket) == 43
    assert one.ticket != other.ticket
    call = store.get(one.call_id)
    assert call is not None
    assert one.ticket not in repr(call)
    assert call.ticket_hash == hashlib.sha256(one.ticket.encode()).hexdigest()


@pytest.mark.parametrize(
    ("agent", "guest", "error"), [("grinch", "Emma", UnknownAgentError), ("elf", "", GuestNameError)]
)
def test_what_cannot_be_called_is_not_opened(
    agent: str, guest: str, error: type[CallError], switchboard: Switchboard
) -> None:
    with pytest.raises(error):
        switchboard.open(guest, Wishes(agent, Dialect.LIVEAVATAR))


def test_only_the_calls_own_ticket_is_admitted_until_it_expires(switchboard: Switchboard, clock: FakeClock) -> None:
    one = switchboard.open("Emma", Wishes("santa", Dialect.LIVEAVATAR))
    other = switchboard.open("Emma", Wishes("santa", Dialect.LIVEAVATAR))
    for call_id, ticket in (
        (one.call_id, other.ticket),
        (one.call_id, ""),
        (one.call_id, one.ticket + "x"),
        ("", one.ticket),
        ("0" * 32, one.ticket),
        ("0" * 32, ""),
    ):
        with pytest.raises(UnknownCallError):
            switchboard.admit(call_id, ticket)
    clock.advance(TICKET_LIFE_S)
    assert switchboard.admit(one.call_id, one.ticket).id == one.call_id
    clock.advance(0.001)
    with pytest.raises(UnknownCallError) as expired:
        switchboard.admit(one.call_id, one.ticket)
    assert str(expired.value) == str(UnknownCallError())


def test_an_opening_is_no_place_for_a_stray_print(switchboard: Switchboard) -> None:
    opening = switchboard.open("Emma", Wishes("santa", Dialect.LIVEAVATAR))
    assert isinstance(opening, Opening)
    assert opening.ticket not in repr(opening)


def test_a_second_tab_does_not_get_the_line(switchboard: Switchboard) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR)
    assert switchboard.join(call, "tab-1")
    assert not switchboard.join(call, "tab-2")
    assert switchboard.join(call, "tab-1")


def test_liveavatar_gets_the_persona_the_name_and_a_session_on_record(
    switchboard: Switchboard, desk: Desk, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR, sandbox=True)
    session = _start(switchboard, call)
    assert (session.session_id, session.token, session.greeting, session.avatar) == ("s1", "vendor-token-1", None, None)
    (minted,) = vendor.bodies("sessions/token")
    assert minted["is_sandbox"] is True
    assert minted["avatar_id"] == LIVEAVATAR.sandbox_avatar_id
    assert minted["dynamic_variables"] == {GUEST_NAME: "Emma"}
    assert minted["avatar_persona"]["context_id"] == "context-0"
    assert [one.vendor_id for one in desk.sessions.of(call.id)] == ["s1"]
    assert call.persona_hash in vendor.contexts[0]["name"]
    assert "Emma" not in str(vendor.contexts)


def test_the_vendors_copy_of_a_persona_is_made_once(switchboard: Switchboard, vendor: FakeVendor) -> None:
    for _ in range(3):
        _start(switchboard, _open(switchboard, Dialect.LIVEAVATAR))
    assert len(vendor.contexts) == 1
    assert [path for path, body in vendor.asked if path == "/v1/contexts" and not body] == ["/v1/contexts"]


def test_streaming_gets_its_start_options_and_no_session_yet(
    switchboard: Switchboard, desk: Desk, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.STREAMING)
    session = _start(switchboard, call)
    assert session.session_id is None
    assert session.avatar is not None
    assert session.greeting is not None
    assert session.greeting.startswith("Ho ho ho! Hello, Emma!")
    assert "${" not in str(session.avatar)
    assert "a child called Emma" in str(session.avatar["knowledgeBase"])
    assert desk.sessions.of(call.id) == []
    assert [path for path, _ in vendor.asked] == ["/v2/user/remaining_quota", "/v1/streaming.create_token"]


def test_a_vendor_session_is_no_place_for_a_stray_print(switchboard: Switchboard) -> None:
    shown = repr(_start(switchboard, _open(switchboard, Dialect.STREAMING)))
    assert "vendor-token" not in shown
    assert "Emma" not in shown


@BOTH
def test_a_call_starts_once(dialect: Dialect, switchboard: Switchboard, vendor: FakeVendor) -> None:
    call = _open(switchboard, dialect)

    def start(_: int) -> str:
        try:
            return _start(switchboard, call).token
        except AlreadyStartedError:
            return "refused"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(start, range(8)))
    assert answers == ["refused"] * 7 + ["vendor-token-1"]
    assert vendor.minted == 1


@BOTH
def test_a_call_that_ended_does_not_start(
    dialect: Dialect, switchboard: Switchboard, endings: Endings, vendor: FakeVendor
) -> None:
    call = _open(switchboard, dialect)
    endings.end(call.id, "page_closed")
    with pytest.raises(CallOverError):
        _start(switchboard, call)
    assert vendor.minted == 0


@BOTH
def test_a_call_that_ends_while_it_starts_leaves_nothing_open(
    dialect: Dialect, switchboard: Switchboard, endings: Endings, desk: Desk, vendor: FakeVendor
) -> None:
    call = _open(switchboard, dialect)

    def page_goes_away() -> None:
        endings.end(call.id, "page_closed")

    vendor.answers.update({"token": page_goes_away, "create_token": page_goes_away})
    vendor.durations["s1"] = 0
    with pytest.raises(CallOverError):
        _start(switchboard, call)
    assert vendor.stopped == [one.vendor_id for one in desk.sessions.of(call.id)]
    assert desk.archive.summary(call.id).reason == "page_closed"


def test_streamings_session_is_recorded_when_the_browser_tells(switchboard: Switchboard, desk: Desk) -> None:
    call = _open(switchboard, Dialect.STREAMING)
    _start(switchboard, call)
    assert switchboard.record(call.id, _created("browser-1")).acked == 1
    assert switchboard.record(call.id, _created("browser-1")).acked == 1
    assert [one.vendor_id for one in desk.sessions.of(call.id)] == ["browser-1"]


def test_a_session_of_another_call_cannot_be_stopped_through_this_one(
    switchboard: Switchboard, endings: Endings, desk: Desk, vendor: FakeVendor
) -> None:
    victim, thief = (_open(switchboard, Dialect.STREAMING) for _ in range(2))
    for call in (victim, thief):
        _start(switchboard, call)
    switchboard.record(victim.id, _created("victims-session"))
    switchboard.record(thief.id, _created("victims-session"))
    endings.end(thief.id, "guest")
    assert desk.sessions.of(thief.id) == []
    assert vendor.stopped == []
    endings.end(victim.id, "guest")
    assert vendor.stopped == ["victims-session"]


def test_a_page_cannot_name_sessions_of_liveavatar(
    switchboard: Switchboard, endings: Endings, desk: Desk, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR)
    _start(switchboard, call)
    switchboard.record(call.id, _created("somebody-elses-session"))
    endings.end(call.id, "guest")
    assert vendor.stopped == ["s1"]
    assert [one.vendor_id for one in desk.sessions.of(call.id)] == ["s1"]


def test_a_page_that_was_given_no_token_cannot_name_a_session(
    switchboard: Switchboard, endings: Endings, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.STREAMING)
    switchboard.record(call.id, _created("somebody-elses-session"))
    endings.end(call.id, "guest")
    assert vendor.stopped == []


def test_a_session_that_is_told_after_the_end_is_stopped_and_billed(
    switchboard: Switchboard, endings: Endings, store: CallStore, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.STREAMING)
    _start(switchboard, call)
    endings.end(call.id, "page_closed")
    vendor.durations["browser-1"] = 45
    switchboard.record(call.id, _created("browser-1"))
    assert vendor.stopped == ["browser-1"]
    ended = store.get(call.id)
    assert ended is not None
    assert (ended.billed_seconds, ended.end_reason) == (45, "page_closed")


def test_a_late_session_does_not_stop_or_bill_an_earlier_one_again(
    switchboard: Switchboard, endings: Endings, store: CallStore, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.STREAMING)
    _start(switchboard, call)
    switchboard.record(call.id, _created("browser-1"))
    vendor.durations.update({"browser-1": 40, "browser-2": 50})
    endings.end(call.id, "guest")
    switchboard.record(call.id, _created("browser-2", first=2))
    assert vendor.stopped == ["browser-1", "browser-2"]
    ended = store.get(call.id)
    assert ended is not None
    assert ended.billed_seconds == 40 + 50


@BOTH
def test_the_meter_runs_from_the_first_picture_to_the_end(
    dialect: Dialect, switchboard: Switchboard, endings: Endings, metering: Metering, clock: FakeClock
) -> None:
    call = _open(switchboard, dialect)
    assert metering.read(call.id) is None
    _start(switchboard, call)
    assert metering.read(call.id) is None
    clock.advance(5)
    switchboard.record(call.id, _events(LIVE))
    clock.advance(60)
    switchboard.beat(call.id, "tab-1")
    credits_so_far = {Dialect.LIVEAVATAR: Decimal(4), Dialect.STREAMING: Decimal("0.2") * 65 / 60}[dialect]
    assert metering.read(call.id) == Meter(60, credits_so_far, left=600 - MARGIN_S - 65)
    endings.end(call.id, "guest")
    for gone in (call.id, "0" * 32):
        with pytest.raises(CallOverError):
            metering.read(gone)


def test_a_sandbox_session_costs_nothing(
    switchboard: Switchboard, desk: Desk, metering: Metering, vendor: FakeVendor, clock: FakeClock
) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR, sandbox=True)
    _start(switchboard, call)
    switchboard.record(call.id, _events(LIVE))
    clock.advance(30)
    switchboard.beat(call.id, "tab-1")
    assert metering.read(call.id) == Meter(30, Decimal(0), left=600 - MARGIN_S - 30)
    vendor.durations["s1"] = 30
    assert desk.end(call.id, "guest").credits == 0


def test_live_counts_once(switchboard: Switchboard, metering: Metering, clock: FakeClock) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR)
    _start(switchboard, call)
    switchboard.record(call.id, _events(LIVE))
    clock.advance(10)
    assert switchboard.record(call.id, _events(LIVE, LIVE)).acked == 2
    meter = metering.read(call.id)
    assert isinstance(meter, Meter)
    assert meter.seconds == 10


def test_an_unknown_call_records_nothing(switchboard: Switchboard) -> None:
    assert switchboard.record("0" * 32, _events(LIVE)) == Recorded(0)


def test_what_comes_after_a_gap_has_no_consequences_yet(
    switchboard: Switchboard, store: CallStore, vendor: FakeVendor
) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR)
    _start(switchboard, call)
    failed = {"type": "failed", "code": "no_picture", "message": "late"}
    silent = {"type": "avatar_silent"}
    assert switchboard.record(call.id, _events(failed, silent, first=2)) == Recorded(0, [])
    assert vendor.stopped == []
    recorded = switchboard.record(call.id, _events({"type": "user_stop"}, silent, silent))
    assert (recorded.acked, [notice.code for notice in recorded.notices]) == (3, ["avatar_silent"] * 2)
    assert switchboard.record(call.id, _events({"type": "user_stop"}, silent, silent)).notices == []


def test_a_first_picture_that_is_told_after_the_end_does_not_turn_back_time(
    switchboard: Switchboard, endings: Endings, desk: Desk, store: CallStore, clock: FakeClock
) -> None:
    call = _open(switchboard, Dialect.LIVEAVATAR)
    _start(switchboard, call)
    endings.end(call.id, "silence")
    clock.advance(20)
    assert switchboard.record(call.id, _events(LIVE)).acked == 1
    assert desk.archive.summary(call.id).seconds == 0


@BOTH
def test_keep_alive_reaches_the_vendor_while_the_call_is_live(
    dialect: Dialect, desk: Desk, vendor: FakeVendor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = {Dialect.LIVEAVATAR: "keep-alive", Dialect.STREAMING: "keep_alive"}[dialect]
    waiting = desk.open(dialect)
    desk.switchboard.keep_alive(waiting.id)
    call = desk.running(dialect)
    desk.switchboard.keep_alive(call.id)
    assert [body["session_id"] for body in vendor.bodies(path)] == [SESSION[dialect]]
    vendor.answers[path] = httpx.Response(404, json={"code": 4040, "message": "Session not found"})
    desk.switchboard.keep_alive(call.id)
    assert "keep-alive refused" in caplog.text
    desk.endings.end(call.id, "guest")
    asked = len(vendor.asked)
    desk.switchboard.keep_alive(call.id)
    assert len(vendor.asked) == asked


@pytest.mark.parametrize(("minutes", "seconds"), [(None, 600), (3, 180), (99, 600), (0, 600), (-5, 60)])
def test_a_guest_may_only_shorten_the_cap(minutes: int | None, seconds: int, desk: Desk) -> None:
    assert desk.open(Dialect.LIVEAVATAR, minutes=minutes).cap_seconds == seconds
