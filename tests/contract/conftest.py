"""The simulator on a real socket, for clients of any kind."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from heygen.simulator.server import Simulator
from heygen.simulator.world import World
from tests.fake_clock import FakeClock

__all__ = ["LIVEAVATAR_KEY", "STREAMING_KEY", "Running", "serving"]

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
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, verify=_TLS)


@contextmanager
def serving(app: ASGIApp) -> Iterator[int]:
    """Serves an application on a free port of this machine, which is given."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws_max_size=2**20))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the simulator did not start"
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(15)
    assert not thread.is_alive(), "the simulator did not stop"


@pytest.fixture
def running(clock: FakeClock) -> Iterator[Running]:
    """A fresh simulator under a fake clock, on a free port, with three lines."""
    simulator = Simulator(World.furnished(clock=clock, lines=3))
    with serving(simulator.app) as port:
        yield Running(simulator, clock, port)


@pytest.fixture(scope="module")
def shared() -> Iterator[Running]:
    """One simulator for all tests of a module that need nothing of it but answers; its clock must not be moved."""
    clock = FakeClock()
    simulator = Simulator(World.furnished(clock=clock, lines=100))
    with serving(simulator.app) as port:
        yield Running(simulator, clock, port)


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
