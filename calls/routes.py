"""What a browser may ask this server directly: the line, hang-up, health."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from calls.errors import UnknownCallError
from calls.frames import FrameError, parse_hangup
from calls.line import Line
from calls.switchboard import Switchboard

__all__ = ["call_routes"]

logger = logging.getLogger(__name__)

_HANGUP_MAX = 1024


def call_routes(switchboard: Callable[[], Switchboard], api_url: Callable[[], Mapping[str, str]]) -> list[BaseRoute]:
    """The routes; both arguments are asked at each request, since settings may be refused at the start."""

    async def line(websocket: WebSocket) -> None:
        if not _same_origin(websocket):
            await websocket.send_denial_response(PlainTextResponse("wrong origin", 403))
            return
        await Line(websocket, switchboard(), api_url()).serve()

    async def hangup(request: Request) -> Response:
        body = await request.body()
        if len(body) > _HANGUP_MAX:
            return PlainTextResponse("too large", 413)
        try:
            note = parse_hangup(body)
        except FrameError:
            return PlainTextResponse("call and ticket are needed", 400)
        try:
            call = await run_in_threadpool(switchboard().admit, note.call, note.ticket)
        except UnknownCallError:
            return PlainTextResponse("no such call", 403)
        await run_in_threadpool(switchboard().end, call.id, "page_closed")
        return Response(status_code=204)

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    return [
        WebSocketRoute("/line", line),
        Route("/line/hangup", hangup, methods=["POST"]),
        Route("/health", health),
    ]


def _same_origin(websocket: WebSocket) -> bool:
    origin = websocket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == websocket.headers.get("host")
