"""A store for rehearsals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from calls.store.database import Database


@pytest.fixture
def quick_store(tmp_path: Path) -> Iterator[Database]:
    """An SQLite store, migrated."""
    database = Database(f"sqlite:///{tmp_path / 'calls.db'}")
    database.migrate()
    yield database
    database.close()
