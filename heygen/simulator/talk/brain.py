"""Who thinks for the simulated avatar: the script, or a model behind an OpenAI-compatible endpoint."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from heygen.simulator.media.speech.speech import split_sentences
from heygen.simulator.talk import script

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam

__all__ = ["Brain", "Line", "ModelBrain", "Persona", "ScriptedBrain"]

logger = logging.getLogger(__name__)

_SAY_AGAIN = "Oh my, the snow is loud on the roof. Would you say that once more, please?"


@dataclass(frozen=True)
class Line:
    """One finished line of talk; role is `user` or `avatar`."""

    role: str
    text: str


@dataclass(frozen=True)
class Persona:
    """Who answers: the prompt given by the client, the drawn character, and the guest's name if it was given."""

    prompt: str
    character: str
    guest: str | None


class Brain(Protocol):
    """Answers a line with sentences, each as soon as it is known."""

    def answer(self, text: str, persona: Persona, history: Sequence[Line]) -> AsyncIterator[str]:
        """Sentences to speak, in order."""
        ...


class ScriptedBrain:
    """The small scripted Santa. It does not read the prompt."""

    async def answer(self, text: str, persona: Persona, history: Sequence[Line]) -> AsyncIterator[str]:
        """Sentences of the scripted answer."""
        said = [line.text for line in history]
        reply = script.answer(text, guest=persona.guest, history=said, character=persona.character)
        for sentence in split_sentences(reply):
            yield sentence


class ModelBrain:
    """A chat model with the persona as its system prompt, streamed and cut into sentences."""

    def __init__(self, client: AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model

    async def answer(self, text: str, persona: Persona, history: Sequence[Line]) -> AsyncIterator[str]:
        """Sentences as the model finishes them. A model that fails makes the avatar ask again, kindly."""
        from openai import OpenAIError

        messages: list[ChatCompletionMessageParam] = [{"role": "system", "content": persona.prompt}]
        for line in history:
            if line.role == "user":
                messages.append({"role": "user", "content": line.text})
            else:
                messages.append({"role": "assistant", "content": line.text})
        messages.append({"role": "user", "content": text})
        pending = ""
        try:
            stream = await self._client.chat.completions.create(model=self._model, messages=messages, stream=True)
            async for chunk in stream:
                pending += (chunk.choices[0].delta.content or "") if chunk.choices else ""
                *whole, pending = split_sentences(pending) or [""]
                for sentence in whole:
                    yield sentence
        except OpenAIError as error:
            logger.warning("model failed kind=%s", type(error).__name__)
            pending = pending or _SAY_AGAIN
        if pending.strip():
            yield pending.strip()
