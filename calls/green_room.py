"""What the green room measures and what it concludes: levels, losses, delays, and the quality to choose for a call."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "FLOOR_DBFS",
    "MEASURE_S",
    "Advice",
    "Connection",
    "Hearing",
    "Packets",
    "Quality",
    "Reading",
    "connection",
    "dbfs",
    "hearing",
    "meter",
    "milliseconds",
    "recommend",
    "stalled",
]

FLOOR_DBFS = -96.0
"""Digital silence is shown as this: one step of 16 bits below full scale is -96 dB."""
MEASURE_S = 5.0
"""Receivers report losses and round trips every second or so; fewer than five reports say little."""
STALLED_S = 3.0
"""Sound is sent fifty times a second, also in silence: a pause of this length is no pause of the person."""
SPEECH_DBFS = -42.0
"""Speech half a metre from a laptop measures -35 to -20 dBFS; the hum of a quiet room stays under -50."""
FAINT_DBFS = -52.0
CLIPPING_DBFS = -1.0
"""Peaks above this are about to be cut off."""


class Hearing(StrEnum):
    """How well the microphone is heard."""

    NOTHING = "nothing"
    FAINT = "faint"
    SPEECH = "speech"
    TOO_LOUD = "too_loud"


class Quality(StrEnum):
    """What a call may ask of the connection, best first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    SOUND_ONLY = "sound_only"


@dataclass(frozen=True, slots=True)
class Packets:
    """Totals of one stream since its start, as its receiver counts them; `jitter_s` by RFC 3550, in seconds."""

    received: int
    lost: int
    jitter_s: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All counters at one moment. Times in seconds; `returned_loss` is the share (0 to 1) lost on the way back."""

    at: float
    sound: Packets | None = None
    picture: Packets | None = None
    frames: int = 0
    round_trip_s: float | None = None
    returned_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """What a stretch of readings says. `loss` is a share (0 to 1); None means not measured (yet)."""

    seconds: float
    lost_packets: int
    loss: float | None
    jitter_s: float | None
    round_trip_s: float | None
    frames_per_second: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """The quality to choose, why, and what could make it better (empty when nothing needs to)."""

    quality: Quality
    reason: str
    improve: str


@dataclass(frozen=True, slots=True)
class _Limit:
    quality: Quality
    loss: float
    jitter_s: float
    round_trip_s: float
    frames_per_second: float


# Round trips: ITU-T G.114 calls 150 ms one way unnoticed and 400 ms the most to plan for. Losses: G.1010 allows
# conversation 3 % and video 1 %; beyond 8 % concealment is heard in every sentence. Jitter: 30 ms is the usual planning
# figure for voice, and a WebRTC receiver that holds back more than about 100 ms delays the words themselves. Frames:
# a camera in a dim room gives 15 a second; fewer mean that the connection or this computer cannot keep up.
_LIMITS = (
    _Limit(Quality.HIGH, loss=0.01, jitter_s=0.030, round_trip_s=0.300, frames_per_second=14),
    _Limit(Quality.MEDIUM, loss=0.03, jitter_s=0.060, round_trip_s=0.500, frames_per_second=8),
    _Limit(Quality.LOW, loss=0.08, jitter_s=0.120, round_trip_s=0.800, frames_per_second=0),
)
_CLOSER = "Move closer to the Wi-Fi, use a cable, or pause downloads, and check again."
_OTHER_NETWORK = "Try another network, without a VPN if you can, and check again."
_LIGHTER = "Close other programs and tabs, light the room, and check again."


def dbfs(mean_square: float) -> float:
    """Level in dBFS of samples between -1 and 1, from the mean of their squares; a full-scale sine gives -3.

    Never below FLOOR_DBFS. Raises ValueError for a negative or undefined mean.
    """
    if not mean_square >= 0:
        raise ValueError("a mean of squares is never negative")
    return FLOOR_DBFS if mean_square == 0 else max(FLOOR_DBFS, 10 * math.log10(mean_square))


def meter(level_dbfs: float) -> float:
    """Where a level bar stands, 0 to 1: linear in dB from -60 (empty) to 0 (full)."""
    return min(1.0, max(0.0, 1 + level_dbfs / 60))


def hearing(level_dbfs: float, peak_dbfs: float) -> Hearing:
    """What a level over the last moments and its highest peak mean."""
    if peak_dbfs >= CLIPPING_DBFS:
        return Hearing.TOO_LOUD
    if level_dbfs >= SPEECH_DBFS:
        return Hearing.SPEECH
    return Hearing.FAINT if level_dbfs >= FAINT_DBFS else Hearing.NOTHING


def connection(readings: Sequence[Reading]) -> Connection:
    """What happened between the first and the last reading; jitter and round trip as last seen.

    Counters that went back (a stream that began anew) count as nothing. Raises ValueError without readings.
    """
    if not readings:
        raise ValueError("at least one reading is needed")
    first, last = readings[0], readings[-1]
    seconds = max(0.0, last.at - first.at)
    received = lost = 0
    for before, after in ((first.sound, last.sound), (first.picture, last.picture)):
        if after is not None:
            received += max(0, after.received - (before.received if before else 0))
            lost += max(0, after.lost - (before.lost if before else 0))
    there = lost / (received + lost) if received + lost else None
    back = max((r.returned_loss for r in readings if r.returned_loss is not None), default=None)
    known = [share for share in (there, back) if share is not None]
    frames = last.frames - first.frames
    return Connection(
        seconds=seconds,
        lost_packets=lost,
        loss=max(known) if known else None,
        jitter_s=last.sound.jitter_s if last.sound else None,
        round_trip_s=last.round_trip_s,
        frames_per_second=frames / seconds if seconds and frames > 0 else None,
    )


def stalled(readings: Sequence[Reading]) -> bool:
    """Whether packets have stopped coming: some had come, and none in the last STALLED_S seconds."""
    if not readings:
        return False
    last = readings[-1]
    older = [reading for reading in readings if last.at - reading.at >= STALLED_S]
    return bool(older) and _received(older[-1]) == _received(last) > 0


def recommend(seen: Connection) -> Advice:
    """The best quality whose limits all hold. What was not measured limits nothing: a call works without a camera."""
    for limit in _LIMITS:
        failed = _failed(seen, limit)
        if failed is None:
            better = _failed(seen, _LIMITS[0])
            if better is None:
                return Advice(limit.quality, _praise(seen), "")
            return Advice(limit.quality, *better)
    reason, improve = _failed(seen, _LIMITS[-1]) or ("", "")
    return Advice(Quality.SOUND_ONLY, reason, improve)


def milliseconds(seconds: float | None) -> str:
    """A duration in seconds for people: whole milliseconds."""
    return "–" if seconds is None else f"{seconds * 1000:.0f} ms"


def _received(reading: Reading) -> int:
    return sum(stream.received for stream in (reading.sound, reading.picture) if stream is not None)


def _failed(seen: Connection, limit: _Limit) -> tuple[str, str] | None:
    """The first limit that does not hold, with its reason and what helps; what hurts speech most comes first."""
    if seen.loss is not None and seen.loss > limit.loss:
        return f"{seen.loss:.1%} of the packets were lost, more than {_LIMITS[0].loss:.0%}.", _CLOSER
    if seen.round_trip_s is not None and seen.round_trip_s > limit.round_trip_s:
        wanted = milliseconds(_LIMITS[0].round_trip_s)
        return f"A round trip takes {milliseconds(seen.round_trip_s)}, more than {wanted}.", _OTHER_NETWORK
    if seen.jitter_s is not None and seen.jitter_s > limit.jitter_s:
        wanted = milliseconds(_LIMITS[0].jitter_s)
        return f"Packets arrive unevenly: {milliseconds(seen.jitter_s)} of jitter, more than {wanted}.", _CLOSER
    rate = seen.frames_per_second
    if rate is not None and rate < limit.frames_per_second:
        wanted = f"{_LIMITS[0].frames_per_second:.0f}"
        return f"{rate:.0f} frames per second arrive, fewer than {wanted}.", _LIGHTER
    return None


def _praise(seen: Connection) -> str:
    trip = f", a round trip takes {milliseconds(seen.round_trip_s)}" if seen.round_trip_s is not None else ""
    loss = "No packets were lost" if not seen.loss else f"Only {seen.loss:.1%} of the packets were lost"
    return f"{loss}{trip}."
