"""A call's line goes from tab to tab: the old one is told, the new one learns all that is stored, nothing is mixed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from starlette.testclient import TestClient

from calls.journal.frames import BATCH_MAX
from calls.running.caps import MARGIN_S, Caps
from calls.running.switchboard import TICKET_LIFE_S, Opening
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.places import WIRE
from tests.unit.calls.desk import ENDED, LIVE, Desk, as_events
from tests.unit.calls.lines import SHOWN, browser, closing, events, hello, line, services, shape_of
from tests.unit.calls.vendor import FakeVendor

SAMPLES: dict[str, Any] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))
QUIET: dict[str, Any] = {"type": "user_stop"}
TYPED: dict[str, Any] = {"type": "typed", "text": "Hi", "intent": "ask"}
TAKING = {"tab": "tab-2", "take": True, "replay": True}


@pytest.fixture
def elsewhere(desk: Desk) -> Iterator[TestClient]:
    """A browser at another server on the same store."""
    with browser(services(Desk(desk.database, desk.vendor, desk.clock))) as opened:
        yield opened


def _replayed(socket: Any) -> tuple[dict[str, Any], list[list[dict[str, Any]]]]:
    """The welcome and the batches of the journal after it."""
    welcome, batches = socket.receive_json(), list[list[dict[str, Any]]]()
    while sum(map(len, batches)) < welcome["acked"]:
        frame = socket.receive_json()
        assert frame["kind"] == "journal"
        batches.append(frame["events"])
    return welcome, batches


def test_the_tab_that_loses_its_call_is_closed_at_once(
    client: TestClient, opening: Opening, vendor: FakeVendor
) -> None:
    with line(client, opening) as first:
        first.send_json({"kind": "start"})
        assert first.receive_json()["attempt"] == 1
        with client.websocket_connect("/line") as second:
            second.send_json(hello(opening, **TAKING))
            assert second.receive_json()["kind"] == "welcome"
            assert closing(first) == 4409
            second.send_json({"kind": "start"})
            session = second.receive_json()
            assert (session["kind"], session["attempt"]) == ("session", 2)
            assert vendor.stopped == ["s1"]
            second.send_json(events(LIVE))
            assert second.receive_json() == {"kind": "ack", "seq": 1}
            # Only the first start of a page that took the call closes what was open before it.
            second.send_json({"kind": "start"})
            while (frame := second.receive_json())["kind"] == "meter":
                pass
            assert frame["code"] == "already_started"
    assert vendor.minted == 2


def test_without_taking_another_tab_is_refused_and_nothing_happens_to_the_first(
    client: TestClient, opening: Opening
) -> None:
    with line(client, opening) as first:
        with client.websocket_connect("/line") as second:
            second.send_json(hello(opening, tab="tab-2", replay=True))
            assert closing(second) == 4409
        first.send_json(events(QUIET))
        assert first.receive_json() == {"kind": "ack", "seq": 1}


@pytest.mark.parametrize("frame", [{"kind": "beat"}, events(QUIET, first=2)], ids=["beat", "events"])
def test_a_tab_that_lost_its_call_to_another_server_learns_it_with_its_next_word(
    frame: dict[str, Any], client: TestClient, elsewhere: TestClient, opening: Opening, desk: Desk
) -> None:
    with line(client, opening) as first:
        first.send_json(events(QUIET))
        assert first.receive_json() == {"kind": "ack", "seq": 1}
        with elsewhere.websocket_connect("/line") as second:
            second.send_json(hello(opening, **TAKING))
            assert _replayed(second)[0]["acked"] == 1
            first.send_json(frame)
            assert closing(first) == 4409
            assert len(desk.journal.events(opening.call_id)) == 1
            second.send_json(events(TYPED, first=2))
            assert second.receive_json() == {"kind": "ack", "seq": 2}
    assert [one.type for one in desk.journal.events(opening.call_id)] == ["user_stop", "typed"]


def test_the_first_tab_may_take_its_call_back(client: TestClient, opening: Opening) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(client.websocket_connect("/line")) for _ in range(3)]
        for number, tab in enumerate(("tab-1", "tab-2", "tab-1")):
            sockets[number].send_json(hello(opening, tab=tab, take=True))
            assert sockets[number].receive_json() == {"kind": "welcome", "acked": 0}
            if number:
                assert closing(sockets[number - 1]) == 4409
        sockets[2].send_json(events(QUIET))
        assert sockets[2].receive_json() == {"kind": "ack", "seq": 1}


@pytest.mark.parametrize("count", [0, 1, BATCH_MAX, BATCH_MAX + 1, 2 * BATCH_MAX + 7])
def test_a_replay_is_the_stored_journal_in_its_order(
    count: int, client: TestClient, opening: Opening, desk: Desk
) -> None:
    said: dict[str, Any] = {"type": "avatar_talking_message", "cumulative": False}
    bodies = [[QUIET, TYPED, {**said, "text": f"{n} 🎄"}][n % 3] for n in range(count)]
    for first in range(0, count, BATCH_MAX):
        desk.switchboard.record(opening.call_id, as_events(*bodies[first : first + BATCH_MAX], first=first + 1))
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening, **TAKING))
        welcome, batches = _replayed(socket)
        assert welcome == {"kind": "welcome", "acked": count, "call": SHOWN}
        sample = next(frame for frame in SAMPLES["server"] if frame["kind"] == "welcome" and "call" in frame)
        assert (shape_of(welcome), shape_of(welcome["call"])) == (shape_of(sample), shape_of(sample["call"]))
        told = [event for batch in batches for event in batch]
        assert [{name: event[name] for name in event if name not in ("seq", "at")} for event in told] == bodies
        assert [event["seq"] for event in told] == list(range(1, count + 1))
        assert [event["at"] for event in told] == [one.at for one in desk.journal.events(opening.call_id)]
        assert all(0 < len(batch) <= BATCH_MAX for batch in batches)
        # And the page numbers on from there.
        socket.send_json(events(QUIET, first=count + 1))
        assert socket.receive_json() == {"kind": "ack", "seq": count + 1}


def test_what_the_old_tab_stored_at_the_last_moment_is_replayed_too(
    client: TestClient, opening: Opening, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    join = desk.switchboard.join

    def just_before(*args: Any, **options: Any) -> bool:
        desk.switchboard.record(opening.call_id, as_events(QUIET, TYPED))
        return join(*args, **options)

    monkeypatch.setattr(desk.switchboard, "join", just_before)
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening, **TAKING))
        welcome, batches = _replayed(socket)
        assert (welcome["acked"], [event["seq"] for batch in batches for event in batch]) == (2, [1, 2])


def test_a_call_that_is_over_is_replayed_and_summed_up(client: TestClient, opening: Opening, desk: Desk) -> None:
    desk.switchboard.record(opening.call_id, as_events(TYPED, {"type": "hangup", "by": "guest"}, ENDED))
    desk.endings.finish(opening.call_id)
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening, **TAKING))
        _, batches = _replayed(socket)
        assert [event["type"] for event in batches[0]] == ["typed", "hangup", "phase"]
        summary = socket.receive_json()
        assert (summary["kind"], summary["reason"], summary["guest_turns"]) == ("summary", "guest", 1)
        assert closing(socket) == 1000


def test_a_text_conversation_is_replayed_and_goes_on(client: TestClient, desk: Desk, vendor: FakeVendor) -> None:
    vendor.credits = vendor.credits * 0
    opening = desk.opening(Dialect.LIVEAVATAR)
    with line(client, opening) as first:
        first.send_json({"kind": "start"})
        assert first.receive_json()["kind"] == "fallback"
        first.send_json(events({"type": "phase", "phase": "text"}))
        while first.receive_json() != {"kind": "ack", "seq": 1}:
            pass
    with client.websocket_connect("/line") as second:
        second.send_json(hello(opening, **TAKING))
        assert _replayed(second)[0]["acked"] == 1
        assert second.receive_json()["kind"] == "fallback"
        reply = second.receive_json()
        assert (reply["kind"], reply["id"], reply["at"]) == ("reply", 0, 0)
        assert "Emma" in reply["text"]


def test_a_page_that_left_rejoins_its_call(
    client: TestClient, opening: Opening, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    vendor.durations["s1"] = 61
    with line(client, opening) as first:
        first.send_json({"kind": "start"})
        assert first.receive_json()["attempt"] == 1
        first.send_json(events(LIVE))
        assert first.receive_json() == {"kind": "ack", "seq": 1}
    clock.advance(61)
    note = json.dumps({"call": opening.call_id, "ticket": opening.ticket})
    assert client.post("/line/hangup", content=note).status_code == 204
    assert (vendor.stopped, desk.open_at_vendor()) == (["s1"], [])
    clock.advance(3)
    with client.websocket_connect("/line") as second:
        second.send_json(hello(opening, **TAKING))
        assert [event["type"] for batch in _replayed(second)[1] for event in batch] == ["phase"]
        second.send_json({"kind": "start", "quality": "high"})
        while (session := second.receive_json())["kind"] == "meter":
            pass
        assert (session["kind"], session["attempt"]) == ("session", 2)
        assert desk.open_at_vendor() == ["s2"]
    assert vendor.bodies("sessions/token")[-1]["max_session_duration"] == 600 - 120


def test_a_line_lost_at_the_end_of_the_longest_call_is_resumed_and_hangs_up(
    desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    longest = Caps(call_minutes=60, call_credits=Caps().day_credits)
    desk = Desk(desk.database, vendor, clock, caps=longest, idle_s=10_000)
    opening = desk.opening(Dialect.LIVEAVATAR)
    vendor.durations["s1"] = 3600
    with browser(services(desk)) as client:
        clock.advance(50 * 60)
        with line(client, opening) as socket:
            socket.send_json({"kind": "start"})
            assert socket.receive_json()["kind"] == "session"
            socket.send_json(events(LIVE))
            assert socket.receive_json() == {"kind": "ack", "seq": 1}
        call = desk.calls.get(opening.call_id)
        assert call is not None
        clock.advance(call.cap_seconds - MARGIN_S - 1)
        assert clock.now * 1000 > call.opened_at + TICKET_LIFE_S * 1000
        with line(client, opening, acked=1, resume=True) as socket:
            socket.send_json(events({"type": "hangup", "by": "guest"}, ENDED, first=2))
            while (frame := socket.receive_json())["kind"] in ("meter", "ack"):
                pass
            assert (frame["kind"], frame["reason"]) == ("summary", "guest")
            assert closing(socket) == 1000
    assert vendor.stopped == ["s1"]
