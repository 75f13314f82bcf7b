"""`scripts/bench costs`: the costs page's sums, its draw of many months, and the page in a real browser; one JSON line.

Slider: from the key that moves it to the first painted frame after the chart changed. Cold visit: from opening the
page on a fresh server with a fresh browser profile to the first chart; `cold_headline_ms` to the headline.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.forecast.lengths import lengths_from_spread
from calls.pricing.forecast.simulation import simulate
from calls.pricing.ledger.ledger import Entry, Ledger
from calls.pricing.page.data import page_data
from tests.benchmarks.figures import percentile, progress, report
from tests.e2e.app_server import AppServer

_DAY = date(2026, 11, 21)
_ROUNDS = 5
_HEADLINE = "[data-testid=stHeading] h3"
_CHART = ".js-plotly-plot .main-svg .trace"
_WATCH = """
() => {
  const drawn = () => [...document.querySelectorAll(".js-plotly-plot .js-line")].map((e) => e.getAttribute("d")).join();
  globalThis.__waits = [];
  let [moved, before] = [0, ""];
  addEventListener("keydown", () => { [moved, before] = [performance.now(), drawn()]; }, true);
  new MutationObserver(() => {
    const now = drawn();
    if (moved === 0 || now === "" || now === before) return;
    const start = moved;
    moved = 0;
    requestAnimationFrame(() => globalThis.__waits.push(performance.now() - start));
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}
"""


def main() -> None:
    """Measures everything; the best of five for sums, so that other programs do not count."""
    parser = argparse.ArgumentParser(prog="scripts/bench costs")
    parser.add_argument("--moves", type=int, default=40, help="slider moves")
    options = parser.parse_args()
    figures: dict[str, object] = {"ledger_100k_ms": _best(_ledger()), "monte_carlo_ms": _best(_months())}
    progress(f"sums done {figures}")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with AppServer(Path(folder)) as app:
            figures |= _browser(browser, f"{app.url}/costs", options.moves)
        browser.close()
    report(figures)


def _ledger() -> Callable[[], object]:
    """100,000 calls to page data."""
    catalogue, draw = load_catalogue(), random.Random(1)
    rows = [
        Entry(
            at_ms=1_790_000_000_000 + number * 60_000,
            provider=draw.choice(("liveavatar_full", "streaming_avatar")),
            price_version=catalogue.version,
            purpose=draw.choice(("guest", "guest", "guest", "demo", "test")),
            billed=draw.randrange(60, 900),
            ran=draw.randrange(30, 900),
            idle=draw.randrange(0, 20),
            went_live=draw.random() > 0.03,
        )
        for number in range(100_000)
    ]
    return lambda: page_data(Ledger.of(rows), {catalogue.version: catalogue})


def _months() -> Callable[[], object]:
    """10,000 months of 1,000 calls."""
    provider = load_catalogue().provider_on("liveavatar_full", _DAY)
    lengths = lengths_from_spread(provider, 300, 120)
    return lambda: simulate(lengths, [1000 / 30] * 30, _DAY, 1)


def _best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return min(found)


def _browser(browser: Browser, url: str, moves: int) -> dict[str, object]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(_HEADLINE)
    headline = (time.perf_counter() - start) * 1000
    page.wait_for_selector(_CHART)
    cold = (time.perf_counter() - start) * 1000
    progress(f"cold visit: headline {headline:.0f} ms, chart {cold:.0f} ms")
    waits = _slide(page, moves)
    context.close()
    return {
        "slider_p50_ms": percentile(waits, 0.5),
        "slider_p95_ms": percentile(waits, 0.95),
        "cold_headline_ms": headline,
        "cold_visit_ms": cold,
    }


def _slide(page: Page, moves: int) -> list[float]:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.evaluate(_WATCH)
    handle = page.locator(".st-key-costs_calls").get_by_role("slider")
    for number in range(moves + 1):
        before = page.evaluate("() => globalThis.__waits.length")
        handle.press("ArrowRight" if number % 10 < 5 else "ArrowLeft")
        page.wait_for_function("(before) => globalThis.__waits.length > before", arg=before)
        # What follows the first painted frame belongs to this move, not to the next.
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(150)
    waits: list[float] = page.evaluate("() => globalThis.__waits")
    return waits[1:]


if __name__ == "__main__":
    main()
