"""One client in a room: its signalling socket and its two peer connections."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol, runtime_checkable

from aiortc import MediaStreamTrack
from aiortc.exceptions import InvalidAccessError, InvalidStateError
from google.protobuf.message import DecodeError
from livekit.protocol import models, rtc
from starlette.websockets import WebSocketDisconnect

from heygen.simulator.room import wire
from heygen.simulator.room.link import Link
from heygen.simulator.room.peers import PublisherPeer, SubscriberPeer, close_all
from heygen.simulator.world.credentials import Guest

__all__ = ["DROPPED", "Participant", "Place", "SignalError", "Steerable"]

logger = logging.getLogger(__name__)

DROPPED = 1012
"""The code of a signalling socket that ends without a goodbye: clients come back after it."""

Send = Callable[[bytes], Awaitable[None]]
# Frames a second by quality wish, for the one picture there is; None is all of them.
_RATES = {
    models.VideoQuality.LOW: 8.0,
    models.VideoQuality.MEDIUM: 15.0,
    models.VideoQuality.HIGH: None,
    models.VideoQuality.OFF: 0.0,
}


class SignalError(Exception):
    """A signalling message that cannot be understood, or not at this moment; names the kind of fault only."""


@runtime_checkable
class Steerable(Protocol):
    """Media that can be sent less often to one client."""

    def limit(self, rate: float | None) -> None:
        """At most so many packets a second from now on; 0 pauses it, None is all of them."""
        ...


class Place(Protocol):
    """The room, as far as one client needs it."""

    name: str
    link: Link
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
        self.hung_up = asyncio.Event()
        self.said_goodbye = False
        self._send = send
        self._muted_tracks: dict[str, bool] = {}
        self._media: dict[str, MediaStreamTrack] = {}
        self._unheard: list[str] = []
        self._subscriber = SubscriberPeer(room.link, on_ready=lambda: room.ready(self), on_lost=lambda: room.lost(self))
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
            media = self._media[track.sid] = source()
            self._subscriber.send_track(media, stream_id=f"{bot.sid}|{track.sid}", track_id=track.sid)
        sdp = await self._subscriber.offer()
        await self.respond(rtc.SignalResponse(offer=rtc.SessionDescription(type="offer", sdp=sdp, id=1)))

    async def handle(self, raw: bytes) -> None:
        """Acts on one signalling message; `said_goodbye` tells that it was the last. Raises SignalError for rubbish."""
        try:
            await self._act(rtc.SignalRequest.FromString(raw))
        except (DecodeError, InvalidStateError, InvalidAccessError, ValueError, AssertionError, IndexError) as error:
            raise SignalError(type(error).__name__) from error

    async def _act(self, request: rtc.SignalRequest) -> None:
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
            case "track_setting":
                self._steer(request.track_setting)
            case "leave":
                self.said_goodbye = True
            case other:
                # Layers and subscriptions have nothing to steer: the one layer is sent to everybody.
                logger.debug("signal ignored kind=%s", other)

    async def respond(self, response: rtc.SignalResponse) -> None:
        """Sends one signalling message; a socket that has gone is the reader's business."""
        await self.room.link.up()
        if self.hung_up.is_set():
            return
        try:
            await self._send(response.SerializeToString())
        except (RuntimeError, OSError, WebSocketDisconnect):
            logger.debug("signal socket gone room=%s", self.room.name)

    def send_data(self, packet: bytes) -> None:
        """Sends a data packet on the reliable channel."""
        self._subscriber.send(packet)

    def hears(self) -> bool:
        """Whether the client's microphone is published and not muted."""
        return not all(self._muted_tracks.values()) if self._muted_tracks else True

    def hang_up(self) -> None:
        """Ends the signalling socket without a word; media goes on."""
        self.hung_up.set()

    async def close(self, reason: models.DisconnectReason | None = None) -> None:
        """Tells the client to go (if `reason` is given) and ends both connections."""
        self.gone.set()
        if reason is not None:
            self.said_goodbye = True
            await self.respond(wire.leave(reason))
        self.hung_up.set()
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

    def _steer(self, wish: rtc.UpdateTrackSettings) -> None:
        for sid in wish.track_sids:
            media = self._media.get(sid)
            if isinstance(media, Steerable):
                media.limit(_rate(wish) if media.kind == "video" else 0.0 if wish.disabled else None)

    async def _mute(self, request: rtc.MuteTrackRequest) -> None:
        self._muted_tracks[request.sid] = request.muted
        for track in self.info.tracks:
            if track.sid == request.sid:
                track.muted = request.muted
                await self.room.announce(self.info, but=self)

    async def _add_track(self, request: rtc.AddTrackRequest) -> None:
        info, response = wire.published(request, self.room.new_sid("TR"))
        self._muted_tracks[info.sid] = info.muted
        if info.type == models.TrackType.AUDIO:
            self._unheard.append(info.sid)
        self.info.tracks.append(info)
        await self.respond(response)
        await self.room.announce(self.info, but=self)

    def _publish_side(self) -> PublisherPeer:
        if self._publisher is None:
            self._publisher = PublisherPeer(self.room.link, on_data=self._data, on_audio=self._audio)
        return self._publisher

    def _data(self, raw: bytes) -> None:
        try:
            packet = wire.received(raw, identity=self.guest.identity, sid=self.sid)
        except DecodeError:
            logger.warning("data packet not understood room=%s", self.room.name)
            return
        self.room.said(self, packet)

    async def _audio(self, track: MediaStreamTrack) -> None:
        # In the order of their publishing: the ids of the offer are not those that the Rust clients publish under.
        if self._unheard:
            subscribed = rtc.TrackSubscribed(track_sid=self._unheard.pop(0))
            await self.respond(rtc.SignalResponse(track_subscribed=subscribed))
        await self.room.listen(self, track)


def _rate(wish: rtc.UpdateTrackSettings) -> float | None:
    if wish.disabled:
        return 0.0
    # As with LiveKit's server, a size takes precedence over a quality; the one picture serves every size.
    by_quality = None if wish.width or wish.height else _RATES.get(wish.quality)
    limits = [limit for limit in (by_quality, float(wish.fps) or None) if limit is not None]
    return min(limits, default=None)


def _now_ms() -> int:
    return int(time.time() * 1000)
