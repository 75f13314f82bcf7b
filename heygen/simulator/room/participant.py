"""One client in a room: its signalling socket and its two peer connections."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from aiortc import MediaStreamTrack
from aiortc.exceptions import InvalidAccessError, InvalidStateError
from google.protobuf.message import DecodeError
from livekit.protocol import models, rtc

from heygen.simulator.credentials import Guest
from heygen.simulator.room import wire
from heygen.simulator.room.peers import PublisherPeer, SubscriberPeer, close_all

__all__ = ["Participant", "Place", "SignalError"]

logger = logging.getLogger(__name__)

Send = Callable[[bytes], Awaitable[None]]


class SignalError(Exception):
    """A signalling message that cannot be understood, or not at this moment; names the kind of fault only."""


class Place(Protocol):
    """The room, as far as one client needs it."""

    name: str
    new_sid: Callable[[str], str]

    def others(self, me: Participant) -> list[models.ParticipantInfo]:
        """Everyone else in it."""
        ...

    def tracks(self) -> Iterable[tuple[wire.Bot, wire.BotTrack, Callable[[], MediaStreamTrack]]]:
        """The bots' tracks, each with the maker of its media."""
        ...

    async def announce(self, info: models.ParticipantInfo, *, but: Participant) -> None:
        """Tells everyone else about a client."""
        ...

    def said(self, person: Participant, packet: wire.Received) -> None:
        """Takes a client's data."""
        ...

    def ready(self, person: Participant) -> None:
        """A client has media and its reliable channel."""
        ...

    def lost(self, person: Participant) -> None:
        """A client's media connection failed for good."""
        ...

    async def listen(self, person: Participant, track: MediaStreamTrack) -> None:
        """Reads a client's microphone until it ends."""
        ...


class Participant:
    """A client from its join to its leaving. `send` writes one signalling message."""

    def __init__(self, room: Place, guest: Guest, sid: str, send: Send) -> None:
        self.room = room
        self.guest = guest
        self.sid = sid
        self.gone = asyncio.Event()
        self._send = send
        self._muted_tracks: dict[str, bool] = {}
        self._subscriber = SubscriberPeer(on_ready=lambda: room.ready(self), on_lost=lambda: room.lost(self))
        self._publisher: PublisherPeer | None = None
        self.info = wire.viewer_info(
            sid,
            guest.identity,
            guest.name,
            can_publish=guest.can_publish,
            agent=guest.agent,
            joined_at=int(time.time()),
        )

    async def join(self) -> None:
        """Sends the join response, then the offer with the avatar's tracks and the data channels."""
        await self.respond(wire.join_response(room=self.room.name, me=self.info, others=self.room.others(self)))
        for bot, track, source in self.room.tracks():
            self._subscriber.send_track(source(), stream_id=f"{bot.sid}|{track.sid}", track_id=track.sid)
        sdp = await self._subscriber.offer()
        await self.respond(rtc.SignalResponse(offer=rtc.SessionDescription(type="offer", sdp=sdp, id=1)))

    async def handle(self, raw: bytes) -> bool:
        """Acts on one signalling message. False when the client leaves. Raises SignalError for rubbish."""
        try:
            return await self._act(rtc.SignalRequest.FromString(raw))
        except (DecodeError, InvalidStateError, InvalidAccessError, ValueError, AssertionError, IndexError) as error:
            raise SignalError(type(error).__name__) from error

    async def _act(self, request: rtc.SignalRequest) -> bool:
        match request.WhichOneof("message"):
            case "offer":
                await self._offered(request.offer)
            case "answer":
                await self._subscriber.answered(request.answer.sdp)
            case "trickle":
                await self._trickle(request.trickle)
            case "add_track":
                await self._add_track(request.add_track)
            case "mute":
                await self._mute(request.mute)
            case "ping":
                await self.respond(rtc.SignalResponse(pong=_now_ms()))
            case "ping_req":
                pong = rtc.Pong(last_ping_timestamp=request.ping_req.timestamp, timestamp=_now_ms())
                await self.respond(rtc.SignalResponse(pong_resp=pong))
            case "leave":
                return False
            case other:
                # Layers, quality wishes and subscriptions have nothing to steer: the one layer is always sent.
                logger.debug("signal ignored kind=%s", other)
        return True

    async def respond(self, response: rtc.SignalResponse) -> None:
        """Sends one signalling message; a socket that has gone is the reader's business."""
        try:
            await self._send(response.SerializeToString())
        except (RuntimeError, OSError):
            logger.debug("signal socket gone room=%s", self.room.name)

    def send_data(self, packet: bytes) -> None:
        """Sends a data packet on the reliable channel."""
        self._subscriber.send(packet)

    def hears(self) -> bool:
        """Whether the client's microphone is published and not muted."""
        return not all(self._muted_tracks.values()) if self._muted_tracks else True

    async def close(self, reason: models.DisconnectReason | None = None, *, rejoin: bool = False) -> None:
        """Tells the client to go (if `reason` is given) and ends both connections."""
        self.gone.set()
        if reason is not None:
            await self.respond(wire.leave(reason, rejoin=rejoin))
        await close_all([p for p in (self._subscriber, self._publisher) if p is not None])

    async def _offered(self, offer: rtc.SessionDescription) -> None:
        publisher = self._publish_side()
        sdp = await publisher.answer(offer.sdp)
        await self.respond(rtc.SignalResponse(answer=rtc.SessionDescription(type="answer", sdp=sdp, id=offer.id)))

    async def _trickle(self, trickle: rtc.TrickleRequest) -> None:
        if not trickle.candidateInit:
            return
        peer = self._publish_side() if trickle.target == rtc.SignalTarget.PUBLISHER else self._subscriber
        await peer.candidate(json.loads(trickle.candidateInit))

    async def _mute(self, request: rtc.MuteTrackRequest) -> None:
        self._muted_tracks[request.sid] = request.muted
        for track in self.info.tracks:
            if track.sid == request.sid:
                track.muted = request.muted
                await self.room.announce(self.info, but=self)

    async def _add_track(self, request: rtc.AddTrackRequest) -> None:
        info, response = wire.published(request, self.room.new_sid("TR"))
        self._muted_tracks[info.sid] = info.muted
        self.info.tracks.append(info)
        await self.respond(response)
        await self.room.announce(self.info, but=self)

    def _publish_side(self) -> PublisherPeer:
        if self._publisher is None:
            self._publisher = PublisherPeer(on_data=self._data, on_audio=self._audio)
        return self._publisher

    def _data(self, raw: bytes) -> None:
        try:
            packet = wire.received(raw, identity=self.guest.identity, sid=self.sid)
        except DecodeError:
            logger.warning("data packet not understood room=%s", self.room.name)
            return
        self.room.said(self, packet)

    async def _audio(self, track: MediaStreamTrack) -> None:
        await self.room.listen(self, track)


def _now_ms() -> int:
    return int(time.time() * 1000)
