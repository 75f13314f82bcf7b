"""The schema's way from nothing to now and back, and how transactions behave, on SQLite and PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

import calls.store.database as module
from calls.server.settings import ROOT
from calls.store.calls import CallRecord, CallStore
from calls.store.database import Database
from calls.store.sessions import SessionStore
from calls.store.studio_tables import Base
from calls.store.tables import CallRow, EventRow

MakeCall = Callable[..., CallRecord]
MIGRATE = "import sys; from calls.store.database import Database; Database(sys.argv[1]).migrate()"
TABLES = {"calls", "sessions", "events", "turns", "personas", "persona_versions", "persona_labels", "persona_moves"}
TABLES |= {"persona_drafts", "vendor_copies", "rehearsal_suites", "rehearsal_runs", "rehearsal_cases"}
TABLES |= {"rehearsal_replies", "votes", "price_lists"}


def _tables(database: Database) -> set[str]:
    with database.reading() as session:
        return set(inspect(session.connection()).get_table_names()) - {"alembic_version"}


def _move(database: Database, way: Callable[[Config, str], None], to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).with_name("migrations")))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        way(config, to)
        connection.commit()


def test_migrations_lead_from_nothing_to_the_models(blank: Database) -> None:
    assert _tables(blank) == set()
    blank.migrate()
    assert _tables(blank) == TABLES == set(Base.metadata.tables)
    with blank.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences: list[Any] = compare_metadata(context, Base.metadata)
    assert differences == []


def test_every_constraint_has_the_models_name(blank: Database) -> None:
    blank.migrate()
    with blank.reading() as session:
        found = inspect(session.connection())
        for name, table in Base.metadata.tables.items():
            assert found.get_pk_constraint(name)["name"] == table.primary_key.name
            assert {key["name"] for key in found.get_foreign_keys(name)} == {
                key.name for key in table.foreign_key_constraints
            }


def test_a_second_migration_changes_nothing(blank: Database) -> None:
    blank.migrate()
    blank.migrate()
    assert _tables(blank) == TABLES


def test_the_way_back_leaves_nothing_and_can_be_gone_again(blank: Database) -> None:
    blank.migrate()
    _move(blank, command.downgrade, "base")
    assert _tables(blank) == set()
    blank.migrate()
    assert _tables(blank) == TABLES


def test_calls_of_the_first_version_are_read_as_settled_and_capped(blank: Database) -> None:
    _move(blank, command.upgrade, "m001")
    old = {"agent_id": "santa", "guest": "Emma", "service": "simulator", "dialect": "streaming", "sandbox": False}
    old |= {"persona_hash": "0", "ticket_hash": "0", "ticket_expires_at": 9, "opened_at": 1, "acked": 0}
    names = ["id", "started_at", "ended_at", *old]
    into = f"INSERT INTO calls ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    stopped = "(call_id, vendor_id, dialect, created_at, stopped_at) VALUES (:c, :v, :v, 3, :at)"
    with blank.transaction() as session:
        session.execute(text(into), {**old, "id": "over", "started_at": 2, "ended_at": 8})
        session.execute(text(into), {**old, "id": "open", "started_at": None, "ended_at": None})
        session.execute(
            text(f"INSERT INTO sessions {stopped}"),
            [{"c": "over", "v": "stopped", "at": 7}, {"c": "over", "v": "left", "at": None}],
        )
    blank.migrate()
    calls, sessions = CallStore(blank), SessionStore(blank)
    over, opened = calls.get("over"), calls.get("open")
    assert over is not None
    assert opened is not None
    assert (over.attempt, over.attempt_open, over.cap_seconds, over.cap_reason) == (1, False, 600, "time_up")
    assert (opened.attempt, opened.text_at, opened.trouble) == (0, None, None)
    kept = [(one.vendor_id, one.gone_at, one.stops) for one in sessions.of("over")]
    assert kept == [("stopped", 7, 1), ("left", None, 0)]
    assert [one.vendor_id for one in sessions.unsettled()] == ["left"]


def test_calls_of_before_were_for_guests_at_prices_nobody_wrote_down(blank: Database) -> None:
    _move(blank, command.upgrade, "m002")
    old = {"agent_id": "santa", "guest": "Emma", "service": "simulator", "dialect": "streaming", "sandbox": False}
    old |= {
        "id": "c1",
        "persona_hash": "0" * 12,
        "ticket_hash": "0",
        "ticket_expires_at": 9,
        "opened_at": 1,
        "acked": 0,
    }
    into = f"INSERT INTO calls ({', '.join(old)}) VALUES ({', '.join(f':{name}' for name in old)})"
    with blank.transaction() as session:
        session.execute(text(into), old)
    blank.migrate()
    call = CallStore(blank).get("c1")
    assert call is not None
    assert (call.purpose, call.price_version, call.persona_id, call.persona_mark) == ("guest", None, "", None)


def test_calls_of_before_pages_came_back_keep_whether_they_are_live_on_both_ways(blank: Database) -> None:
    _move(blank, command.upgrade, "m005")
    old = {"agent_id": "santa", "guest": "Emma", "service": "simulator", "dialect": "streaming", "sandbox": False}
    old |= {"persona_hash": "0", "ticket_hash": "0", "ticket_expires_at": 9, "opened_at": 1, "acked": 0}
    names = ["id", "started_at", "live_at", "attempt_open", *old]
    into = f"INSERT INTO calls ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    with blank.transaction() as session:
        for name, live_at in (("live", 5), ("starting", None)):
            session.execute(text(into), {**old, "id": name, "started_at": 2, "live_at": live_at, "attempt_open": True})
    for _ in range(2):
        blank.migrate()
        live, starting = (CallStore(blank).get(name) for name in ("live", "starting"))
        assert live is not None
        assert starting is not None
        assert (live.attempt_live, live.left_at, live.age, live.live_at) == (True, None, None, 5)
        assert (starting.attempt_live, starting.left_at, starting.attempt_open) == (False, None, True)
        _move(blank, command.downgrade, "m005")
        with blank.reading() as session:
            columns = {column["name"] for column in inspect(session.connection()).get_columns("calls")}
            kept = session.execute(text("SELECT id, live_at FROM calls ORDER BY id")).all()
        assert not columns & {"attempt_live", "left_at", "age"}
        assert [tuple(row) for row in kept] == [("live", 5), ("starting", None)]


def test_pages_that_open_together_migrate_once(blank: Database) -> None:
    together = threading.Barrier(4)

    def start(_: int) -> None:
        together.wait()
        blank.migrate()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(start, range(4)))
    assert _tables(blank) == TABLES


def test_servers_that_start_together_migrate_once(blank: Database) -> None:
    url = blank.engine.url.render_as_string(hide_password=False)
    servers = [subprocess.Popen([sys.executable, "-c", MIGRATE, url], cwd=ROOT) for _ in range(3)]
    assert [server.wait(60) for server in servers] == [0, 0, 0]
    assert _tables(blank) == TABLES


def test_an_error_undoes_the_whole_transaction(database: Database, make_call: MakeCall) -> None:
    make_call("c1")

    def half_way() -> None:
        with database.transaction() as session:
            session.execute(text("UPDATE calls SET agent_id = 'elf'"))
            raise LookupError

    with pytest.raises(LookupError):
        half_way()
    with database.reading() as session:
        assert session.scalars(select(CallRow.agent_id)).all() == ["santa"]


def test_what_belongs_to_a_call_goes_with_it(database: Database, make_call: MakeCall) -> None:
    make_call("c1")
    with database.transaction() as session:
        session.add(EventRow(call_id="c1", seq=1, at=1, received_at=1, type="user_stop", body={}))
        session.flush()
        session.execute(text("DELETE FROM calls"))
    with database.reading() as session:
        assert session.scalars(select(EventRow.seq)).all() == []


def test_an_error_of_the_store_does_not_repeat_what_is_stored(make_call: MakeCall) -> None:
    make_call("c1", guest="Emma")
    with pytest.raises(IntegrityError) as caught:
        make_call("c1", guest="Emma")
    assert "Emma" not in str(caught.value)


def test_a_reader_neither_waits_for_a_writer_nor_sees_its_half(database: Database, make_call: MakeCall) -> None:
    make_call("c1")
    with database.transaction() as writing:
        writing.execute(text("UPDATE calls SET agent_id = 'elf'"))
        with database.reading() as reading:
            assert reading.scalars(select(CallRow.agent_id)).all() == ["santa"]
    with database.reading() as reading:
        assert reading.scalars(select(CallRow.agent_id)).all() == ["elf"]


def test_many_writers_wait_for_each_other(database: Database, make_call: MakeCall) -> None:
    make_call("c1")

    def add(_: int) -> None:
        with database.transaction() as session:
            row = session.scalars(select(CallRow).with_for_update()).one()
            row.acked += 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(40)))
    with database.reading() as session:
        assert session.scalars(select(CallRow.acked)).one() == 40
