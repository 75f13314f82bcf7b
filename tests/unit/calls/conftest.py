"""Both stores, empty and migrated; a record of a call to put into them; a switchboard with a vendor in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from calls.archive.reading import Archive
from calls.running.ending import Endings
from calls.running.metering import Metering
from calls.running.switchboard import Opening, Switchboard
from calls.server.settings import load_settings
from calls.store.calls import CallRecord, CallStore
from calls.store.database import Database
from calls.store.journal import JournalStore
from calls.store.sessions import SessionStore
from calls.store.tables import Base
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls import postgres
from tests.unit.calls.desk import Desk, a_call
from tests.unit.calls.lines import browser, services
from tests.unit.calls.vendor import FakeVendor

MakeCall = Callable[..., CallRecord]
NOWHERE = Path("no-such-folder")


def database_at(url: str) -> Database:
    """The store at an address, as the settings would have it."""
    return Database(load_settings({"DATABASE_URL": url}, NOWHERE).database_url)


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A PostgreSQL cluster of this run."""
    with postgres.cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A store without any table, on each kind of database."""
    if request.param == "sqlite":
        database = database_at(f"sqlite:///{tmp_path / 'data' / 'calls.db'}")
        yield database
        database.close()
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_address")) as url:
        database = database_at(url)
        yield database
        database.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated store for the tests of one file."""
    if request.param == "sqlite":
        database = database_at(f"sqlite:///{tmp_path_factory.mktemp('store') / 'calls.db'}")
        database.migrate()
        yield database
        database.close()
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_address")) as url:
        database = database_at(url)
        database.migrate()
        yield database
        database.close()


@pytest.fixture
def database(shared_database: Database) -> Database:
    """A migrated store without rows."""
    with shared_database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(text(f"DELETE FROM {table.name}"))
    return shared_database


@pytest.fixture
def calls(database: Database) -> CallStore:
    """Calls."""
    return CallStore(database)


@pytest.fixture
def sessions(database: Database) -> SessionStore:
    """The vendor's sessions."""
    return SessionStore(database)


@pytest.fixture
def journal(database: Database) -> JournalStore:
    """Events and turns."""
    return JournalStore(database)


@pytest.fixture
def make_call(calls: CallStore) -> MakeCall:
    """`make_call("c1", started_at=…)`: a call in the store."""

    def make(call_id: str = "c1", **changes: object) -> CallRecord:
        call = a_call(call_id, **changes)
        calls.add(call)
        return call

    return make


@pytest.fixture
def vendor() -> Iterator[FakeVendor]:
    """The vendor, in memory."""
    with FakeVendor().connected() as connected:
        yield connected


@pytest.fixture
def quick_database(tmp_path: Path) -> Iterator[Database]:
    """An SQLite store, for tests that ask about more than the store."""
    database = database_at(f"sqlite:///{tmp_path / 'calls.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def desk(quick_database: Database, vendor: FakeVendor, clock: FakeClock) -> Desk:
    """A server on SQLite with the fake vendor and the fake clock."""
    return Desk(quick_database, vendor, clock)


@pytest.fixture
def either_desk(database: Database, vendor: FakeVendor, clock: FakeClock) -> Desk:
    """The same on each kind of database."""
    return Desk(database, vendor, clock)


@pytest.fixture
def store(desk: Desk) -> CallStore:
    """The switchboard's calls, seen from beside it."""
    return desk.calls


@pytest.fixture
def switchboard(desk: Desk) -> Switchboard:
    """The shipped agents, the fake vendor, the fake clock."""
    return desk.switchboard


@pytest.fixture
def endings(desk: Desk) -> Endings:
    """How calls end."""
    return desk.endings


@pytest.fixture
def metering(desk: Desk) -> Metering:
    """Time and money of running calls."""
    return desk.metering


@pytest.fixture
def archive(desk: Desk) -> Archive:
    """Calls as they stand in the store."""
    return desk.archive


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    """A browser at the server's own address; its meter is silent, whatever time a test takes."""
    with browser(services(desk, meter_s=3600)) as opened:
        yield opened


@pytest.fixture
def opening(desk: Desk) -> Opening:
    """A call that may start, on LiveAvatar."""
    return desk.opening(Dialect.LIVEAVATAR)
