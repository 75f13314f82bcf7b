"""Sound that a client sends in pieces, as speech: Opus packets, and a mouth that follows the loudness."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt

from heygen.simulator.media.picture.face import Mouth
from heygen.simulator.media.speech.sound import PACKET_S, PACKET_SAMPLES, SAMPLE_RATE, opus_encoder
from heygen.simulator.media.speech.speech import Speech

__all__ = ["PCM_RATE", "PcmSpeech"]

PCM_RATE = 24_000
"""Samples per second of what clients send: s16le, mono."""

_FULL_SCALE = 32_768
# (root mean square up to which, shape); measured against full scale, quiet speech lies around 0.02.
_SHAPES = ((0.006, Mouth.SMILE), (0.025, Mouth.SMALL), (0.08, Mouth.WIDE), (math.inf, Mouth.OPEN))
# A mouth that changes faster than the picture flickers.
_PACKETS_PER_SHAPE = 2

Samples = npt.NDArray[np.int16]


class PcmSpeech:
    """One utterance, fed as it arrives. Pieces of speech come out in whole packets; what is left over waits."""

    def __init__(self) -> None:
        self._encoder = opus_encoder()
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._odd = b""
        self._fed = 0
        self._encoded = 0
        self._waiting: Samples = np.zeros(0, dtype=np.int16)

    def feed(self, pcm: bytes) -> Speech | None:
        """Takes any number of bytes; gives what can be spoken so far, None while that is less than a packet."""
        data = self._odd + pcm
        whole = len(data) // 2 * 2
        self._odd = data[whole:]
        samples = np.frombuffer(data[:whole], dtype="<i2").astype(np.int16)
        if not len(samples):
            return None
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = PCM_RATE
        frame.pts = self._fed
        frame.time_base = Fraction(1, PCM_RATE)
        self._fed += len(samples)
        self._wait(self._resampler.resample(frame))
        return self._speech(len(self._waiting) // PACKET_SAMPLES)

    def finish(self) -> Speech | None:
        """The rest, its last packet filled up with silence; None when nothing is left."""
        if self._fed:
            self._wait(self._resampler.resample(None))
        self._waiting = np.pad(self._waiting, (0, -len(self._waiting) % PACKET_SAMPLES))
        return self._speech(len(self._waiting) // PACKET_SAMPLES)

    def _wait(self, frames: Sequence[av.AudioFrame]) -> None:
        self._waiting = np.concatenate([self._waiting, *(frame.to_ndarray().reshape(-1) for frame in frames)])

    def _speech(self, count: int) -> Speech | None:
        if not count:
            return None
        sound, self._waiting = np.split(self._waiting, [count * PACKET_SAMPLES])
        blocks = sound.reshape(count, PACKET_SAMPLES)
        packets = tuple(packet for block in blocks for packet in self._packets(block))
        return Speech("", packets, (), tuple(_mouths(blocks)), count * PACKET_S)

    def _packets(self, block: Samples) -> Iterator[bytes]:
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._encoded
        self._encoded += PACKET_SAMPLES
        for packet in self._encoder.encode(frame):
            yield bytes(packet)


def _mouths(blocks: Samples) -> Iterator[tuple[float, Mouth]]:
    shown: Mouth | None = None
    for start in range(0, len(blocks), _PACKETS_PER_SHAPE):
        part = blocks[start : start + _PACKETS_PER_SHAPE].astype(np.float64) / _FULL_SCALE
        loudness = float(np.sqrt(np.mean(part**2)))
        shape = next(shape for most, shape in _SHAPES if loudness <= most)
        if shape is not shown:
            shown = shape
            yield start * PACKET_S, shape
