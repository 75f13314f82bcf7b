"""Our model as the simulated vendor's own: it is told what a rehearsal tells it, and text is masked on its way out."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from starlette.concurrency import run_in_threadpool

from calls.models.model import ChatModel, Message
from calls.persona import AgeBand, ModelSettings, Persona
from calls.safety.masking import masked
from calls.talk.prompting import Said, messages
from heygen.simulator.media.speech.speech import split_sentences
from heygen.simulator.talk.brain import Line
from heygen.simulator.talk.brain import Persona as Asked

__all__ = ["SAY_AGAIN", "Caller", "SimulatedBrain"]

logger = logging.getLogger(__name__)

SAY_AGAIN = "Oh my, the snow is loud on the roof. Would you say that once more, please?"


@dataclass(frozen=True)
class Caller:
    """Whose call a session belongs to, and whom it reaches."""

    persona: Persona
    guest: str = field(repr=False)
    age: AgeBand | None = None


@dataclass(frozen=True)
class _Request:
    messages: Sequence[Message]
    settings: ModelSettings
    guest: str | None = field(repr=False)


class SimulatedBrain:
    """Answers in one session of the simulator. `caller` looks its call up, on a thread; None is another client's."""

    def __init__(self, model: ChatModel, caller: Callable[[], Caller | None]) -> None:
        self._model = model
        self._look_up = caller
        self._caller: Caller | None = None

    async def answer(self, text: str, persona: Asked, history: Sequence[Line]) -> AsyncIterator[str]:
        """Sentences as the model finishes them. Whatever fails, the avatar asks again, kindly."""
        pending, failed, heard = "", False, False
        pieces: AsyncIterator[str] | None = None
        try:
            told = await self._told(text, persona, history)
            pieces = self._model.stream(told.messages, told.settings, told.guest)
            async for piece in pieces:
                pending += piece
                *whole, pending = split_sentences(pending) or [""]
                for sentence in whole:
                    heard = True
                    yield sentence
        except Exception as error:
            # An avatar that falls silent leaves a child waiting, whatever the reason.
            logger.warning("model failed kind=%s", type(error).__name__)
            failed = True
        finally:
            # A guest who interrupts wants no more of this answer: the endpoint stops writing.
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()
        if not failed and pending.strip():
            yield pending.strip()
        elif failed or not heard:
            yield SAY_AGAIN

    async def _told(self, text: str, persona: Asked, history: Sequence[Line]) -> _Request:
        # Asked anew while unknown: with the older product the browser reports its session some moments after the start.
        self._caller = self._caller or await run_in_threadpool(self._look_up)
        caller = self._caller
        if caller is None:
            return _foreign(text, persona, history)
        said = [Said("guest" if line.role == "user" else "avatar", line.text) for line in history]
        told = messages(caller.persona, guest=caller.guest, age=caller.age, said=said, line=text)
        return _Request(told, caller.persona.model, caller.guest)


def _foreign(text: str, persona: Asked, history: Sequence[Line]) -> _Request:
    """Another client's session: its own prompt, masked whole, since nobody has looked at what stands in it."""
    prompt = masked(persona.prompt, [persona.guest] if persona.guest else []).text
    talk = [Message(_ROLES.get(line.role, "assistant"), line.text) for line in history]
    return _Request([Message("system", prompt), *talk, Message("user", text)], ModelSettings(), persona.guest)


_ROLES: dict[str, Literal["user", "assistant"]] = {"user": "user", "avatar": "assistant"}
