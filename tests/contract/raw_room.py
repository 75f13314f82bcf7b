"""A client of the room without any SDK: LiveKit's protobuf messages over a plain socket, in any order a test likes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from livekit.protocol import models, rtc
from websockets.asyncio.client import ClientConnection, connect

from tests.contract.sessions import PATIENCE_S

__all__ = ["RawClient", "entering", "peer", "subscribe"]


class RawClient:
    """One signalling socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.seen: list[str] = []

    async def send(self, **message: Any) -> None:
        """One signalling message, named as in the protocol."""
        await self.socket.send(rtc.SignalRequest(**message).SerializeToString())

    async def next(self) -> rtc.SignalResponse:
        """The next message of the server."""
        async with asyncio.timeout(PATIENCE_S):
            raw = await self.socket.recv(decode=False)
        response = rtc.SignalResponse.FromString(raw)
        self.seen.append(str(response.WhichOneof("message")))
        return response

    async def until(self, kind: str) -> Any:
        """The next message of this kind; what comes before it is passed over."""
        while True:
            response = await self.next()
            if response.WhichOneof("message") == kind:
                return getattr(response, kind)

    async def offer(self, pc: RTCPeerConnection, number: int) -> rtc.SessionDescription:
        """Sends an offer of the publishing connection and gives the answer, which is set."""
        await pc.setLocalDescription(await pc.createOffer())
        await self.send(offer=rtc.SessionDescription(type="offer", sdp=pc.localDescription.sdp, id=number))
        answer: rtc.SessionDescription = await self.until("answer")
        await pc.setRemoteDescription(RTCSessionDescription(sdp=answer.sdp, type="answer"))
        return answer

    async def add_track(self, cid: str) -> models.TrackInfo:
        """Announces a microphone, and gives what the server made of it."""
        await self.send(
            add_track=rtc.AddTrackRequest(
                cid=cid, name="mic", type=models.TrackType.AUDIO, source=models.TrackSource.MICROPHONE
            )
        )
        published: rtc.TrackPublishedResponse = await self.until("track_published")
        assert published.cid == cid
        return published.track


@asynccontextmanager
async def entering(url: str, token: str, *, in_header: bool = False, query: str = "") -> AsyncIterator[RawClient]:
    """Opens the signalling socket of `url`, as sessions hand it out."""
    headers = {"Authorization": f"Bearer {token}"} if in_header else {}
    parts = [part for part in ("" if in_header else f"access_token={token}", query) if part]
    async with connect(f"{url}/rtc?{'&'.join(parts)}", additional_headers=headers, proxy=None) as socket:
        yield RawClient(socket)


@asynccontextmanager
async def peer() -> AsyncIterator[RTCPeerConnection]:
    """A connection of our own."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        yield pc
    finally:
        await pc.close()


async def subscribe(client: RawClient, pc: RTCPeerConnection) -> None:
    """Answers the server's offer, so that its media and data come."""
    offer = await client.until("offer")
    await pc.setRemoteDescription(RTCSessionDescription(sdp=offer.sdp, type="offer"))
    await pc.setLocalDescription(await pc.createAnswer())
    await client.send(answer=rtc.SessionDescription(type="answer", sdp=pc.localDescription.sdp, id=offer.id))
