"""The audio socket of both products: the client brings the sound, the avatar speaks it, the room hears it."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import numpy as np
import pytest
from livekit import rtc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.contract.conftest import Running
from tests.contract.sessions import (
    PATIENCE_S,
    Opened,
    comes_true,
    liveavatar_session,
    read_to_the_end,
    streaming_session,
)
from tests.contract.test_room_clients import inside, viewer

RATE = 24_000
TONE_HZ = 440
Frame = dict[str, Any]


class Socket:
    """An open audio socket."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, kind: str, **fields: object) -> None:
        """One message."""
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def speak(self, pcm: bytes, *, event_id: str = "e1") -> None:
        """A piece of sound."""
        await self.send("agent.speak", event_id=event_id, audio=base64.b64encode(pcm).decode())

    async def told(self) -> Frame:
        """The server's next message."""
        async with asyncio.timeout(PATIENCE_S):
            frame: Frame = json.loads(await self.connection.recv(decode=True))
        return frame

    async def connected(self) -> None:
        """Waits until the session may be used."""
        states = [await self.told(), await self.told()]
        assert states == [{"type": "session.state_updated", "state": state} for state in ("connecting", "connected")]


@asynccontextmanager
async def opening(url: str) -> AsyncIterator[Socket]:
    """Opens the socket; larger messages than allowed may be sent."""
    async with connect(url, proxy=None, max_size=None) as connection:
        yield Socket(connection)


def tone(seconds: float, *, loudness: float = 0.3) -> bytes:
    """A steady tone, s16le, 24 kHz, mono."""
    at = np.arange(round(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * TONE_HZ * at) * loudness * 32_767).astype("<i2").tobytes()


def started(event_id: str = "e1") -> Frame:
    """What a started utterance is told as, but for the task's id."""
    return {"type": "agent.speak_started", "event_id": event_id, "source_event_id": event_id}


def but_task(frame: Frame) -> Frame:
    """A message without its task, which must have an id."""
    assert set(frame["task"]) == {"id"}
    return {name: value for name, value in frame.items() if name != "task"}


@pytest.fixture
def running(shared: Running) -> Running:
    """One simulator for this file: its tests care for sessions of their own only."""
    return shared


@pytest.fixture
def lite(liveavatar: httpx.Client) -> Opened:
    """A LITE session."""
    return liveavatar_session(liveavatar, mode="LITE")


@pytest.fixture(params=["liveavatar", "streaming"])
def either(request: pytest.FixtureRequest, liveavatar: httpx.Client, streaming: httpx.Client) -> str:
    """The socket's address in either product."""
    if request.param == "liveavatar":
        return str(liveavatar_session(liveavatar, mode="LITE").data["ws_url"])
    return str(streaming_session(streaming).data["realtime_endpoint"])


async def test_what_is_spoken_is_heard_in_the_room(lite: Opened) -> None:
    async with inside(*viewer(lite)) as guest, opening(lite.data["ws_url"]) as socket:
        assert [p.identity for p in guest.room.remote_participants.values()] == ["heygen"]
        tracks = [await asyncio.wait_for(guest.tracks.get(), PATIENCE_S) for _ in range(2)]
        (audio,) = [track for track in tracks if track.kind == rtc.TrackKind.KIND_AUDIO]
        await socket.connected()
        sound = tone(1.2)
        for start in range(0, len(sound), 9_601):
            await socket.speak(sound[start : start + 9_601])
        await socket.send("agent.speak_end", event_id="e1")
        first = await socket.told()
        assert but_task(first) == started()
        stream = rtc.AudioStream(audio, sample_rate=RATE, num_channels=1)
        heard = await loudest_pitch(stream)
        assert heard == pytest.approx(TONE_HZ, abs=25)
        last = await socket.told()
        assert but_task(last) == {**started(), "type": "agent.speak_ended"}
        assert last["task"] == first["task"]
        await stream.aclose()
    assert guest.events.empty(), "in LITE mode the room is told nothing"


async def loudest_pitch(stream: rtc.AudioStream) -> float:
    """The pitch of the first loud tenth of a second, in Hz."""
    loud = np.zeros(0)
    async with asyncio.timeout(PATIENCE_S):
        async for event in stream:
            samples = np.frombuffer(event.frame.data, dtype=np.int16).astype(float)
            loud = np.concatenate([loud, samples]) if np.abs(samples).max() > 3_000 else np.zeros(0)
            if len(loud) >= RATE // 10:
                break
    return float(np.abs(np.fft.rfft(loud)).argmax() * RATE / len(loud))


async def test_pieces_may_carry_ids_of_their_own(either: str) -> None:
    async with opening(either) as socket:
        await socket.connected()
        await socket.send("start", encoding="pcm_s16le", sample_rate=RATE, channels=1)
        for number in range(3):
            await socket.speak(tone(0.1), event_id=f"p{number}")
        await socket.send("agent.speak_end", event_id="end")
        await socket.speak(tone(0.1), event_id="second")
        await socket.send("agent.speak_end", event_id="second")
        kinds = [(frame["type"], frame["event_id"]) for frame in [await socket.told() for _ in range(4)]]
        assert kinds == [
            ("agent.speak_started", "p0"),
            ("agent.speak_ended", "p0"),
            ("agent.speak_started", "second"),
            ("agent.speak_ended", "second"),
        ]


async def test_the_older_words(either: str) -> None:
    async with opening(either) as socket:
        await socket.connected()
        forgotten, kept = (base64.b64encode(tone(0.1)).decode() for _ in range(2))
        await socket.send("agent.audio_buffer_append", event_id="a", audio=forgotten)
        await socket.send("agent.audio_buffer_clear", event_id="b")
        await socket.send("agent.audio_buffer_commit", event_id="c")
        await socket.send("agent.audio_buffer_append", event_id="d", audio=kept)
        await socket.send("agent.audio_buffer_commit", event_id="e")
        assert but_task(await socket.told()) == started("e")
        assert but_task(await socket.told()) == {**started("e"), "type": "agent.speak_ended"}


async def test_nothing_is_acted_on_before_connected(
    running: Running, lite: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.world, "rules", replace(running.world.rules, lite_connect_s=0.5))
    async with opening(lite.data["ws_url"]) as socket:
        assert (await socket.told())["state"] == "connecting"
        await socket.speak(tone(0.1), event_id="early")
        await socket.send("agent.speak_end", event_id="early")
        assert (await socket.told())["state"] == "connected"
        await socket.speak(tone(0.1), event_id="late")
        await socket.send("agent.speak_end", event_id="late")
        assert (await socket.told())["event_id"] == "late"


async def test_an_interruption_is_told(either: str) -> None:
    async with opening(either) as socket:
        await socket.connected()
        await socket.speak(tone(5))
        assert but_task(await socket.told()) == started()
        await socket.send("agent.interrupt", event_id="i")
        assert but_task(await socket.told()) == {**started(), "type": "agent.speak_interrupted"}
        await socket.speak(tone(0.05), event_id="next")
        await socket.send("agent.speak_end", event_id="next")
        assert (await socket.told())["event_id"] == "next"


async def test_an_utterance_waits_for_its_end(running: Running, lite: Opened) -> None:
    async with opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        await socket.speak(tone(0.05))
        assert (await socket.told())["type"] == "agent.speak_started"
        assert running.simulator.studio.live[lite.id].conversation.talking
        await socket.send("agent.speak_end", event_id="e1")
        assert (await socket.told())["type"] == "agent.speak_ended"


async def test_listening_shows(running: Running, lite: Opened) -> None:
    async with opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        performance = running.simulator.studio.live[lite.id].conversation._performance
        for kind, shown in (("agent.start_listening", True), ("agent.stop_listening", False)):
            await socket.send(kind, event_id="l")
            await settled(socket)
            assert performance.listening is shown


async def settled(socket: Socket) -> None:
    """Returns when everything that was sent has been acted on."""
    await socket.speak(tone(0.02), event_id="mark")
    await socket.send("agent.speak_end", event_id="mark")
    while (await socket.told())["type"] != "agent.speak_ended":
        pass


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "[]",
        '{"type":"agent.speak","audio":"***"}',
        '{"type":"agent.speak","audio":5}',
        '{"type":"agent.speak_end"}',
        '{"type":["agent.speak"]}',
        '{"type":"agent.unheard_of"}',
        b"\xff",
    ],
)
async def test_what_is_not_understood_does_no_harm(lite: Opened, message: str | bytes) -> None:
    async with opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        await socket.connection.send(message)
        await settled(socket)


async def test_keep_alive_keeps_alive(running: Running, liveavatar: httpx.Client, lite: Opened) -> None:
    async with opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        running.clock.advance(299)
        await socket.send("session.keep_alive", event_id="k")
        record = running.world.sessions[lite.id]
        await comes_true(lambda: record.last_activity == running.clock.now)
        running.clock.advance(299)
        assert lite.id not in {ended.id for ended in running.world.tick()}
        running.clock.advance(1)
        running.world.tick()
        assert [(await socket.told())["state"] for _ in range(2)] == ["closing", "closed"]
        with pytest.raises(ConnectionClosed):
            await socket.told()
        assert socket.connection.close_code == 1000
    assert running.world.sessions[lite.id].end_reason == "IDLE_TIMEOUT"


async def test_closing_it_ends_the_session(running: Running, lite: Opened) -> None:
    async with inside(*viewer(lite)) as guest:
        async with opening(lite.data["ws_url"]) as socket:
            await socket.connected()
        stopped = await guest.event("session.stopped")
        assert stopped["end_reason"] == "USER_DISCONNECTED"
        assert await asyncio.wait_for(guest.left.get(), PATIENCE_S) == rtc.DisconnectReason.ROOM_DELETED


async def test_a_message_of_more_than_a_megabyte_closes_it(lite: Opened) -> None:
    async with opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        await socket.speak(tone(17))
        await read_to_the_end(socket.told)
        assert socket.connection.close_code == 1009


async def test_who_may_open_it(running: Running, liveavatar: httpx.Client, lite: Opened) -> None:
    full = liveavatar_session(liveavatar)
    base = lite.data["ws_url"].removesuffix(lite.id)
    for address, status in ((base + full.id, 404), (base + "nobody", 404)):
        with pytest.raises(InvalidStatus) as refused:
            await connect(address, proxy=None)
        assert refused.value.response.status_code == status
    async with opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        with pytest.raises(InvalidStatus) as refused:
            await connect(lite.data["ws_url"], proxy=None)
        assert refused.value.response.status_code == 409


async def test_full_commands_and_microphones_mean_nothing_in_lite(lite: Opened) -> None:
    async with inside(*viewer(lite)) as guest, opening(lite.data["ws_url"]) as socket:
        await socket.connected()
        await guest.command("avatar.speak_text", text="Not permitted.")
        await guest.command("user.start_push_to_talk")
        await guest.speak(tone(0.5))
        await settled(socket)
    assert guest.events.empty()


async def test_the_older_products_viewer_sees_the_avatar_talk(streaming: httpx.Client) -> None:
    session = streaming_session(streaming)
    async with inside(*viewer(session)) as guest, opening(session.data["realtime_endpoint"]) as socket:
        await socket.connected()
        await settled(socket)
        assert (await guest.event("avatar_start_talking"))["task_id"]
        assert (await guest.event("avatar_stop_talking"))["duration_ms"] >= 0
