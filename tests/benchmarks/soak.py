"""`scripts/bench soak --minutes N`: calls back to back with random faults; prints one JSON line.

Every call draws its product, one of the simulator's faults or none, and how it ends: hung up, reloaded, or its page
closed. In the end the store is compared, call by call, with what the pages sent and with the simulator's own bill.

`lost_events`: events that a page sent and the store does not have, and holes in stored journals, of every call.
`leaked_sessions`: open at the vendor 30 s after the last call, which is how long a sweep may take.
`credits_difference`: our bill and the vendor's, the differences of all calls added up without their sign.
`errors_per_call`: errors in the server's log, errors in the pages, and calls in which the page did not do its part.
`memory_slope_mb_per_hour`: by least squares, of the server with its child processes, after the warm-up (a tenth of the
time, at least a minute).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from calls.pricing.credits import credits_for
from heygen import Dialect
from heygen.simulator.world.faults import CATALOGUE, Fault
from tests.benchmarks.figures import progress
from tests.benchmarks.memory import MemoryWatch
from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav
from tests.e2e.stored_call import SentEvents, StoredCall, stored_call, stored_ids
from tests.environment import clean_environment

# Caps of a day are not what is measured here.
ENVIRONMENT = {"SANTA_DAY_MINUTES": "1000000", "SANTA_DAY_CREDITS": "10000000"}
WARM_UP_S, WARM_UP_SHARE = 60.0, 0.1
# Within this long a session that nobody is in any more must have been ended.
SWEPT_S = 30.0
# A session that has just been swept is settled a moment later.
SETTLE_S = 10.0
# The bills are exact; this is below the vendor's last printed digit.
EXACT = Decimal("0.00001")
LINES = ("Do you like cookies?", "How are the reindeer?", "I wish for a sledge.", "What do elves do all day?")
_ERROR_LINE = re.compile(r"^(?:\S+ \S+ (?:ERROR|CRITICAL) |Traceback )", re.MULTILINE)


@dataclass
class Tally:
    """What was seen on the way."""

    calls: int = 0
    faults: int = 0
    sent: list[SentEvents] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Runs for the given time, then adds up."""
    parser = argparse.ArgumentParser(prog="scripts/bench soak")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    clean_environment()
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
            figures = soak(browser, app, options.minutes * 60, random.Random(options.seed))
        browser.close()
    sys.stdout.write(json.dumps(figures) + "\n")


def soak(browser: Browser, app: AppServer, seconds: float, chance: random.Random) -> dict[str, object]:
    """All figures."""
    tally, begun = Tally(), time.monotonic()
    with MemoryWatch(app.pid) as memory:
        while time.monotonic() - begun < seconds:
            one_call(browser, app, tally, chance)
            progress(
                f"{(time.monotonic() - begun) / 60:.1f} min, {tally.calls} calls, {tally.faults} faults, "
                f"{memory.now:.0f} MB, {dict(tally.ends)}, errors {dict(tally.errors)}"
            )
    time.sleep(SWEPT_S)
    leaked = sum(len(app.bill(dialect.value)["open"]) for dialect in Dialect)
    time.sleep(SETTLE_S)
    log = app.log.read_text(encoding="utf-8", errors="replace")
    tally.errors["server"] += len(_ERROR_LINE.findall(log))
    progress("\n".join(line for line in log.splitlines() if _ERROR_LINE.match(line)))
    calls = [stored_call(app, identity) for identity in stored_ids(app)]
    steady = memory.after(max(WARM_UP_S, WARM_UP_SHARE * seconds))
    return {
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "calls": tally.calls,
        "faults": tally.faults,
        "lost_events": lost_events(calls, tally.sent),
        "leaked_sessions": leaked,
        "credits_difference": float(difference(app, calls)),
        "errors_per_call": round(tally.errors.total() / tally.calls, 4),
        "errors": dict(tally.errors),
        "memory_slope_mb_per_hour": round(steady.slope_mb_per_hour, 1),
        "memory_first_mb": round(steady.first_mb, 1),
        "memory_last_mb": round(steady.last_mb, 1),
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
    page.on("pageerror", lambda error: _page_error(tally, str(error)))
    sent = SentEvents().watch(page)
    tally.sent.append(sent)
    call = CallPage(page, app.url)
    tally.calls += 1
    try:
        call.open(dialect)
        if fault is not None:
            app.arm(fault.value, dialect)
            tally.faults += 1
        call.start("Mia")
        talk(call, page, chance)
        if end == "hang up":
            finish(call)
            stored = stored_call(app, sent.call)
            end = f"{stored.end_reason}/{stored.trouble}"
        elif end == "reload":
            page.reload()
    except (PlaywrightError, AssertionError) as error:
        tally.errors["driver"] += 1
        progress(f"{dialect} with {fault} to {end}: {str(error).splitlines()[0]}")
    context.close()
    tally.ends[end] += 1
    app.disarm()


def talk(call: CallPage, page: Page, chance: random.Random) -> None:
    """A few lines, as far as the call gets. Raises AssertionError when it gets nowhere."""
    call.until(lambda: _answers(call) or call.summary.is_visible(), 60)
    for _ in range(chance.randrange(4)):
        if not _answers(call):
            return
        try:
            call.write(chance.choice(LINES))
        except PlaywrightError:
            if _answers(call):
                raise
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


def lost_events(calls: list[StoredCall], pages: list[SentEvents]) -> int:
    """Events that were sent and are not stored, and holes in the stored numbers; the store's key keeps doubles out."""
    stored = {call.id: {seq for seq, _ in call.events} for call in calls}
    unstored = sum(len(seen.keys() - stored.get(call, set())) for page in pages for call, seen in page.by_call.items())
    return unstored + sum(max(numbers) - len(numbers) for numbers in stored.values() if numbers)


def difference(app: AppServer, calls: list[StoredCall]) -> Decimal:
    """How far the two bills are apart, call by call, in credits; a session that no call owns counts whole."""
    total = Decimal(0)
    for dialect in Dialect:
        theirs = {one["id"]: Decimal(one["credits"]) for one in app.bill(dialect.value)["sessions"]}
        for call in calls:
            if call.dialect == dialect.value:
                billed = sum((theirs.pop(session, Decimal(0)) for session in call.sessions), Decimal(0))
                apart = abs(credits_for(dialect, call.billed_seconds or 0, call.opened_at) - billed)
                if apart > EXACT:
                    total += apart
                    progress(f"call {call.id} ended by {call.end_reason}: the bills are {apart} credits apart")
        total += sum(theirs.values(), Decimal(0))
    return total.quantize(Decimal("0.0001"))


def _answers(call: CallPage) -> bool:
    return call.badge.text_content(timeout=5000) in ("Live", "Writing")


def _page_error(tally: Tally, words: str) -> None:
    tally.errors["page"] += 1
    progress(f"page error: {words}")


if __name__ == "__main__":
    main()
