"""The green room with a real browser: the loop of sound and picture through our server.

The microphone plays a tone of known level. Refusals are real ones where a browser can be brought to them; only a
missing and a busy device, and a network without a way, are played by a script in the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.e2e.app_server import AppServer, comes_true
from tests.e2e.call_page import CallPage
from tests.e2e.identity_provider import guarded_server
from tests.e2e.tone import LOUD_DBFS, NO_DEVICE, QUIET_DBFS, STRANGERS_NAME, TOLERANCE_DB, levels

pytestmark = [pytest.mark.browser, pytest.mark.patient]
NO_WAY = """
const Real = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Real {
  constructor(config) { super({ ...config, iceTransportPolicy: "relay" }); }
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
    # The loop opens its ears with the page's next run.
    comes_true(lambda: abs(video.evaluate(RETURNED) - LOUD_DBFS) < TOLERANCE_DB, 20)


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
        expect(alert(page)).to_have_count(0)


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
