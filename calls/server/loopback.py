"""Without a login the server is for this computer alone, whatever address it was told to listen on."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

__all__ = ["LoopbackOnly", "is_loopback"]

logger = logging.getLogger(__name__)

_WORDS = (
    "This server answers on its own computer only, because no login is set up. "
    "Add a table [auth] to .streamlit/secrets.toml (see secrets.example.toml) to open it to others."
)


class LoopbackOnly:
    """ASGI middleware: refuses callers from other computers unless `is_open` says that there is a login."""

    def __init__(self, app: ASGIApp, is_open: Callable[[], bool]) -> None:
        self._app = app
        self._is_open = is_open
        self._said = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes callers from this computer on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        client = HTTPConnection(scope).client
        if client is None or is_loopback(client.host) or self._is_open():
            await self._app(scope, receive, send)
            return
        if not self._said:
            self._said = True
            logger.warning("caller from another computer refused: no login is set up")
        refusal = PlainTextResponse(_WORDS, 403)
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await refusal(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Whether an address is this computer's own. Names that are no addresses come from in-process callers."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return True
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
