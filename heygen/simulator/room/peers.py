"""The two WebRTC peer connections of one participant, and the private names of aiortc that LiveKit requires."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceCandidate,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp

from heygen.simulator.room.link import Link
from heygen.simulator.room.wire import LOSSY, RELIABLE

__all__ = ["PublisherPeer", "SubscriberPeer", "close_all", "drain"]

logger = logging.getLogger(__name__)

_MOST_WAITING = 256
# No STUN: the simulator's media stays on the machine or its network, and an unreachable server costs seconds.
_NO_ICE_SERVERS = RTCConfiguration(iceServers=[])


class _Peer:
    """One connection, and the candidates of the client that came before its description did."""

    def __init__(self, link: Link) -> None:
        self.pc = RTCPeerConnection(_NO_ICE_SERVERS)
        self._link = link
        self._early: list[RTCIceCandidate] = []

    async def candidate(self, init: dict[str, object]) -> None:
        """Takes a client's trickled candidate, at any time.

        Raises ValueError, AssertionError or IndexError for rubbish.
        """
        candidate = _candidate(init)
        if candidate is None:
            return
        if self.pc.remoteDescription is None:
            self._early.append(candidate)
        else:
            await self.pc.addIceCandidate(candidate)

    async def _describe_ourselves(self, description: RTCSessionDescription) -> str:
        await self.pc.setLocalDescription(description)
        self._link.attach(self.pc)
        return self.pc.localDescription.sdp

    async def _describe(self, sdp: str, kind: str) -> None:
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=sdp, type=kind))
        early, self._early = self._early, []
        for candidate in early:
            await self.pc.addIceCandidate(candidate)


class SubscriberPeer(_Peer):
    """Server to client: the avatar's tracks and the two data channels that the server opens.

    `on_ready` is called once, when media is connected and the reliable channel is open.
    """

    def __init__(self, link: Link, *, on_ready: Callable[[], None], on_lost: Callable[[], None]) -> None:
        super().__init__(link)
        self._reliable = self.pc.createDataChannel(RELIABLE, ordered=True)
        # Clients expect both channels; nothing here is worth losing.
        self.pc.createDataChannel(LOSSY, ordered=False, maxRetransmits=0)
        self._on_ready: Callable[[], None] | None = on_ready
        self._waiting: deque[bytes] = deque(maxlen=_MOST_WAITING)
        self._reliable.on("open", self._opened)
        self.pc.on("connectionstatechange", self._changed)
        self._on_lost = on_lost

    def send_track(self, track: MediaStreamTrack, *, stream_id: str, track_id: str) -> None:
        """Adds a track under the ids that LiveKit clients look tracks up by."""
        sender = self.pc.addTrack(track)
        # livekit-client splits the stream id at "|" into participant and track; aiortc names neither publicly.
        sender._stream_id = stream_id
        sender._track_id = track_id

    async def offer(self) -> str:
        """Creates and sets the local offer; returns its SDP with all candidates in it."""
        return await self._describe_ourselves(await self.pc.createOffer())

    async def answered(self, sdp: str) -> None:
        """Takes the client's answer."""
        await self._describe(sdp, "answer")

    def send(self, packet: bytes) -> None:
        """Sends a data packet on the reliable channel; one that is still opening gets it as soon as it is open."""
        if self._reliable.readyState == "connecting":
            self._waiting.append(packet)
            return
        try:
            self._reliable.send(packet)
        except InvalidStateError:
            logger.debug("data channel gone")

    async def close(self) -> None:
        """Ends the connection and its tracks."""
        self._on_ready = None
        await self.pc.close()

    def _opened(self) -> None:
        waiting = list(self._waiting)
        self._waiting.clear()
        for packet in waiting:
            self.send(packet)
        self._check()

    def _changed(self) -> None:
        if self.pc.connectionState == "failed":
            self._on_lost()
        self._check()

    def _check(self) -> None:
        if (
            self._on_ready is not None
            and self.pc.connectionState == "connected"
            and self._reliable.readyState == "open"
        ):
            ready, self._on_ready = self._on_ready, None
            ready()


class PublisherPeer(_Peer):
    """Client to server: its microphone and its data channels, which appear whenever the client likes."""

    def __init__(
        self,
        link: Link,
        *,
        on_data: Callable[[bytes], None],
        on_audio: Callable[[MediaStreamTrack], Awaitable[None]],
    ) -> None:
        super().__init__(link)
        self._on_data = on_data
        self._on_audio = on_audio
        self._readers: set[asyncio.Task[None]] = set()
        self._up = asyncio.Event()
        self.pc.on("connectionstatechange", self._changed)
        self.pc.on("datachannel", self._channel)
        self.pc.on("track", self._track)

    async def answer(self, sdp: str) -> str:
        """Takes an offer, first or renegotiated, and returns the answer's SDP."""
        await self._describe(sdp, "offer")
        return await self._describe_ourselves(await self.pc.createAnswer())

    async def close(self) -> None:
        """Ends the connection and the readers of its tracks."""
        await self.pc.close()
        for task in self._readers:
            task.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)

    def _channel(self, channel: RTCDataChannel) -> None:
        def message(data: bytes | str) -> None:
            self._on_data(data.encode() if isinstance(data, str) else data)

        channel.on("message", message)

    def _changed(self) -> None:
        if self.pc.connectionState == "connected":
            self._up.set()

    def _track(self, track: MediaStreamTrack) -> None:
        task = asyncio.ensure_future(_quietly(self._read(track)))
        self._readers.add(task)
        task.add_done_callback(self._readers.discard)

    async def _read(self, track: MediaStreamTrack) -> None:
        # Whoever is told that its microphone is heard speaks at once, and what comes before the connection is lost.
        await self._up.wait()
        await (self._on_audio(track) if track.kind == "audio" else drain(track))


async def close_all(peers: Sequence[SubscriberPeer | PublisherPeer]) -> None:
    """Closes connections side by side."""
    await asyncio.gather(*(peer.close() for peer in peers), return_exceptions=True)


async def drain(track: MediaStreamTrack) -> None:
    """Reads a track that nobody watches until it ends: unread frames would pile up in the receiver."""
    while True:
        await track.recv()


async def _quietly(reader: Awaitable[None]) -> None:
    try:
        await reader
    except MediaStreamError:
        logger.debug("a client's track ended")


def _candidate(init: dict[str, object]) -> RTCIceCandidate | None:
    """None for the end of candidates and for hidden (mDNS) ones, which are learned from the client's first packet."""
    line = str(init.get("candidate") or "").removeprefix("candidate:")
    if not line or ".local " in line:
        return None
    candidate = candidate_from_sdp(line)
    mid, index = init.get("sdpMid"), init.get("sdpMLineIndex")
    candidate.sdpMid = str(mid) if mid is not None else None
    candidate.sdpMLineIndex = index if isinstance(index, int) else None
    if candidate.sdpMid is None and candidate.sdpMLineIndex is None:
        candidate.sdpMLineIndex = 0
    return candidate
