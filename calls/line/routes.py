"""What a browser may ask this server directly: the line, hang-up, health."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from calls.failures.errors import UnknownCallError
from calls.journal.frames import FrameError, parse_hangup
from calls.line.rates import Buckets
from calls.line.services import Services, at_vendor, in_store
from calls.line.socket import Line

__all__ = ["call_routes"]

logger = logging.getLogger(__name__)

_HANGUP_MAX = 1024
# A household behind one address, each of its tabs coming back after a lost network.
_KNOCKS_PER_S, _KNOCKS_BURST = 10.0, 60.0


def call_routes(
    services: Callable[[], Services],
    *,
    known: Callable[[HTTPConnection], bool] = lambda _: True,
    doors: Buckets | None = None,
) -> list[BaseRoute]:
    """The routes. `services` are asked for at each request, since settings may be refused at the start.

    `known` tells whether whoever is behind a connection may use lines at all (a login, where there is one); `doors` is
    how often one address may knock.
    """
    doors = doors or Buckets(_KNOCKS_PER_S, _KNOCKS_BURST)

    async def line(websocket: WebSocket) -> None:
        if not _same_origin(websocket):
            await websocket.send_denial_response(PlainTextResponse("wrong origin", 403))
        elif not doors.take(_sender(websocket)):
            await websocket.send_denial_response(PlainTextResponse("too many lines, come back in a moment", 429))
        elif not known(websocket):
            await websocket.send_denial_response(PlainTextResponse("log in first", 401))
        else:
            await Line(websocket, services()).serve()

    async def leaving(request: Request) -> Response:
        if not doors.take(_sender(request)):
            return PlainTextResponse("too many requests, come back in a moment", 429)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            note = parse_hangup(body)
        except FrameError:
            return PlainTextResponse("call and ticket are needed", 400)
        switchboard = services().switchboard
        try:
            call = await in_store(switchboard.admit, note.call, note.ticket)
        except UnknownCallError:
            return PlainTextResponse("no such call", 403)
        await at_vendor(switchboard.leave, call.id)
        return Response(status_code=204)

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    return [
        WebSocketRoute("/line", line),
        Route("/line/hangup", leaving, methods=["POST"]),
        Route("/health", health),
    ]


async def _body(request: Request) -> bytes | None:
    """The request's body; None, without reading on, when it is longer than a note can be."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _HANGUP_MAX:
            return None
    return body


def _same_origin(websocket: WebSocket) -> bool:
    origin = websocket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == websocket.headers.get("host")


def _sender(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""
