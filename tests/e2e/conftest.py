"""Browser tests: a real server, a real Chromium with fake devices, real media."""

from __future__ import annotations

import os
import re
import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.tone import LOUD_DBFS, PART_S, QUIET_DBFS, STRANGER

RATE = 48_000


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser under test; scripts/test sets CHROMIUM."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("No Chromium was found. Run the tests with scripts/test, which installs one.")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The browser driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def silence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A microphone in an empty room; Chromium's own fake device beeps, which would count as speech."""
    path = tmp_path_factory.mktemp("sound") / "silence.wav"
    write_wav(path, bytes(2 * RATE))
    return path


@pytest.fixture(scope="session")
def launch(playwright: Playwright, chromium_path: str) -> Callable[..., Browser]:
    """Starts a Chromium whose microphone plays a file; further flags as arguments."""

    def start(microphone: Path, *flags: str) -> Browser:
        return playwright.chromium.launch(
            executable_path=chromium_path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone}",
                *flags,
            ],
        )

    return start


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser], silence: Path) -> Iterator[Browser]:
    """A browser in a quiet room."""
    started = launch(silence)
    yield started
    started.close()


@pytest.fixture
def context(browser: Browser, app: AppServer) -> Iterator[BrowserContext]:
    """A fresh profile that allows the microphone."""
    opened = browser.new_context(viewport={"width": 1280, "height": 860})
    opened.grant_permissions(["microphone", "camera"], origin=app.url)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab."""
    return context.new_page()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app with the built-in simulator, one server per test module."""
    with AppServer(tmp_path_factory.mktemp("app")) as server:
        yield server


@pytest.fixture
def call_page(page: Page, app: AppServer) -> CallPage:
    """The lobby, open."""
    opened = CallPage(page, app.url)
    opened.open()
    return opened


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1 kHz, loud then quiet, over and over."""
    path = tmp_path_factory.mktemp("tone") / "tone.wav"
    wave = np.sin(2 * np.pi * 1000 * np.arange(RATE * PART_S) / RATE) * np.sqrt(2) * 32767
    parts = [(wave * 10 ** (level / 20)).astype(np.int16) for level in (LOUD_DBFS, QUIET_DBFS)]
    write_wav(path, np.concatenate(parts).tobytes())
    return path


@pytest.fixture(scope="module")
def speaking(launch: Callable[..., Browser], tone: Path) -> Iterator[Browser]:
    """A browser whose microphone plays the tone."""
    started = launch(tone, STRANGER)
    yield started
    started.close()


@pytest.fixture
def visit(speaking: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh profile; `allow` grants the devices, `script` runs before the page's own."""
    contexts: list[BrowserContext] = []

    def go(url: str, *, allow: bool = True, script: str = "") -> Page:
        context = speaking.new_context(viewport={"width": 1280, "height": 860})
        contexts.append(context)
        if allow:
            context.grant_permissions(["microphone", "camera"], origin=re.sub(r"(://[^/]+).*", r"\1", url))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(url)
        return page

    yield go
    for context in contexts:
        context.close()


def write_wav(path: Path, pcm: bytes) -> None:
    """Writes 48 kHz mono s16le PCM."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)
