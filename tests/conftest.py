"""For every test: an environment without settings of ours, a clock that stands still, versions in the header."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import version

import pytest
from hypothesis import settings

from tests.environment import clean_environment
from tests.fake_clock import FakeClock

_SHOWN = ("streamlit", "starlette", "SQLAlchemy", "alembic", "psycopg", "pydantic", "httpx", "hypothesis")

# How long one example takes says more about the machine than about the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

clean_environment()


def pytest_report_header() -> str:
    """What the results were obtained with."""
    packages = ", ".join(f"{name} {version(name)}" for name in _SHOWN)
    return f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {packages}"


@pytest.fixture
def clock() -> FakeClock:
    """Unix seconds that only a test moves."""
    return FakeClock()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: their driver keeps an event loop running, beside which asyncio tests cannot run."""
    items.sort(key=lambda item: "e2e" in item.path.parts)
