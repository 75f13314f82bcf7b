"""Who answers in a text conversation: a model behind an OpenAI-compatible endpoint, or the scripted Santa."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from calls.journal.transcript import Turn
from calls.models.chat import ScriptedChat, chat_model
from calls.models.endpoint import Endpoint
from calls.models.model import ChatModel, Message, ModelError
from calls.store.personas import Version
from calls.talk.prompting import Said, messages

__all__ = ["ModelResponder", "Responder", "ScriptedResponder", "conversation", "responder_for"]

logger = logging.getLogger(__name__)

_SAY_AGAIN = "Oh my, the snow is loud on the roof. Would you write that once more, please?"


class Responder(Protocol):
    """Answers one line of a guest in pieces, each as soon as it is known."""

    def answer(self, persona: Version, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """Pieces of the answer to `text`; `said` is the talk before it. Never raises for a failed model."""
        ...


class ScriptedResponder:
    """The small scripted Santa. It does not read the persona."""

    async def answer(self, persona: Version, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """The scripted answer, in one piece."""
        model = ScriptedChat(persona.persona_id)
        async for piece in model.stream(conversation(persona, guest, said, text), persona.document.model, guest):
            yield piece


class ModelResponder:
    """A chat model with the persona as its system messages."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    async def answer(self, persona: Version, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """The model's words as they come. A model that fails makes the agent ask again, kindly."""
        heard = False
        try:
            async for piece in self._model.stream(
                conversation(persona, guest, said, text), persona.document.model, guest
            ):
                heard = heard or bool(piece.strip())
                yield piece
        except ModelError as error:
            logger.warning("model failed kind=%s", error.code)
        if not heard:
            yield _SAY_AGAIN


def responder_for(settings: Endpoint) -> Responder:
    """The model of the settings, or the script where none is set."""
    model = chat_model(settings)
    return ModelResponder(model) if model.reads_prompt else ScriptedResponder()


def conversation(persona: Version, guest: str, said: Sequence[Turn], text: str) -> list[Message]:
    """What a model is told at this point of a call."""
    talk = [Said(turn.speaker, turn.text) for turn in said]
    return messages(persona.document, guest=guest, age=None, said=talk, line=text)
