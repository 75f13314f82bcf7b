"""The instant check of microphone and speaker, in the browser alone: a page with nothing else, and the lobby.

The microphone plays a tone of known level. Refusals are real ones where a browser can be brought to them; only a
missing and a busy device are played by a script in the page.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bundling import bundle
from tests.e2e.app_server import AppServer
from tests.e2e.tone import LOUD_DBFS, NO_DEVICE, QUIET_DBFS, STRANGERS_NAME, TOLERANCE_DB, levels

pytestmark = [pytest.mark.browser, pytest.mark.patient]
# What any player plays comes out of the microphone.
CABLE = """
const context = new AudioContext();
const cable = context.createMediaStreamDestination();
navigator.mediaDevices.getUserMedia = async () => { await context.resume(); return cable.stream; };
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  context.createMediaStreamSource(this.srcObject).connect(cable);
  return play.call(this);
};
"""
PAGE = """<!doctype html><title>check</title><div class="stage"></div><script src="check.js"></script>"""
ENTRY = """
import { checkDeps, checkStyles, createCheck } from "./src/check/index";
const style = document.createElement("style");
style.textContent = checkStyles;
document.head.append(style);
globalThis.check = createCheck(checkDeps());
document.querySelector(".stage").append(check.element);
"""


class CheckPages(SimpleHTTPRequestHandler):
    """Serves the instant check; under /forbidden/ with a policy that takes the microphone away."""

    def end_headers(self) -> None:
        if self.path.startswith("/forbidden/"):
            self.send_header("permissions-policy", "microphone=()")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.replace("/forbidden/", "/"))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def check_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page with nothing but the instant check is."""
    folder = tmp_path_factory.mktemp("check")
    bundle(ENTRY, folder / "check.js", "--format=iife", "--loader:.css=text")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CheckPages, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def check(page: Page) -> Locator:
    """The instant check, opened."""
    page.locator(".stage .check .check-row").click()
    return page.locator(".stage .check")


def test_the_instant_check_follows_the_microphone(check_url: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{check_url}/")
    opened = check(page)
    expect(opened.locator(".check-result")).to_have_text(
        "Your microphone works. Test the speaker next.", timeout=10_000
    )
    bar = opened.locator(".check-bar")
    loud, quiet = levels(lambda: float(bar.get_attribute("aria-valuenow") or "nan"), page)
    assert abs(loud - LOUD_DBFS) < TOLERANCE_DB
    assert abs(quiet - QUIET_DBFS) < TOLERANCE_DB
    expect(opened.locator(".check-microphone select option")).to_have_text(
        [re.compile("System default"), *[re.compile("Fake")] * 2]
    )


def test_the_instant_check_by_keyboard_alone(check_url: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{check_url}/")
    row = page.get_by_role("button", name="Check microphone and speaker")
    row.press("Enter")
    expect(row).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("meter", name="Microphone level")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Play a sound").press("Enter")
    page.get_by_role("button", name="Yes").press("Enter", timeout=10_000)
    expect(page.get_by_text("Microphone and speaker work.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row).to_have_attribute("aria-expanded", "false")
    expect(row).to_be_focused()
    expect(row).to_contain_text("Microphone and speaker work.")


def test_the_echo_test_hears_an_open_speaker(check_url: str, visit: Callable[..., Page]) -> None:
    opened = check(visit(f"{check_url}/", script=CABLE))
    opened.get_by_role("button", name="Test for echo").click(timeout=10_000)
    expect(opened.locator(".check-speaker")).to_contain_text("Headphones are advised", timeout=10_000)


def test_the_echo_test_asks_when_nothing_comes_back(check_url: str, visit: Callable[..., Page]) -> None:
    opened = check(visit(f"{check_url}/"))
    opened.get_by_role("button", name="Test for echo").click(timeout=10_000)
    expect(opened.locator(".check-speaker")).to_contain_text("Did you?", timeout=10_000)
    opened.get_by_role("button", name="No", exact=True).click()
    expect(opened.locator(".check-speaker")).to_contain_text("The speaker was not heard")


@pytest.mark.parametrize(
    ("place", "allow", "script", "words"),
    [
        ("/", False, "", "The browser blocks the microphone"),
        ("/", True, NO_DEVICE % "NotFoundError", "No microphone was found"),
        ("/", True, NO_DEVICE % "NotReadableError", "Another program holds the microphone"),
        ("/forbidden/", True, "", "The page around this one forbids the microphone"),
    ],
    ids=["refused", "missing", "busy", "policy"],
)
def test_the_instant_check_explains_a_closed_microphone(
    check_url: str, visit: Callable[..., Page], place: str, allow: bool, script: str, words: str
) -> None:
    opened = check(visit(check_url + place, allow=allow, script=script))
    expect(opened.locator(".check-result")).to_contain_text(words, timeout=10_000)
    expect(opened.get_by_role("button", name="Try again")).to_be_visible()


def test_the_instant_check_explains_an_insecure_page(check_url: str, visit: Callable[..., Page]) -> None:
    opened = check(visit(check_url.replace("127.0.0.1", STRANGERS_NAME) + "/", allow=False))
    expect(opened.locator(".check-result")).to_contain_text("secure pages only")


def test_the_lobby_offers_the_instant_check(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/call")
    expect(page.locator(".stage .check .check-row")).to_be_visible(timeout=20_000)
    opened = check(page)
    expect(opened.locator(".check-result")).to_contain_text("Your microphone works", timeout=10_000)
    opened.get_by_role("button", name="Done").click()
    expect(opened.locator(".check-row")).to_contain_text("Your microphone works")
