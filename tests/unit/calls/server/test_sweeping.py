"""The house's rounds: what a failed sweep is called, and that nothing is said before there is anything to look for."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from calls.failures.errors import CallError
from calls.server import house, watch
from calls.server.settings import load_settings


class Sweeper:
    """Sweeps and looks as told; `rounds` counts the sweeps."""

    def __init__(self) -> None:
        self.sweeping: Exception | None = None
        self.looking: Exception | None = None
        self.rounds = self.looks = 0
        self.enough = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def sweep(self) -> None:
        """One round; the third is enough."""
        self.rounds += 1
        if self.rounds == 3:
            self.loop.call_soon_threadsafe(self.enough.set)
        if self.sweeping:
            raise self.sweeping

    def orphans(self, _: object) -> list[object]:
        """One look at the vendor."""
        self.looks += 1
        if self.looking:
            raise self.looking
        return []


@pytest.fixture
async def sweeper() -> Sweeper:
    """A sweeper on this loop."""
    return Sweeper()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sweeper: Sweeper) -> house.House:
    """A house whose rounds take no time, each of them looking at the vendor."""
    monkeypatch.setattr(watch, "_SWEEP_S", 0)
    monkeypatch.setattr(watch, "_ORPHAN_ROUNDS", 1)
    made = house.House(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml"))
    vars(made)["sweeper"] = sweeper
    return made


async def rounds(here: house.House, sweeper: Sweeper) -> None:
    """Three rounds of the house."""
    async with asyncio.timeout(20), here.open():
        await sweeper.enough.wait()


async def test_a_sweep_that_refuses_is_no_look_at_the_vendor(
    here: house.House, sweeper: Sweeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "calls.server.watch")
    here.vendor.own_address = "http://127.0.0.1:1"
    sweeper.sweeping = CallError("The store is away.", "Wait.")
    await rounds(here, sweeper)
    assert "sweep failed" in caplog.messages
    assert not [message for message in caplog.messages if message.startswith("orphans not looked for")]
    assert sweeper.looks > 0


@pytest.mark.parametrize("error", [CallError("Odd.", "Wait."), RuntimeError("a fault of ours")])
async def test_a_look_that_fails_is_said_and_the_rounds_go_on(
    here: house.House, sweeper: Sweeper, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    caplog.set_level(logging.INFO, "calls.server.watch")
    here.vendor.own_address = "http://127.0.0.1:1"
    sweeper.looking = error
    await rounds(here, sweeper)
    assert any(message.startswith("orphans not looked for") for message in caplog.messages)
    assert "sweep failed" not in caplog.messages
    assert sweeper.rounds >= 3


async def test_before_the_first_request_there_is_nothing_to_look_for(
    here: house.House, sweeper: Sweeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "calls.server.watch")
    await rounds(here, sweeper)
    assert (sweeper.looks, caplog.messages) == (0, [])
