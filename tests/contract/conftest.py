"""The simulator on a real socket, for clients of any kind."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from heygen.simulator.server import Simulator
from heygen.simulator.world.records import SessionRecord
from heygen.simulator.world.world import World
from tests.contract.sessions import PATIENCE_S, comes_true
from tests.fake_clock import FakeClock

__all__ = ["LIVEAVATAR_KEY", "STREAMING_KEY", "Running", "looked", "serving"]

LIVEAVATAR_KEY = "simulator-liveavatar"
STREAMING_KEY = "simulator-streaming"
# Made once: reading the machine's certificates takes longer than a whole test.
_TLS = ssl.create_default_context()


@dataclass
class Running:
    """A simulator that serves; `clock` moves its world's time."""

    simulator: Simulator
    clock: FakeClock
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def world(self) -> World:
        """Its truth."""
        return self.simulator.world

    def client(self, **headers: str) -> httpx.Client:
        """A bare HTTP client with these headers."""
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, verify=_TLS, timeout=PATIENCE_S)


class Door:
    """An address behind which the application can be changed: starting and stopping a server takes longer than a test.

    `app` answers; `loop` is where it runs, in a thread of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()
        self.server = uvicorn.Server(
            uvicorn.Config(self, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws_max_size=2**20)
        )
        self._thread = threading.Thread(target=self._run, daemon=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands everything on."""
        await self.app(scope, receive, send)

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    def open(self) -> None:
        """Returns when it listens."""
        self._thread.start()
        while not self.server.started:
            self._thread.join(0.01)
            assert self._thread.is_alive(), "the server did not start"

    def close(self) -> None:
        """Returns when it has stopped."""
        self.server.should_exit = True
        self._thread.join(15)
        assert not self._thread.is_alive(), "the server did not stop"

    def _run(self) -> None:
        self.loop.run_until_complete(self.server.serve())
        self.loop.close()


class WatchedWorld(World):
    """Counts how often the simulator has looked after its sessions; all that is due is done by the next look."""

    looks = 0

    def tick(self) -> list[SessionRecord]:
        """One look."""
        self.looks += 1
        return super().tick()


async def looked(running: Running) -> None:
    """Returns when the simulator has looked after its sessions from beginning to end, as they are now."""
    world = running.world
    assert isinstance(world, WatchedWorld)
    after = world.looks + 2
    await comes_true(lambda: world.looks >= after)


@contextmanager
def simulating(door: Door, clock: FakeClock, *, lines: int) -> Iterator[Running]:
    """Puts a fresh simulator behind the door, and ends its sessions afterwards."""
    simulator = Simulator(WatchedWorld.furnished(clock=clock, lines=lines))
    door.app = simulator.app
    try:
        yield Running(simulator, clock, door.port)
    finally:
        asyncio.run_coroutine_threadsafe(simulator.close(), door.loop).result(15)


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands behind a door before anything else does."""
    raise AssertionError("nobody is at home")


@contextmanager
def serving(app: ASGIApp) -> Iterator[Door]:
    """Serves an application on a free port of this machine."""
    door = Door(app)
    door.open()
    try:
        yield door
    finally:
        door.close()


@pytest.fixture(scope="session")
def front_door() -> Iterator[Door]:
    """Of the tests that have a simulator each."""
    with serving(nobody) as door:
        yield door


@pytest.fixture(scope="session")
def side_door() -> Iterator[Door]:
    """Of the tests that share one with their file."""
    with serving(nobody) as door:
        yield door


@pytest.fixture
def running(front_door: Door, clock: FakeClock) -> Iterator[Running]:
    """A fresh simulator under a fake clock, with three lines."""
    with simulating(front_door, clock, lines=3) as running:
        yield running


@pytest.fixture(scope="module")
def shared(side_door: Door) -> Iterator[Running]:
    """One simulator for all tests of a file, with lines enough; sessions of earlier tests may still be open in it."""
    with simulating(side_door, FakeClock(), lines=100) as running:
        yield running


@pytest.fixture
def liveavatar(running: Running) -> Iterator[httpx.Client]:
    """A bare HTTP client with LiveAvatar's key."""
    with running.client(**{"X-API-KEY": LIVEAVATAR_KEY}) as client:
        yield client


@pytest.fixture
def streaming(running: Running) -> Iterator[httpx.Client]:
    """A bare HTTP client with Streaming Avatar's key."""
    with running.client(**{"X-Api-Key": STREAMING_KEY}) as client:
        yield client
