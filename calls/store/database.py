"""The connection: SQLite by default, PostgreSQL by DATABASE_URL; the schema is brought up to date at the start."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

__all__ = ["Database"]

_MIGRATIONS = Path(__file__).with_name("migrations")
# Any number will do, as long as every server takes the same one.
_MIGRATING = 7_268_250
# Alembic keeps the migration it is at in its module.
_one_at_a_time = threading.Lock()


class Database:
    """Hands out transactions. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        # Without hide_parameters an error would carry what a child said into the log.
        self.engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        if parsed.get_backend_name() == "sqlite":
            event.listen(self.engine, "connect", _careful_sqlite)
            event.listen(self.engine, "begin", _begin)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._reads = sessionmaker(self.engine.execution_options(reads=True), expire_on_commit=False)

    def migrate(self) -> None:
        """Brings the schema up to date; does nothing when it is."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with _one_at_a_time, self.engine.connect() as connection:
            config.attributes["connection"] = connection
            if connection.dialect.name == "postgresql":
                # Two servers may start at once; SQLite's write lock keeps them apart by itself.
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            command.upgrade(config, "head")
            connection.commit()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any error."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that only reads: it sees one state throughout and, on SQLite, waits for no writer."""
        with self._reads.begin() as session:
            yield session

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


def _careful_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions start too late to keep two writers apart; ours start below.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
