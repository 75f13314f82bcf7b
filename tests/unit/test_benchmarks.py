"""What the benchmarks count with, and that they and the tests start in a clean environment."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from calls.server.settings import load_settings
from tests.benchmarks.memory import growth, resident_mb
from tests.environment import clean_environment
from tests.places import ROOT


def test_growth_is_the_slope_of_least_squares() -> None:
    # 10 MB an hour, looked at every 6 minutes, with one outlier each way.
    samples = [(360.0 * n, 200.0 + n + {3: 5, 7: -5}.get(n, 0)) for n in range(11)]
    found = growth(samples)
    assert (found.first_mb, found.last_mb) == (200, 210)
    assert found.slope_mb_per_hour == pytest.approx(10 - 10 * 20 / 110, abs=0.01)


def test_memory_counts_the_children_too() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "held = b'x' * 200_000_000; print(); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        together = resident_mb(psutil.Process())
        alone = psutil.Process().memory_info().rss / 1e6
        child.communicate(b"\n")
    assert together > alone + 190


def test_a_developers_own_settings_are_out_of_the_way() -> None:
    environment = {"OPENAI_API_KEY": "one-of-theirs", "OPENAI_BASE_URL": "http://x", "PATH": "/bin"}
    environment |= {"STREAMLIT_SECRETS_FILES": "/theirs.toml", "STREAMLIT_SERVER_PORT": "1", "SANTA_DAY_MINUTES": "1"}
    clean_environment(environment)
    assert environment.keys() == {"PATH", "STREAMLIT_SECRETS_FILES"}
    assert not load_settings(environment).has_endpoint


def test_these_tests_run_in_such_an_environment() -> None:
    assert load_settings() == load_settings({}, ROOT / "there-is-none.toml")
    assert not [name for name in os.environ if name.startswith(("OPENAI_", "SANTA_", "LIVEAVATAR_", "HEYGEN_"))]
