"""A track that is asked for less: how many packets come, at which times, and with which picture first."""

from __future__ import annotations

import asyncio

import pytest

from heygen.simulator.media.performance import AvatarAudioTrack, AvatarVideoTrack, Performance
from tests.unit.heygen.simulator.test_media_performance import Clock, performance, sprites

__all__ = ["performance", "sprites"]


class PatientClock(Clock):
    """Moves on by sleeping only, and lets others run meanwhile."""

    async def sleep(self, seconds: float) -> None:
        """Sleeps in no time."""
        await super().sleep(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def time_passing() -> Clock:
    """A clock of its own."""
    return PatientClock()


@pytest.mark.parametrize(("limit", "frames"), [(None, 25), (25.0, 25), (99.0, 25), (15.0, 15), (8.0, 8), (1.0, 1)])
async def test_so_many_frames_in_a_second(
    performance: Performance,
    time_passing: Clock,
    limit: float | None,
    frames: int,
) -> None:
    track = AvatarVideoTrack(performance, clock=time_passing.time, sleep=time_passing.sleep)
    track.limit(limit)
    packets = [await track.recv() for _ in range(3 * frames)]
    seconds = [packet.pts / 90_000 for packet in packets if packet.pts is not None]
    for second in range(3):
        assert sum(second <= at < second + 1 for at in seconds) == frames


async def test_a_paused_track_says_nothing_and_comes_back_with_a_key_frame(
    performance: Performance,
    time_passing: Clock,
) -> None:
    track = AvatarVideoTrack(performance, clock=time_passing.time, sleep=time_passing.sleep)
    first = bytes(await track.recv())
    repeats = [bytes(await track.recv()) for _ in range(2)]
    assert first not in repeats
    track.limit(0)
    waiting = asyncio.ensure_future(track.recv())
    for _ in range(200):
        await asyncio.sleep(0)
    assert not waiting.done()
    track.limit(None)
    back = await waiting
    assert bytes(back) == performance.video_packet(time_passing.now + 0.001)
    assert back.pts is not None
    assert back.pts / 90_000 > 4


async def test_sound_can_be_paused(
    performance: Performance,
    time_passing: Clock,
) -> None:
    track = AvatarAudioTrack(performance, clock=time_passing.time, sleep=time_passing.sleep)
    track.limit(0)
    waiting = asyncio.ensure_future(track.recv())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
    track.limit(None)
    assert (await waiting).pts
