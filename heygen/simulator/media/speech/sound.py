"""Samples to Opus: tone, level, sampling rate, and packets of 20 ms."""

from __future__ import annotations

import functools
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.audio.codeccontext import AudioCodecContext

from heygen.simulator.media.errors import VoiceError

__all__ = ["PACKET_S", "PACKET_SAMPLES", "SAMPLE_RATE", "encode", "opus_encoder", "silence", "tone", "trimmed"]

Samples = npt.NDArray[np.float64]

SAMPLE_RATE = 48_000
"""Samples per second of Opus."""
PACKET_SAMPLES = 960
PACKET_S = PACKET_SAMPLES / SAMPLE_RATE

_BIT_RATE = 40_000
_LOUDNESS = 0.11
_CEILING = 0.9
_BASS_HZ = 260.0
_EDGE_HZ = 5_200.0
_QUIET = 0.004
_TAIL_S = 0.14
_FADE_SAMPLES = 480
_WARM_UP_PACKETS = 12


def tone(samples: Samples, rate: float, *, warmth: float) -> Samples:
    """Resamples to 48 kHz, adds `warmth` (0 to 1: more chest, less edge), evens out the level, limits softly.

    `samples` run from -1 to 1. A `rate` below the true one makes a larger, slower voice.
    """
    if not len(samples):
        return samples
    count = round(len(samples) * SAMPLE_RATE / rate)
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    chest = 1 + 0.9 * warmth / (1 + (hertz / _BASS_HZ) ** 2)
    edge = 1 / np.sqrt(1 + (hertz / (_EDGE_HZ + (1 - warmth) * 6_000)) ** 4)
    shaped = np.fft.irfft(_of_length(spectrum * chest * edge, count // 2 + 1), count) * (count / len(samples))
    voiced = shaped[np.abs(shaped) > _QUIET]
    loudness = float(np.sqrt(np.mean(voiced**2))) if len(voiced) else 0.0
    if loudness:
        shaped = shaped * (_LOUDNESS / loudness)
    return np.tanh(shaped / _CEILING) * _CEILING


def trimmed(samples: Samples) -> Samples:
    """Without the long silence at the end (48 kHz); a short one stays, and the last samples fade."""
    heard = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(heard):
        return samples[:0]
    kept = samples[: int(heard[-1]) + 1 + round(_TAIL_S * SAMPLE_RATE)].copy()
    fade = min(_FADE_SAMPLES, len(kept))
    kept[len(kept) - fade :] *= np.linspace(1, 0, fade)
    return kept


def encode(samples: Samples) -> tuple[bytes, ...]:
    """Mono samples of 48 kHz as Opus packets of 20 ms, the last one filled up with silence.

    Raises VoiceError when this build of av has no Opus encoder.
    """
    encoder = opus_encoder()
    padded = np.concatenate([samples, np.zeros(-len(samples) % PACKET_SAMPLES)])
    whole = np.round(padded * 32_767).astype(np.int16)
    packets: list[bytes] = []
    for start in range(0, len(whole), PACKET_SAMPLES):
        block = np.ascontiguousarray(whole[start : start + PACKET_SAMPLES]).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = start
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(packets)


def opus_encoder() -> AudioCodecContext:
    """An encoder of 20 ms packets from 48 kHz mono. Raises VoiceError when this build of av has none."""
    try:
        encoder = av.CodecContext.create("libopus", "w")
    except ValueError as error:
        raise VoiceError("This build of av has no Opus encoder. Install av from its published wheel.") from error
    encoder.bit_rate = _BIT_RATE
    encoder.format = "s16"
    encoder.layout = "mono"
    encoder.sample_rate = SAMPLE_RATE
    encoder.time_base = Fraction(1, SAMPLE_RATE)
    # The low-delay mode predicts least from packet to packet, so that packets of different sentences join cleanly.
    encoder.options = {"application": "lowdelay", "frame_duration": "20"}
    return encoder


@functools.cache
def silence() -> bytes:
    """One packet of silence, as an encoder sends it in the middle of a long pause."""
    return encode(np.zeros(PACKET_SAMPLES * _WARM_UP_PACKETS))[-1]


def _of_length(spectrum: npt.NDArray[np.complex128], count: int) -> npt.NDArray[np.complex128]:
    if len(spectrum) >= count:
        return spectrum[:count]
    return np.concatenate([spectrum, np.zeros(count - len(spectrum), dtype=np.complex128)])
