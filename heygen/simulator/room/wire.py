"""LiveKit's protobuf messages, as this room fills them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from livekit.protocol import models, rtc

__all__ = [
    "LOSSY",
    "RELIABLE",
    "Bot",
    "BotTrack",
    "Received",
    "join_response",
    "leave",
    "published",
    "received",
    "update",
    "user_packet",
    "viewer_info",
]

RELIABLE = "_reliable"
LOSSY = "_lossy"
PING_INTERVAL_S = 5
PING_TIMEOUT_S = 15
# Clients of protocol 9 and later expect the server to open the data channels of the subscriber connection.
PROTOCOL = 15


@dataclass(frozen=True)
class BotTrack:
    """A track that a bot participant publishes."""

    sid: str
    kind: str
    width: int = 0
    height: int = 0

    def info(self) -> models.TrackInfo:
        """The track as LiveKit announces it."""
        video = self.kind == "video"
        return models.TrackInfo(
            sid=self.sid,
            type=models.TrackType.VIDEO if video else models.TrackType.AUDIO,
            source=models.TrackSource.CAMERA if video else models.TrackSource.MICROPHONE,
            name=self.kind,
            width=self.width,
            height=self.height,
            mime_type="video/VP8" if video else "audio/opus",
            codecs=[models.SimulcastCodecInfo(mime_type="video/VP8" if video else "audio/opus", cid=self.sid)],
        )


@dataclass(frozen=True)
class Bot:
    """A participant that lives in the server: the avatar, or the agent behind it."""

    identity: str
    sid: str
    tracks: tuple[BotTrack, ...] = field(default=())

    def info(self) -> models.ParticipantInfo:
        """The participant as LiveKit announces it."""
        return models.ParticipantInfo(
            sid=self.sid,
            identity=self.identity,
            name=self.identity,
            state=models.ParticipantInfo.State.ACTIVE,
            tracks=[track.info() for track in self.tracks],
            is_publisher=bool(self.tracks),
            permission=_permission(True),
        )


def join_response(
    *, room: str, me: models.ParticipantInfo, others: Iterable[models.ParticipantInfo]
) -> rtc.SignalResponse:
    """The first message to a client that was let in."""
    return rtc.SignalResponse(
        join=rtc.JoinResponse(
            room=models.Room(sid=f"RM_{room}", name=room, empty_timeout=300),
            participant=me,
            other_participants=list(others),
            server_version="1.9.0",
            subscriber_primary=True,
            ping_timeout=PING_TIMEOUT_S,
            ping_interval=PING_INTERVAL_S,
            server_info=models.ServerInfo(version="1.9.0", protocol=PROTOCOL, region="local", node_id="simulator"),
            enabled_publish_codecs=[models.Codec(mime="audio/opus"), models.Codec(mime="video/VP8")],
        )
    )


def viewer_info(
    sid: str, identity: str, name: str, *, can_publish: bool, agent: bool, joined_at: int
) -> models.ParticipantInfo:
    """A connected client as LiveKit announces it."""
    return models.ParticipantInfo(
        sid=sid,
        identity=identity,
        name=name,
        state=models.ParticipantInfo.State.ACTIVE,
        permission=_permission(can_publish),
        kind=models.ParticipantInfo.Kind.AGENT if agent else models.ParticipantInfo.Kind.STANDARD,
        joined_at=joined_at,
    )


def published(request: rtc.AddTrackRequest, sid: str) -> tuple[models.TrackInfo, rtc.SignalResponse]:
    """The announcement of a client's own track, and the answer to its request."""
    info = models.TrackInfo(
        sid=sid,
        type=request.type,
        name=request.name,
        muted=request.muted,
        source=request.source,
        mime_type="audio/opus" if request.type == models.TrackType.AUDIO else "video/VP8",
    )
    return info, rtc.SignalResponse(track_published=rtc.TrackPublishedResponse(cid=request.cid, track=info))


def update(participants: Iterable[models.ParticipantInfo]) -> rtc.SignalResponse:
    """Participants that came, changed or left."""
    return rtc.SignalResponse(update=rtc.ParticipantUpdate(participants=list(participants)))


def leave(reason: models.DisconnectReason, *, rejoin: bool = False) -> rtc.SignalResponse:
    """Asks the client to go, or to drop everything and join anew."""
    action = rtc.LeaveRequest.Action.RECONNECT if rejoin else rtc.LeaveRequest.Action.DISCONNECT
    return rtc.SignalResponse(leave=rtc.LeaveRequest(reason=reason, action=action, can_reconnect=rejoin))


def user_packet(payload: bytes, *, topic: str | None, identity: str, sid: str) -> bytes:
    """A data packet from a participant, ready for a data channel."""
    user = models.UserPacket(payload=payload, participant_identity=identity, participant_sid=sid)
    if topic is not None:
        user.topic = topic
    return models.DataPacket(
        kind=models.DataPacket.Kind.RELIABLE, participant_identity=identity, participant_sid=sid, user=user
    ).SerializeToString()


@dataclass(frozen=True)
class Received:
    """A client's data packet: `raw` is what others get, signed with its sender; `to` are their identities or sids.

    `payload` is None for packets that are no plain user data (streams, calls of methods, chat).
    """

    raw: bytes
    to: tuple[str, ...]
    payload: bytes | None
    topic: str | None


def received(raw: bytes, *, identity: str, sid: str) -> Received:
    """Reads a client's packet and signs it. Raises google.protobuf.message.DecodeError for bytes that are no packet."""
    packet = models.DataPacket.FromString(raw)
    packet.participant_identity, packet.participant_sid = identity, sid
    to = tuple(packet.destination_identities)
    if not packet.HasField("user"):
        return Received(packet.SerializeToString(), to, None, None)
    user = packet.user
    user.participant_identity, user.participant_sid = identity, sid
    # Older clients name receivers within the user packet, the oldest by sid.
    to = to or tuple(user.destination_identities) or tuple(user.destination_sids)
    topic = user.topic if user.HasField("topic") else None
    return Received(packet.SerializeToString(), to, user.payload, topic)


def _permission(can_publish: bool) -> models.ParticipantPermission:
    return models.ParticipantPermission(can_subscribe=True, can_publish=can_publish, can_publish_data=True)
