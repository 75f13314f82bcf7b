"""The simulator's room with the newest livekit-client in a browser: it tries the newer signalling path first, publishes
before it has subscribed to anything, and commands the avatar with nothing but LiveKit's own API."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.bundling import bundle
from tests.contract.sessions import liveavatar_session
from tests.e2e.app_server import KEYS, SimulatorServer

pytestmark = pytest.mark.browser
CLIENT = """
import { Room, RoomEvent, version } from "livekit-client-newest";
const room = new Room();
globalThis.seen = { version, kinds: [], events: [] };
room.on(RoomEvent.TrackSubscribed, (track) => {
  seen.kinds.push(track.kind);
  if (track.kind === "video") document.body.append(track.attach());
});
room.on(RoomEvent.DataReceived, (payload, _who, _kind, topic) => {
  seen.events.push({ topic, ...JSON.parse(new TextDecoder().decode(payload)) });
});
globalThis.join = async (url, token) => {
  await room.connect(url, token);
  await room.localParticipant.setMicrophoneEnabled(true);
};
globalThis.command = (body) =>
  room.localParticipant.publishData(new TextEncoder().encode(JSON.stringify(body)),
    { reliable: true, topic: "agent-control" });
globalThis.leave = () => room.disconnect();
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client above with livekit-client in it."""
    if not shutil.which("node"):
        pytest.fail("Node.js was not found. Run the tests with scripts/test, which installs it.")
    return bundle(CLIENT, tmp_path_factory.mktemp("bundle") / "c.js", "--format=iife")


def test_the_newest_livekit_client_sees_and_commands_the_avatar(page: Page, client: Path) -> None:
    with (
        SimulatorServer() as simulator,
        httpx.Client(base_url=simulator.url, headers={"X-API-KEY": KEYS["liveavatar"]}) as vendor,
    ):
        session = liveavatar_session(vendor)
        data = session.data
        page.context.grant_permissions(["microphone"], origin=simulator.url)
        page.goto(f"{simulator.url}/livekit")
        page.add_script_tag(path=str(client))
        page.evaluate("([url, token]) => join(url, token)", [data["livekit_url"], data["livekit_client_token"]])
        page.wait_for_function("() => seen.kinds.length === 2", timeout=20_000)
        video = page.locator("video")
        expect(video).to_be_attached()
        page.wait_for_function("() => document.querySelector('video').currentTime > 1", timeout=20_000)
        page.evaluate("() => command({ event_id: '1', event_type: 'avatar.speak_text', text: 'One two three.' })")
        page.wait_for_function(
            "() => seen.events.some((e) => e.event_type === 'avatar.transcription' && e.text === 'One two three.')",
            timeout=20_000,
        )
        page.evaluate("() => leave()")
        assert vendor.post("/v1/sessions/stop", json={"session_id": session.id}).status_code == 200
