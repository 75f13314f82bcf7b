"""After `Simulator.close()` nothing is left: no task, no room, no session; clients were told."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from livekit.protocol import models
from websockets.asyncio.client import connect

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from heygen.simulator.previews import wav_of
from heygen.simulator.server import Simulator
from heygen.simulator.streaming import frames
from heygen.simulator.talk.ears import RATE
from heygen.simulator.world.records import EndReason, Product, SessionRecord, SessionState
from heygen.simulator.world.rules import SessionSpec
from heygen.simulator.world.world import World
from tests.contract.conftest import LIVEAVATAR_KEY, STREAMING_KEY
from tests.contract.raw_room import entering, peer
from tests.contract.sessions import PATIENCE_S, SANTA, comes_true, read_to_the_end
from tests.contract.test_lite_socket import tone
from tests.fake_clock import FakeClock

KEY = {"X-API-KEY": LIVEAVATAR_KEY}
SANTA_OLDER = SessionSpec("Santa_Fireplace_Front_public")


@asynccontextmanager
async def served(simulator: Simulator) -> AsyncIterator[str]:
    """Serves on this test's own loop, so that its tasks can be counted; gives the address."""
    config = uvicorn.Config(simulator.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    await comes_true(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


def tasks() -> set[asyncio.Task[object]]:
    """What this loop has to do, but for the test itself."""
    return asyncio.all_tasks() - {asyncio.current_task()}


def names(of: set[asyncio.Task[object]]) -> list[str]:
    """For a failure that can be read."""
    return sorted(str(task.get_coro()) for task in of)


async def test_close_leaves_nothing_behind(clock: FakeClock) -> None:
    simulator = Simulator(World.furnished(clock=clock))
    async with served(simulator) as url, httpx.AsyncClient(base_url=url) as http:
        before = tasks()
        older, newer, lite = await older_session(http), await newer_session(http), await newer_session(http, "LITE")
        chat_url = f"{url.replace('http', 'ws')}/v1/ws/streaming.chat?session_id={older['session_id']}"
        async with (
            entering(older["url"], older["access_token"]) as viewer,
            entering(newer["livekit_url"], newer["livekit_client_token"]) as other,
            connect(f"{chat_url}&session_token={older['token']}", proxy=None) as chat,
            connect(lite["ws_url"], proxy=None) as audio,
            peer() as pc,
        ):
            await viewer.until("offer")
            await other.until("offer")
            pc.createDataChannel("_reliable")
            await viewer.offer(pc, 1)
            await chat.send(frames.text_frame("Tell me a story, please."))
            # Three sentences: one is spoken, one is ready, one is being made.
            simulator.studio.live[newer["session_id"]].say("One is spoken. Two is ready. Three is being made. Four.")
            while json.loads(await audio.recv())["state"] != "connected":
                pass
            sound = base64.b64encode(tone(2)).decode()
            await audio.send(json.dumps({"type": "agent.speak", "event_id": "e", "audio": sound}))
            assert json.loads(await audio.recv())["type"] == "agent.speak_started"

            async with asyncio.timeout(PATIENCE_S):
                await simulator.close()

            assert simulator.studio.live == {}
            assert {s.state for s in simulator.world.sessions.values()} == {SessionState.CLOSED}
            assert {s.end_reason for s in simulator.world.sessions.values()} == {EndReason.SERVER_ERROR}
            for client in (viewer, other):
                assert (await client.until("leave")).reason == models.DisconnectReason.ROOM_DELETED
            for socket in (viewer.socket, other.socket, chat, audio):
                await read_to_the_end(socket.recv)
        async with asyncio.timeout(PATIENCE_S):
            while left := {task for task in tasks() - before if "uvicorn" not in names({task})[0]}:
                # Tasks of sockets end with their sockets, a moment after their clients know.
                await asyncio.wait(left, timeout=5)
                assert not {task for task in left if not task.done()}, names(left)


async def test_an_ended_session_leaves_nothing_behind(clock: FakeClock) -> None:
    simulator = Simulator(World.furnished(clock=clock))
    async with served(simulator) as url, httpx.AsyncClient(base_url=url) as http:
        first = await newer_session(http)
        await http.post("/v1/sessions/stop", json={"session_id": first["session_id"]}, headers=KEY)
        await drained(simulator)
        before = tasks()
        for _ in range(3):
            data = await newer_session(http)
            session = simulator.studio.live[data["session_id"]]
            session.say("One is spoken. Two is ready. Three is being made. Four.")
            await http.post("/v1/sessions/stop", json={"session_id": data["session_id"]}, headers=KEY)
        await drained(simulator)
        assert names(tasks() - before) == []
        await simulator.close()
    assert names(tasks()) == []


class Endless:
    """Ears that never finish understanding; `begun` is set when they have started to."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    async def hear(self, pcm: bytes) -> str:
        """Waits for ever."""
        self.begun.set()
        await asyncio.Event().wait()
        return ""


async def test_what_is_being_understood_is_given_up(clock: FakeClock) -> None:
    words = Endless()
    simulator = Simulator(World.furnished(clock=clock), words=lambda _: words)
    account = simulator.world.account(STREAMING_KEY, Product.STREAMING)
    record = simulator.world.new_streaming(account, SANTA_OLDER, None)
    session = await simulator.studio.open(record)
    speech = EspeakVoice().speak("I like trains.", style_for("elf"))
    ears = session.new_ears()
    ears.feed(wav_of(speech, rate=RATE))
    ears.finish()
    async with asyncio.timeout(PATIENCE_S):
        await words.begun.wait()
        await simulator.close()
    assert names(tasks()) == []


async def test_a_tick_that_fails_is_not_the_last(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World.furnished(clock=clock)
    ticks: asyncio.Queue[None] = asyncio.Queue()

    def fail() -> list[SessionRecord]:
        ticks.put_nowait(None)
        raise RuntimeError("broken")

    monkeypatch.setattr(world, "tick", fail)
    simulator = Simulator(world)
    record = world.new_streaming(world.account(STREAMING_KEY, Product.STREAMING), SANTA_OLDER, None)
    await simulator.studio.open(record)
    async with asyncio.timeout(PATIENCE_S):
        for _ in range(2):
            await ticks.get()
    await simulator.close()
    assert names(tasks()) == []


async def test_the_applications_own_life_ends_with_it(clock: FakeClock) -> None:
    simulator = Simulator(World.furnished(clock=clock))
    account = simulator.world.account(STREAMING_KEY, Product.STREAMING)
    async with simulator.app.router.lifespan_context(simulator.app):
        record = simulator.world.new_streaming(account, SANTA_OLDER, None)
        await simulator.studio.open(record)
    assert record.end_reason is EndReason.SERVER_ERROR
    assert names(tasks()) == []


async def test_close_may_come_twice_and_without_sessions(clock: FakeClock) -> None:
    simulator = Simulator(World.furnished(clock=clock))
    await simulator.close()
    await simulator.close()
    assert names(tasks()) == []


async def drained(simulator: Simulator) -> None:
    """Waits until all ended sessions have been taken down."""
    while pending := simulator.studio._tasks:
        await asyncio.gather(*pending)
        await asyncio.sleep(0)


async def older_session(http: httpx.AsyncClient) -> dict[str, str]:
    """A started session of the older product, with its token."""
    minted = await http.post("/v1/streaming.create_token", headers={"X-Api-Key": STREAMING_KEY})
    token = minted.json()["data"]["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    made = (await http.post("/v1/streaming.new", json={"version": "v2"}, headers=bearer)).json()["data"]
    await http.post("/v1/streaming.start", json={"session_id": made["session_id"]}, headers=bearer)
    return {**made, "token": token}


async def newer_session(http: httpx.AsyncClient, mode: str = "FULL") -> dict[str, str]:
    """A started LiveAvatar session."""
    body = {"mode": mode, "avatar_id": SANTA, "avatar_persona": {}}
    token = (await http.post("/v1/sessions/token", json=body, headers=KEY)).json()["data"]["session_token"]
    answer = await http.post("/v1/sessions/start", headers={"Authorization": f"Bearer {token}"})
    data: dict[str, str] = answer.json()["data"]
    return data
