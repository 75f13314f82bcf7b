"""Who thinks for the simulated avatar: the script, or whoever is handed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from heygen.simulator.media.speech.speech import split_sentences
from heygen.simulator.talk import script

__all__ = ["Brain", "Line", "Persona", "ScriptedBrain"]


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
        """Sentences to speak, in order. An error leaves the avatar silent, so a brain says what it can instead."""
        ...


class ScriptedBrain:
    """The small scripted Santa. It does not read the prompt."""

    async def answer(self, text: str, persona: Persona, history: Sequence[Line]) -> AsyncIterator[str]:
        """Sentences of the scripted answer."""
        said = [line.text for line in history]
        reply = script.answer(text, guest=persona.guest, history=said, character=persona.character)
        for sentence in split_sentences(reply):
            yield sentence
