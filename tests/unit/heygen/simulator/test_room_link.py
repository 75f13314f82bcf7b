"""The network of a room: what passes, what is lost, and when it is over."""

from __future__ import annotations

import asyncio

import pytest

from heygen.simulator.room.link import MEDIA_LOSS, Link
from tests.fake_clock import FakeClock

RTP, DTLS, STUN = b"\x80\x60", b"\x16\xfe", b"\x00\x01"


async def test_everything_passes_by_itself(clock: FakeClock) -> None:
    link = Link(clock, lambda: 0.0)
    assert all(link.passes(datagram) for datagram in (RTP, DTLS, STUN, b""))
    assert not link.is_shut
    await link.up()


@pytest.mark.parametrize(("chance", "arrives"), [(0.0, False), (MEDIA_LOSS - 0.01, False), (MEDIA_LOSS, True)])
async def test_only_media_is_lost_and_only_for_a_time(clock: FakeClock, chance: float, arrives: bool) -> None:
    link = Link(clock, lambda: chance)
    link.lose_media(5)
    assert link.passes(RTP) is arrives
    assert link.passes(DTLS)
    assert link.passes(STUN)
    clock.advance(5)
    assert link.passes(RTP)


async def test_away_nothing_passes_and_signalling_waits(clock: FakeClock) -> None:
    link = Link(clock)
    link.go_away(2)
    waiting = asyncio.ensure_future(link.up())
    assert not any(link.passes(datagram) for datagram in (RTP, DTLS, STUN))
    clock.advance(1.9)
    link.tick()
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(0.1)
    link.tick()
    await waiting
    assert link.passes(RTP)


async def test_a_closing_room_does_not_wait_for_the_network(clock: FakeClock) -> None:
    link = Link(clock)
    link.go_away(60)
    link.mend()
    await link.up()
    assert link.passes(STUN)


async def test_shut_for_a_time(clock: FakeClock) -> None:
    link = Link(clock)
    link.shut(0)
    assert not link.is_shut
    link.shut(3)
    assert link.is_shut
    clock.advance(3)
    assert not link.is_shut
