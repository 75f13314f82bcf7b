"""What one avatar shows and sounds like at any moment, and the tracks that carry it to a subscriber.

Time is in seconds of one clock, the event loop's. Looking something up changes nothing that others see, so that any
number of subscribers share one performance; each track remembers only what it sent itself.
"""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_right
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fractions import Fraction

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av.packet import Packet
from av.stream import Stream

from heygen.simulator.media.picture.face import Eyes, Mood, Mouth
from heygen.simulator.media.picture.idle import Idle
from heygen.simulator.media.picture.sprite import Sprite
from heygen.simulator.media.picture.sprites import PHASES, SpriteSet
from heygen.simulator.media.picture.vp8 import repeat_frame
from heygen.simulator.media.speech.sound import PACKET_S, PACKET_SAMPLES, SAMPLE_RATE, silence
from heygen.simulator.media.speech.speech import Speech

__all__ = ["FRAME_RATE", "AvatarAudioTrack", "AvatarVideoTrack", "Performance"]

FRAME_RATE = 25
_FRAME_S = 1 / FRAME_RATE
_FRAMES_PER_PHASE = 4
_VIDEO_CLOCK = 90_000
_KEY_FRAME_EVERY = FRAME_RATE
# Lips move a little before the sound that they make.
_LIPS_LEAD_S = 0.04
_TURN_S = 0.16
_KEPT_S = 2.0
# A consumer that is further behind than this gets the present instead of a burst of the past.
_LATE_FRAMES = 1
_LATE_PACKETS = 3
_ALMOST = 1e-6

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass
class _Spoken:
    speech: Speech
    first: int
    end: int


class Performance:
    """One session's avatar. Belongs to one event loop."""

    def __init__(self, sprites: SpriteSet, *, seed: int) -> None:
        self._sprites = sprites
        self._idle = Idle(seed)
        self._spoken: list[_Spoken] = []
        self._listening = False
        self._turning_until: float | None = 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        return self._sprites.size

    @property
    def listening(self) -> bool:
        """Whether the avatar looks attentive; the head turns in the next few frames after a change."""
        return self._listening

    @listening.setter
    def listening(self, on: bool) -> None:
        if on != self._listening:
            self._listening = on
            self._turning_until = None

    def begin(self, speech: Speech, at: float) -> None:
        """Speaks from `at` on; what was planned for later than that is dropped."""
        self.cut(at)
        first = math.ceil(at / PACKET_S - _ALMOST)
        self._spoken = [old for old in self._spoken if old.end * PACKET_S > at - _KEPT_S]
        self._spoken.append(_Spoken(speech, first, first + len(speech.packets)))

    def cut(self, at: float) -> None:
        """Silence from the next packet after `at`, and the mouth at rest."""
        tick = math.ceil(at / PACKET_S - _ALMOST)
        for spoken in self._spoken:
            spoken.end = min(spoken.end, tick)
        self._spoken = [spoken for spoken in self._spoken if spoken.end > spoken.first]

    def speaking_until(self, at: float) -> float | None:
        """When the speech that is heard at `at` or begins later ends; None when there is none."""
        ends = [spoken.end * PACKET_S for spoken in self._spoken if spoken.end * PACKET_S > at]
        return max(ends, default=None)

    def audio_packet(self, at: float) -> bytes:
        """The Opus packet of 20 ms that is heard at `at`."""
        tick = math.floor(at / PACKET_S + _ALMOST)
        spoken = self._heard(tick)
        return spoken.speech.packets[tick - spoken.first] if spoken else silence()

    def video_packet(self, at: float) -> bytes:
        """The VP8 key frame that is seen at `at`."""
        return self._sprites.packet(self.sprite(at))

    def sprite(self, at: float) -> Sprite:
        """The state of the picture at `at`."""
        spoken = self._heard(math.floor((at + _LIPS_LEAD_S) / PACKET_S + _ALMOST))
        mouth = _mouth(spoken, at) if spoken else Mouth.SMILE
        eyes = self._idle.eyes(at, attentive=self._listening or spoken is not None)
        mood = self._mood(at) if spoken is None else Mood.NORMAL
        if mood is not Mood.NORMAL and eyes is Eyes.HALF:
            eyes = Eyes.CLOSED
        phase = math.floor(at * FRAME_RATE + _ALMOST) // _FRAMES_PER_PHASE % PHASES
        return Sprite(mood, eyes, mouth, phase)

    def _mood(self, at: float) -> Mood:
        if self._turning_until is None:
            # The attribute carries no time; the turn begins when it is first seen, for all subscribers together.
            self._turning_until = at + _TURN_S
        if at < self._turning_until:
            return Mood.TURNING
        return Mood.LISTENING if self._listening else Mood.NORMAL

    def _heard(self, tick: int) -> _Spoken | None:
        return next((spoken for spoken in reversed(self._spoken) if spoken.first <= tick < spoken.end), None)


class _PacedTrack(MediaStreamTrack):
    """Hands out one packet per step of the clock; steps are counted from the clock's zero, the same for all tracks."""

    def __init__(self, step: float, late: int, clock: Clock | None, sleep: Sleep) -> None:
        super().__init__()
        self._step = step
        self._late = late
        self._clock = clock
        self._sleep = sleep
        self._origin: int | None = None
        self._tick = 0
        self._share = 1.0

    def limit(self, rate: float | None) -> None:
        """At most so many packets a second from now on; 0 pauses, None is all of them."""
        self._share = 1.0 if rate is None else min(1.0, rate * self._step)

    async def _next_due(self) -> int:
        """The next step that is not left out because of a limit."""
        while True:
            tick = await self._next_tick()
            if math.floor((tick + 1) * self._share + _ALMOST) > math.floor(tick * self._share + _ALMOST):
                return tick

    async def _next_tick(self) -> int:
        """Waits for the next step; gives the number of steps since the first. Raises MediaStreamError once stopped."""
        if self.readyState != "live":
            raise MediaStreamError
        if self._clock is None:
            self._clock = asyncio.get_running_loop().time
        now = math.floor(self._clock() / self._step)
        if self._origin is None:
            self._origin = self._tick = now
            return 0
        self._tick = now if now - self._tick > self._late + 1 else self._tick + 1
        wait = self._tick * self._step - self._clock()
        if wait > 0:
            await self._sleep(wait)
        if self.readyState != "live":
            raise MediaStreamError
        return self._tick - self._origin

    @property
    def _moment(self) -> float:
        # The middle of the step: no rounding of the clock can then fall into the neighbouring one.
        return (self._tick + 0.5) * self._step


class AvatarVideoTrack(_PacedTrack):
    """25 VP8 frames a second, already encoded: key frames when the picture changes, tiny repeats when it does not."""

    kind = "video"

    def __init__(self, performance: Performance, *, clock: Clock | None = None, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__(_FRAME_S, _LATE_FRAMES, clock, sleep)
        self._performance = performance
        self._repeat = repeat_frame(*performance.size)
        self._sent: bytes | None = None
        self._key_frame_at = 0

    def limit(self, rate: float | None) -> None:
        """As above; the next picture is a key frame, since the client may have dropped the last one."""
        super().limit(rate)
        self._sent = None

    async def recv(self) -> Packet[Stream]:
        """The next frame as a packet. Raises MediaStreamError once the track was stopped."""
        frame = await self._next_due()
        picture = self._performance.video_packet(self._moment)
        if picture is self._sent and frame - self._key_frame_at < _KEY_FRAME_EVERY:
            data = self._repeat
        else:
            data, self._sent, self._key_frame_at = picture, picture, frame
        return _packet(data, frame * (_VIDEO_CLOCK // FRAME_RATE), _VIDEO_CLOCK)


class AvatarAudioTrack(_PacedTrack):
    """50 Opus packets a second, already encoded."""

    kind = "audio"

    def __init__(self, performance: Performance, *, clock: Clock | None = None, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__(PACKET_S, _LATE_PACKETS, clock, sleep)
        self._performance = performance

    async def recv(self) -> Packet[Stream]:
        """The next packet. Raises MediaStreamError once the track was stopped."""
        tick = await self._next_due()
        return _packet(self._performance.audio_packet(self._moment), tick * PACKET_SAMPLES, SAMPLE_RATE)


def _mouth(spoken: _Spoken, at: float) -> Mouth:
    into = at + _LIPS_LEAD_S - spoken.first * PACKET_S
    index = bisect_right(spoken.speech.mouths, into, key=lambda move: move[0]) - 1
    return spoken.speech.mouths[max(index, 0)][1]


def _packet(data: bytes, pts: int, rate: int) -> Packet[Stream]:
    packet: Packet[Stream] = Packet(data)
    packet.pts = pts
    packet.time_base = Fraction(1, rate)
    return packet
