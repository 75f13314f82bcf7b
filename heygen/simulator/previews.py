"""Short samples of the catalogue's voices."""

from __future__ import annotations

import asyncio
import io
import wave

import av
from av.packet import Packet
from av.stream import Stream

from heygen.simulator.media.speech.sound import PACKET_SAMPLES, SAMPLE_RATE
from heygen.simulator.media.speech.speech import Speech, Voice, style_for
from heygen.simulator.world.records import VoiceRecord

__all__ = ["Previews", "wav_of"]

_RATE = 24_000
_SAMPLE = "Hello. This is how I sound."


class Previews:
    """Speaks a sample once for each voice, and keeps it."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._kept: dict[str, bytes] = {}

    async def wav(self, record: VoiceRecord) -> bytes:
        """A WAV file of the voice: mono, 16 bit, 24 kHz. Raises VoiceError when there is no voice on this machine."""
        if record.id not in self._kept:
            self._kept[record.id] = await asyncio.get_running_loop().run_in_executor(None, self._speak, record.style)
        return self._kept[record.id]

    def _speak(self, style: str) -> bytes:
        return wav_of(self._voice.speak(_SAMPLE, style_for(style)))


def wav_of(speech: Speech, *, rate: int = _RATE) -> bytes:
    """A speech as a WAV file, mono, 16 bit; `rate` in samples per second."""
    decoder = av.CodecContext.create("libopus", "r")
    decoder.sample_rate = SAMPLE_RATE
    decoder.layout = "mono"
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    pcm = bytearray()
    for index, data in enumerate(speech.packets):
        packet: Packet[Stream] = Packet(data)
        packet.pts = index * PACKET_SAMPLES
        for frame in decoder.decode(packet):
            frame.sample_rate = SAMPLE_RATE
            for part in resampler.resample(frame):
                pcm += part.to_ndarray().tobytes()
    for part in resampler.resample(None):
        pcm += part.to_ndarray().tobytes()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(pcm))
    return out.getvalue()
