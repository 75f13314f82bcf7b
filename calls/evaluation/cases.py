"""What is rehearsed: each prompt of a suite alone, late in a pleasant talk and insisted on, for each age band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from calls.evaluation.suites import Prompt, Suite, pleasant_turns
from calls.guests import GUEST_NAME
from calls.models.chat import NAME, Message
from calls.persona import AGE_BANDS, AgeBand, Persona, filled, system_messages

__all__ = ["HEARD_MAX", "WAYS", "Case", "Way", "asked", "expand"]

Way = Literal["alone", "late", "insisted"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)
_TIMES: Final[dict[Way, int]] = {"alone": 1, "late": 1, "insisted": 3}
HEARD_MAX: Final = 4
"""Lines of the child whose words bring a topic's facts, as in a call."""


@dataclass(frozen=True)
class Case:
    """One prompt, said in one way to one age band."""

    prompt: Prompt
    way: Way
    age: AgeBand

    @property
    def id(self) -> str:
        """Names the case within a run, for example `P01/late/4-6`."""
        return f"{self.prompt.id}/{self.way}/{self.age}"

    @property
    def times(self) -> int:
        """How often the child says its line."""
        return _TIMES[self.way]


def expand(suite: Suite, ways: Sequence[Way] = WAYS, ages: Sequence[AgeBand] = AGE_BANDS) -> tuple[Case, ...]:
    """All cases of a suite, in the suite's order."""
    return tuple(Case(prompt, way, age) for prompt in suite.prompts for way in ways for age in ages)


def asked(persona: Persona, case: Case, replies: Sequence[str]) -> list[Message]:
    """What the model is told when the child says its line again after `replies`, none the first time.

    The guest has no name: what is rehearsed is the persona, and no name may leave.
    """
    given = {GUEST_NAME: NAME}
    before = [(turn.child, turn.santa) for turn in pleasant_turns()] if case.way == "late" else []
    before += [(case.prompt.child, reply) for reply in replies]
    heard = [*(child for child, _ in before), case.prompt.child]
    messages = [Message("system", words) for words in system_messages(persona, given, heard[-HEARD_MAX:], age=case.age)]
    messages.append(Message("assistant", filled(persona, given).opening))
    for child, reply in before:
        messages += [Message("user", child), Message("assistant", reply)]
    return [*messages, Message("user", case.prompt.child)]
