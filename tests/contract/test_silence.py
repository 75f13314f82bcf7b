"""The older product's silence prompt, over the room of a real client."""

from __future__ import annotations

import asyncio
import json

import httpx
from livekit import rtc

from heygen.simulator.talk.silence import SilenceWatch
from heygen.simulator.world.records import SessionState
from tests.contract.conftest import Running
from tests.contract.sessions import PATIENCE_S, comes_true, streaming_session


def test_a_silence_is_told_once_until_the_guest_speaks() -> None:
    watch = SilenceWatch(15, now=0)
    assert [watch.due(now) for now in (14.9, 15, 40)] == [False, True, False]
    watch.heard(41, guest=False)
    assert not watch.due(100)
    watch.heard(101, guest=True)
    assert [watch.due(now) for now in (115.9, 116)] == [False, True]


async def test_a_long_silence_is_broken_kindly(running: Running, streaming: httpx.Client) -> None:
    session = await asyncio.to_thread(streaming_session, streaming, silence_response=True)
    room = rtc.Room()
    events: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    room.on("data_received", lambda packet: events.put_nowait(json.loads(packet.data)))
    try:
        await room.connect(session.data["url"], session.data["access_token"])
        await comes_true(lambda: running.world.sessions[session.id].state is SessionState.CONNECTED)
        running.clock.advance(16)
        kinds = []
        while "avatar_end_message" not in kinds:
            kinds.append((await asyncio.wait_for(events.get(), PATIENCE_S))["type"])
        assert kinds[0] == "user_silence"
        assert "avatar_start_talking" in kinds
    finally:
        await room.disconnect()
