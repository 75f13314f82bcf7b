"""What one visit to the green room remembers: the meter, the counters of the last seconds, how the connection fares."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final, Protocol

from calls.green_room import Reading, stalled
from components.green_room.meter import Meter

__all__ = ["CONNECTING_LONG_S", "EVERY_S", "Peer", "Visit"]

EVERY_S: Final = 0.5
"""Seconds between two readings."""
WINDOW: Final = int(15 / EVERY_S)
CONNECTING_LONG_S: Final = 8.0
"""Connecting takes about a second; browsers give up after fifteen."""


class Peer(Protocol):
    """A peer connection, as far as a visit looks at it."""

    @property
    def connectionState(self) -> str:  # noqa: N802 (the name that WebRTC gives it)
        """One of W3C WebRTC's RTCPeerConnectionState."""


@dataclass
class Visit:
    """What one visit remembers: the meter, the counters of the last seconds, and how the connection has fared."""

    meter: Meter = field(default_factory=Meter)
    readings: deque[Reading] = field(default_factory=lambda: deque(maxlen=WINDOW))
    peer: Peer | None = None
    since: float | None = None
    connected: bool = False
    lost: bool = False
    left: bool = False

    def arrive(self, peer: Peer | None, *, busy: bool) -> None:
        """Called when a visitor comes to the page. The package still calls a loop running that it closed behind one who
        left; that is no broken connection."""
        if busy and self.since is not None and not _alive(peer):
            self.left = True

    def follow(self, peer: Peer | None, *, busy: bool, now: float) -> bool:
        """Notes what has become of the connection, a new one being measured from nothing; whether there is one."""
        self.left = self.left and not _alive(peer)
        busy = busy and not self.left
        if busy and self.since is None:
            self.since, self.connected, self.lost = now, False, False
        if busy and peer is not None and peer is not self.peer:
            self.peer = peer
            self.readings.clear()
            self.meter.reset()
        if busy and peer is not None:
            self.connected = self.connected or peer.connectionState == "connected"
        if busy:
            self.lost = stalled(self.readings)
        elif self.since is not None:
            # The browser's side gives up in silence: what stood still, or never came about, was no press on Stop.
            late = not self.connected and now - self.since > CONNECTING_LONG_S
            self.lost = not self.left and (stalled(self.readings) or late)
            self.since = self.peer = None
        return busy


def _alive(peer: Peer | None) -> bool:
    return peer is not None and peer.connectionState != "closed"
