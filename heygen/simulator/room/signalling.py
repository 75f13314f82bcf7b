"""LiveKit's HTTP face: the signalling socket, and the small requests its clients make before and after."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from heygen.simulator.http import bearer_of
from heygen.simulator.room import wire
from heygen.simulator.room.participant import DROPPED, Participant, SignalError
from heygen.simulator.room.room import DisconnectReason, Room
from heygen.simulator.sockets import close_quietly, messages
from heygen.simulator.world.credentials import Guest, RoomTokens

__all__ = ["front_route", "signalling_routes"]

logger = logging.getLogger(__name__)


def front_route(path: str) -> Route:
    """The bare address, without a slash at its end: clients warm up with a HEAD request to it."""
    return Route(path, _root, methods=["GET", "HEAD"])


def signalling_routes(tokens: RoomTokens, find_room: Callable[[str], Room | None]) -> list[BaseRoute]:
    """Routes relative to the address that sessions hand out as their LiveKit url."""

    def admitted(connection: Request | WebSocket) -> tuple[Guest, Room] | None:
        guest = tokens.read(_token(connection))
        room = find_room(guest.room) if guest else None
        if guest is None or room is None or room.closed or room.refuses:
            return None
        return guest, room

    async def socket(websocket: WebSocket) -> None:
        entry = admitted(websocket)
        if entry is None:
            await websocket.send_denial_response(PlainTextResponse("invalid or expired room token", 401))
            return
        guest, room = entry
        await room.link.up()
        if room.closed or room.link.is_shut:
            await websocket.send_denial_response(PlainTextResponse("signalling is down", 503))
            return
        await websocket.accept()
        if websocket.query_params.get("reconnect") in ("1", "true"):
            # aiortc cannot restart ICE, so a client that lost its socket is asked to join anew.
            await websocket.send_bytes(wire.leave(DisconnectReason.STATE_MISMATCH, rejoin=True).SerializeToString())
            await websocket.close()
            return
        person = await room.join(guest, websocket.send_bytes)
        try:
            await _serve(websocket, person)
        finally:
            clean = person.said_goodbye or room.closed
            if clean:
                await room.leave(person)
            else:
                room.miss(person)
            await close_quietly(websocket, 1000 if clean else DROPPED)

    async def validate(request: Request) -> Response:
        if admitted(request) is None:
            return PlainTextResponse("invalid or expired room token", 401)
        return PlainTextResponse("success")

    async def newer_protocol(websocket: WebSocket) -> None:
        # Newer clients try /rtc/v1 first and fall back to /rtc on 404 only; Starlette's own refusal would be 403.
        await websocket.send_denial_response(PlainTextResponse("not found", 404))

    async def regions(_: Request) -> Response:
        return Response('{"regions":[]}', media_type="application/json")

    return [
        WebSocketRoute("/rtc", socket),
        Route("/rtc/validate", validate, methods=["GET", "HEAD"]),
        WebSocketRoute("/rtc/v1", newer_protocol),
        Route("/rtc/v1/validate", lambda _: PlainTextResponse("not found", 404)),
        Route("/settings/regions", regions),
        Route("/", _root, methods=["GET", "HEAD"]),
    ]


async def _root(_: Request) -> Response:
    return PlainTextResponse("OK")


async def _serve(websocket: WebSocket, person: Participant) -> None:
    async with aclosing(messages(websocket, person.hung_up, silence_s=wire.PING_TIMEOUT_S * 2)) as incoming:
        async for message in incoming:
            raw = message.encode() if isinstance(message, str) else message
            await person.room.link.up()
            try:
                await person.handle(raw)
                if person.said_goodbye:
                    return
            except SignalError as error:
                logger.warning("signal not acted on kind=%s bytes=%d", error, len(raw))


def _token(connection: Request | WebSocket) -> str:
    return connection.query_params.get("access_token") or bearer_of(connection) or ""
