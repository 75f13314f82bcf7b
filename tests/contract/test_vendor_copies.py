"""A persona at the vendor: sent once, found again, compared, mended; at the simulated vendor in both dialects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from calls.persona import compiled
from calls.persona.shipped import shipped
from calls.running.vendor_copies import VendorCopies
from calls.store.database import Database
from calls.store.personas import Version
from calls.store.vendor_copies import VendorCopyStore
from heygen import Dialect, HeyGen
from heygen.simulator.world.world import World, key_of
from tests.contract.conftest import Running
from tests.fake_clock import FakeClock

SANTA = shipped("santa")
VERSION = Version("santa", SANTA.hash, 1, SANTA, "Ada", "", None, 0)


@pytest.fixture
def world(running: Running) -> World:
    """The vendor's truth."""
    return running.world


@pytest.fixture(params=list(Dialect), ids=str)
def at_vendor(request: pytest.FixtureRequest, running: Running) -> Iterator[HeyGen]:
    """A client of each dialect."""
    with HeyGen(dialect=request.param, api_key=key_of(request.param.value), base_url=running.url) as vendor:
        yield vendor


@pytest.fixture
def copies(tmp_path: Path, clock: FakeClock) -> Iterator[VendorCopies]:
    """The copies of a store."""
    database = Database(f"sqlite:///{tmp_path / 'calls.db'}")
    database.migrate()
    yield VendorCopies(VendorCopyStore(database), clock)
    database.close()


def test_a_version_is_sent_once_and_remembered(copies: VendorCopies, at_vendor: HeyGen, world: World) -> None:
    first = copies.context(at_vendor, VERSION)
    assert copies.context(at_vendor, VERSION) == first
    (record,) = world.kept.contexts.values()
    assert (record.prompt, record.opening_text) == (compiled(SANTA).prompt, SANTA.opening)
    (copy,) = copies.known("santa")
    assert (copy.vendor_id, copy.hash, len(copy.sent_hash)) == (first, SANTA.hash, 64)


def test_a_store_that_forgot_finds_its_copy_again(copies: VendorCopies, at_vendor: HeyGen, world: World) -> None:
    first = copies.context(at_vendor, VERSION)
    copies.forget(VERSION.hash)
    assert copies.known("santa") == []
    assert copies.context(at_vendor, VERSION) == first
    assert len(world.kept.contexts) == 1


def test_no_drift_until_somebody_changes_the_copy(copies: VendorCopies, at_vendor: HeyGen, world: World) -> None:
    assert copies.drift(at_vendor, VERSION) is None
    copies.context(at_vendor, VERSION)
    drift = copies.drift(at_vendor, VERSION)
    assert drift is not None
    assert not drift.differs
    (record,) = world.kept.contexts.values()
    record.prompt = "You are Bad Santa."
    drift = copies.drift(at_vendor, VERSION)
    assert drift is not None
    assert drift.differs
    assert drift.theirs is not None
    assert drift.theirs.prompt == "You are Bad Santa."


def test_a_changed_copy_is_mended_in_place(copies: VendorCopies, at_vendor: HeyGen, world: World) -> None:
    first = copies.context(at_vendor, VERSION)
    world.kept.contexts[first].prompt = "You are Bad Santa."
    copies.send_again(at_vendor, VERSION)
    assert world.kept.contexts[first].prompt == compiled(SANTA).prompt
    drift = copies.drift(at_vendor, VERSION)
    assert drift is not None
    assert not drift.differs


def test_a_deleted_copy_is_made_anew(copies: VendorCopies, at_vendor: HeyGen, world: World) -> None:
    first = copies.context(at_vendor, VERSION)
    world.kept.contexts.clear()
    drift = copies.drift(at_vendor, VERSION)
    assert drift is not None
    assert drift.theirs is None
    assert drift.differs
    copies.send_again(at_vendor, VERSION)
    (record,) = world.kept.contexts.values()
    assert record.id != first
    assert record.prompt == compiled(SANTA).prompt
