"""Takes the README's screenshots: `CHROMIUM=/path/to/chromium .venv/bin/python -m tests.e2e.screenshots`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav
from tests.places import ROOT

DOCS = ROOT / "docs"
DESK: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}


def main() -> None:
    """Writes docs/*.png."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        quiet = Path(folder) / "silence.wav"
        write_wav(quiet, bytes(2 * RATE))
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={quiet}"],
        )
        with AppServer(Path(folder) / "app") as app:
            lobby(browser, app, "light")
            lobby(browser, app, "dark")
            call(browser, app, DESK, "dark", "call.png")
            call(browser, app, PHONE, "light", "phone.png")
        browser.close()


def lobby(browser: Browser, app: AppServer, scheme: str) -> None:
    """The call page before a call."""
    page = browser.new_page(viewport=DESK, color_scheme="dark" if scheme == "dark" else "light")
    CallPage(page, app.url).open()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.screenshot(path=DOCS / f"lobby-{scheme}.png")
    page.close()


def call(browser: Browser, app: AppServer, size: ViewportSize, scheme: str, name: str) -> None:
    """A call in which a question was asked and is being answered."""
    context = browser.new_context(
        viewport=size,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.grant_permissions(["microphone"], origin=app.url)
    page = CallPage(context.new_page(), app.url)
    page.open()
    page.start("Mia")
    page.wait_live()
    page.wait_turn("avatar")
    before = len(page.turns())
    page.write("What do the reindeer like to eat?")
    page.wait_turn("avatar", after=before, done=False)
    page.page.wait_for_timeout(2000)
    page.page.screenshot(path=DOCS / name)
    page.hang_up()
    context.close()


if __name__ == "__main__":
    main()
