"""Sessions in a wanted state, made by bare requests, and who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed

__all__ = [
    "PATIENCE_S",
    "SANTA",
    "WAYNE",
    "Opened",
    "comes_true",
    "liveavatar_session",
    "read_to_the_end",
    "streaming_session",
]

SANTA = "1c690fe7-23e0-49f9-bfba-14344450285b"
WAYNE = "dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
PATIENCE_S = 20
"""Longer than anything takes on a busy machine; a test that waits so long has failed."""


@dataclass
class Opened:
    """A session, its token, and what its start (older product: its `new`) answered."""

    id: str
    token: str
    data: dict[str, Any]

    @property
    def bearer(self) -> dict[str, str]:
        """Headers that carry its token and, in place of the client's own, no key."""
        return {"Authorization": f"Bearer {self.token}", "X-Api-Key": ""}


async def comes_true(condition: Callable[[], bool]) -> None:
    """Waits for what no event tells: something in the server, which runs in a thread of its own."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def read_to_the_end(receive: Callable[[], Awaitable[object]]) -> None:
    """Reads a socket until the server has closed it."""
    async with asyncio.timeout(PATIENCE_S):
        with suppress(ConnectionClosed):
            while True:
                await receive()


def liveavatar_session(client: httpx.Client, *, start: bool = True, **fields: Any) -> Opened:
    """Mints a LiveAvatar session and starts it; `client` has the account's key, `fields` go into the token."""
    body: dict[str, object] = {"avatar_id": SANTA, "avatar_persona": {}, **fields}
    minted = client.post("/v1/sessions/token", json=body)
    assert minted.status_code == 200, minted.text
    opened = Opened(minted.json()["data"]["session_id"], minted.json()["data"]["session_token"], {})
    if start:
        started = client.post("/v1/sessions/start", headers=opened.bearer)
        assert started.status_code == 201, started.text
        opened.data = started.json()["data"]
    return opened


def streaming_session(client: httpx.Client, *, start: bool = True, **fields: Any) -> Opened:
    """Creates a session of the older product with a token of its own, and starts it."""
    opened = Opened("", client.post("/v1/streaming.create_token").json()["data"]["token"], {})
    body = {"version": "v2", "avatar_id": "Santa_Fireplace_Front_public", **fields}
    created = client.post("/v1/streaming.new", json=body, headers=opened.bearer)
    assert created.status_code == 200, created.text
    opened.data = created.json()["data"]
    opened.id = opened.data["session_id"]
    if start:
        started = client.post("/v1/streaming.start", json={"session_id": opened.id}, headers=opened.bearer)
        assert started.status_code == 200, started.text
    return opened
