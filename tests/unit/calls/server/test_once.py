"""Parts that are made once, whichever thread asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from calls.server import house
from calls.server.once import Once
from calls.server.settings import load_settings
from heygen import Dialect

T = TypeVar("T")
THREADS = 8


def asked_together(ask: Callable[[], T]) -> list[T]:
    """What several threads get that ask in the same moment."""
    gate = threading.Barrier(THREADS)

    def one(_: int) -> T:
        gate.wait(10)
        return ask()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


class Whole:
    """Something with parts; making them lets other threads in."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.fails = False

    @Once
    def small(self) -> object:
        """A part."""
        self.made.append("small")
        threading.Event().wait(0.05)
        if self.fails:
            raise OSError("not now")
        return object()

    @Once
    def large(self) -> tuple[object, object]:
        """A part made of another."""
        self.made.append("large")
        return (self.small, object())


def test_threads_share_one_part() -> None:
    whole = Whole()
    found = asked_together(lambda: whole.large)
    assert len({id(one) for one in found}) == 1
    assert whole.made == ["large", "small"]
    assert whole.large[0] is whole.small
    assert Whole().small is not whole.small


def test_a_part_that_could_not_be_made_is_made_later() -> None:
    whole = Whole()
    whole.fails = True
    with pytest.raises(OSError, match="not now"):
        _ = whole.large
    whole.fails = False
    assert whole.large[0] is whole.small


def test_what_is_not_made_yet_does_not_show_and_a_part_explains_itself() -> None:
    assert "small" not in vars(Whole())
    assert Whole.small.__doc__ == "A part."


@pytest.fixture
def here(tmp_path: Path) -> house.House:
    """A house of its own."""
    made = house.House(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml"))
    made.vendor.own_address = "http://127.0.0.1:1"
    return made


def test_a_house_has_one_of_everything(here: house.House) -> None:
    rehearsals = asked_together(lambda: here.rehearsals)
    switchboards = asked_together(lambda: here.switchboard)
    clients = asked_together(lambda: here.vendor(Dialect.LIVEAVATAR))
    for found in (rehearsals, switchboards, clients):
        assert len({id(one) for one in found}) == 1
    here.vendor(Dialect.LIVEAVATAR).close()
    here.database.close()


def test_a_process_has_one_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "_house", None)
    real = house.House.__init__

    def slow(self: house.House, *given: Any, **named: Any) -> None:
        threading.Event().wait(0.05)
        real(self, *given, **named)

    monkeypatch.setattr(house.House, "__init__", slow)
    assert len({id(one) for one in asked_together(house.current)}) == 1
