"""Who may use the built-in simulator over HTTP: it lies on our own address, and knows what children said.

A web page from elsewhere never may, with or without a login: its browser says where such a request comes from. Where
there is a login, everybody shows one of these, and the vendor's own rules come after that:

| Routes                                              | own key | logged in | or else                              |
|-----------------------------------------------------|---------|-----------|--------------------------------------|
| a session: new, start, task, stop, keep alive, chat | yes     | yes       | a session token                      |
| a session's audio socket                            | yes     | yes       | the open session's id in the address |
| the room under /livekit                             | yes     | yes       | a room token                         |
| minting, lists, transcripts, personas, credits      | yes     | yes       |                                      |
| /simulator: faults and the bill                     | yes     | yes       |                                      |

The key is this process's own and never leaves it, a session token is minted for one call, a room token for one room.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from heygen.simulator.http import bearer_of
from heygen.simulator.world.world import World

__all__ = ["SimulatorDoor"]

_OF_A_SESSION = frozenset(
    {
        "/v1/sessions/start",
        "/v1/sessions/stop",
        "/v1/sessions/keep-alive",
        *(
            f"/v1/streaming.{name}"
            for name in ("new", "start", "task", "interrupt", "stop", "keep_alive", "start_listening", "stop_listening")
        ),
        "/v1/ws/streaming.chat",
    }
)
_AUDIO_SOCKETS = ("/v1/ws/session/", "/v2-alpha/interactive-avatar/session/")
_ROOM = "/livekit"


class SimulatorDoor:
    """ASGI application in front of the simulator's. `known` tells who is logged in; None where there is no login."""

    def __init__(self, app: ASGIApp, world: World, known: Callable[[HTTPConnection], bool] | None) -> None:
        self._app = app
        self._world = world
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on what may pass."""
        refusal = self._refusal(HTTPConnection(scope)) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> Response | None:
        origin = connection.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
            return PlainTextResponse("wrong origin", 403)
        if self._known is None or self._is_let_in(connection) or self._known(connection):
            return None
        return PlainTextResponse("log in first", 401)

    def _is_let_in(self, connection: HTTPConnection) -> bool:
        world, query = self._world, connection.query_params
        path = str(connection.scope["path"]).removeprefix(connection.scope.get("root_path", ""))
        token = bearer_of(connection)
        if connection.headers.get("x-api-key") in world.accounts:
            return True
        if path in _OF_A_SESSION:
            # The older product's tokens are base64, whose plus sign some clients leave as it is in an address.
            return (token or query.get("session_token", "").replace(" ", "+")) in world.tokens
        if path.startswith(_AUDIO_SOCKETS):
            session = world.sessions.get(path.rpartition("/")[2])
            return session is not None and session.is_open
        if path == _ROOM or path.startswith(f"{_ROOM}/"):
            return world.room_tokens.read(query.get("access_token") or token or "") is not None
        return False
