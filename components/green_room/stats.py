"""Reads the counters of the loop's peer connection on our side: aiortc's statistics as our `Reading`."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Iterable
from typing import Any

from aiortc import RTCPeerConnection
from aiortc.stats import RTCInboundRtpStreamStats, RTCRemoteInboundRtpStreamStats
from streamlit_webrtc import WebRtcStreamerContext
from streamlit_webrtc.eventloop import get_global_event_loop
from streamlit_webrtc.webrtc import WebRtcWorker

from calls.green_room import Packets, Reading

__all__ = ["peer_of", "read_stats", "reading_of"]

_PATIENCE_S = 1.0
# Sound is Opus and pictures are timed at 90 kHz (RFC 7587, RFC 3551); aiortc counts jitter in these ticks.
_CLOCK_HZ = {"audio": 48_000, "video": 90_000}
# Reports carry the lost share in 256ths (RFC 3550, 6.4.1).
_LOST_STEPS = 256


def peer_of(context: WebRtcStreamerContext[Any, Any]) -> RTCPeerConnection | None:
    """The loop's peer connection, or None while there is none; streamlit-webrtc has no public name for it."""
    worker = context._get_worker()
    return worker.pc if isinstance(worker, WebRtcWorker) else None


def read_stats(peer: RTCPeerConnection, at: float, frames: int) -> Reading | None:
    """The counters now; None when the server is too busy to tell within a second."""
    asked = asyncio.run_coroutine_threadsafe(peer.getStats(), get_global_event_loop())
    try:
        return reading_of(asked.result(_PATIENCE_S).values(), at, frames)
    except concurrent.futures.TimeoutError:
        asked.cancel()
        return None


def reading_of(stats: Iterable[object], at: float, frames: int) -> Reading:
    """Sorts a report into a reading. Round trip and returned loss come from the browser's own receiver reports."""
    streams: dict[str, Packets] = {}
    trips: list[float] = []
    returned: list[float] = []
    for item in stats:
        if isinstance(item, RTCInboundRtpStreamStats):
            clock = _CLOCK_HZ.get(item.kind, _CLOCK_HZ["video"])
            streams[item.kind] = Packets(item.packetsReceived, max(0, item.packetsLost), item.jitter / clock)
        elif isinstance(item, RTCRemoteInboundRtpStreamStats):
            returned.append(item.fractionLost / _LOST_STEPS)
            if item.roundTripTime is not None:
                trips.append(max(0.0, item.roundTripTime))
    return Reading(
        at=at,
        sound=streams.get("audio"),
        picture=streams.get("video"),
        frames=frames,
        round_trip_s=max(trips) if trips else None,
        returned_loss=max(returned) if returned else None,
    )
