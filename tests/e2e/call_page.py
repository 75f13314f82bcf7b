"""The call page as a person uses it: verbs and eyes for browser tests."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page, WebSocket, expect

__all__ = ["CallPage", "Turn"]

DIALECT_LABELS = {"liveavatar": "LiveAvatar", "streaming": "Streaming Avatar"}
LIVE_MS = 30_000

# Runs in the page. Streamlit puts the stage in a shadow root, so the video is looked for through all of them.
_PROBE = """
() => {
  if (globalThis.__probe) return;
  const find = (root) => {
    const here = root.querySelector('video');
    if (here) return here;
    for (const el of root.querySelectorAll('*')) {
      const inside = el.shadowRoot && find(el.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const probe = (globalThis.__probe = { levels: [], mouths: [], frames: [], videos: new Set() });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const samples = new Float32Array(analyser.fftSize);
  const canvas = document.createElement('canvas');
  canvas.width = 96; canvas.height = 54;
  const draw = canvas.getContext('2d', { willReadFrequently: true });
  let stream = null, source = null, last = null;
  probe.video = () => find(document);
  probe.audible = () => { const v = probe.video(); return v !== null && !v.muted && v.volume > 0; };
  setInterval(() => {
    const video = probe.video();
    if (!video || !video.srcObject) return;
    if (video.srcObject !== stream || (source === null && video.srcObject.getAudioTracks().length)) {
      stream = video.srcObject;
      probe.videos.add(stream.id);
      if (stream.getAudioTracks().length) {
        source?.disconnect();
        source = context.createMediaStreamSource(new MediaStream(stream.getAudioTracks()));
        source.connect(analyser);
      }
    }
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const s of samples) sum += s * s;
    const level = probe.audible() ? Math.sqrt(sum / samples.length) : 0;
    draw.drawImage(video, 0, 0, 96, 54);
    const picture = draw.getImageData(0, 0, 96, 54).data;
    const mouth = draw.getImageData(38, 26, 20, 12).data;
    const now = performance.now();
    let moved = 0, mouthMoved = 0;
    if (last) {
      for (let i = 0; i < picture.length; i += 4) moved += Math.abs(picture[i] - last.picture[i]);
      for (let i = 0; i < mouth.length; i += 4) mouthMoved += Math.abs(mouth[i] - last.mouth[i]);
    }
    last = { picture, mouth };
    probe.levels.push([now, level]);
    probe.mouths.push([now, mouthMoved / (mouth.length / 4)]);
    probe.frames.push([now, video.currentTime, moved / (picture.length / 4)]);
  }, 40);
}
"""


@dataclass(frozen=True)
class Turn:
    """A turn as the pane shows it."""

    speaker: str
    text: str
    state: str


class CallPage:
    """One browser page on the call page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.script_requests = 0
        self._dialect: str | None = None
        page.on("websocket", self._watch)

    def open(self, dialect: str | None = None) -> None:
        """Goes to the lobby; the address may choose the dialect."""
        self._dialect = dialect
        query = f"?dialect={quote_plus(DIALECT_LABELS[dialect])}" if dialect else ""
        self.page.goto(f"{self.url}/call{query}")
        expect(self.start_button).to_be_visible(timeout=20_000)
        self.settled()

    def again(self, dialect: str) -> None:
        """From a call of this product that is over to the next lobby, as its guest goes there; else as `open`."""
        another = self.page.get_by_role("button", name="Start another call")
        if self._dialect != dialect or not another.is_visible():
            self.open(dialect)
            return
        another.click()
        expect(self.start_button).to_be_visible(timeout=20_000)
        self.settled()

    def settled(self) -> None:
        """Until the page's script has run."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=20_000)

    def start(self, guest: str, *, dialect: str | None = None) -> None:
        """Fills in the lobby and clicks Start."""
        if dialect is not None:
            self.page.get_by_test_id("stButtonGroup").get_by_text(DIALECT_LABELS[dialect], exact=True).click()
            # Until the rerun is through, the server keeps the wishes of before.
            self.settled()
        self.name_field.fill(guest)
        self.start_button.click()

    def wait_live(self) -> None:
        """Until the first frame is on the screen; then starts watching and listening."""
        expect(self.badge).to_have_text("Live", timeout=LIVE_MS)
        self.page.evaluate(_PROBE)

    @property
    def name_field(self) -> Locator:
        """The lobby's field."""
        return self.page.get_by_role("textbox", name="Guest's first name")

    @property
    def start_button(self) -> Locator:
        """The lobby's button."""
        return self.page.get_by_role("button", name="Start the call")

    @property
    def badge(self) -> Locator:
        """The state in words."""
        return self.page.locator(".badge").first

    @property
    def summary(self) -> Locator:
        """The card after the end."""
        return self.page.locator(".summary").first

    def button(self, name: str) -> Locator:
        """A control of the stage by its word."""
        return self.page.locator(".stage").get_by_role("button", name=name, exact=True)

    def write(self, text: str, *, say: bool = False, timeout: float = 30_000) -> None:
        """Types a line and sends it."""
        self.page.locator(".stage input.field").fill(text, timeout=timeout)
        self.button("Say" if say else "Ask").click(timeout=timeout)

    def turns(self) -> list[Turn]:
        """What the transcript pane shows now."""
        rows: list[dict[str, str]] = self.page.locator(".turn").evaluate_all(
            "rows => rows.map(r => ({ speaker: r.dataset.speaker, state: r.dataset.state,"
            " text: r.querySelector('.words').textContent }))"
        )
        return [Turn(row["speaker"], row["text"], row["state"]) for row in rows]

    def wait_turn(self, speaker: str, *, after: int = 0, done: bool = True, timeout: int = 30_000) -> Turn:
        """The first turn of a speaker from position `after` on, when it is complete (or, `done=False`, begun)."""
        found: list[Turn] = []

        def there() -> bool:
            found[:] = [
                turn
                for turn in self.turns()[after:]
                if turn.speaker == speaker and turn.text and (turn.state != "open" or not done)
            ]
            return bool(found)

        self.until(there, timeout / 1000)
        return found[0]

    def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Waits while the page goes on living; its events reach us only while something of it is awaited."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"did not come true within {seconds:g} s: {self.turns()}"
            self.page.wait_for_timeout(50)

    def probe(self, name: str) -> list[Any]:
        """Samples taken since `wait_live`: levels, mouths or frames; each starts with its time in ms."""
        samples: list[Any] = json.loads(self.page.evaluate(f"() => JSON.stringify(globalThis.__probe.{name})"))
        return samples

    def sampled(self, moment: float) -> None:
        """Waits until sound and picture were looked at up to a moment of the page's clock."""
        self.page.wait_for_function("moment => globalThis.__probe.levels.at(-1)?.[0] >= moment", arg=moment)

    def now(self) -> float:
        """The page's clock in ms, as the samples use it."""
        moment: float = self.page.evaluate("() => performance.now()")
        return moment

    def _watch(self, socket: WebSocket) -> None:
        if "_stcore/stream" in socket.url:
            socket.on("framesent", self._count)

    def _count(self, _: str | bytes) -> None:
        self.script_requests += 1

    def hang_up(self) -> None:
        """Ends the call and waits for its summary."""
        self.button("Hang up").click()
        self.wait_over()

    def wait_over(self, timeout: int = 15_000) -> None:
        """Until the call is over and the server has added up."""
        expect(self.summary).to_be_visible(timeout=timeout)
        expect(self.summary).not_to_contain_text("Adding up", timeout=15_000)
