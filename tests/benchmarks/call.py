"""`scripts/bench call`: a real browser makes calls of both products; prints one JSON line each.

`first_frame_p50_ms`: from the click on Start to the moment the browser expects the first video frame on the screen.
`ratio_to_bare_p50`: the same beside a bare page (`tests/benchmarks/bare`), which mints by fetch and starts the same SDK
against the same simulator with the same avatar, picture and permission; one browser, by turns. The simulator is a
process of its own here: it is another origin to both pages, as a vendor is, its keys are known, and the figures tell
what a page costs and not how busy rendering keeps our server. `start_p50_ms` splits our start, counted from the click.
`first_frame_cold_ms`: the first call of a fresh server with the built-in simulator and of a fresh browser profile, made
as soon as the lobby stands; the middle one of several.
`event_to_pane`: from an event's stamp to the paint that shows that very event; `event_to_store`: to the server's
acknowledgement in the page, which comes after the commit. `pacing`: how far a video frame's arrival strays from its
timestamp's interval, while pages are being switched. These three with the built-in simulator.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, Response, expect, sync_playwright

from calls.agents import load_cast
from calls.server.settings import load_settings
from tests.benchmarks.bare.server import BareServer
from tests.benchmarks.figures import percentile, progress, report
from tests.benchmarks.watched import Start, watched
from tests.e2e.app_server import KEYS, AppServer, SimulatorServer, comes_true
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav
from tests.environment import clean_environment

# Caps of a day are not what is measured here.
CAPS = {"SANTA_DAY_MINUTES": "1000000", "SANTA_DAY_CREDITS": "10000000"}
KEY_NAMES = {"liveavatar": "LIVEAVATAR_API_KEY", "streaming": "HEYGEN_API_KEY"}
WATCH = Path(__file__).with_name("watch.js")
# Before each click, so that neither page starts while the other's call still keeps the machine busy.
QUIET_MS = 700
PATIENCE_MS = 60_000
# Below this number the 95th percentile by nearest rank is the greatest value, and no percentile.
ENOUGH_FOR_P95 = 20


def main() -> None:
    """Measures both products."""
    parser = argparse.ArgumentParser(prog="scripts/bench call")
    parser.add_argument("--calls", type=int, default=ENOUGH_FOR_P95, help="warm calls of each page and product")
    parser.add_argument("--cold", type=int, default=3, help="fresh servers per product")
    options = parser.parse_args()
    clean_environment()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        write_wav(folder / "silence.wav", bytes(2 * RATE))
        for dialect in ("liveavatar", "streaming"):
            figures = beside_the_bare_page(driver, folder / f"{dialect}-warm", dialect, options.calls)
            figures |= on_its_own(driver, folder / f"{dialect}-cold", dialect, options.cold)
            report({"dialect": dialect, **figures})


def beside_the_bare_page(driver: Playwright, folder: Path, dialect: str, calls: int) -> dict[str, object]:
    """First frames of both pages by turns, against one simulator in a process of its own."""
    folder.mkdir()
    agent = load_cast(load_settings({})).agent[0]
    avatars = {product.value: avatar for product, avatar in agent.avatars.items()}
    with (
        SimulatorServer() as vendor,
        AppServer(folder / "app", {KEY_NAMES[dialect]: KEYS[dialect], "VENDOR_URL": vendor.url, **CAPS}) as app,
        BareServer(vendor.url, avatars, folder) as bare,
        chromium(driver, folder.parent / "silence.wav") as browser,
    ):
        ours = CallPage(tab(browser, app.url), app.url)
        ours.open()
        theirs = tab(browser, bare.origin)
        theirs.goto(bare.url(dialect))

        def gone() -> None:
            comes_true(lambda: not vendor.active_sessions(dialect), 20)

        starts: list[Start] = []
        bares: list[float] = []
        # The first call of each page warms the way and is not counted.
        for number in range(calls + 1):
            starts.append(our_call(ours))
            gone()
            bare.quality = watched(ours.page).quality
            bares.append(bare_call(theirs))
            gone()
            progress(f"{dialect} {number}: first frame after {starts[-1].frame:.0f} ms, bare {bares[-1]:.0f} ms")
    return compared(starts[1:], bares[1:])


def compared(starts: Sequence[Start], bares: Sequence[float]) -> dict[str, object]:
    """Our warm starts and those of the bare page."""
    frames = [start.frame for start in starts]
    ours, theirs = percentile(frames, 0.5), percentile(bares, 0.5)
    return {
        "calls": len(starts),
        "first_frame_p50_ms": ours,
        "bare_first_frame_p50_ms": theirs,
        "ratio_to_bare_p50": round(ours / theirs, 3),
        **tail("first_frame", frames),
        **tail("bare_first_frame", bares),
        "start_p50_ms": {step: middle([asdict(start)[step] for start in starts]) for step in asdict(starts[0])},
    }


def on_its_own(driver: Playwright, folder: Path, dialect: str, servers: int) -> dict[str, object]:
    """As anybody starts it, with the built-in simulator: cold first frames; then talk and switched pages, watched."""
    cold: list[float] = []
    for number in range(servers):
        with (
            AppServer(folder / str(number), CAPS) as app,
            chromium(driver, folder.parent / "silence.wav") as browser,
        ):
            page = tab(browser, app.url)
            scripts: dict[str, int] = {}
            page.on("response", partial(_weigh, scripts))
            call = CallPage(page, app.url)
            call.open(dialect)
            cold.append(begin(call).frame)
            progress(f"{dialect} server {number}: first frame after {cold[-1]:.0f} ms")
            if number == servers - 1:
                figures = talk_and_switch(call)
                figures["script_gzip_kb"] = sum(scripts.values()) / 1000
            call.hang_up()
    return {"first_frame_cold_ms": percentile(cold, 0.5), "first_frame_cold_max_ms": max(cold), **figures}


def our_call(call: CallPage) -> Start:
    """One call from a lobby at rest, and back to it."""
    call.page.bring_to_front()
    call.page.wait_for_timeout(QUIET_MS)
    start = begin(call)
    call.hang_up()
    call.page.get_by_role("button", name="Start another call").click()
    expect(call.start_button).to_be_visible(timeout=PATIENCE_MS)
    call.settled()
    return start


def begin(call: CallPage) -> Start:
    """Starts a call and waits until it is live."""
    with first_frame(call.page):
        call.start("Mia")
    expect(call.badge).to_have_text("Live", timeout=PATIENCE_MS)
    return watched(call.page).start()


def bare_call(page: Page) -> float:
    """One call of the bare page; its first frame, from the click."""
    page.bring_to_front()
    page.wait_for_timeout(QUIET_MS)
    with first_frame(page):
        page.get_by_role("button", name="Start the call").click()
    expect(page).to_have_title("Live", timeout=PATIENCE_MS)
    frame = watched(page).start().frame
    page.get_by_role("button", name="Hang up").click()
    expect(page).to_have_title("Over", timeout=PATIENCE_MS)
    return frame


def first_frame(page: Page) -> AbstractContextManager[object]:
    """Waits, without touching the page, until what is done inside has led to a first frame."""
    return page.expect_console_message(lambda message: message.text == "first frame", timeout=PATIENCE_MS)


def talk_and_switch(call: CallPage) -> dict[str, object]:
    """Three answers, then twenty switches of pages, in a running call."""
    call.wait_turn("avatar")
    call.page.evaluate("() => globalThis.__watchPane()")
    for question in ("What do elves eat?", "Tell me about the reindeer.", "I wish for a train."):
        before = len(call.turns())
        call.write(question)
        call.wait_turn("avatar", after=before)
    panes, unseen = watched(call.page).to_pane()
    call.page.evaluate("() => globalThis.__watchVideo()")
    for _ in range(10):
        for name in ("Home", "Call"):
            call.page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
            call.page.wait_for_timeout(1000)
    seen = watched(call.page)
    stores, unstored = seen.to_store()
    return {
        **tail("event_to_pane", panes),
        "events_unseen": unseen,
        **tail("event_to_store", stores),
        "events_unstored": unstored,
        "pacing_p99_ms": percentile(seen.pacing(), 0.99),
    }


def tail(name: str, values: Sequence[float]) -> dict[str, object]:
    """The 95th percentile by nearest rank, or of a few values the greatest, under a name that says so."""
    if len(values) < ENOUGH_FOR_P95:
        return {f"{name}_max_ms": max(values)}
    return {f"{name}_p95_ms": percentile(values, 0.95)}


def middle(values: Sequence[float | None]) -> float | None:
    """The median, where all calls reached the step."""
    known = [value for value in values if value is not None]
    return round(percentile(known, 0.5), 1) if len(known) == len(values) else None


@contextmanager
def chromium(driver: Playwright, quiet: Path) -> Iterator[Browser]:
    """A browser whose microphone hears nothing."""
    browser = driver.chromium.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={quiet}",
        ],
    )
    yield browser
    browser.close()


def tab(browser: Browser, origin: str) -> Page:
    """A watched page in a profile of its own that allows the microphone."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.grant_permissions(["microphone"], origin=origin)
    context.add_init_script(path=WATCH)
    return context.new_page()


def _weigh(scripts: dict[str, int], response: Response) -> None:
    name = response.url.rsplit("/", 1)[-1]
    if "/assets/stage/" in response.url and name.endswith(".js"):
        scripts[name] = len(gzip.compress(response.body(), 9))


if __name__ == "__main__":
    main()
