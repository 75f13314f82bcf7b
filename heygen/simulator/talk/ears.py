"""What the simulated vendor hears: voice activity in a guest's microphone, and words for what was said."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import AsyncIterator, Callable
from enum import Enum, auto
from typing import Protocol

import av
import webrtcvad
from aiortc import MediaStreamTrack

from heygen.simulator.talk import script

__all__ = ["RATE", "Ears", "ScriptedWords", "Turn", "VoiceActivity", "Words", "microphone"]

logger = logging.getLogger(__name__)

RATE = 16_000
FRAME_BYTES = RATE // 50 * 2
_ONSET_WINDOW = 8
_ONSET_VOICED = 5
_HANGOVER_FRAMES = 35
_LONGEST_FRAMES = 50 * 30


class Turn(Enum):
    """The two edges of a guest's turn."""

    STARTED = auto()
    STOPPED = auto()


class VoiceActivity:
    """Finds the start and end of speech in 20 ms frames of 16 kHz mono PCM.

    Speech starts when 5 of 8 frames are voiced (about 100 ms) and ends after 700 ms without voice, or after 30 s.
    """

    def __init__(self, *, aggressiveness: int = 3) -> None:
        self._vad = webrtcvad.Vad(aggressiveness)
        self._recent: deque[bool] = deque(maxlen=_ONSET_WINDOW)
        self._lead: deque[bytes] = deque(maxlen=_ONSET_WINDOW)
        self._quiet = 0
        self._length = 0
        self.speaking = False
        self.heard = bytearray()

    def feed(self, frame: bytes) -> Turn | None:
        """Takes one frame of 640 bytes; tells when a turn starts or stops. `heard` holds the turn's sound."""
        voiced = bool(self._vad.is_speech(frame, RATE))
        if not self.speaking:
            self._recent.append(voiced)
            self._lead.append(frame)
            if sum(self._recent) < _ONSET_VOICED:
                return None
            self.speaking, self._quiet, self._length = True, 0, 0
            self.heard = bytearray(b"".join(self._lead))
            return Turn.STARTED
        self.heard += frame
        self._length += 1
        self._quiet = 0 if voiced else self._quiet + 1
        if self._quiet < _HANGOVER_FRAMES and self._length < _LONGEST_FRAMES:
            return None
        self.finish()
        return Turn.STOPPED

    def finish(self) -> bool:
        """Ends a turn without waiting for silence; False when none was under way."""
        speaking, self.speaking = self.speaking, False
        self._recent.clear()
        self._lead.clear()
        return speaking


class Words(Protocol):
    """Turns a guest's sound into words."""

    async def hear(self, pcm: bytes) -> str:
        """The words in 16 kHz mono PCM; empty when there were none."""
        ...


class ScriptedWords:
    """A friendly scripted child: whatever is heard, the next line of the script is what was said."""

    def __init__(self) -> None:
        self._turn = 0

    async def hear(self, pcm: bytes) -> str:
        """The script's next line."""
        line = script.child_lines(self._turn)
        self._turn += 1
        return line


class Ears:
    """Follows one microphone and reports the guest's turns, each under an id of its own.

    All turns are turned into words at once, but reported in the order in which they were spoken.

    `is_open` says whether the microphone counts at the moment.
    """

    def __init__(
        self,
        *,
        words: Words,
        started: Callable[[str], None],
        stopped: Callable[[str], None],
        understood: Callable[[str, str], None],
        is_open: Callable[[], bool],
    ) -> None:
        self._activity = VoiceActivity()
        self._words = words
        self._started = started
        self._stopped = stopped
        self._understood = understood
        self._is_open = is_open
        self._rest = bytearray()
        self._turn = ""
        self._ended = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._latest: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        """Whether the followed track has ended and all of it is understood."""
        return self._ended and not self._tasks

    def feed(self, pcm: bytes) -> None:
        """Takes any amount of 16 kHz mono PCM."""
        self._rest += pcm
        while len(self._rest) >= FRAME_BYTES:
            frame = bytes(self._rest[:FRAME_BYTES])
            del self._rest[:FRAME_BYTES]
            self._frame(frame if self._is_open() else bytes(FRAME_BYTES))

    async def follow(self, track: MediaStreamTrack) -> None:
        """Reads a microphone track until it ends (aiortc's MediaStreamError); a turn that is under way ends with it."""
        try:
            async for pcm in microphone(track):
                self.feed(pcm)
        finally:
            self._ended = True
            self.finish()

    def finish(self) -> None:
        """Ends the turn that is under way: the microphone was closed or has gone, no silence will follow."""
        self._rest.clear()
        if self._activity.finish():
            self._turn_over()

    async def close(self) -> None:
        """Stops understanding; nothing is reported from now on."""
        self._activity.finish()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _frame(self, frame: bytes) -> None:
        edge = self._activity.feed(frame)
        if edge is Turn.STARTED:
            self._turn = str(uuid.uuid4())
            self._started(self._turn)
        elif edge is Turn.STOPPED:
            self._turn_over()

    def _turn_over(self) -> None:
        self._stopped(self._turn)
        task = asyncio.ensure_future(self._understand(self._turn, bytes(self._activity.heard), self._latest))
        self._latest = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _understand(self, turn: str, pcm: bytes, before: asyncio.Task[None] | None) -> None:
        text = ""
        try:
            text = await self._words.hear(pcm)
        except Exception:
            logger.exception("turn not understood")
        if before is not None:
            await asyncio.wait([before])
        if text:
            self._understood(turn, text)


async def microphone(track: MediaStreamTrack) -> AsyncIterator[bytes]:
    """16 kHz mono PCM of a received track, frame by frame."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    while True:
        frame = await track.recv()
        if not isinstance(frame, av.AudioFrame):
            continue
        for part in resampler.resample(frame):
            yield part.to_ndarray().tobytes()
