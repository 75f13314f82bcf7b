"""The simulator on a real socket, for clients of any kind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import uvicorn

from heygen.simulator.server import Simulator
from heygen.simulator.world import World
from tests.fake_clock import FakeClock

__all__ = ["Running"]


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


@pytest.fixture
def running(clock: FakeClock) -> Iterator[Running]:
    """A fresh simulator under a fake clock, on a free port."""
    simulator = Simulator(World.furnished(clock=clock, lines=3))
    config = uvicorn.Config(simulator.app, host="127.0.0.1", port=0, log_level="warning", ws_max_size=2**20)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the simulator did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Running(simulator, clock, port)
    server.should_exit = True
    thread.join(15)
    assert not thread.is_alive(), "the simulator did not stop"


@pytest.fixture
def liveavatar(running: Running) -> Iterator[httpx.Client]:
    """A bare HTTP client with LiveAvatar's key."""
    with httpx.Client(base_url=running.url, headers={"X-API-KEY": "simulator-liveavatar"}) as client:
        yield client


@pytest.fixture
def streaming(running: Running) -> Iterator[httpx.Client]:
    """A bare HTTP client with Streaming Avatar's key."""
    with httpx.Client(base_url=running.url, headers={"X-Api-Key": "simulator-streaming"}) as client:
        yield client


@pytest.fixture
def clock() -> FakeClock:
    """The world's time."""
    return FakeClock()
