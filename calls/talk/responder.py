"""Who answers in a text conversation: a model behind an OpenAI-compatible endpoint, or the scripted Santa."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from calls.guests import GUEST_NAME
from calls.journal.transcript import Turn
from calls.models.chat import ChatModel, Message, ModelError, ScriptedChat, chat_model
from calls.persona import system_messages
from calls.server.settings import Settings
from calls.store.personas import Version

__all__ = ["ModelResponder", "Responder", "ScriptedResponder", "conversation", "responder_for"]

logger = logging.getLogger(__name__)

_SAY_AGAIN = "Oh my, the snow is loud on the roof. Would you write that once more, please?"
_TURNS_MAX = 40
# Facts stay at hand for a few turns after their word was heard.
_HEARD_MAX = 4


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


def responder_for(settings: Settings) -> Responder:
    """The model of the settings, or the script where none is set."""
    model = chat_model(settings)
    return ModelResponder(model) if model.reads_prompt else ScriptedResponder()


def conversation(persona: Version, guest: str, said: Sequence[Turn], text: str) -> list[Message]:
    """What a model is told: the persona, the latest turns of the talk, and the guest's line."""
    heard = [*(turn.text for turn in said if turn.speaker == "guest"), text]
    told = system_messages(persona.document, {GUEST_NAME: guest}, heard[-_HEARD_MAX:])
    talk = [Message("user" if turn.speaker == "guest" else "assistant", turn.text) for turn in said[-_TURNS_MAX:]]
    return [*(Message("system", words) for words in told), *talk, Message("user", text)]
