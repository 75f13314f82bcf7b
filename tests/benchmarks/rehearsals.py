"""Measures a whole rehearsal against an endpoint that takes 300 ms for each answer, and the linter; one JSON line.

`limit_seconds` is what latency and places at once set for the requests that were made; `ratio` is how near we come.
Meanwhile another thread asks the store what the page asks: `read_p50_ms`, `read_p95_ms`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

import httpx

from calls.evaluation.rehearsing import Rehearsals, answerers_of
from calls.library import Library
from calls.persona.lint import lint
from calls.persona.sections import sections_of
from calls.persona.shipped import shipped
from calls.server.settings import load_settings
from calls.store.database import Database
from calls.store.personas import PersonaStore
from calls.store.rehearsals import RehearsalStore
from tests.benchmarks.figures import percentile
from tests.e2e.app_server import comes_true, free_port
from tests.environment import clean_environment
from tests.places import ROOT

LATENCY_MS, AT_ONCE = 300, 16
# As many as the page shows.
SHOWN = 8


def main() -> None:
    """Prints the figures."""
    clean_environment()
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.model_server", "--port", str(port), "--latency-ms", str(LATENCY_MS)], cwd=ROOT
    )
    try:
        comes_true(lambda: _answers(port), 30)
        with tempfile.TemporaryDirectory() as folder:
            figures = _rehearse(Path(folder), f"http://127.0.0.1:{port}/v1")
    finally:
        server.terminate()
        server.wait(15)
    print(json.dumps({**figures, "lint_10k_ms": _lint_ms()}))


def _rehearse(folder: Path, url: str) -> dict[str, float]:
    database = Database(f"sqlite:///{folder / 'calls.db'}")
    database.migrate()
    library = Library(PersonaStore(database))
    library.furnish()
    settings = load_settings(
        {"OPENAI_BASE_URL": url, "OPENAI_MODEL": "obedient", "OPENAI_JUDGE_MODEL": "judge"}, folder / "none"
    )
    store = RehearsalStore(database)
    rehearsals = Rehearsals(store=store, library=library, answerers=partial(answerers_of, settings))
    began = time.perf_counter()
    run_id = rehearsals.start("santa", library.live("santa").hash, "sixty", by="bench", at_once=AT_ONCE)
    over = threading.Event()
    reads: list[float] = []
    reader = threading.Thread(target=_read, args=(rehearsals, over, reads))
    reader.start()
    rehearsals.wait(run_id, 300)
    seconds = time.perf_counter() - began
    over.set()
    reader.join()
    progress = store.progress(run_id)
    assert progress is not None
    assert (progress.run.state, progress.done) == ("complete", 540), progress
    database.close()
    limit = progress.run.requests * LATENCY_MS / 1000 / AT_ONCE
    return {
        "seconds_540": round(seconds, 2),
        "limit_seconds": round(limit, 2),
        "ratio": round(seconds / limit, 3),
        "requests": progress.run.requests,
        "read_p50_ms": round(statistics.median(reads), 1),
        "read_p95_ms": round(percentile(reads, 0.95), 1),
    }


def _read(rehearsals: Rehearsals, over: threading.Event, reads: list[float]) -> None:
    """What the rehearsals page asks while a run goes on (`components/rehearsals/run.py`), ten times a second."""
    while not over.wait(0.1):
        began = time.perf_counter()
        rehearsals.store.runs("santa", SHOWN)
        reads.append((time.perf_counter() - began) * 1000)


def _lint_ms() -> float:
    texts = sections_of(shipped("santa"))
    while sum(map(len, texts.values())) < 10_000:
        texts["guidelines"] += "\n" + texts["never"]
    times = []
    for _ in range(50):
        began = time.perf_counter()
        lint(texts)
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def _answers(port: int) -> bool:
    try:
        return httpx.post(f"http://127.0.0.1:{port}/state", json={}, timeout=1).status_code == 200
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    main()
