"""Serves the bare pages, the vendors' SDKs bundled as they are, and a route that mints, as the vendors' demos do."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from calls.guests import GUEST_NAME
from tests.bundling import bundle
from tests.e2e.app_server import KEYS, free_port

__all__ = ["BareServer"]

_PAGES = Path(__file__).parent
_SDKS = {
    "liveavatar": 'export * from "@heygen/liveavatar-web-sdk";',
    "streaming": 'export * from "@heygen/streaming-avatar"; export { default } from "@heygen/streaming-avatar";',
}


class BareServer:
    """One server for both pages, in a thread. Use as a context manager.

    `vendor` is the address of the simulator, `avatars` the avatar of each product, `folder` takes the bundles.
    `quality` is what the next sessions are started with.
    """

    def __init__(self, vendor: str, avatars: dict[str, str], folder: Path) -> None:
        self.quality = "high"
        self._vendor, self._avatars, self._folder = vendor, avatars, folder
        self._context: str | None = None
        self._client = httpx.AsyncClient(base_url=vendor)
        self._port = free_port()
        self._server = uvicorn.Server(
            uvicorn.Config(self._app(), host="127.0.0.1", port=self._port, log_level="warning", ws="none")
        )
        self._thread = threading.Thread(target=self._server.run)

    def url(self, product: str) -> str:
        """The page of a product."""
        return f"{self.origin}/{product}.html"

    @property
    def origin(self) -> str:
        """Where both pages are."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> BareServer:
        for product, source in _SDKS.items():
            self._folder.joinpath(f"{product}.html").write_bytes(_PAGES.joinpath(f"{product}.html").read_bytes())
            bundle(source, self._folder / f"{product}.js", "--minify", "--format=esm", "--target=es2022")
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/mint/{product}", self._mint, methods=["POST"]),
                Mount("/", StaticFiles(directory=self._folder)),
            ],
            lifespan=self._life,
        )

    @asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        async with self._client:
            yield

    async def _mint(self, request: Request) -> JSONResponse:
        product = request.path_params["product"]
        path, body = "/v1/streaming.create_token", {}
        if product == "liveavatar":
            path, body = "/v1/sessions/token", await self._liveavatar_session()
        answer = await self._client.post(path, json=body, headers={"X-Api-Key": KEYS[product]})
        data = answer.raise_for_status().json()["data"]
        return JSONResponse(
            {
                "token": data.get("session_token") or data["token"],
                "vendor": self._vendor,
                "avatarName": self._avatars[product],
                "quality": self.quality,
            }
        )

    async def _liveavatar_session(self) -> dict[str, Any]:
        """The persona that our calls have left at the vendor: an avatar that greets keeps the simulator busier."""
        if self._context is None:
            answer = await self._client.get("/v1/contexts", headers={"X-Api-Key": KEYS["liveavatar"]})
            (found,) = answer.raise_for_status().json()["data"]["results"]
            self._context = found["id"]
        return {
            "mode": "FULL",
            "avatar_id": self._avatars["liveavatar"],
            "avatar_persona": {"context_id": self._context},
            "dynamic_variables": {GUEST_NAME: "Mia"},
            "video_settings": {"quality": self.quality},
        }
