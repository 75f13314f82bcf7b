"""A room: who is in it, the bots that live in the server, and the data that travels between them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiortc import MediaStreamTrack
from livekit.protocol import models

from heygen.simulator.room import wire
from heygen.simulator.room.link import Link
from heygen.simulator.room.participant import Participant
from heygen.simulator.room.wire import Bot, BotTrack, Received
from heygen.simulator.world.credentials import Guest

__all__ = ["DisconnectReason", "Host", "Room"]

logger = logging.getLogger(__name__)

DisconnectReason = models.DisconnectReason
TrackSource = Callable[[], MediaStreamTrack]
# Longer than a client takes to come back; its media goes on so long.
_ABSENCE_S = 20.0


@dataclass(frozen=True)
class Host:
    """What the room tells its owner. `listen` reads one microphone track until it ends."""

    ready: Callable[[str], None]
    said: Callable[[str, bytes, str | None], None]
    listen: Callable[[str, MediaStreamTrack, Callable[[], bool]], Awaitable[None]]


class Room:
    """One LiveKit room with its bots. All methods run on the event loop that made it.

    `refuses`: it lets nobody in, whatever the token.
    """

    def __init__(
        self,
        name: str,
        *,
        bots: Sequence[Bot],
        sources: dict[str, TrackSource],
        host: Host,
        new_sid: Callable[[str], str],
        link: Link,
        refuses: bool = False,
    ) -> None:
        self.name = name
        self.bots = tuple(bots)
        self.new_sid = new_sid
        self.link = link
        self.refuses = refuses
        self.closed = False
        self._sources = sources
        self._host = host
        self._people: dict[str, Participant] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def identities(self) -> list[str]:
        """Clients in the room."""
        return list(self._people)

    def tracks(self) -> Iterator[tuple[Bot, BotTrack, TrackSource]]:
        """Every bot track with the factory of its media; each subscriber gets media of its own."""
        for bot in self.bots:
            for track in bot.tracks:
                yield bot, track, self._sources[track.kind]

    def others(self, me: Participant) -> list[models.ParticipantInfo]:
        """Everyone else, bots first."""
        people = [p.info for p in self._people.values() if p is not me]
        return [bot.info() for bot in self.bots] + people

    async def join(self, guest: Guest, send: Callable[[bytes], Awaitable[None]]) -> Participant:
        """Lets a client in; an earlier connection of the same identity is put out, as LiveKit does."""
        earlier = self._people.get(guest.identity)
        person = Participant(self, guest, self.new_sid("PA"), send)
        # In its place at once: of several that come back together, the last to come must stay.
        self._people[guest.identity] = person
        if earlier is not None:
            await earlier.close(DisconnectReason.DUPLICATE_IDENTITY)
        await person.join()
        await self.announce(person.info, but=person)
        return person

    async def leave(self, person: Participant) -> None:
        """Takes a client out and tells the others."""
        if self._people.get(person.guest.identity) is person:
            del self._people[person.guest.identity]
            person.info.state = models.ParticipantInfo.State.DISCONNECTED
            await self.announce(person.info, but=person)
        if not person.gone.is_set():
            await person.close()

    def miss(self, person: Participant) -> None:
        """A client's socket has gone without a goodbye: its place is kept a little."""
        person.hang_up()
        self._later(self._absent(person))

    def hang_up(self) -> None:
        """Closes every client's socket; they may come back."""
        for person in self._people.values():
            person.hang_up()

    async def announce(self, info: models.ParticipantInfo, *, but: Participant) -> None:
        """Tells everyone else about a participant."""
        for person in list(self._people.values()):
            if person is not but:
                await person.respond(wire.update([info]))

    def send(self, bot: Bot, payload: bytes, topic: str | None) -> None:
        """Data from a bot to every client; one that never came says nothing."""
        if bot not in self.bots:
            return
        packet = wire.user_packet(payload, topic=topic, identity=bot.identity, sid=bot.sid)
        for person in self._people.values():
            person.send_data(packet)

    def said(self, person: Participant, packet: Received) -> None:
        """Data from a client: to the host, and to the clients it is meant for."""
        for other in self._people.values():
            if other is not person and (not packet.to or {other.guest.identity, other.sid} & set(packet.to)):
                other.send_data(packet.raw)
        if packet.payload is not None:
            self._host.said(person.guest.identity, packet.payload, packet.topic)

    def ready(self, person: Participant) -> None:
        """A client has media and its reliable channel."""
        self._host.ready(person.guest.identity)

    def lost(self, person: Participant) -> None:
        """A client's media connection failed for good."""
        self._later(self.leave(person))

    async def listen(self, person: Participant, track: MediaStreamTrack) -> None:
        """Hands a client's microphone to the host."""
        await self._host.listen(person.guest.identity, track, person.hears)

    async def close(self, reason: DisconnectReason = DisconnectReason.ROOM_DELETED) -> None:
        """Deletes the room; clients are told why."""
        self.closed = True
        self.link.mend()
        people = list(self._people.values())
        self._people.clear()
        await asyncio.gather(*(person.close(reason) for person in people))
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _absent(self, person: Participant) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(person.gone.wait(), _ABSENCE_S)
        await self.leave(person)

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
