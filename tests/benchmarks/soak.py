"""`scripts/bench soak --minutes N`: calls back to back with random faults; prints one JSON line.

Every call draws its product, one of the simulator's faults or none, and how it ends: hung up, reloaded, or its page
closed. In the end the store is compared with what the pages sent and with the simulator's own bill. `lost_events`:
events that a page sent before its goodbye and the store does not have, and holes and doubles in stored journals.
`leaked_sessions`: open at the vendor 30 s after the last call. `credits_difference`: our bill minus the vendor's.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import create_engine, text

from calls.pricing.credits import credits_for
from heygen import Dialect
from heygen.simulator.world.faults import CATALOGUE, Fault
from tests.benchmarks.figures import progress, report
from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav
from tests.e2e.stored_call import SentEvents, newest_call

# Caps of a day are not what is measured here.
ENVIRONMENT = {"SANTA_DAY_MINUTES": "1000000", "SANTA_DAY_CREDITS": "10000000"}
WARM_UP_S = 60.0
SETTLE_S = 40.0
LINES = ("Do you like cookies?", "How are the reindeer?", "I wish for a sledge.", "What do elves do all day?")


@dataclass
class Tally:
    """What was seen on the way."""

    calls: int = 0
    faults: int = 0
    lost: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)


def main() -> None:
    """Runs for the given time, then adds up."""
    parser = argparse.ArgumentParser(prog="scripts/bench soak")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        quiet = Path(folder) / "silence.wav"
        write_wav(quiet, bytes(2 * RATE))
        browser = driver.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={quiet}",
            ],
        )
        with AppServer(Path(folder) / "app", ENVIRONMENT) as app:
            report(soak(browser, app, options.minutes * 60, random.Random(options.seed)))
        browser.close()


def soak(browser: Browser, app: AppServer, seconds: float, chance: random.Random) -> dict[str, object]:
    """All figures."""
    tally, begun = Tally(), time.monotonic()
    while time.monotonic() - begun < seconds:
        one_call(browser, app, tally, chance)
        tally.memory.append((time.monotonic() - begun, resident_mb(app.pid)))
        progress(f"{tally.calls} calls, {tally.faults} faults, {tally.memory[-1][1]:.0f} MB, {tally.reasons}")
    time.sleep(SETTLE_S)
    leaked = sum(len(app.bill(dialect.value)["open"]) for dialect in Dialect)
    return {
        "calls": tally.calls,
        "faults": tally.faults,
        "lost_events": tally.lost + holes(app),
        "leaked_sessions": leaked,
        "credits_difference": float(difference(app)),
        "mb_slope_per_hour": slope_per_hour([sample for sample in tally.memory if sample[0] >= WARM_UP_S]),
    }


def one_call(browser: Browser, app: AppServer, tally: Tally, chance: random.Random) -> None:
    """One call from its page to its end, whatever happens in between."""
    dialect = chance.choice(["liveavatar", "streaming"])
    possible = [fault for fault, info in CATALOGUE.items() if dialect in info.products]
    fault: Fault | None = chance.choice(possible) if chance.random() < 0.75 else None
    end = chance.choices(["hang up", "close", "reload"], [8, 1, 1])[0]
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.grant_permissions(["microphone"], origin=app.url)
    page = context.new_page()
    sent = SentEvents().watch(page)
    call = CallPage(page, app.url)
    call.open(dialect)
    if fault is not None:
        app.arm(fault.value, dialect)
        tally.faults += 1
    call.start("Mia")
    tally.calls += 1
    talk(call, page, chance)
    if end == "hang up":
        finish(call)
        stored = newest_call(app)
        tally.lost += len(set(sent.seen) - {seq for seq, _ in stored.events})
        reason = f"{stored.end_reason}/{stored.trouble}"
    else:
        if end == "reload":
            page.reload()
        reason = end
    context.close()
    tally.reasons[reason] = tally.reasons.get(reason, 0) + 1
    app.disarm()


def talk(call: CallPage, page: Page, chance: random.Random) -> None:
    """A few lines, as far as the call gets."""
    deadline = time.monotonic() + 60
    while call.badge.text_content() not in ("Live", "Writing") and not call.summary.is_visible():
        if time.monotonic() > deadline:
            return
        page.wait_for_timeout(100)
    for _ in range(chance.randrange(4)):
        if call.badge.text_content() not in ("Live", "Writing"):
            return
        try:
            call.write(chance.choice(LINES))
        except PlaywrightError:
            # The call ended between the look and the click.
            return
        page.wait_for_timeout(chance.randrange(500, 4000))


def finish(call: CallPage) -> None:
    """Hangs up, unless the call is over."""
    try:
        call.button("Hang up").click(timeout=2000)
    except PlaywrightError:
        call.wait_over(60_000)
    else:
        call.wait_over(20_000)


def holes(app: AppServer) -> int:
    """Numbers that are missing in stored journals; the store's key keeps doubles out."""
    engine = create_engine(app.database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("select count(*), max(seq) from events group by call_id")).all()
    engine.dispose()
    return sum(highest - count for count, highest in rows)


def difference(app: AppServer) -> Decimal:
    """Our bill minus the vendor's, in credits."""
    engine = create_engine(app.database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("select dialect, coalesce(billed_seconds, 0), opened_at from calls")).all()
    engine.dispose()
    ours = sum((credits_for(Dialect(dialect), billed, at) for dialect, billed, at in rows), Decimal(0))
    theirs = sum((Decimal(app.bill(dialect.value)["credits"]) for dialect in Dialect), Decimal(0))
    return (ours - theirs).quantize(Decimal("0.0001"))


def resident_mb(pid: int) -> float:
    """Resident memory of the server process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def slope_per_hour(samples: list[tuple[float, float]]) -> float:
    """Growth of the memory by least squares, MB per hour; 0 with fewer than three samples."""
    if len(samples) < 3:
        return 0.0
    mean_t = sum(t for t, _ in samples) / len(samples)
    mean_m = sum(m for _, m in samples) / len(samples)
    spread = sum((t - mean_t) ** 2 for t, _ in samples)
    return 3600 * sum((t - mean_t) * (m - mean_m) for t, m in samples) / spread


if __name__ == "__main__":
    main()
