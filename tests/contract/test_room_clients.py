"""Other clients in the room: LiveKit's own Python SDK (a Rust core), which knows nothing of us or of HeyGen's SDKs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from livekit import rtc

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from heygen.simulator.previews import wav_of
from tests.contract.conftest import Running
from tests.contract.sessions import PATIENCE_S, Opened, liveavatar_session, streaming_session

RATE = 48_000
WAV_HEADER_BYTES = 44


class Guest:
    """A client in a room and what it hears of: data messages as JSON, in order."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.packets: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        self.tracks: asyncio.Queue[rtc.Track] = asyncio.Queue()
        self.left: asyncio.Queue[int] = asyncio.Queue()
        self.room.on("data_received", self._data)
        self.room.on("track_subscribed", lambda track, *_: self.tracks.put_nowait(track))
        self.room.on("disconnected", self.left.put_nowait)

    def _data(self, packet: rtc.DataPacket) -> None:
        self.packets.put_nowait(packet)
        self.events.put_nowait(json.loads(packet.data))

    async def event(self, name: str) -> dict[str, Any]:
        """The next event of that name, in either product's spelling."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await self.events.get()
                if name in (event.get("event_type"), event.get("type")):
                    return event

    async def command(self, name: str, **fields: str) -> None:
        """A command of a FULL session."""
        body = {"event_id": "1", "event_type": name, **fields}
        await self.room.local_participant.publish_data(json.dumps(body), topic="agent-control")

    async def speak(self, pcm: bytes, *, muted: bool = False) -> None:
        """Publishes a microphone, says `pcm` (mono, 48 kHz) once it is heard, and stays quiet for a second: turns end
        after 0.7 s."""
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("mic", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        heard = asyncio.Event()
        self.room.on("local_track_subscribed", lambda _: heard.set())
        await self.room.local_participant.publish_track(track, options)
        async with asyncio.timeout(PATIENCE_S):
            await heard.wait()
        if muted:
            track.mute()
        for start in range(0, len(pcm) + RATE * 2, RATE // 25):
            part = (pcm + bytes(RATE * 2 + RATE // 25))[start : start + RATE // 25]
            await source.capture_frame(rtc.AudioFrame(part, RATE, 1, len(part) // 2))


@asynccontextmanager
async def inside(url: str, token: str) -> AsyncIterator[Guest]:
    """Joins, and leaves at the end."""
    guest = Guest()
    try:
        await guest.room.connect(url, token)
        yield guest
    finally:
        await guest.room.disconnect()


def viewer(session: Opened) -> tuple[str, str]:
    """Where a session's viewer goes, and with what."""
    data = session.data
    return data.get("livekit_url") or data["url"], data.get("livekit_client_token") or data["access_token"]


def context(client: httpx.Client, opening: str = "Hello ${guest_name}!") -> str:
    """A stored persona."""
    body = {"name": "c", "prompt": "You are Santa.", "opening_text": opening}
    found: str = client.post("/v1/contexts", json=body).json()["data"]["id"]
    return found


@pytest.fixture
def running(shared: Running) -> Running:
    """One simulator for this file: its tests care for sessions of their own only."""
    return shared


@pytest.fixture
def santa(liveavatar: httpx.Client) -> Callable[..., Opened]:
    """Starts FULL sessions with a persona."""

    def start(**fields: Any) -> Opened:
        persona = {"context_id": context(liveavatar)}
        return liveavatar_session(liveavatar, avatar_persona=persona, dynamic_variables={"guest_name": "Kim"}, **fields)

    return start


@pytest.fixture(scope="module")
def spoken() -> bytes:
    """A child's line, mono, 48 kHz."""
    return wav_of(EspeakVoice().speak("I like trains.", style_for("elf")), rate=RATE)[WAV_HEADER_BYTES:]


async def test_sees_hears_and_commands(santa: Callable[..., Opened]) -> None:
    session = santa()
    async with inside(*viewer(session)) as guest:
        identities = {p.identity for p in guest.room.remote_participants.values()}
        assert identities == {"heygen", f"liveavatar-agent-{session.id}"}
        kinds = {(await asyncio.wait_for(guest.tracks.get(), PATIENCE_S)).kind for _ in range(2)}
        assert kinds == {rtc.TrackKind.KIND_AUDIO, rtc.TrackKind.KIND_VIDEO}
        opening = await guest.event("avatar.transcription")
        assert set(opening) == {"event_id", "event_type", "session_id", "source_event_id", "text"}
        assert (opening["text"], opening["session_id"]) == ("Hello Kim!", session.id)
        await guest.event("avatar.speak_ended")
        await guest.command("avatar.speak_text", text="One two three.")
        await guest.event("avatar.speak_started")
        words = [(await guest.event("avatar.transcription.chunk"))["text"] for _ in range(3)]
        assert "".join(words) == "One two three."
        assert (await guest.event("avatar.transcription"))["text"] == "One two three."
        await guest.command("avatar.speak_response", text="Hello!")
        assert (await guest.event("avatar.transcription.chunk"))["text"]
    assert {packet.topic for packet in list(guest.packets._queue)} == {"agent-response"}  # type: ignore[attr-defined]


async def test_an_interruption_stops_the_avatar(santa: Callable[..., Opened]) -> None:
    async with inside(*viewer(santa())) as guest:
        await guest.event("avatar.speak_ended")
        text = "Once upon a time there was a little sleigh that wanted to see the sea and never came home. " * 5
        await guest.command("avatar.speak_text", text=text)
        await guest.event("avatar.transcription.chunk")
        await guest.command("avatar.interrupt")
        assert len((await guest.event("avatar.transcription"))["text"]) < len(text) / 2
        await guest.event("avatar.speak_ended")
        await guest.command("avatar.speak_text", text="Still here.")
        assert (await guest.event("avatar.transcription"))["text"] == "Still here."


async def test_a_microphone_published_before_anything_else_is_heard(
    santa: Callable[..., Opened], liveavatar: httpx.Client, spoken: bytes
) -> None:
    session = santa()
    async with inside(*viewer(session)) as guest:
        await guest.speak(spoken)
        await guest.event("user.speak_started")
        await guest.event("user.speak_ended")
        chunks = [await guest.event("user.transcription.chunk")]
        said = (await guest.event("user.transcription"))["text"]
        # Each piece repeats what was heard before it.
        assert said.startswith(chunks[0]["text"])
        await guest.event("avatar.transcription.chunk")
    lines = liveavatar.get(f"/v1/sessions/{session.id}/transcript").json()["data"]["transcript_data"]  # noqa: ASYNC212
    assert ("user", said) in [(line["role"], line["transcript"]) for line in lines]


async def test_without_a_persona_nobody_answers(liveavatar: httpx.Client, spoken: bytes) -> None:
    session = liveavatar_session(liveavatar)
    async with inside(*viewer(session)) as guest:
        await guest.speak(spoken)
        said = (await guest.event("user.transcription"))["text"]
        await guest.command("avatar.speak_response", text="Hello?")
        await guest.command("avatar.speak_text", text="Only this.")
        assert (await guest.event("avatar.transcription"))["text"] == "Only this."
    lines = liveavatar.get(f"/v1/sessions/{session.id}/transcript").json()["data"]["transcript_data"]  # noqa: ASYNC212
    assert [(line["role"], line["transcript"]) for line in lines] == [("user", said), ("avatar", "Only this.")]


async def test_push_to_talk_is_acknowledged_and_opens_the_ears(santa: Callable[..., Opened], spoken: bytes) -> None:
    async with inside(*viewer(santa(interactivity_type="PUSH_TO_TALK"))) as guest:
        await guest.event("avatar.speak_ended")
        await guest.speak(spoken)
        await guest.command("user.start_push_to_talk")
        heard = await guest.events.get()
        assert heard["event_type"] == "user.push_to_talk_started", "the closed window let sound through"
        speaking = asyncio.ensure_future(guest.speak(spoken))
        await guest.event("user.speak_started")
        await guest.command("user.stop_push_to_talk")
        assert {(await guest.events.get())["event_type"] for _ in range(2)} == {
            "user.speak_ended",
            "user.push_to_talk_stopped",
        }
        await guest.event("user.transcription")
        await speaking


async def test_push_to_talk_fails_elsewhere(santa: Callable[..., Opened]) -> None:
    async with inside(*viewer(santa())) as guest:
        await guest.command("user.start_push_to_talk")
        await guest.event("user.push_to_talk_start_failed")
        await guest.command("user.stop_push_to_talk")
        await guest.event("user.push_to_talk_stop_failed")


async def test_two_guests_get_each_others_data(streaming: httpx.Client) -> None:
    session = streaming_session(streaming)
    url, token = viewer(session)
    async with inside(url, token) as first, inside(url, session.data["livekit_agent_token"]) as second:
        sender, receiver = first.room.local_participant, second.room.local_participant
        await sender.publish_data(b'{"n": 1}', topic="ours")
        await sender.publish_data(b'{"n": 2}', reliable=False, destination_identities=[receiver.identity])
        await sender.publish_data(b'{"n": 3}', destination_identities=["heygen"])
        await sender.publish_data(b'{"n": 4}')
        async with asyncio.timeout(PATIENCE_S):
            packets = [await second.packets.get() for _ in range(3)]
        assert sorted(json.loads(p.data)["n"] for p in packets) == [1, 2, 4]
        assert {p.participant.identity for p in packets if p.participant} == {sender.identity}
        assert [p.topic for p in packets if json.loads(p.data)["n"] == 1] == ["ours"]
        await receiver.publish_data(b'{"n": 5}')
        async with asyncio.timeout(PATIENCE_S):
            assert json.loads((await first.packets.get()).data) == {"n": 5}
    assert first.packets.empty()


async def test_the_older_products_room_takes_tasks_and_lines(running: Running, streaming: httpx.Client) -> None:
    session = streaming_session(streaming)
    async with (
        inside(*viewer(session)) as guest,
        httpx.AsyncClient(base_url=running.url, headers=session.bearer) as http,
    ):
        for _ in range(2):
            await asyncio.wait_for(guest.tracks.get(), PATIENCE_S)
        named = {"session_id": session.id}
        started = await http.post("/v1/streaming.start", json=named)
        assert (started.status_code, started.json()["code"]) == (400, 10003)
        task = {**named, "text": "One. Two.", "task_type": "repeat"}
        spoken = (await http.post("/v1/streaming.task", json=task)).json()["data"]
        assert spoken["duration_ms"] > 500
        began = await guest.event("avatar_start_talking")
        assert began == {"type": "avatar_start_talking", "task_id": spoken["task_id"]}
        pieces = [(await guest.event("avatar_talking_message"))["message"] for _ in range(2)]
        assert "".join(pieces) == "One. Two."
        await guest.event("avatar_end_message")
        assert (await guest.event("avatar_stop_talking"))["duration_ms"] == pytest.approx(spoken["duration_ms"], abs=1)
        later = await http.post("/v1/streaming.task", json={**task, "task_mode": "async", "task_type": "talk"})
        assert later.json()["data"]["duration_ms"] == 0
        assert (await guest.event("avatar_start_talking"))["task_id"] == later.json()["data"]["task_id"]
        await http.post("/v1/streaming.interrupt", json=named)
        await guest.event("avatar_stop_talking")
        await guest.room.local_participant.publish_data(json.dumps("Hello Santa"))
        await guest.event("avatar_start_talking")
        await http.post("/v1/streaming.stop", json=named)
        assert await asyncio.wait_for(guest.left.get(), PATIENCE_S) == rtc.DisconnectReason.ROOM_DELETED
        late = await http.post("/v1/streaming.task", json=task)
        assert (late.status_code, late.json()["code"]) == (400, 10005)


async def test_the_viewer_may_come_before_the_start(running: Running, streaming: httpx.Client) -> None:
    session = streaming_session(streaming, start=False)
    async with (
        inside(*viewer(session)) as guest,
        httpx.AsyncClient(base_url=running.url, headers=session.bearer) as http,
    ):
        for _ in range(2):
            await asyncio.wait_for(guest.tracks.get(), PATIENCE_S)
        await guest.room.local_participant.publish_data(json.dumps("Hello Santa"))
        await guest.event("avatar_start_talking")
        named = {"session_id": session.id, "text": "Hello."}
        assert (await http.post("/v1/streaming.interrupt", json=named)).json()["code"] == 100
        assert (await http.post("/v1/streaming.task", json=named)).json()["code"] == 400006
        assert (await http.post("/v1/streaming.start", json=named)).json()["code"] == 100
        assert (await http.post("/v1/streaming.task", json=named)).json()["code"] == 100


async def test_the_end_is_told_in_both_spellings(running: Running, santa: Callable[..., Opened]) -> None:
    session = santa(max_session_duration=30)
    async with inside(*viewer(session)) as guest:
        await guest.event("avatar.speak_ended")
        running.clock.advance(30)
        running.world.tick()
        stopped = await guest.event("session.stopped")
        assert stopped["end_reason"] == stopped["stop_reason"] == "MAX_DURATION_REACHED"
        assert stopped["session_id"] == session.id
        assert await asyncio.wait_for(guest.left.get(), PATIENCE_S) == rtc.DisconnectReason.ROOM_DELETED
