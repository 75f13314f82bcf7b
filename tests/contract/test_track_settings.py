"""A client's wishes for the avatar's tracks: paused, resumed, and fewer frames a second."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from aiortc import MediaStreamTrack, RTCPeerConnection
from av import VideoFrame
from livekit.protocol import models, rtc

from tests.contract.conftest import Running
from tests.contract.raw_room import RawClient, entering, peer, subscribe
from tests.contract.sessions import PATIENCE_S, Opened, streaming_session
from tests.contract.test_room_clients import viewer

MEANWHILE = 25
"""Packets of sound: half a second, in which twelve frames would come."""


@pytest.fixture
def running(shared: Running) -> Running:
    """One simulator for this file: its tests care for sessions of their own only."""
    return shared


@pytest.fixture
def session(streaming: httpx.Client) -> Opened:
    """A session with the smallest picture."""
    return streaming_session(streaming, quality="low")


def track(pc: RTCPeerConnection, kind: str) -> MediaStreamTrack:
    """What is received of that kind."""
    return next(receiver.track for receiver in pc.getReceivers() if receiver.track.kind == kind)


async def wish(client: RawClient, session: Opened, kind: str = "V", **fields: Any) -> None:
    """Sends a wish, and returns when the server has read it."""
    sid = f"TR_{kind}{session.id[:8]}"
    await client.send(track_setting=rtc.UpdateTrackSettings(track_sids=[sid], **fields))
    await client.send(ping=1)
    await client.until("pong")


async def rate(video: MediaStreamTrack) -> float:
    """Frames a second, by their timestamps."""
    await emptied(video)
    frames = [await asyncio.wait_for(video.recv(), PATIENCE_S) for _ in range(9)]
    assert all(isinstance(frame, VideoFrame) for frame in frames)
    return float(8 / ((frames[-1].pts - frames[0].pts) * frames[0].time_base))  # type: ignore[operator]


async def emptied(video: MediaStreamTrack) -> None:
    """Passes over what came before now."""
    queue: asyncio.Queue[Any] = video._queue  # type: ignore[attr-defined]
    while not queue.empty():
        queue.get_nowait()
    # On a busy machine the decoder lags: half a second of frames that were sent before may still be on its way.
    for _ in range(12):
        await asyncio.wait_for(video.recv(), PATIENCE_S)


async def received(pc: RTCPeerConnection, kind: str) -> int:
    """Packets of that kind so far."""
    receiver = next(receiver for receiver in pc.getReceivers() if receiver.track.kind == kind)
    return sum(s.packetsReceived for s in (await receiver.getStats()).values() if s.type == "inbound-rtp")


async def more(pc: RTCPeerConnection, kind: str, packets: int) -> None:
    """Waits until so many more have come."""
    wanted = await received(pc, kind) + packets
    async with asyncio.timeout(PATIENCE_S):
        while await received(pc, kind) < wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def assert_paused(pc: RTCPeerConnection, kind: str, *, beside: str) -> None:
    """What was on its way has come; from then on the other track goes on alone."""
    await more(pc, beside, 5)
    before = await received(pc, kind)
    await more(pc, beside, MEANWHILE)
    assert await received(pc, kind) == before


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"quality": models.VideoQuality.LOW}, 8),
        ({"quality": models.VideoQuality.MEDIUM}, 15),
        ({"quality": models.VideoQuality.HIGH}, 25),
        ({"quality": models.VideoQuality.HIGH, "fps": 10}, 10),
        ({"width": 160, "height": 90}, 25),
    ],
    ids=["low", "medium", "high", "ten a second", "a size"],
)
async def test_fewer_frames(session: Opened, fields: dict[str, Any], expected: float) -> None:
    async with entering(*viewer(session)) as client, peer() as pc:
        await subscribe(client, pc)
        video = track(pc, "video")
        await asyncio.wait_for(video.recv(), PATIENCE_S)
        await wish(client, session, **fields)
        assert await rate(video) == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("fields", [{"disabled": True}, {"quality": models.VideoQuality.OFF}], ids=["disabled", "off"])
async def test_paused_and_resumed(session: Opened, fields: dict[str, Any]) -> None:
    async with entering(*viewer(session)) as client, peer() as pc:
        await subscribe(client, pc)
        video = track(pc, "video")
        await asyncio.wait_for(video.recv(), PATIENCE_S)
        await wish(client, session, **fields)
        await assert_paused(pc, "video", beside="audio")
        await wish(client, session, quality=models.VideoQuality.HIGH)
        await emptied(video)
        frame = await asyncio.wait_for(video.recv(), PATIENCE_S)
        assert isinstance(frame, VideoFrame)
        await more(pc, "video", 5)


async def test_sound_can_be_paused_too(session: Opened) -> None:
    async with entering(*viewer(session)) as client, peer() as pc:
        await subscribe(client, pc)
        audio = track(pc, "audio")
        await asyncio.wait_for(audio.recv(), PATIENCE_S)
        await wish(client, session, "A", disabled=True)
        await assert_paused(pc, "audio", beside="video")
        await wish(client, session, "A")
        await asyncio.wait_for(audio.recv(), PATIENCE_S)


async def test_wishes_for_other_tracks_do_no_harm(session: Opened) -> None:
    async with entering(*viewer(session)) as client:
        await client.until("offer")
        await client.send(track_setting=rtc.UpdateTrackSettings(track_sids=["TR_x"], disabled=True))
        await client.send(ping=1)
        await client.until("pong")
