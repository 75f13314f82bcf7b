"""The network between a room and its clients, as far as faults can reach it: datagrams, and the signalling sockets."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

from aiortc import RTCIceTransport, RTCPeerConnection

__all__ = ["Link"]

MEDIA_LOSS = 0.3
Receive = Callable[[bytes | str, tuple[Any, ...]], None]
_RTP_FIRST_BYTES = range(128, 192)


class Link:
    """One room's network. Troubles are given a length in seconds of `clock`, and `chance` a number from 0 to 1.

    Belongs to one event loop.
    """

    def __init__(self, clock: Callable[[], float], chance: Callable[[], float] = random.random) -> None:
        self._clock = clock
        self._chance = chance
        self._lossy_until = 0.0
        self._shut_until = 0.0
        self._away_until: float | None = None
        self._up = asyncio.Event()
        self._up.set()

    @property
    def is_shut(self) -> bool:
        """Whether signalling sockets are refused."""
        return self._clock() < self._shut_until

    def lose_media(self, seconds: float) -> None:
        """Three in ten media packets are lost, both ways."""
        self._lossy_until = self._clock() + seconds

    def go_away(self, seconds: float) -> None:
        """Datagrams are lost, both ways; signalling waits, as TCP does."""
        self._away_until = self._clock() + seconds
        self._up.clear()

    def shut(self, seconds: float) -> None:
        """Signalling sockets are refused."""
        self._shut_until = self._clock() + seconds

    def tick(self) -> None:
        """Brings back a network whose absence is over. Called about twice a second."""
        if self._away_until is not None and self._clock() >= self._away_until:
            self.mend()

    def mend(self) -> None:
        """Brings the network back now."""
        self._away_until = None
        self._up.set()

    async def up(self) -> None:
        """Returns as soon as signalling passes."""
        await self._up.wait()

    def passes(self, datagram: bytes) -> bool:
        """Whether a datagram arrives."""
        if self._away_until is not None:
            return False
        if not datagram or datagram[0] not in _RTP_FIRST_BYTES or self._clock() >= self._lossy_until:
            return True
        return self._chance() >= MEDIA_LOSS

    def attach(self, pc: RTCPeerConnection) -> None:
        """Leads a connection's datagrams through here, once its candidates are gathered; again does no harm."""
        for transport in _transports(pc):
            # aioice has no public place where datagrams can be lost: one socket per address, and its two ends.
            for protocol in transport.iceGatherer._connection._protocols:
                if not isinstance(protocol.transport, _Socket):
                    protocol.transport = _Socket(protocol.transport, self)
                    receive = _receiver(protocol.datagram_received, self)
                    protocol.datagram_received = receive  # type: ignore[method-assign, assignment]


class _Socket(asyncio.DatagramTransport):
    """Another datagram transport that loses what does not pass."""

    def __init__(self, inner: asyncio.DatagramTransport, link: Link) -> None:
        super().__init__()
        self._inner = inner
        self._link = link

    def sendto(self, data: Any, addr: Any = None) -> None:
        if self._link.passes(data):
            self._inner.sendto(data, addr)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._inner.get_extra_info(name, default)

    def is_closing(self) -> bool:
        return self._inner.is_closing()

    def close(self) -> None:
        self._inner.close()

    def abort(self) -> None:
        self._inner.abort()


def _receiver(receive: Receive, link: Link) -> Receive:
    def received(data: bytes | str, addr: tuple[Any, ...]) -> None:
        if link.passes(data.encode() if isinstance(data, str) else data):
            receive(data, addr)

    return received


def _transports(pc: RTCPeerConnection) -> set[RTCIceTransport]:
    found = {sender.transport.transport for sender in pc.getSenders() if sender.transport is not None}
    if pc.sctp is not None:
        found.add(pc.sctp.transport.transport)
    return found
