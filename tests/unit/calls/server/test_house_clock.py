"""One clock for all of a server: its calls, what ends them, and its built-in vendor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from calls.server.house import House
from calls.server.settings import load_settings
from tests.fake_clock import FakeClock


@pytest.fixture
def house(tmp_path: Path, clock: FakeClock) -> Iterator[House]:
    """A house whose time a test moves."""
    settings = load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml")
    made = House(settings, clock)
    yield made
    made.database.close()


def test_ours_and_the_vendors_time_move_together(house: House, clock: FakeClock) -> None:
    assert house.simulator is not None
    before = house.rehearsals.now(), house.library.now(), house.simulator.world.clock()
    clock.advance(26)
    after = house.rehearsals.now(), house.library.now(), house.simulator.world.clock()
    assert [b - a for a, b in zip(before, after, strict=True)] == [26_000, 26_000, 26]
