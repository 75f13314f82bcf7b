"""`scripts/bench call`: a real browser makes calls on both dialects; prints one JSON line each.

First frame counts from the click on Start. `cold` is the first call of a fresh server and a fresh browser profile.
Event to pane: from an event's stamp to the first painted frame after the pane changed. Event to store: from the stamp
to the server's acknowledgement in the page, which comes after the commit. Pacing: how far a video frame's arrival
strays from its timestamp's interval, while pages are being switched.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from tests.benchmarks.figures import percentile, progress, report
from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav

WATCH = """
(() => {
  const watch = (globalThis.__watch = { clicked: 0, sent: {}, stored: [], spoken: [], painted: [], frames: [] });
  addEventListener('click', (event) => {
    const button = event.composedPath().find((e) => e.tagName === 'BUTTON');
    if (button && /Start the call/.test(button.textContent)) watch.clicked = Date.now();
  }, true);
  const Native = WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url, protocols) {
      super(url, protocols);
      if (!/\\/line$/.test(String(url))) return;
      this.addEventListener('message', (event) => {
        const frame = JSON.parse(event.data);
        if (frame.kind !== 'ack') return;
        const now = Date.now();
        for (const seq of Object.keys(watch.sent).map(Number)) if (seq <= frame.seq) {
          watch.stored.push(now - watch.sent[seq]);
          delete watch.sent[seq];
        }
      });
    }
    send(data) {
      if (typeof data === 'string' && data.includes('"kind":"events"')) for (const e of JSON.parse(data).events) {
        watch.sent[e.seq] ??= e.at;
        if (e.type.endsWith('talking_message')) watch.spoken.push(e.at);
      }
      return super.send(data);
    }
  };
  const find = (root, selector) => {
    const here = root.querySelector(selector);
    if (here) return here;
    for (const el of root.querySelectorAll('*')) {
      const inside = el.shadowRoot && find(el.shadowRoot, selector);
      if (inside) return inside;
    }
    return null;
  };
  globalThis.__watchPane = () => (watch.spoken = [], watch.painted = [], new MutationObserver(() =>
    requestAnimationFrame(() => watch.painted.push(Date.now()))
  ).observe(find(document, '.turns'), { subtree: true, childList: true, characterData: true }));
  globalThis.__watchVideo = () => {
    const video = find(document, 'video');
    const step = (_, meta) => {
      if (meta.receiveTime) watch.frames.push([meta.receiveTime, meta.rtpTimestamp]);
      video.requestVideoFrameCallback(step);
    };
    video.requestVideoFrameCallback(step);
  };
})();
"""


def main() -> None:
    """Measures both dialects."""
    parser = argparse.ArgumentParser(prog="scripts/bench call")
    parser.add_argument("--calls", type=int, default=12, help="warm calls per dialect")
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        quiet = Path(folder) / "silence.wav"
        write_wav(quiet, bytes(2 * RATE))
        for dialect in ("liveavatar", "streaming"):
            browser = driver.chromium.launch(
                executable_path=chromium,
                args=[
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--use-fake-device-for-media-stream",
                    f"--use-file-for-fake-audio-capture={quiet}",
                ],
            )
            with AppServer(Path(folder) / dialect) as app:
                report(measure(browser, app, dialect, options.calls))
            browser.close()


def measure(browser: Browser, app: AppServer, dialect: str, calls: int) -> dict[str, object]:
    """All figures of one dialect."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.grant_permissions(["microphone"], origin=app.url)
    context.add_init_script(WATCH)
    page = context.new_page()
    scripts: dict[str, int] = {}
    page.on("response", lambda response: _weigh(response, scripts))
    call = CallPage(page, app.url)
    call.open(dialect)
    first: list[float] = []
    for number in range(calls + 1):
        call.start("Mia")
        expect(call.badge).to_have_text("Live", timeout=60_000)
        first.append(page.evaluate("() => globalThis.__santa_timing.firstFrame - globalThis.__watch.clicked"))
        progress(f"{dialect} call {number}: first frame after {first[-1]} ms")
        if number == calls:
            break
        call.hang_up()
        page.get_by_role("button", name="Start another call").click()
        expect(call.start_button).to_be_visible()
    talk(call)
    switch_pages(page)
    call.hang_up()
    watched: dict[str, Any] = json.loads(page.evaluate("() => JSON.stringify(globalThis.__watch)"))
    context.close()
    return {
        "dialect": dialect,
        "first_frame_cold_ms": first[0],
        "first_frame_warm_p50_ms": percentile(first[1:], 0.5),
        "first_frame_warm_p95_ms": percentile(first[1:], 0.95),
        "event_to_pane_p95_ms": percentile(_to_pane(watched), 0.95),
        "event_to_store_p95_ms": percentile(watched["stored"], 0.95),
        "pacing_p99_ms": percentile(_pacing(watched["frames"]), 0.99),
        "script_gzip_kb": sum(scripts.values()) / 1000,
    }


def talk(call: CallPage) -> None:
    """Three answers, watched."""
    call.wait_turn("avatar")
    call.page.evaluate("() => globalThis.__watchPane()")
    for question in ("What do elves eat?", "Tell me about the reindeer.", "I wish for a train."):
        before = len(call.turns())
        call.write(question)
        call.wait_turn("avatar", after=before)


def switch_pages(page: Page) -> None:
    """Twenty switches while the video is watched and Santa talks."""
    page.evaluate("() => globalThis.__watchVideo()")
    for _ in range(10):
        for name in ("Home", "Call"):
            page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
            page.wait_for_timeout(1000)


def _to_pane(watched: dict[str, Any]) -> list[float]:
    painted = sorted(watched["painted"])
    waits = [next((p - at for p in painted if p >= at), None) for at in watched["spoken"]]
    return [wait for wait in waits if wait is not None]


def _pacing(frames: list[list[float]]) -> list[float]:
    return [abs((b[0] - a[0]) - (b[1] - a[1]) / 90) for a, b in pairwise(frames) if b[1] > a[1]]


def _weigh(response: Response, scripts: dict[str, int]) -> None:
    name = response.url.rsplit("/", 1)[-1]
    if "/assets/stage/" in response.url and name.endswith(".js"):
        scripts[name] = len(gzip.compress(response.body(), 9))


if __name__ == "__main__":
    main()
