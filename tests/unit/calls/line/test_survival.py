"""The line when things go wrong: verdicts, text conversations, notices, ends seen twice, and doors that are shut."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketDenialResponse

from calls.failures.table import TROUBLES
from calls.line import socket as line_module
from calls.line.rates import Buckets
from calls.line.routes import call_routes
from calls.running.caps import MARGIN_S
from calls.running.switchboard import Opening
from calls.store.calls import CallRecord
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.places import WIRE
from tests.unit.calls.desk import ENDED, LIVE, Desk
from tests.unit.calls.lines import browser, closing, events, hello, line, scope, services, shape_of, units
from tests.unit.calls.vendor import FakeVendor

SAMPLES: dict[str, Any] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))
MINT = {Dialect.LIVEAVATAR: "token", Dialect.STREAMING: "create_token"}
BOTH = pytest.mark.parametrize("dialect", Dialect)
BUSY = httpx.Response(403, json={"code": 4032, "message": "Session concurrency limit reached"})
REFUSED = httpx.Response(401, json={"code": 401, "message": "Unauthorized"})
HELLO = "Hello Santa"
TYPED = {"type": "typed", "text": HELLO, "intent": "ask"}


def _sample(kind: str) -> dict[str, type]:
    return next(shape_of(frame) for frame in SAMPLES["server"] if frame["kind"] == kind)


def _words(code: str) -> dict[str, str]:
    row = TROUBLES[code]
    return {"code": row.code, "what": row.what, "done": row.done, "fix": row.fix}


def _answer(socket: Any, number: int) -> str:
    """Writes a line as the event of this number and gives the answer; the acknowledgement may come in between."""
    socket.send_json(events(TYPED, first=number))
    acks, frames = list[Any](), list[Any]()
    while not (acks and frames and frames[-1]["done"]):
        frame = socket.receive_json()
        (acks if frame["kind"] == "ack" else frames).append(frame)
    assert acks == [{"kind": "ack", "seq": number}]
    return _whole(frames, number)


def _reply(socket: Any, number: int) -> str:
    return _whole(iter(socket.receive_json, None), number)


def _whole(frames: Iterable[dict[str, Any]], number: int) -> str:
    text = ""
    for frame in frames:
        assert (frame["kind"], frame["id"], frame["at"]) == ("reply", number, units(text))
        assert shape_of(frame) == _sample("reply")
        # A line that attaches late gets all of it in one frame.
        text += str(frame["text"])
        if frame["done"]:
            return text
    raise AssertionError("the reply has no end")


@BOTH
def test_all_lines_busy_and_then_one_is_free(
    dialect: Dialect, client: TestClient, desk: Desk, vendor: FakeVendor
) -> None:
    opening = desk.opening(dialect)
    vendor.answers[MINT[dialect]] = BUSY if dialect is Dialect.LIVEAVATAR else httpx.Response(400, json={"code": 10007})
    with line(client, opening) as socket:
        for attempt, pause in ((1, 5.0), (2, 8.0)):
            socket.send_json({"kind": "start", "quality": "low"})
            waiting = socket.receive_json()
            assert waiting == {"kind": "waiting", "attempt": attempt, "retry_in": pause, **_words("lines_busy")}
            assert shape_of(waiting) == _sample("waiting")
        vendor.answers.clear()
        socket.send_json({"kind": "start", "quality": "low"})
        session = socket.receive_json()
        assert (session["kind"], session["attempt"]) == ("session", 3)
        chosen = session["avatar"]["quality"] if dialect is Dialect.STREAMING else None
        assert chosen in (None, "low")


def test_a_start_that_failed_in_the_browser_gets_its_verdict_after_the_acknowledgement(
    client: TestClient, opening: Opening, vendor: FakeVendor
) -> None:
    vendor.durations["s1"] = 0
    failed = {"type": "failed", "code": "4032", "message": "Session concurrency limit reached", "status": 403}
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["attempt"] == 1
        socket.send_json(events(failed))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
        assert socket.receive_json()["kind"] == "waiting"
        socket.send_json(events(failed))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["attempt"] == 2
    assert vendor.stopped == ["s1"]


@pytest.mark.parametrize("code", ["lines_busy", "key_refused"])
def test_a_page_that_comes_back_gets_its_verdict_again(
    code: str, client: TestClient, opening: Opening, vendor: FakeVendor, clock: FakeClock
) -> None:
    vendor.answers["token"] = BUSY if code == "lines_busy" else REFUSED
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        first = socket.receive_json()
    clock.advance(2)
    with line(client, opening, resume=True) as socket:
        again = socket.receive_json()
        assert again == ({**first, "retry_in": 3.0} if code == "lines_busy" else first)


@BOTH
def test_a_text_conversation(
    dialect: Dialect, client: TestClient, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    vendor.answers[MINT[dialect]] = REFUSED
    opening = desk.opening(dialect)
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        fallback = socket.receive_json()
        assert fallback == {"kind": "fallback", **_words("key_refused")}
        assert shape_of(fallback) == _sample("fallback")
        assert "Emma" in _reply(socket, 0)
        for number in (1, 2):
            assert _answer(socket, number)
        clock.advance(20)
        socket.send_json(events({"type": "phase", "phase": "text"}, {"type": "hangup", "by": "guest"}, ENDED, first=3))
        assert socket.receive_json() == {"kind": "ack", "seq": 5}
        summary = socket.receive_json()
        wanted = {"seconds": 20, "guest_turns": 2, "credits": "0.00", "reason": "guest"}
        assert {name: summary[name] for name in wanted} == wanted
        assert summary["trouble"] == _words("key_refused")
        assert closing(socket) == 1000
    assert vendor.stopped == []


def test_a_text_conversation_goes_on_where_the_page_left_it(
    client: TestClient, opening: Opening, vendor: FakeVendor
) -> None:
    vendor.answers["token"] = REFUSED
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["kind"] == "fallback"
        greeting = _reply(socket, 0)
        spoken = {"type": "avatar_talking_message", "text": greeting, "cumulative": True}
        socket.send_json(events(spoken, {"type": "avatar_stop_talking"}))
        assert socket.receive_json() == {"kind": "ack", "seq": 2}
    with line(client, opening, acked=2, resume=True) as socket:
        assert socket.receive_json()["kind"] == "fallback"
        # What the page has of it already it takes no second time: the frame says from where on it is.
        assert socket.receive_json() == {"kind": "reply", "id": 0, "at": 0, "text": greeting, "done": True}
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["kind"] == "fallback"
        assert _answer(socket, 3)


def test_what_is_typed_in_a_video_call_is_the_vendors_to_answer(client: TestClient, opening: Opening) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        assert socket.receive_json()["kind"] == "session"
        socket.send_json(events(LIVE, TYPED))
        assert socket.receive_json() == {"kind": "ack", "seq": 2}
        socket.send_json({"kind": "sing"})
        while socket.receive()["type"] == "websocket.send":
            pass


def test_a_write_is_no_frame_any_more(client: TestClient, opening: Opening) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "write", "id": 1, "text": HELLO})
        assert closing(socket) == 4400


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"type": "verb_failed", "verb": "ask", "code": "400006", "message": "x", "status": 400}, "not_ready"),
        ({"type": "verb_failed", "verb": "say", "code": "400009", "message": "x"}, "voice_failed"),
        ({"type": "avatar_silent"}, "avatar_silent"),
    ],
)
def test_what_fails_in_a_call_that_goes_on_is_told_once(
    event: dict[str, Any], code: str, client: TestClient, opening: Opening
) -> None:
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        socket.receive_json()
        socket.send_json(events(event))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
        notice = socket.receive_json()
        assert notice == {"kind": "notice", **_words(code)}
        assert shape_of(notice) == _sample("notice")
        socket.send_json(events(event, {"type": "user_stop"}))
        assert socket.receive_json() == {"kind": "ack", "seq": 2}
        socket.send_json({"kind": "sing"})
        assert closing(socket) == 4400


def test_the_meter_counts_down_and_ends_the_call_at_its_cap(desk: Desk, vendor: FakeVendor, clock: FakeClock) -> None:
    opening = desk.opening(Dialect.LIVEAVATAR, minutes=2)
    with browser(services(desk, meter_s=0.01)) as client, line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        socket.receive_json()
        socket.send_json(events(LIVE))
        while (frame := socket.receive_json())["kind"] != "meter":
            pass
        left = [frame["left"]]
        assert left == [120 - MARGIN_S]
        # In steps that no page would be called silent for.
        for _ in range(6):
            clock.advance(20)
            desk.switchboard.beat(opening.call_id, "tab-1")
        while (frame := socket.receive_json())["kind"] in ("meter", "ack"):
            left += [frame["left"]] if frame["kind"] == "meter" else []
        assert left == sorted(left, reverse=True)
        assert (frame["kind"], frame["reason"]) == ("summary", "time_up")
        assert frame["trouble"] == _words("time_up")
        assert closing(socket) == 1000
    assert vendor.stopped == ["s1"]


def test_an_end_that_is_seen_twice_is_told_once_and_surely(
    desk: Desk, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter_is_here, page_knows = threading.Event(), threading.Event()
    end, call_of = desk.endings.end, desk.archive.call
    told: list[str] = []

    def slow_end(call_id: str, reason: str) -> None:
        # The meter is here first; the page's own frame must find it at work, and wait for it.
        told.append(reason)
        meter_is_here.set()
        assert page_knows.wait(10)
        end(call_id, reason)

    def noted_call(call_id: str) -> CallRecord | None:
        # What a beat asks last before it says goodbye.
        found = call_of(call_id)
        if meter_is_here.is_set():
            page_knows.set()
        return found

    with browser(services(desk, meter_s=0.0)) as client, line(client, opening) as socket:
        monkeypatch.setattr(desk.endings, "end", slow_end)
        monkeypatch.setattr(desk.archive, "call", noted_call)
        end(opening.call_id, "silence")
        assert meter_is_here.wait(10)
        socket.send_json({"kind": "beat"})
        assert socket.receive_json()["reason"] == "silence"
        assert closing(socket) == 1000
    assert len(told) == 1


def test_a_page_that_sends_too_much_is_closed_with_4429_and_may_come_back(
    client: TestClient, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "_FRAMES_BURST", 3.0)
    monkeypatch.setattr(line_module, "_FRAMES_PER_S", 0.001)
    with line(client, opening) as socket:
        for _ in range(4):
            socket.send_json({"kind": "beat"})
        assert closing(socket) == 4429
    with line(client, opening, resume=True):
        pass


def test_a_day_that_is_used_up_is_refused_with_its_reason(
    client: TestClient, desk: Desk, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calls.running.attempts.day_refusal", lambda *_: "day_minutes")
    with line(client, opening) as socket:
        socket.send_json({"kind": "start"})
        refused = socket.receive_json()
        assert refused == {"kind": "refused", **_words("day_minutes")}
        assert shape_of(refused) == _sample("refused")
        assert closing(socket) == 1000
    assert desk.archive.summary(opening.call_id).reason == "day_minutes"
    with line(client, opening, resume=True) as socket:
        assert socket.receive_json()["trouble"] == _words("day_minutes")


def _status(client: TestClient) -> int:
    with pytest.raises(WebSocketDenialResponse) as denied, client.websocket_connect("/line"):
        pass
    return denied.value.status_code


def test_one_address_may_knock_only_so_often(desk: Desk, clock: FakeClock) -> None:
    found = services(desk)
    with browser(found, doors=Buckets(1.0, 3, clock)) as client:
        for _ in range(2):
            with client.websocket_connect("/line"):
                pass
        assert client.post("/line/hangup", content=b"{}").status_code == 400
        assert client.post("/line/hangup", content=b"{}").status_code == 429
        assert _status(client) == 429
        assert client.get("/health").status_code == 200
        other = TestClient(client.app, client=("192.168.1.7", 1))
        assert other.post("/line/hangup", content=b"{}").status_code == 400
        clock.advance(1)
        with client.websocket_connect("/line"):
            pass


def test_without_a_login_there_is_no_line(desk: Desk, opening: Opening) -> None:
    found = services(desk)
    with browser(found, known=lambda connection: connection.headers.get("x-who") == "Emma") as client:
        assert _status(client) == 401
        with client.websocket_connect("/line", headers={"x-who": "Emma"}):
            pass
        # A page that leaves may always say so: its ticket is its right.
        note = json.dumps({"call": opening.call_id, "ticket": opening.ticket})
        assert client.post("/line/hangup", content=note).status_code == 204


async def test_a_hang_up_is_read_no_further_than_a_note_can_be(desk: Desk) -> None:
    (route,) = [r for r in call_routes(lambda: services(desk)) if getattr(r, "path", "") == "/line/hangup"]
    read, sent = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 500, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/line/hangup", "headers": [], "client": None}
    await route.handle(scope, receive, send)
    assert sent[0]["status"] == 413
    assert read == 3


async def test_what_a_page_said_before_it_closed_is_kept_and_starts_nothing(desk: Desk, opening: Opening) -> None:
    said = [events({"type": "user_start"}, first=n) for n in (1, 2, 3)]
    last = {"kind": "start"}
    incoming = deque(
        [
            {"type": "websocket.connect"},
            *({"type": "websocket.receive", "text": json.dumps(one)} for one in (hello(opening), *said, last)),
            {"type": "websocket.disconnect", "code": 1001},
        ]
    )

    async def receive() -> Any:
        return incoming.popleft()

    async def send(message: Any) -> None:
        # As a server tells it: the page was gone before it was welcomed, and its words wait to be read.
        if message["type"] == "websocket.send":
            raise OSError

    app = Starlette(routes=call_routes(lambda: services(desk)))
    await app(scope("websocket", "/line"), receive, send)
    assert [event.seq for event in desk.archive.events(opening.call_id)] == [1, 2, 3]
    call = desk.archive.call(opening.call_id)
    assert call is not None
    assert call.attempt == 0
