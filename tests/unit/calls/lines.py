"""A browser's side of the line, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from calls.line.lobby import Lobby
from calls.line.routes import call_routes
from calls.line.services import Pace, Services
from calls.models.chat import ScriptedChat
from calls.models.model import ChatModel
from calls.running.switchboard import Opening
from calls.talk.conversations import Conversations
from heygen import Dialect
from tests.unit.calls.desk import Desk

__all__ = ["SHOWN", "browser", "closing", "events", "hello", "line", "scope", "services", "shape_of", "units"]

SHOWN: dict[str, object] = {
    "agent": {"name": "Santa", "picture": "assets/pictures/santa.svg", "description": "By the fire."},
    "guest": "Emma",
    "hears": "vendor",
    "simulated": True,
}


def hello(opening: Opening, **changes: Any) -> dict[str, Any]:
    """The first frame of a page that has this call."""
    return {
        "kind": "hello",
        "call": opening.call_id,
        "ticket": opening.ticket,
        "tab": "tab-1",
        "resume": False,
        **changes,
    }


def events(*bodies: dict[str, Any], first: int = 1) -> dict[str, Any]:
    """A frame of events, numbered from `first`."""
    return {"kind": "events", "events": [{"seq": first + n, "at": 1000 + n, **body} for n, body in enumerate(bodies)]}


def services(desk: Desk, *, model: Callable[[str], ChatModel] = ScriptedChat, **pace: Any) -> Services:
    """What lines need, with the scripted Santa unless told otherwise; `pace` are times of the line.

    The pages of these tests have nothing more to tell when their call is over.
    """
    conversations = Conversations(archive=desk.archive, feed=desk.feed, model=model)
    desk.told_over = conversations.over
    return Services(
        switchboard=desk.switchboard,
        endings=desk.endings,
        metering=desk.metering,
        archive=desk.archive,
        conversations=conversations,
        lobby=Lobby(),
        api_url={dialect.value: "sim" for dialect in Dialect},
        shown=lambda _: SHOWN,
        pace=Pace(**{"last_words_s": 0.1, **pace}),
    )


def scope(kind: str, path: str, **more: Any) -> dict[str, Any]:
    """What a server tells a route of a request that no network carries."""
    base = {"type": kind, "path": path, "headers": [(b"host", b"santa")], "query_string": b"", "root_path": ""}
    return {**base, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": kind, "subprotocols": [], **more}


def browser(found: Services, **options: Any) -> TestClient:
    """A browser at the server's own address; `options` are those of the routes."""
    return TestClient(Starlette(routes=call_routes(lambda: found, **options)))


@contextmanager
def line(client: TestClient, opening: Opening, acked: int = 0, **changes: Any) -> Iterator[WebSocketTestSession]:
    """A line after its welcome."""
    with client.websocket_connect("/line") as socket:
        socket.send_json(hello(opening, **changes))
        assert socket.receive_json() == {"kind": "welcome", "acked": acked}
        yield socket


def closing(socket: WebSocketTestSession) -> int:
    """The close code; any frame before it is a failure."""
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    return closed.value.code


def shape_of(frame: dict[str, Any]) -> dict[str, type]:
    """A frame's fields by the types of their values."""
    return {name: type(value) for name, value in frame.items()}


def units(text: str) -> int:
    """How long a browser says that a text is."""
    return len(text.encode("utf-16-le")) // 2
