"""The older product's chat socket: typed lines and microphone in, the guest's own events out, never twice."""

from __future__ import annotations

import asyncio
import json
import urllib.parse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from heygen.simulator.previews import wav_of
from heygen.simulator.streaming import frames
from tests.contract.conftest import Running
from tests.contract.sessions import PATIENCE_S, Opened, streaming_session
from tests.contract.test_room_clients import WAV_HEADER_BYTES, Guest, inside, viewer

RATE = 16_000
PIECE_BYTES = 1024
"""What the browser SDK sends at once: 32 ms."""
GUEST_EVENTS = ["user_start", "user_stop", "user_talking_message", "user_end_message"]


@pytest.fixture
def running(shared: Running) -> Running:
    """One simulator for this file: its tests care for sessions of their own only."""
    return shared


@pytest.fixture(scope="module")
def spoken() -> bytes:
    """A child's line with a second of quiet after it, 16 kHz mono."""
    speech = EspeakVoice().speak("I like trains.", style_for("elf"))
    return wav_of(speech, rate=RATE)[WAV_HEADER_BYTES:] + bytes(RATE * 2)


@pytest.fixture
def session(streaming: httpx.Client) -> Opened:
    """A session of the older product."""
    return streaming_session(streaming)


def address(running: Running, session: Opened, *, token: str | None = None, extra: str = "") -> str:
    """The socket's address as the SDK puts it together: the token is not escaped."""
    token = session.token if token is None else token
    base = running.url.replace("http", "ws")
    return f"{base}/v1/ws/streaming.chat?session_id={session.id}&session_token={token}&silence_response=false{extra}"


@asynccontextmanager
async def chatting(url: str) -> AsyncIterator[ClientConnection]:
    """An open chat socket."""
    async with connect(url, proxy=None) as socket:
        yield socket


async def told(socket: ClientConnection) -> dict[str, Any]:
    """The next event on the socket."""
    async with asyncio.timeout(PATIENCE_S):
        event: dict[str, Any] = json.loads(await socket.recv(decode=True))
    return event


async def say(socket: ClientConnection, pcm: bytes) -> None:
    """Sends a microphone's sound in the SDK's pieces."""
    for start in range(0, len(pcm), PIECE_BYTES):
        await socket.send(frames.audio_frame(pcm[start : start + PIECE_BYTES], rate=RATE))


@pytest.mark.parametrize("wrong", ["token", "session", "token of another session", "nothing"])
async def test_it_is_denied_before_the_upgrade(
    running: Running, streaming: httpx.Client, session: Opened, wrong: str
) -> None:
    urls = {
        "token": address(running, session, token="forged"),
        "session": address(running, Opened("nobody", session.token, {})),
        "token of another session": address(running, session, token=streaming_session(streaming).token),
        "nothing": running.url.replace("http", "ws") + "/v1/ws/streaming.chat",
    }
    with pytest.raises(InvalidStatus) as refused:
        await connect(urls[wrong], proxy=None)
    assert refused.value.response.status_code == 401


async def test_a_plus_may_arrive_as_a_space(running: Running, session: Opened) -> None:
    record = running.world.tokens[session.token]
    token = session.token[:8] + "+/" + session.token[10:]
    running.world.tokens[token] = record
    for written in (token, urllib.parse.quote(token, safe="")):
        async with chatting(address(running, session, token=written)) as socket:
            await socket.send(frames.text_frame(" "))


async def test_a_typed_line_is_answered_in_the_room(running: Running, session: Opened) -> None:
    async with inside(*viewer(session)) as guest, chatting(address(running, session)) as socket:
        await socket.send("not a frame")
        await socket.send(b"\xff\xff")
        await socket.send(frames.text_frame("Hello Santa"))
        assert set(await guest.event("avatar_start_talking")) == {"type", "task_id"}


@pytest.mark.parametrize("over_room", [False, True], ids=["socket", "room"])
async def test_speech_gives_the_guests_events_in_one_place_only(
    running: Running, session: Opened, spoken: bytes, over_room: bool
) -> None:
    extra = "&arch_version=v2" if over_room else ""
    async with inside(*viewer(session)) as guest, chatting(address(running, session, extra=extra)) as socket:
        await say(socket, spoken)
        seen = await room_events(guest)
        if over_room:
            assert list(dict.fromkeys(event["type"] for event in seen)) == GUEST_EVENTS
            assert {len(event["task_id"]) for event in seen} == {36}
        else:
            assert seen == []
            events = [await told(socket) for _ in range(3)]
            while events[-1]["event_type"] != "user_end_message":
                events.append(await told(socket))
            assert list(dict.fromkeys(event["event_type"] for event in events)) == GUEST_EVENTS
            assert len({event["task_id"] for event in events}) == 1
            words = [event["message"] for event in events if "message" in event]
            assert "".join(words).split()
            assert all("type" not in event for event in events)
        async with httpx.AsyncClient(base_url=running.url, headers=session.bearer) as http:
            await http.post("/v1/streaming.stop", json={"session_id": session.id})
        async with asyncio.timeout(PATIENCE_S):
            assert [message async for message in socket] == []


async def room_events(guest: Guest) -> list[dict[str, Any]]:
    """The guest's own events that reached the room before the avatar answered."""
    seen = []
    async with asyncio.timeout(PATIENCE_S):
        while (event := await guest.events.get())["type"] != "avatar_start_talking":
            seen.append(event)
    return seen


async def test_a_turn_ends_with_the_socket(running: Running, session: Opened, spoken: bytes) -> None:
    async with inside(*viewer(session)) as guest:
        async with chatting(address(running, session, extra="&arch_version=v2")) as socket:
            await say(socket, spoken[: -RATE * 2])
            await guest.event("user_start")
        await guest.event("user_stop")
        await guest.event("user_end_message")


async def test_push_to_talk_is_asked_for_here_and_used_in_the_room(
    running: Running, session: Opened, spoken: bytes
) -> None:
    url = address(running, session, extra="&arch_version=v2&push_to_talk=true")
    async with inside(*viewer(session)) as guest, chatting(url) as socket:
        await say(socket, spoken)
        await socket.send(frames.text_frame("Hello"))
        assert (await guest.events.get())["type"] == "avatar_start_talking"
        await guest.room.local_participant.publish_data(json.dumps("push_to_talk:start"))
        async with httpx.AsyncClient(base_url=running.url, headers=session.bearer) as http:
            await http.post("/v1/streaming.interrupt", json={"session_id": session.id})
        await guest.event("avatar_stop_talking")
        # There is no acknowledgement; the line behind it shows that it has arrived.
        await guest.room.local_participant.publish_data(json.dumps("Hello again"))
        await guest.event("avatar_start_talking")
        await say(socket, spoken)
        await guest.event("user_start")


async def test_sound_of_another_rate_is_not_taken_for_speech(running: Running, session: Opened, spoken: bytes) -> None:
    url = address(running, session, extra="&arch_version=v2")
    async with inside(*viewer(session)) as guest, chatting(url) as socket:
        await socket.send(frames.audio_frame(spoken, rate=48_000))
        await socket.send(frames.text_frame("Hello"))
        assert (await guest.events.get())["type"] == "avatar_start_talking"


async def test_it_closes_with_its_session(running: Running, session: Opened) -> None:
    async with chatting(address(running, session)) as socket:
        async with httpx.AsyncClient(base_url=running.url, headers=session.bearer) as http:
            await http.post("/v1/streaming.stop", json={"session_id": session.id})
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), PATIENCE_S)
        assert socket.close_code == 1000
