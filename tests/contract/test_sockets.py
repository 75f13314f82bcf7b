"""Reading a socket until the client goes, the session is over, or too long a silence."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import Any

import pytest
from starlette.websockets import WebSocket

from heygen.simulator.room.link import Link
from heygen.simulator.room.peers import PublisherPeer
from heygen.simulator.sockets import messages
from tests.contract.raw_room import peer
from tests.contract.sessions import PATIENCE_S


class Incoming:
    """What the server of a socket would hand over."""

    def __init__(self, *waiting: dict[str, Any]) -> None:
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        for message in ({"type": "websocket.connect"}, *waiting):
            self.queue.put_nowait(message)

    async def socket(self) -> WebSocket:
        """An accepted socket."""

        async def send(message: Any) -> None:
            assert message["type"] == "websocket.accept"

        websocket = WebSocket({"type": "websocket"}, self.queue.get, send)
        await websocket.accept()
        return websocket


def text(words: str) -> dict[str, Any]:
    """A text message."""
    return {"type": "websocket.receive", "text": words}


async def read(incoming: Incoming, over: asyncio.Event, *, silence_s: float | None = None) -> list[str | bytes]:
    """Everything until the end; afterwards no task may be left."""
    before = asyncio.all_tasks()
    async with (
        asyncio.timeout(PATIENCE_S),
        aclosing(messages(await incoming.socket(), over, silence_s=silence_s)) as all_,
    ):
        found = [message async for message in all_]
    assert asyncio.all_tasks() == before
    return found


async def test_until_the_client_goes() -> None:
    binary = {"type": "websocket.receive", "bytes": b"\x00", "text": None}
    empty = {"type": "websocket.receive", "bytes": b""}
    incoming = Incoming(text("a"), binary, empty, {"type": "websocket.disconnect", "code": 1000})
    assert await read(incoming, asyncio.Event()) == ["a", b"\x00", b""]


async def test_until_the_session_is_over() -> None:
    over = asyncio.Event()
    asyncio.get_running_loop().call_soon(over.set)
    assert await read(Incoming(), over) == []
    assert await read(Incoming(text("late")), over) == []


async def test_until_nothing_comes_for_too_long() -> None:
    assert await read(Incoming(text("a")), asyncio.Event(), silence_s=0.01) == ["a"]


@pytest.mark.parametrize("early", [True, False], ids=["before the offer", "after it"])
async def test_no_candidate_is_lost(early: bool) -> None:
    line = "candidate:1 1 udp 2130706431 192.0.2.7 4242 typ host"
    init: dict[str, object] = {"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0}
    ended: dict[str, object] = {"candidate": "", "sdpMid": "0"}
    hidden: dict[str, object] = {**init, "candidate": line.replace("192.0.2.7", "f00.local")}
    server = PublisherPeer(Link(time.monotonic), on_data=lambda data: None, on_audio=lambda track: asyncio.sleep(0))
    async with peer() as client:
        client.createDataChannel("_reliable")
        await client.setLocalDescription(await client.createOffer())
        lines = client.localDescription.sdp.splitlines()
        offer = "".join(f"{one}\r\n" for one in lines if not one.startswith(("a=candidate:", "a=end-of-cand")))
        try:
            if not early:
                await server.answer(offer)
            for candidate in (init, hidden, ended):
                await server.candidate(candidate)
            if early:
                await server.answer(offer)
            known = [one for one in server.pc.remoteDescription.sdp.splitlines() if one.startswith("a=candidate:")]
            assert known == [f"a={line}"]
        finally:
            await server.close()
