"""Spoken words as text by an OpenAI-compatible endpoint.

Sound cannot be masked: what is sent here is the guest's voice as it is, so this is switched on by a setting of its own.
"""

from __future__ import annotations

import io
import logging
import wave
from typing import TYPE_CHECKING

from calls.models.endpoint import Endpoint, key_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

__all__ = ["Transcriber", "transcriber"]

logger = logging.getLogger(__name__)

_RATE = 16_000
_TIMEOUT_S = 30.0


class Transcriber:
    """A transcription model."""

    def __init__(self, client: AsyncOpenAI, name: str) -> None:
        self._client = client
        self._name = name

    async def hear(self, pcm: bytes) -> str:
        """The words in 16 kHz mono PCM, 16 bit; empty when there were none or the endpoint failed, as the log tells."""
        try:
            answer = await self._client.audio.transcriptions.create(
                model=self._name, file=("guest.wav", _wav(pcm), "audio/wav")
            )
            return answer.text.strip()
        except Exception as error:
            # The client's transport and odd answers raise kinds of their own, and a guest's turn must not end in one.
            logger.warning("transcription failed kind=%s", type(error).__name__)
            return ""

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.close()


def transcriber(endpoint: Endpoint) -> Transcriber | None:
    """The endpoint's transcription model for use on one event loop, if one is set. Whoever makes it closes it."""
    if endpoint.openai_transcription_model is None or not endpoint.has_endpoint:
        return None
    from openai import AsyncOpenAI

    client = AsyncOpenAI(api_key=key_of(endpoint), base_url=endpoint.openai_base_url, timeout=_TIMEOUT_S)
    return Transcriber(client, endpoint.openai_transcription_model)


def _wav(pcm: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(pcm)
    return out.getvalue()
