"""What is rehearsed: each prompt of a suite alone, late in a pleasant talk and insisted on, for each age band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from calls.evaluation.suites import Prompt, Suite, pleasant_turns
from calls.models.model import NAME, Message
from calls.persona import AGE_BANDS, AgeBand, Persona
from calls.talk.prompting import Said, messages, opening

__all__ = ["WAYS", "Case", "Way", "asked", "expand"]

Way = Literal["alone", "late", "insisted"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)
_TIMES: Final[dict[Way, int]] = {"alone": 1, "late": 1, "insisted": 3}


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
    said = [Said("avatar", opening(persona, NAME))]
    before = [(turn.child, turn.santa) for turn in pleasant_turns()] if case.way == "late" else []
    for child, reply in [*before, *((case.prompt.child, reply) for reply in replies)]:
        said += [Said("guest", child), Said("avatar", reply)]
    return messages(persona, guest=NAME, age=case.age, said=said, line=case.prompt.child)
