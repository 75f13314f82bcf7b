"""A browser's side of the line, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from calls.line.routes import call_routes
from calls.line.socket import Services
from calls.running.switchboard import Opening, Switchboard
from calls.talk.responder import Responder, ScriptedResponder
from heygen import Dialect

__all__ = ["browser", "closing", "events", "hello", "line", "services", "shape_of"]


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


def services(switchboard: Switchboard, responder: Responder | None = None) -> Services:
    """What lines need, with the scripted Santa unless told otherwise."""
    urls = {dialect.value: "sim" for dialect in Dialect}
    return Services(switchboard, responder or ScriptedResponder(), urls)


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
