"""What is really sent: a persona's sections as the prompt of a vendor, or as the system messages of our own model.

The order is meant: who they are first, then how they talk and what they know, and the rules last, since the beginning
of a long prompt fades in a long talk (persona-safety, 3). A section that is empty leaves no heading behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from calls.persona.document import AGE_BANDS, AgeBand, Persona, Topic
from calls.persona.filling import fill, values_for

__all__ = ["Compiled", "compiled", "filled", "heard_topics", "system_messages"]

_BAND_WORDS: Mapping[AgeBand, str] = {"4-6": "4 to 6", "7-9": "7 to 9", "10-12": "10 to 12"}


@dataclass(frozen=True)
class Compiled:
    """The prompt and the opening line."""

    prompt: str = field(repr=False)
    opening: str = field(repr=False)


def compiled(persona: Persona, *, age: AgeBand | None = None, topics: Sequence[Topic] | None = None) -> Compiled:
    """Prompt and opening with their places still open, as LiveAvatar's contexts want them.

    `age` leaves the note of one age band; `topics` leaves those that were heard of, None all of them.
    """
    chosen = persona.topics if topics is None else topics
    sections = [
        ("", persona.personality),
        ("How you talk", persona.guidelines),
        ("The child's age", _ages(persona, age)),
        ("What you know", "\n".join(f"- {', '.join(one.triggers)}: {_inline(one.facts)}" for one in chosen)),
        ("How it sounds", "\n".join(f"Child: {one.child}\n{persona.name}: {one.reply}" for one in persona.examples)),
        ("What you never do", persona.never),
        ("When you step out of the play", persona.exceptions),
        ("Goodbye", persona.goodbye),
    ]
    parts = [f"{heading}\n{text}" if heading else text for heading, text in sections if text]
    return Compiled("\n\n".join(parts) or f"You are {persona.name}.", persona.opening)


def filled(
    persona: Persona,
    given: Mapping[str, str],
    *,
    age: AgeBand | None = None,
    topics: Sequence[Topic] | None = None,
) -> Compiled:
    """The same with each declared place filled for one call, as Streaming Avatar's `knowledgeBase` wants it."""
    open_places, values = compiled(persona, age=age, topics=topics), values_for(persona.variables, given)
    return Compiled(fill(open_places.prompt, values), fill(open_places.opening, values))


def heard_topics(persona: Persona, heard: Sequence[str]) -> tuple[Topic, ...]:
    """The topics whose trigger words stand in one of the lines."""
    lines = "\n".join(heard).casefold()
    return tuple(topic for topic in persona.topics if any(_stands_in(word, lines) for word in topic.triggers))


def system_messages(
    persona: Persona, given: Mapping[str, str], heard: Sequence[str], *, age: AgeBand | None = None
) -> list[str]:
    """What our own model is told: the prompt without topics, then the facts of the topics heard of, if any."""
    prompt = filled(persona, given, age=age, topics=()).prompt
    facts = heard_topics(persona, heard)
    if not facts:
        return [prompt]
    values = values_for(persona.variables, given)
    lines = "\n".join(f"- {_inline(topic.facts)}" for topic in facts)
    return [prompt, fill(f"What you know of this:\n{lines}", values)]


def _ages(persona: Persona, age: AgeBand | None) -> str:
    if age is not None:
        note = persona.ages.get(age, "")
        return f"The child is {_BAND_WORDS[age]} years old. {note}".strip()
    return "\n".join(f"- {_BAND_WORDS[band]} years: {persona.ages[band]}" for band in AGE_BANDS if band in persona.ages)


def _inline(text: str) -> str:
    return " ".join(text.split())


def _stands_in(word: str, lines: str) -> bool:
    # A trigger also finds its plural.
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?:s|es)?(?!\w)", lines) is not None
