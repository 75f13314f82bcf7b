"""The line over real WebSocket frames: hello, start, events, end, and every way in which it is refused."""

from __future__ import annotations

import json
import logging
from types import NoneType
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse

from calls.archive.reading import Archive
from calls.journal.frames import BATCH_MAX
from calls.line.socket import FRAME_MAX
from calls.running.deadlines import AWAY_S
from calls.running.ending import Endings
from calls.running.switchboard import TICKET_LIFE_S, Opening
from calls.store.calls import CallStore
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.places import WIRE
from tests.unit.calls.desk import Desk
from tests.unit.calls.lines import browser, closing, events, hello, line, services, shape_of
from tests.unit.calls.vendor import FakeVendor

SAMPLES: dict[str, Any] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))
LIVE = {"type": "phase", "phase": "live"}
ENDED = {"type": "phase", "phase": "ended"}
BOTH = pytest.mark.parametrize("dialect", Dialect)


@BOTH
def test_a_whole_call(dialect: Dialect, client: TestClient, desk: Desk, vendor: FakeVendor, clock: FakeClock) -> None:
    opening = desk.opening(dialect)
    vendor.durations.update({"s1": 12, "browser-1": 12})
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        session = socket.receive_json()
        assert (session["dialect"], session["api_url"], session["token"]) == (dialect.value, "sim", "vendor-token-1")
        assert session["attempt"] == 1
        socket.send_json(events({"type": "session_created", "session_id": "browser-1"}, LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 2}
        socket.send_json({"kind": "beat"})
        socket.send_json({"kind": "done", "id": 1})
        clock.advance(12)
        said = {"type": "avatar_end_message"}, {"type": "typed", "text": "Hi", "intent": "ask"}
        socket.send_json(events(*said, {"type": "hangup", "by": "guest"}, ENDED, first=3))
        assert socket.receive_json() == {"kind": "ack", "seq": 6}
        assert socket.receive_json() == {
            "kind": "summary",
            "seconds": 12,
            "guest_turns": 1,
            "avatar_turns": 0,
            "credits": {Dialect.LIVEAVATAR: "2.00", Dialect.STREAMING: "0.10"}[dialect],
            "reason": "guest",
            "reason_text": "You hung up.",
            "trouble": None,
        }
        assert closing(socket) == 1000
    assert vendor.stopped == [{Dialect.LIVEAVATAR: "s1", Dialect.STREAMING: "browser-1"}[dialect]]


@BOTH
def test_the_servers_frames_have_the_shape_of_the_shared_samples(
    dialect: Dialect, desk: Desk, clock: FakeClock
) -> None:
    wanted = {
        frame["kind"]: shape_of(frame)
        for frame in SAMPLES["server"]
        if frame.get("dialect", dialect) == dialect and "call" not in frame
    }
    opening = desk.opening(dialect)
    with browser(services(desk, meter_s=0.005)) as client, client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening))
        frames = [socket.receive_json()]
        socket.send_json({"kind": "start"})
        frames.append(socket.receive_json())
        socket.send_json(events(LIVE))
        clock.advance(3)
        while frames[-1]["kind"] != "meter":
            frames.append(socket.receive_json())
        assert frames[-1]["seconds"] in (0, 3)
        socket.send_json(events(ENDED, first=2))
        while frames[-1]["kind"] != "summary":
            frames.append(socket.receive_json())
    assert {frame["kind"]: shape_of(frame) for frame in frames} == {
        kind: {**wanted[kind], "trouble": NoneType} if kind == "summary" else wanted[kind]
        for kind in ("welcome", "session", "ack", "meter", "summary")
    }


def test_before_the_first_picture_no_meter_runs(desk: Desk, opening: Opening) -> None:
    with browser(services(desk, meter_s=0.0)) as client, line(client, opening) as socket:
        for _ in range(5):
            socket.send_json(events({"type": "user_stop"}))
            assert socket.receive_json() == {"kind": "ack", "seq": 1}


@pytest.mark.parametrize("changes", [{"ticket": "wrong"}, {"ticket": ""}, {"call": "0" * 32}])
def test_a_wrong_ticket_is_closed_with_4401(changes: dict[str, str], client: TestClient, opening: Opening) -> None:
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening, **changes))
        assert closing(socket) == 4401


def test_an_expired_ticket_is_closed_with_4401(client: TestClient, opening: Opening, clock: FakeClock) -> None:
    clock.advance(TICKET_LIFE_S + 1)
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening))
        assert closing(socket) == 4401


def test_another_tab_is_closed_with_4409_and_the_first_one_goes_on(client: TestClient, opening: Opening) -> None:
    with line(client, opening) as socket:
        with client.websocket_connect("/line") as other:
            other.send_json(hello(opening, tab="tab-2"))
            assert closing(other) == 4409
        socket.send_json(events(LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"kind":"sing"}',
        '{"kind":"beat"}',
        '{"kind":"start"}',
        '{"kind":"hello"}',
        '{"kind":"knock"}',
        '{"kind":"open","guest":"Emma"}',
        '"' + "x" * FRAME_MAX,
    ],
)
def test_a_first_frame_that_is_neither_hello_nor_knock_is_closed_with_4400(text: str, client: TestClient) -> None:
    with client.websocket_connect("/line") as socket:
        socket.send_text(text)
        assert closing(socket) == 4400


def test_a_hello_that_does_not_come_is_closed_with_4400(desk: Desk) -> None:
    with browser(services(desk, hello_s=0.0)) as client, client.websocket_connect("/line") as socket:
        assert closing(socket) == 4400


@pytest.mark.parametrize(
    "frame",
    [
        {"kind": "sing"},
        {"kind": "events", "events": []},
        events(*[LIVE] * (BATCH_MAX + 1)),
        events({"type": "sang"}),
        {"kind": "beat", "extra": 1},
    ],
    ids=lambda frame: str(frame)[:40],
)
def test_a_bad_frame_is_closed_with_4400_and_the_call_can_be_resumed(
    frame: dict[str, Any], client: TestClient, opening: Opening
) -> None:
    with line(client, opening) as socket:
        socket.send_json(events(LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
        socket.send_json(frame)
        assert closing(socket) == 4400
    with line(client, opening, acked=1, resume=True):
        pass


def test_a_second_hello_is_closed_with_4400(client: TestClient, opening: Opening) -> None:
    with line(client, opening) as socket:
        socket.send_json(hello(opening))
        assert closing(socket) == 4400


def test_a_frame_of_bytes_is_closed_with_4400(client: TestClient, opening: Opening) -> None:
    with line(client, opening) as socket:
        socket.send_bytes(b'{"kind":"beat"}')
        assert closing(socket) == 4400


def test_a_lost_socket_is_resumed_where_it_was(client: TestClient, opening: Opening, vendor: FakeVendor) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["kind"] == "session"
        socket.send_json(events(LIVE, {"type": "hangup", "by": "guest"}))
        assert socket.receive_json() == {"kind": "ack", "seq": 2}
    assert vendor.stopped == []
    with line(client, opening, acked=2, resume=True) as socket:
        socket.send_json(events({"type": "hangup", "by": "guest"}, ENDED, first=2))
        assert socket.receive_json() == {"kind": "ack", "seq": 3}
        assert socket.receive_json()["reason"] == "guest"
        assert closing(socket) == 1000
    assert vendor.minted == 1


@BOTH
def test_a_start_whose_answer_was_lost_is_answered_again(
    dialect: Dialect, client: TestClient, opening: Opening, vendor: FakeVendor
) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        first = socket.receive_json()
    with line(client, opening, resume=True) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json() == first
        socket.send_json(events(LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
        socket.send_json({"kind": "start"})
        while (frame := socket.receive_json())["kind"] == "meter":
            pass
        assert frame["code"] == "already_started"
    assert vendor.minted == 1


def test_events_after_a_gap_are_not_acknowledged_and_do_not_end_the_call(
    client: TestClient, opening: Opening, store: CallStore
) -> None:
    with line(client, opening) as socket:
        socket.send_json(events(ENDED, first=5))
        assert socket.receive_json() == {"kind": "ack", "seq": 0}
        socket.send_json(events(LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
    call = store.get(opening.call_id)
    assert call is not None
    assert call.ended_at is None


def test_a_second_start_is_refused(client: TestClient, opening: Opening, vendor: FakeVendor) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["kind"] == "session"
        socket.send_json({"kind": "start"})
        refused = socket.receive_json()
        assert (refused["kind"], refused["code"]) == ("refused", "already_started")
        assert closing(socket) == 1000
    assert vendor.minted == 1


def test_a_page_that_comes_back_after_the_end_gets_the_summary(
    client: TestClient, opening: Opening, endings: Endings
) -> None:
    endings.end(opening.call_id, "silence")
    with line(client, opening, resume=True) as socket:
        assert socket.receive_json()["reason"] == "silence"
        assert closing(socket) == 1000


def test_a_page_that_does_not_know_of_the_end_learns_it_with_its_next_beat(
    client: TestClient, opening: Opening, endings: Endings
) -> None:
    with line(client, opening) as socket:
        endings.end(opening.call_id, "silence")
        socket.send_json({"kind": "beat"})
        assert socket.receive_json()["reason"] == "silence"
        assert closing(socket) == 1000


def test_a_page_of_another_origin_is_refused(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        client.websocket_connect("/line", headers={"origin": "http://elsewhere.example"}),
    ):
        pass
    assert denied.value.status_code == 403


@pytest.mark.parametrize("origin", ["null", "http://testserver.example", "http://testserver:81", "testserver"])
def test_origins_that_only_look_alike_are_refused(origin: str, client: TestClient) -> None:
    with pytest.raises(WebSocketDenialResponse), client.websocket_connect("/line", headers={"origin": origin}):
        pass


def test_our_own_origin_is_served(client: TestClient, opening: Opening) -> None:
    with client.websocket_connect("/line", headers={"origin": "http://testserver"}) as socket:
        socket.send_json(hello(opening))
        assert socket.receive_json()["kind"] == "welcome"


def test_a_page_that_leaves_costs_nothing_more_and_ends_its_call_if_it_stays_away(
    client: TestClient, desk: Desk, opening: Opening, vendor: FakeVendor, archive: Archive, clock: FakeClock
) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["kind"] == "session"
    note = json.dumps({"call": opening.call_id, "ticket": opening.ticket})
    for _ in range(2):
        answer = client.post("/line/hangup", content=note, headers={"content-type": "text/plain;charset=UTF-8"})
        assert (answer.status_code, answer.content) == (204, b"")
    assert vendor.stopped == ["s1"]
    clock.advance(AWAY_S)
    assert desk.sweeper.sweep() == 0
    clock.advance(0.001)
    assert desk.sweeper.sweep() == 1
    assert archive.summary(opening.call_id).reason == "page_closed"


@pytest.mark.parametrize(
    ("note", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"call":"x"}', 400),
        (b'{"call":"x","ticket":"\\ud800"}', 400),
        (b'{"call":"x","ticket":"y"}', 403),
        (b"x" * 1025, 413),
    ],
)
def test_a_hang_up_without_the_right_ends_nothing(
    note: bytes, status: int, client: TestClient, opening: Opening, store: CallStore
) -> None:
    assert client.post("/line/hangup", content=note).status_code == status
    call = store.get(opening.call_id)
    assert call is not None
    assert call.ended_at is None


def test_hanging_up_is_a_post(client: TestClient) -> None:
    assert client.get("/line/hangup").status_code == 405


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"ok": True}


def test_nothing_secret_is_logged_in_a_whole_call(
    client: TestClient, desk: Desk, vendor: FakeVendor, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for dialect in Dialect:
        opening = desk.opening(dialect)
        with line(client, opening) as socket:
            socket.send_json({"kind": "start"})
            session = socket.receive_json()
            talk = {"type": "user_talking_message", "text": "a secret wish", "cumulative": True}
            socket.send_json(events({"type": "session_created", "session_id": "browser-1"}, LIVE, talk))
            assert socket.receive_json() == {"kind": "ack", "seq": 3}
            socket.send_json({"kind": "beat", "a secret wish": "Emma"})
            assert closing(socket) == 4400
        with client.websocket_connect("/line") as socket:
            socket.send_json(hello(opening, ticket="a wrong ticket"))
            assert closing(socket) == 4401
        client.post("/line/hangup", content=json.dumps({"call": opening.call_id, "ticket": opening.ticket}))
        assert f"page left call={opening.call_id}" in caplog.text
        clock.advance(AWAY_S + 1)
        desk.sweeper.sweep()
        assert f"call ended call={opening.call_id}" in caplog.text
        logged = caplog.text + "".join(repr(record.args) for record in caplog.records)
        secrets = {"Emma", "secret wish", "wrong ticket", "vendor-key", session["token"], opening.ticket}
        assert [secret for secret in secrets if secret in logged] == []
    assert "line frame refused place=beat: extra_forbidden" in caplog.text
