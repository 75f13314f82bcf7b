"""Watches the frames of the green room's loop as they pass: levels, picture size, frame count. Nothing is kept."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace

import av
import numpy as np

from calls.green_room import FLOOR_DBFS, dbfs

__all__ = ["Heard", "Meter"]

# Frames of sound are 20 ms: the bar shows half a second, words change with the last second and a half.
_BAR_FRAMES = 25
_WORD_FRAMES = 75


@dataclass(frozen=True, slots=True)
class Heard:
    """The meter now. Levels in dBFS: `level` of the last half second, `loudest` half second lately, and `peak`."""

    level: float = FLOOR_DBFS
    loudest: float = FLOOR_DBFS
    peak: float = FLOOR_DBFS
    sounds: int = 0
    frames: int = 0
    width: int = 0
    height: int = 0


class Meter:
    """Fed on the server's event loop, read by the page's thread; a lock stands between them.

    With `hear_back` off, the sound that goes back is silence, so that open speakers do not howl.
    """

    def __init__(self) -> None:
        self.hear_back = False
        self._lock = threading.Lock()
        self._squares: deque[float] = deque(maxlen=_WORD_FRAMES)
        self._peaks: deque[float] = deque(maxlen=_WORD_FRAMES)
        self._heard = Heard()

    def reset(self) -> None:
        """Forgets everything, for a new connection."""
        with self._lock:
            self._squares.clear()
            self._peaks.clear()
            self._heard = Heard()

    def sound(self, frame: av.AudioFrame) -> av.AudioFrame:
        """Measures a frame of signed 16-bit samples and hands it on, or silence in its shape."""
        pcm = frame.to_ndarray()
        samples = pcm.astype(np.float32) / 32768
        square, peak = float(np.mean(samples**2)), float(np.max(np.abs(samples)))
        with self._lock:
            self._squares.append(square)
            self._peaks.append(peak)
            self._heard = replace(self._heard, sounds=self._heard.sounds + 1)
        if self.hear_back:
            return frame
        quiet = av.AudioFrame.from_ndarray(np.zeros_like(pcm), format=frame.format.name, layout=frame.layout.name)
        quiet.sample_rate = frame.sample_rate
        return quiet

    def picture(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Counts a frame and hands it on."""
        with self._lock:
            self._heard = replace(self._heard, frames=self._heard.frames + 1, width=frame.width, height=frame.height)
        return frame

    def read(self) -> Heard:
        """What passes now."""
        with self._lock:
            squares, peaks, heard = list(self._squares), list(self._peaks), self._heard
        if not squares:
            return heard
        chunks = [squares[i : i + _BAR_FRAMES] for i in range(0, len(squares), _BAR_FRAMES)]
        return replace(
            heard,
            level=_level(squares[-_BAR_FRAMES:]),
            loudest=max(_level(chunk) for chunk in chunks),
            peak=dbfs(max(peaks) ** 2),
        )


def _level(squares: list[float]) -> float:
    return dbfs(sum(squares) / len(squares))
