"""Without a login the server is for this computer alone, whatever address it was told to listen on.

Three things give away a caller from elsewhere: the address of its connection; a proxy's note of whom it forwards for;
and a name in the Host header that is not this computer's. That name is how a web page reaches a loopback address to
which it has pointed its own name (DNS rebinding), and how most proxies pass on what they are known by.
"""

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
    "This server answers on its own computer only, as localhost or 127.0.0.1, because no login is set up. "
    "Add a table [auth] to .streamlit/secrets.toml (see secrets.example.toml) to open it to others, "
    "under another name or behind a proxy."
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
        if _is_from_here(HTTPConnection(scope)) or self._is_open():
            await self._app(scope, receive, send)
            return
        if not self._said:
            self._said = True
            logger.warning("caller from elsewhere refused: no login is set up")
        refusal = PlainTextResponse(_WORDS, 403)
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await refusal(scope, receive, send)


def _is_from_here(connection: HTTPConnection) -> bool:
    client = connection.client
    # The web server reads this header too, but not from every proxy: one that comes over IPv6 it does not know.
    forwarded = [one.strip() for line in connection.headers.getlist("x-forwarded-for") for one in line.split(",")]
    callers = [client.host if client else "", *(_host_of(one) for one in forwarded if one)]
    return all(map(is_loopback, callers)) and _is_our_name(connection.headers.get("host", ""))


def _is_our_name(host: str) -> bool:
    """Whether a Host header names this computer. Another loopback address is no name that a stranger could point."""
    name = _host_of(host)
    try:
        return name.lower().rstrip(".") == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _host_of(text: str) -> str:
    """`text` without a port and without the brackets of an IPv6 address."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text if text.count(":") > 1 else text.partition(":")[0]


def is_loopback(host: str) -> bool:
    """Whether an address is this computer's own. Names that are no addresses come from in-process callers."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return True
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
