"""The device checks with a real browser: the loop through our server, and the instant check in the browser alone.

The microphone plays a tone of known level. Refusals are real ones where a browser can be brought to them; only a
missing and a busy device, and a network without a way, are played by a script in the page.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav
from tests.e2e.identity_provider import guarded_server
from tests.places import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.patient]
FRONT_END = ROOT / "components" / "stage" / "frontend"
LOUD_DBFS, QUIET_DBFS = -20.0, -48.0
PART_S = 2
TOLERANCE_DB = 3
# A name that is not localhost makes plain http an insecure page, wherever it leads.
STRANGERS_NAME = "santa.test"
STRANGER = f"--host-resolver-rules=MAP {STRANGERS_NAME} 127.0.0.1"
NO_DEVICE = """
const fail = () => Promise.reject(new DOMException("refused by the test", "%s"));
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = fail;
"""
NO_WAY = """
const Real = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Real {
  constructor(config) { super({ ...config, iceTransportPolicy: "relay" }); }
};
"""
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
# The level of what comes back from the server, in dBFS.
RETURNED = """
async (video) => {
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 16384;
  context.createMediaStreamSource(new MediaStream(video.srcObject.getAudioTracks())).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = -96;
  for (let i = 0; i < 40; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    analyser.getFloatTimeDomainData(samples);
    const square = samples.reduce((sum, s) => sum + s * s, 0) / samples.length;
    loudest = Math.max(loudest, square > 0 ? 10 * Math.log10(square) : -96);
  }
  await context.close();
  return loudest;
}
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
    command = [str(FRONT_END / "node_modules" / ".bin" / "esbuild"), "--bundle", "--format=iife", "--loader:.css=text"]
    done = subprocess.run(
        [*command, f"--outfile={folder / 'check.js'}"],
        input=ENTRY,
        cwd=FRONT_END,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CheckPages, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


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


def frame(page: Page) -> FrameLocator:
    """The loop's own frame."""
    return page.frame_locator('iframe[title*="webrtc_streamer"]')


def start(page: Page) -> None:
    """Presses Start when it is there."""
    frame(page).get_by_role("button", name="Start").click(timeout=20_000)


def meter(page: Page) -> Locator:
    """The green room's level, in words and as a bar."""
    return page.get_by_test_id("stProgress").filter(has_text="dBFS")


def alert(page: Page) -> Locator:
    """What the green room says went wrong."""
    return page.get_by_test_id("stAlert")


def levels(read: Callable[[], float], page: Page) -> tuple[float, float]:
    """The usual loud and the usual quiet level over a little more than one round of the tone."""
    seen: list[float] = []
    for _ in range(int((2 * PART_S + 1) / 0.2)):
        seen.append(read())
        page.wait_for_timeout(200)
    middle = (LOUD_DBFS + QUIET_DBFS) / 2
    return (
        statistics.median(level for level in seen if level > middle),
        statistics.median(level for level in seen if level <= middle),
    )


def shown_level(page: Page) -> float:
    """The number beside the green room's words."""
    found = re.search(r"Level (-?\d+) dBFS", meter(page).inner_text())
    assert found is not None
    return float(found[1])


def test_the_loop_measures_the_microphone_and_recommends_a_quality(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/green-room")
    start(page)
    expect(meter(page)).to_be_visible(timeout=15_000)
    loud, quiet = levels(lambda: shown_level(page), page)
    assert abs(loud - LOUD_DBFS) < TOLERANCE_DB
    assert abs(quiet - QUIET_DBFS) < TOLERANCE_DB
    expect(meter(page)).to_contain_text("I hear you.")
    expect(page.get_by_text("High quality")).to_be_visible()
    table = page.locator("table")
    for figure in ("Lost packets", "Jitter", "Round trip", "Frames per second"):
        expect(table).to_contain_text(figure)
    assert re.search(r"Picture\s+\d+ × \d+", table.inner_text())
    assert re.search(r"Round trip\s+\d+ ms", table.inner_text())


def test_live_figures_cost_no_run_of_the_page(app: AppServer, visit: Callable[..., Page]) -> None:
    runs: list[str] = []

    def watch(socket: WebSocket) -> None:
        def sent(payload: str | bytes) -> None:
            message = BackMsg()
            if isinstance(payload, bytes) and message.ParseFromString(payload) and message.HasField("rerun_script"):
                runs.append(message.rerun_script.fragment_id)

        socket.on("framesent", sent)

    page = visit(f"{app.url}/health")
    page.on("websocket", watch)
    page.goto(f"{app.url}/green-room")
    start(page)
    expect(page.get_by_text("High quality")).to_be_visible(timeout=20_000)
    runs.clear()
    # The figures move.
    CallPage(page, app.url).until(lambda: len(runs) >= 4, 10)
    assert all(runs), "the whole page was run"


def test_hearing_oneself_is_silent_until_it_is_wanted(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/green-room")
    start(page)
    expect(meter(page)).to_be_visible(timeout=15_000)
    video = frame(page).locator("video")
    assert video.evaluate(RETURNED) < -60
    page.get_by_test_id("stCheckbox").filter(has_text="Hear myself back").click()
    expect(alert(page)).to_contain_text("headphones")
    assert abs(video.evaluate(RETURNED) - LOUD_DBFS) < TOLERANCE_DB


def test_a_check_without_camera_asks_for_none(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/green-room")
    page.get_by_test_id("stCheckbox").filter(has_text="without camera").click()
    start(page)
    expect(meter(page)).to_be_visible(timeout=15_000)
    expect(page.locator("table")).not_to_contain_text("Picture")


def test_stop_lets_go_and_start_begins_anew(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/green-room")
    for _ in range(2):
        start(page)
        expect(meter(page)).to_be_visible(timeout=15_000)
        frame(page).get_by_role("button", name="Stop").click()
        expect(meter(page)).to_have_count(0, timeout=10_000)
        assert alert(page).all_inner_texts() == []


def test_leaving_the_page_ends_the_loop(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/green-room")
    start(page)
    expect(meter(page)).to_be_visible(timeout=15_000)
    page.get_by_test_id("stTopNavLink").filter(has_text="Home").click()
    expect(page.get_by_role("heading", name="Talk to Santa")).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="Green room").click()
    expect(frame(page).get_by_role("button", name="Start")).to_be_enabled(timeout=20_000)
    expect(meter(page)).to_have_count(0)
    assert alert(page).all_inner_texts() == []
    start(page)
    expect(meter(page)).to_be_visible(timeout=15_000)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("", "Press the sign left of the address"),
        (NO_DEVICE % "NotFoundError", "Plug one in"),
        (NO_DEVICE % "NotReadableError", "held by another program"),
    ],
    ids=["refused", "missing", "busy"],
)
def test_the_loop_explains_a_device_that_does_not_open(
    app: AppServer, visit: Callable[..., Page], script: str, words: str
) -> None:
    page = visit(f"{app.url}/green-room", allow=bool(script), script=script)
    start(page)
    expect(alert(page)).to_contain_text(words, timeout=10_000)


def test_the_loop_explains_an_insecure_page(tmp_path: Path, visit: Callable[..., Page]) -> None:
    with guarded_server(tmp_path, STRANGERS_NAME) as server:
        page = visit(f"http://{STRANGERS_NAME}:{server.port}/green-room", allow=False)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("button", name="Start a call")).to_be_visible(timeout=20_000)
        page.get_by_role("link", name="Green room").click()
        assert page.evaluate("isSecureContext") is False
        expect(alert(page)).to_contain_text("Open it with https", timeout=20_000)


def test_the_loop_explains_a_network_without_a_way(app: AppServer, visit: Callable[..., Page]) -> None:
    page = visit(f"{app.url}/green-room", script=NO_WAY)
    start(page)
    expect(page.get_by_test_id("stProgress")).to_contain_text("Connecting to our server", timeout=10_000)
    expect(alert(page)).to_contain_text("firewall or VPN", timeout=20_000)
    frame(page).get_by_role("button", name="Stop").click()
    expect(alert(page)).to_contain_text("Press Start to try again", timeout=10_000)


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
