"""What the web server carries besides the pages: our routes, the simulator, static files, and the server's life."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from os import PathLike, stat_result
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from calls.failures.errors import CallError, SettingsError
from calls.line.routes import call_routes
from calls.server.headers import SafeHeaders
from calls.server.house import current
from calls.server.logs import set_up_logging
from calls.server.loopback import LoopbackOnly
from calls.server.vendor_clients import SIMULATOR_PATH

__all__ = ["assets", "lifespan", "middleware", "routes"]

logger = logging.getLogger(__name__)

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def routes(logged_in: Callable[[HTTPConnection], bool]) -> list[BaseRoute]:
    """Our routes and, when no key is set, the simulator. With refused settings there are none; the page says why.

    `logged_in` is asked for each line, and for what reaches the simulator, when the settings switch a login on.
    """
    try:
        house = current()
    except SettingsError:
        return []
    known = logged_in if house.settings.login else _anybody
    found = call_routes(lambda: house.line_services, known=known)
    if house.simulator is not None:
        # The door knows the simulator, and that takes a second of imports which a server with a key does not need.
        from calls.server.simulator_door import SimulatorDoor

        door = SimulatorDoor(house.simulator.app, house.simulator.world, logged_in if house.settings.login else None)
        found.append(Mount(f"/{SIMULATOR_PATH}", app=door))
    return found


def middleware(*, secure: Callable[[], bool]) -> list[Middleware]:
    """What every request passes through; `secure` tells whether this server itself speaks TLS."""
    return [
        Middleware(SafeHeaders, vendors=_vendors),
        Middleware(LoopbackOnly, is_open=_has_login),
        Middleware(_OwnAddress, secure=secure),
    ]


def assets(path: str, folder: Path) -> Mount:
    """Static files under `path`, compressed; names with a hash in them may be kept for ever."""
    return Mount(path, app=GZipMiddleware(_Kept(directory=folder), minimum_size=1024))


def lifespan(address: Callable[[], str | None]) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The server's life, for Streamlit's `lifespan` argument; `address`: where it was told to listen, None anywhere."""

    @asynccontextmanager
    async def life(_: object) -> AsyncIterator[None]:
        set_up_logging()
        try:
            house = current()
        except SettingsError as error:
            logger.warning("settings refused name=%s", error.name)
            yield
            return
        if not house.settings.login and address() not in _HERE:
            logger.warning("told to listen beyond this computer without a login: callers from elsewhere are refused")
        async with house.open():
            # What start-up made stays for good; left out of collections, they stop the live picture for less time.
            gc.freeze()
            yield

    return life


def _anybody(_: HTTPConnection) -> bool:
    return True


def _has_login() -> bool:
    try:
        return current().settings.login
    except SettingsError:
        return False


def _vendors() -> list[str]:
    try:
        house = current()
        return list(house.vendor.urls().values())
    except CallError:
        return []


class _OwnAddress:
    """Learns from the first request on which address this server listens, whatever started it.

    The server's own calls to the built-in simulator go to that address, like any other client's. A request's scheme is
    not asked: behind a proxy that is the proxy's.
    """

    def __init__(self, app: ASGIApp, secure: Callable[[], bool]) -> None:
        self._app = app
        self._secure = secure
        self._known = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if not self._known and scope["type"] in ("http", "websocket"):
            self._learn(scope)
        await self._app(scope, receive, send)

    def _learn(self, scope: Scope) -> None:
        host, port = scope.get("server") or (None, None)
        if not host or not port:
            return
        try:
            house = current()
        except SettingsError:
            return
        loopback = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
        house.vendor.own_address = f"{'https' if self._secure() else 'http'}://{loopback}:{port}"
        self._known = True


class _Kept(StaticFiles):
    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
