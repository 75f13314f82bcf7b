"""Faults of the room and of the running call, as a client in the room meets them; the world's time is moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiortc import RTCPeerConnection
from livekit import rtc
from livekit.protocol import models
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from heygen.simulator.previews import wav_of
from heygen.simulator.room import room as rooms
from heygen.simulator.world.faults import Fault
from heygen.simulator.world.records import Product
from tests.contract.conftest import Running, looked
from tests.contract.raw_room import RawClient, entering, peer, subscribe
from tests.contract.sessions import (
    PATIENCE_S,
    Opened,
    comes_true,
    liveavatar_session,
    read_to_the_end,
    streaming_session,
)
from tests.contract.test_room_clients import RATE, WAV_HEADER_BYTES, Guest, context, inside, viewer

ENDS = {
    Fault.NO_CREDITS_IN_CALL: "NO_CREDITS",
    Fault.IDLE_TIMEOUT: "IDLE_TIMEOUT",
    Fault.DURATION_LIMIT: "MAX_DURATION_REACHED",
    Fault.SERVER_STOP: "SERVER_ERROR",
}


@pytest.fixture
def santa(liveavatar: httpx.Client) -> Callable[[], Opened]:
    """Starts FULL sessions with a persona."""
    return lambda: liveavatar_session(liveavatar, avatar_persona={"context_id": context(liveavatar, "Hello!")})


@pytest.fixture
def session(liveavatar: httpx.Client, streaming: httpx.Client) -> Callable[[Product], Opened]:
    """Starts a session of either product."""
    makers = {
        Product.LIVEAVATAR: lambda: liveavatar_session(liveavatar),
        Product.STREAMING: lambda: streaming_session(streaming),
    }
    return lambda product: makers[product]()


@pytest.fixture(scope="module")
def spoken() -> bytes:
    """A child's line, mono, 48 kHz."""
    return wav_of(EspeakVoice().speak("I like trains.", style_for("elf")), rate=RATE)[WAV_HEADER_BYTES:]


@asynccontextmanager
async def watching(session: Opened) -> AsyncIterator[tuple[RawClient, RTCPeerConnection]]:
    """A client without an SDK that has sound and picture."""
    async with entering(*viewer(session)) as client, peer() as pc:
        await subscribe(client, pc)
        yield client, pc


def last_bill(running: Running, product: Product) -> dict[str, Any]:
    """The last session on the simulator's own bill."""
    with running.client() as http:
        found: dict[str, Any] = http.get("/simulator/bill").json()[product.value]["sessions"][-1]
    return found


async def told(guest: Guest, product: Product) -> str | None:
    """How the room ended, and the reason that LiveAvatar gives."""
    reason = (await guest.event("session.stopped"))["end_reason"] if product is Product.LIVEAVATAR else None
    assert await asyncio.wait_for(guest.left.get(), PATIENCE_S) == rtc.DisconnectReason.ROOM_DELETED
    return reason


@pytest.mark.parametrize("product", list(Product))
@pytest.mark.parametrize("fault", list(ENDS))
async def test_the_vendor_ends_a_running_call_at_once(
    running: Running, session: Callable[[Product], Opened], product: Product, fault: Fault
) -> None:
    async with inside(*viewer(session(product))) as guest:
        record = next(iter(running.world.sessions.values()))
        await comes_true(lambda: record.connected_at is not None)
        running.clock.advance(61)
        running.world.touch(record)
        running.world.faults.arm(fault, product=product, seconds=99)
        assert await told(guest, product) == (ENDS[fault] if product is Product.LIVEAVATAR else None)
    bill = last_bill(running, product)
    assert (bill["end_reason"], bill["seconds"]) == (ENDS[fault], 61)
    assert bill["credits"] == ("4.000000" if product is Product.LIVEAVATAR else "0.203333")
    assert running.world.faults.armed() == []


async def test_armed_before_it_waits_for_the_call(running: Running, session: Callable[[Product], Opened]) -> None:
    running.world.faults.arm(Fault.SERVER_STOP, seconds=10)
    opened = session(Product.LIVEAVATAR)
    record = running.world.sessions[opened.id]
    running.clock.advance(20)
    await looked(running)
    assert record.is_open, "nobody is in the room yet"
    async with inside(*viewer(opened)) as guest:
        await comes_true(lambda: record.connected_at is not None)
        running.clock.advance(9.9)
        await looked(running)
        assert record.is_open
        running.clock.advance(0.1)
        assert await told(guest, Product.LIVEAVATAR) == "SERVER_ERROR"


async def test_one_strike_is_for_all_that_run_and_none_is_struck_twice(
    running: Running, session: Callable[[Product], Opened]
) -> None:
    first, second, other = session(Product.LIVEAVATAR), session(Product.LIVEAVATAR), session(Product.STREAMING)
    async with inside(*viewer(first)) as one, inside(*viewer(second)) as two, inside(*viewer(other)):
        records = running.world.sessions
        await comes_true(lambda: all(record.connected_at is not None for record in records.values()))
        running.world.faults.arm(Fault.DURATION_LIMIT, product=Product.LIVEAVATAR, times=2)
        for guest in (one, two):
            await told(guest, Product.LIVEAVATAR)
        assert records[other.id].is_open
        assert [armed.times for armed in running.world.faults.armed()] == [1]


@pytest.mark.parametrize("product", list(Product))
@pytest.mark.parametrize(
    ("fault", "kinds"),
    [(Fault.VIDEO_TRACK_MISSING, ["AUDIO"]), (Fault.AUDIO_TRACK_MISSING, ["VIDEO"])],
)
async def test_a_track_is_missing(
    running: Running, session: Callable[[Product], Opened], product: Product, fault: Fault, kinds: list[str]
) -> None:
    running.world.faults.arm(fault)
    async with entering(*viewer(session(product))) as client:
        avatar = (await client.until("join")).other_participants[0]
        offer = await client.until("offer")
    assert avatar.identity == "heygen"
    assert [models.TrackType.Name(track.type) for track in avatar.tracks] == kinds
    assert f"m={kinds[0].lower()}" in offer.sdp
    assert offer.sdp.count("m=") == 2


@pytest.mark.parametrize(("product", "there"), [(Product.STREAMING, []), (Product.LIVEAVATAR, ["heygen"])])
async def test_nobody_comes(
    running: Running, session: Callable[[Product], Opened], product: Product, there: list[str]
) -> None:
    running.world.faults.arm(Fault.AGENT_MISSING)
    opened = session(product)
    async with entering(*viewer(opened)) as client:
        assert [p.identity for p in (await client.until("join")).other_participants] == there
        await client.until("offer")
    async with inside(*viewer(opened)):
        await comes_true(lambda: running.world.sessions[opened.id].connected_at is not None)
    assert float(last_bill(running, product)["credits"]) > 0


@pytest.mark.parametrize("product", list(Product))
async def test_the_room_lets_nobody_in(
    running: Running, session: Callable[[Product], Opened], product: Product
) -> None:
    running.world.faults.arm(Fault.ROOM_REFUSED)
    url, token = viewer(session(product))
    for _ in range(2):
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{url}/rtc?access_token={token}", proxy=None)
        assert refused.value.response.status_code == 401
    async with httpx.AsyncClient(trust_env=False) as http:
        validated = await http.get(f"{url.replace('ws', 'http', 1)}/rtc/validate?access_token={token}")
    assert validated.status_code == 401
    assert float(last_bill(running, product)["credits"]) > 0
    async with entering(*viewer(session(product))) as client:
        await client.until("offer")


async def test_no_events_but_a_transcript(running: Running, santa: Callable[[], Opened]) -> None:
    running.world.faults.arm(Fault.DATA_SILENT)
    opened = santa()
    async with inside(*viewer(opened)) as guest:
        lines = running.world.sessions[opened.id].transcript
        await comes_true(lambda: len(lines) == 1)
        running.world.faults.arm(Fault.SERVER_STOP)
        assert await asyncio.wait_for(guest.left.get(), PATIENCE_S) == rtc.DisconnectReason.ROOM_DELETED
        assert guest.events.empty()


async def test_a_line_without_a_voice(running: Running, santa: Callable[[], Opened]) -> None:
    opened = santa()
    async with inside(*viewer(opened)) as guest:
        await guest.event("avatar.speak_ended")
        running.world.faults.arm(Fault.TTS_FAILED, times=2)
        await guest.command("avatar.speak_text", text="Lost.")
        await guest.command("avatar.speak_response", text="Hello?")
        await guest.command("avatar.speak_text", text="Heard.")
        assert (await guest.event("avatar.transcription"))["text"] == "Heard."
    spoken = [(line.role, line.text) for line in running.world.sessions[opened.id].transcript]
    assert spoken == [("avatar", "Hello!"), ("user", "Hello?"), ("avatar", "Heard.")]


async def test_the_chat_socket_is_refused_once(running: Running, streaming: httpx.Client) -> None:
    opened = streaming_session(streaming)
    running.world.faults.arm(Fault.CHAT_SOCKET_REFUSED)
    base = running.url.replace("http", "ws")
    address = f"{base}/v1/ws/streaming.chat?session_id={opened.id}&session_token={opened.token}"
    with pytest.raises(InvalidStatus) as refused:
        await connect(address, proxy=None)
    assert refused.value.response.status_code == 503
    async with connect(address, proxy=None):
        assert running.world.sessions[opened.id].is_open


async def test_dropped_sockets_leave_the_media_alone(running: Running, santa: Callable[[], Opened]) -> None:
    opened = santa()
    async with watching(opened) as (client, pc):
        await comes_true(lambda: running.world.sessions[opened.id].connected_at is not None)
        running.world.faults.arm(Fault.SIGNALLING_DROP, seconds=5)
        await read_to_the_end(client.next)
        assert client.socket.close_code == 1012
        audio = next(r.track for r in pc.getReceivers() if r.track.kind == "audio")
        for _ in range(30):
            await asyncio.wait_for(audio.recv(), PATIENCE_S)
        with pytest.raises(InvalidStatus) as refused:
            async with entering(*viewer(opened)):
                raise AssertionError("signalling is down")
        assert refused.value.response.status_code == 503
        running.clock.advance(5)
        async with entering(*viewer(opened)) as again:
            await again.until("offer")


async def test_a_client_comes_back_to_picture_sound_and_events(
    running: Running, santa: Callable[[], Opened], spoken: bytes
) -> None:
    opened = santa()
    async with inside(*viewer(opened)) as guest:
        await guest.event("avatar.speak_ended")
        for _ in range(2):
            await asyncio.wait_for(guest.tracks.get(), PATIENCE_S)
        running.world.faults.arm(Fault.SIGNALLING_DROP)
        kinds = {(await asyncio.wait_for(guest.tracks.get(), PATIENCE_S)).kind for _ in range(2)}
        assert kinds == {rtc.TrackKind.KIND_AUDIO, rtc.TrackKind.KIND_VIDEO}
        await guest.command("avatar.speak_text", text="Welcome back.")
        assert (await guest.event("avatar.transcription"))["text"] == "Welcome back."
        await guest.event("avatar.speak_ended")
        await guest.speak(spoken)
        said = (await guest.event("user.transcription"))["text"]
        live = running.simulator.studio.find(opened.id)
        assert live is not None
        assert live.room.identities == [guest.room.local_participant.identity]
    record = running.world.sessions[opened.id]
    assert record.is_open
    assert [line.text for line in record.transcript][:3] == ["Hello!", "Welcome back.", said]


async def test_a_client_that_never_comes_back_is_forgotten(
    running: Running, santa: Callable[[], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_ABSENCE_S", 0.3)
    opened = santa()
    live = running.simulator.studio.find(opened.id)
    assert live is not None
    async with watching(opened) as (client, _):
        await comes_true(lambda: running.world.sessions[opened.id].connected_at is not None)
        client.socket.transport.abort()
        await comes_true(lambda: live.room.identities == [])
        await comes_true(lambda: not live.room._tasks)
    assert running.world.sessions[opened.id].is_open, "the vendor ends it as idle, not before"


async def counted(pc: RTCPeerConnection) -> tuple[int, int]:
    """Audio packets received and lost so far."""
    receiver = next(r for r in pc.getReceivers() if r.track.kind == "audio")
    streams = [s for s in (await receiver.getStats()).values() if s.type == "inbound-rtp"]
    return sum(s.packetsReceived for s in streams), sum(s.packetsLost for s in streams)


async def until_received(pc: RTCPeerConnection, more: int) -> int:
    """Waits for so many more packets; how many were lost meanwhile."""
    received, lost = await counted(pc)
    async with asyncio.timeout(PATIENCE_S):
        while (await counted(pc))[0] < received + more:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return (await counted(pc))[1] - lost


async def test_media_packets_get_lost_for_a_time(running: Running, santa: Callable[[], Opened]) -> None:
    opened = santa()
    async with watching(opened) as (_, pc):
        assert await until_received(pc, 30) == 0
        running.world.faults.arm(Fault.PACKET_LOSS, seconds=5)
        await comes_true(lambda: running.world.faults.armed() == [])
        assert await until_received(pc, 60) > 5
        running.clock.advance(5)
        await until_received(pc, 5)
        assert await until_received(pc, 40) == 0


async def test_after_a_network_loss_everything_goes_on(running: Running, santa: Callable[[], Opened]) -> None:
    opened = santa()
    async with inside(*viewer(opened)) as guest:
        changes: list[Any] = []
        guest.room.on("reconnecting", lambda: changes.append("reconnecting"))
        guest.room.on("disconnected", changes.append)
        await guest.event("avatar.speak_ended")
        running.world.faults.arm(Fault.NETWORK_LOSS, seconds=5)
        await comes_true(lambda: running.world.faults.armed() == [])
        live = running.simulator.studio.find(opened.id)
        assert live is not None
        running.simulator.studio._loop.call_soon_threadsafe(live.say, "Into the void.")  # type: ignore[union-attr]
        lines = running.world.sessions[opened.id].transcript
        await comes_true(lambda: len(lines) == 2)
        assert guest.events.empty()
        running.clock.advance(5)
        assert (await guest.event("avatar.transcription"))["text"] == "Into the void."
        await guest.command("avatar.speak_text", text="Better.")
        assert (await guest.event("avatar.transcription"))["text"] == "Better."
        assert changes == []


async def test_who_comes_during_a_network_loss_gets_in_after_it(
    running: Running, santa: Callable[[], Opened], session: Callable[[Product], Opened]
) -> None:
    opened, other = santa(), session(Product.STREAMING)
    async with watching(opened) as (first, _), watching(other) as (elsewhere, _):
        await comes_true(lambda: running.world.sessions[opened.id].connected_at is not None)
        running.world.faults.arm(Fault.NETWORK_LOSS, product=Product.LIVEAVATAR, seconds=5)
        await comes_true(lambda: running.world.faults.armed() == [])
        coming = asyncio.ensure_future(joined(opened))
        await first.send(ping=1)
        silent = asyncio.ensure_future(first.until("pong"))
        # Where the network is there, the same is answered meanwhile.
        await elsewhere.send(ping=1)
        await elsewhere.until("pong")
        assert "heygen" in await joined(other)
        assert not coming.done()
        assert not silent.done()
        running.clock.advance(5)
        assert await silent > 0
        assert await coming == ["heygen", f"liveavatar-agent-{opened.id}"]


async def joined(session: Opened) -> list[str]:
    """Comes in; who is there."""
    async with entering(*viewer(session)) as client:
        there = [person.identity for person in (await client.until("join")).other_participants]
        await client.until("offer")
        return there
