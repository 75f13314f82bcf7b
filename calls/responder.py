"""Who answers in a text conversation: a model behind an OpenAI-compatible endpoint, or the scripted Santa."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Protocol

from calls.agents import Agent
from calls.settings import Settings
from calls.transcript import Turn

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam

__all__ = ["ModelResponder", "Responder", "ScriptedResponder", "responder_for"]

logger = logging.getLogger(__name__)

_SAY_AGAIN = "Oh my, the snow is loud on the roof. Would you write that once more, please?"
_TIMEOUT_S = 30.0
_TURNS_MAX = 40


class Responder(Protocol):
    """Answers one line of a guest in pieces, each as soon as it is known."""

    def answer(self, agent: Agent, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """Pieces of the answer of `agent` to `text`; `said` is the talk before it. Never raises for a failed model."""
        ...


class ScriptedResponder:
    """The small scripted Santa. It does not read the persona."""

    async def answer(self, agent: Agent, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """The scripted answer, in one piece."""
        # A file of words without imports of its own; the simulator around it stays unloaded.
        from heygen.simulator import script

        yield script.answer(text, guest=guest, history=said, character=agent.id)


class ModelResponder:
    """A chat model with the agent's persona as its system prompt."""

    def __init__(self, client: AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model

    async def answer(self, agent: Agent, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """The model's words as they come. A model that fails makes the agent ask again, kindly."""
        from openai import OpenAIError

        heard = False
        try:
            stream = await self._client.chat.completions.create(
                model=self._model, messages=_messages(agent, guest, said, text), stream=True
            )
            async for chunk in stream:
                piece = (chunk.choices[0].delta.content or "") if chunk.choices else ""
                heard = heard or bool(piece.strip())
                if piece:
                    yield piece
        except (OpenAIError, ValueError) as error:
            logger.warning("model failed kind=%s", type(error).__name__)
        if not heard:
            yield _SAY_AGAIN


def responder_for(settings: Settings) -> Responder:
    """The model of the settings, or the script where none is set."""
    if settings.openai_api_key is None or settings.openai_model is None:
        return ScriptedResponder()
    from openai import AsyncOpenAI

    key, address = settings.openai_api_key.reveal(), settings.openai_base_url
    return ModelResponder(AsyncOpenAI(api_key=key, base_url=address, timeout=_TIMEOUT_S), settings.openai_model)


def _messages(agent: Agent, guest: str, said: Sequence[Turn], text: str) -> list[ChatCompletionMessageParam]:
    messages: list[ChatCompletionMessageParam] = [{"role": "system", "content": agent.persona.prompt_for(guest)}]
    for turn in said[-_TURNS_MAX:]:
        if turn.speaker == "guest":
            messages.append({"role": "user", "content": turn.text})
        else:
            messages.append({"role": "assistant", "content": turn.text})
    return [*messages, {"role": "user", "content": text}]
