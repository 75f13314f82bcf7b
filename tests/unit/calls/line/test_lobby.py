"""The lobby's line: a pass is shown, a name is given, and the call begins on the same socket with what was chosen."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession

from calls.line import lobby as module
from calls.line.lobby import Lobby, UnknownPassError
from calls.line.services import Services
from calls.pricing.ledger.waste import Purpose
from calls.running.wishes import Wishes
from heygen import Dialect
from tests.places import WIRE
from tests.unit.calls.desk import LIVE, Desk
from tests.unit.calls.lines import browser, closing, events, services, shape_of
from tests.unit.calls.vendor import FakeVendor

SAMPLES: dict[str, Any] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))
KNOCK = {"kind": "knock", "pass": "pass-1", "tab": "tab-1"}
OPEN = {"kind": "open", "guest": "Emma", "quality": "high"}
SANTA = Wishes("santa", Dialect.LIVEAVATAR)
BOTH = pytest.mark.parametrize("dialect", Dialect)


@pytest.fixture
def found(desk: Desk) -> Services:
    """What lines need, with a lobby that gave out one pass."""
    given = services(desk)
    given.lobby.put("pass-1", SANTA)
    return given


@pytest.fixture
def client(found: Services) -> Iterator[TestClient]:
    """A browser at that server."""
    with browser(found) as opened:
        yield opened


@contextmanager
def lobby(client: TestClient, **changes: Any) -> Iterator[WebSocketTestSession]:
    """A line in the lobby."""
    with client.websocket_connect("/line") as socket:
        socket.send_json({**KNOCK, **changes})
        assert socket.receive_json() == {"kind": "ready"}
        yield socket


def _sample(kind: str) -> dict[str, type]:
    return next(shape_of(frame) for frame in SAMPLES["server"] if frame["kind"] == kind)


@BOTH
def test_a_call_begins_on_the_lobbys_socket(
    dialect: Dialect, client: TestClient, found: Services, desk: Desk, vendor: FakeVendor
) -> None:
    found.lobby.put("pass-1", Wishes("elf", dialect, minutes=3, age="4-6", purpose=Purpose.DEMO))
    with lobby(client) as socket:
        assert not [path for path, _ in vendor.asked if "token" in path]
        assert desk.calls.open_calls() == []
        socket.send_json({"kind": "beat"})
        socket.send_json(OPEN)
        opened = socket.receive_json()
        assert shape_of(opened) == _sample("opened")
        assert socket.receive_json() == {"kind": "welcome", "acked": 0}
        session = socket.receive_json()
        assert (session["kind"], session["attempt"], session["dialect"]) == ("session", 1, dialect.value)
        if dialect is Dialect.STREAMING:
            assert session["avatar"]["quality"] == "high"
        socket.send_json(events(LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}
    call = desk.calls.get(opened["call"])
    assert call is not None
    assert desk.switchboard.admit(opened["call"], opened["ticket"]) == call
    assert (call.agent_id, call.guest, call.age, call.cap_seconds) == ("elf", "Emma", "4-6", 180)
    assert (call.purpose, call.tab, call.dialect) == ("demo", "tab-1", dialect.value)


def test_a_click_before_the_line_was_ready_is_answered_in_one_go(client: TestClient) -> None:
    with client.websocket_connect("/line") as socket:
        socket.send_json(KNOCK)
        socket.send_json(OPEN)
        kinds = [socket.receive_json()["kind"] for _ in range(4)]
    assert kinds == ["ready", "opened", "welcome", "session"]


def test_a_call_from_the_lobby_is_resumed_like_any_other(client: TestClient, vendor: FakeVendor) -> None:
    with lobby(client) as socket:
        socket.send_json(OPEN)
        opened, _, session = (socket.receive_json() for _ in range(3))
    hello = {"kind": "hello", "call": opened["call"], "ticket": opened["ticket"], "tab": "tab-1", "resume": True}
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello)
        assert socket.receive_json() == {"kind": "welcome", "acked": 0}
        socket.send_json({"kind": "start", "quality": "high"})
        assert socket.receive_json() == session
    assert vendor.minted == 1


def test_a_name_that_will_not_do_keeps_the_lobby(client: TestClient, desk: Desk, vendor: FakeVendor) -> None:
    with lobby(client) as socket:
        for name in ("", "   ", "\0", "x" * 200):
            socket.send_json({**OPEN, "guest": name})
            refused = socket.receive_json()
            assert refused["kind"] == "refused_name"
            assert shape_of(refused) == _sample("refused_name")
        assert not [path for path, _ in vendor.asked if "token" in path]
        assert desk.calls.open_calls() == []
        socket.send_json(OPEN)
        assert socket.receive_json()["kind"] == "opened"


@pytest.mark.parametrize("pass_", ["", "pass-2", "pass-1x"])
def test_an_unknown_pass_is_closed_with_4401(pass_: str, client: TestClient) -> None:
    with client.websocket_connect("/line") as socket:
        socket.send_json({**KNOCK, "pass": pass_})
        assert closing(socket) == 4401


def test_what_is_chosen_after_the_knock_is_what_is_called(client: TestClient, found: Services, desk: Desk) -> None:
    with lobby(client) as socket:
        found.lobby.put("pass-1", Wishes("elf", Dialect.STREAMING, minutes=2))
        socket.send_json(OPEN)
        opened = socket.receive_json()
    call = desk.calls.get(opened["call"])
    assert call is not None
    assert (call.agent_id, call.dialect, call.cap_seconds) == ("elf", "streaming", 120)


def test_a_pass_that_was_forgotten_meanwhile_is_closed_with_4401(
    client: TestClient, found: Services, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PASSES_MAX", 1)
    with lobby(client) as socket:
        found.lobby.put("pass-2", SANTA)
        socket.send_json(OPEN)
        assert closing(socket) == 4401
    assert desk.calls.open_calls() == []


def test_an_agent_that_is_gone_is_told_and_the_lobby_goes_on(client: TestClient, found: Services) -> None:
    found.lobby.put("pass-1", Wishes("grinch", Dialect.LIVEAVATAR))
    with lobby(client) as socket:
        socket.send_json(OPEN)
        assert (refused := socket.receive_json())["kind"] == "refused"
        assert shape_of(refused) == _sample("refused")
        found.lobby.put("pass-1", SANTA)
        socket.send_json(OPEN)
        assert socket.receive_json()["kind"] == "opened"


@pytest.mark.parametrize(
    "frame",
    [
        {"kind": "start"},
        events(LIVE),
        {"kind": "done", "id": 1},
        KNOCK,
        {"kind": "hello", "call": "c1", "ticket": "t1", "tab": "tab-1"},
        {**OPEN, "minutes": 60},
    ],
    ids=lambda frame: str(frame)[:30],
)
def test_a_frame_of_a_call_in_the_lobby_is_closed_with_4400(
    frame: dict[str, Any], client: TestClient, desk: Desk
) -> None:
    with lobby(client) as socket:
        socket.send_json(frame)
        assert closing(socket) == 4400
    assert desk.calls.open_calls() == []


@pytest.mark.parametrize("frame", [KNOCK, OPEN])
def test_a_frame_of_the_lobby_in_a_call_is_closed_with_4400(frame: dict[str, Any], client: TestClient) -> None:
    with lobby(client) as socket:
        socket.send_json(OPEN)
        for _ in range(3):
            socket.receive_json()
        socket.send_json(frame)
        assert closing(socket) == 4400


def test_a_lobby_may_idle_without_a_limit_of_the_hello(desk: Desk) -> None:
    found = services(desk, hello_s=1.0)
    found.lobby.put("pass-1", SANTA)
    with browser(found) as client, lobby(client) as socket:
        # The hello's patience is over once there was a first frame: no timer is left that could close this line.
        for _ in range(3):
            socket.send_json({"kind": "beat"})
        socket.send_json({**OPEN, "guest": ""})
        assert socket.receive_json()["kind"] == "refused_name"


def test_neither_pass_nor_name_is_logged(client: TestClient, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with lobby(client) as socket:
        socket.send_json({**OPEN, "guest": "Emma" * 20})
        assert socket.receive_json()["kind"] == "refused_name"
        socket.send_json(OPEN)
        opened = socket.receive_json()
    logged = caplog.text + "".join(repr(record.args) for record in caplog.records)
    assert f"call opened call={opened['call']}" in logged
    assert [word for word in ("pass-1", "Emma", opened["ticket"]) if word in logged] == []


def test_ten_thousand_passes_are_kept_and_the_oldest_is_forgotten_first() -> None:
    lobby = Lobby()
    for number in range(10_000):
        lobby.put(f"p{number}", SANTA)
    assert lobby.wishes("p0") == SANTA
    lobby.put("p0", Wishes("elf", Dialect.STREAMING))
    lobby.put("p10000", SANTA)
    with pytest.raises(UnknownPassError):
        lobby.wishes("p1")
    # Renewed at the last moment: the oldest was the second one.
    assert lobby.wishes("p0").agent_id == "elf"
    assert [lobby.wishes(f"p{number}") for number in (2, 9_999, 10_000)] == [SANTA] * 3
