"""What a model is told, whoever asks it: rehearsal, side by side, *Try it*, a text conversation, the simulated avatar.

One place, so that what the gate has proved is word for word what a child's call sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from calls.guests import GUEST_NAME
from calls.models.model import Message
from calls.persona import AgeBand, Persona, filled, system_messages
from calls.persona.counting import tokens

__all__ = ["BUDGET_TOKENS", "HEARD_MAX", "Said", "messages", "opening"]

HEARD_MAX: Final = 4
"""Lines of the guest whose words bring a topic's facts: these stay at hand for a few turns after their word fell."""

BUDGET_TOKENS: Final = 3_000
"""What the talk so far may take of a prompt. Ten minutes of lively talk are about 1,500 words, hence 2,000 tokens; a
longer call forgets its beginning rather than its persona."""


@dataclass(frozen=True)
class Said:
    """One line of a talk as it was heard."""

    speaker: Literal["guest", "avatar"]
    text: str = field(repr=False)


def opening(persona: Persona, guest: str) -> str:
    """The persona's first words to a guest of this name."""
    return filled(persona, {GUEST_NAME: guest}).opening


def messages(
    persona: Persona, *, guest: str, age: AgeBand | None, said: Sequence[Said], line: str | None = None
) -> list[Message]:
    """The persona for this guest, the facts of the topics heard of, the talk within its budget, and the guest's line.

    `said` is the talk before `line`, the opening with it; where the avatar has not spoken yet, its opening comes first.
    `line` is None where the guest's line stands at the end of `said`.
    """
    talk = list(said) if line is None else [*said, Said("guest", line)]
    if not any(one.speaker == "avatar" for one in talk):
        talk.insert(0, Said("avatar", opening(persona, guest)))
    heard = [one.text for one in talk if one.speaker == "guest"]
    told = system_messages(persona, {GUEST_NAME: guest}, heard[-HEARD_MAX:], age=age)
    return [*(Message("system", words) for words in told), *(_message(one) for one in _within_budget(talk))]


def _within_budget(talk: Sequence[Said]) -> list[Said]:
    """The latest lines that fit, whole; the last one always does."""
    kept: list[Said] = []
    left = BUDGET_TOKENS
    for one in reversed(talk):
        left -= tokens(one.text)
        if left < 0 and kept:
            break
        kept.append(one)
    return kept[::-1]


def _message(one: Said) -> Message:
    return Message("user" if one.speaker == "guest" else "assistant", one.text)
