"""Two answerers, the same child: answers side by side in an order nobody knows, votes, and how often each one wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from calls.evaluation.grading import wilson
from calls.models.model import NAME, ChatModel
from calls.persona import AgeBand, Persona
from calls.safety.checks.table import Result, Verdict, checks_for, run_checks
from calls.store.rehearsals import Vote
from calls.talk.prompting import messages

__all__ = ["Answered", "Answerer", "Pair", "Score", "answer_all", "pairs", "score"]


@dataclass(frozen=True)
class Answerer:
    """A persona with the model that speaks for it; `name` is how votes know it."""

    name: str
    persona: Persona = field(repr=False)
    model: ChatModel = field(repr=False)


@dataclass(frozen=True)
class Answered:
    """One answer and what the checks say of it."""

    by: str
    reply: str = field(repr=False)
    results: tuple[Result, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the checks that failed."""
        return tuple(one.check for one in self.results if one.verdict is Verdict.FAIL)


@dataclass(frozen=True)
class Pair:
    """Two answers to one line of a child, in the order in which they are shown."""

    turn: str
    child: str
    first: Answered
    second: Answered


@dataclass(frozen=True)
class Score:
    """How votes stand: wins, losses, ties apart; `low` and `high` bound the share of wins without ties, 95 %."""

    wins: int
    losses: int
    ties: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share of decided votes that were won."""
        decided = self.wins + self.losses
        return self.wins / decided if decided else None


async def answer_all(
    answerer: Answerer, lines: Sequence[str], *, age: AgeBand | None = None, at_once: int = 8
) -> list[Answered]:
    """Answers to each line by itself, as at a call's beginning. Raises ModelError."""
    places = asyncio.Semaphore(at_once)

    async def one(line: str) -> Answered:
        told = messages(answerer.persona, guest=NAME, age=age, said=(), line=line)
        async with places:
            reply = await answerer.model.reply(told, answerer.persona.model, None)
        return Answered(answerer.name, reply.text, run_checks(checks_for(line), line, reply.text))

    return list(await asyncio.gather(*(one(line) for line in lines)))


def pairs(
    lines: Sequence[tuple[str, str]], left: Sequence[Answered], right: Sequence[Answered], random: Callable[[], float]
) -> list[Pair]:
    """The answers side by side; `lines` are (name of the turn, child's line). A coin decides who stands first."""
    found = []
    for (turn, child), one, other in zip(lines, left, right, strict=True):
        first, second = (one, other) if random() < 0.5 else (other, one)
        found.append(Pair(turn, child, first, second))
    return found


def score(votes: Sequence[Vote], name: str) -> Score:
    """How an answerer does in votes, whichever side it stood on."""
    wins = losses = ties = 0
    for vote in votes:
        if vote.choice == "tie":
            ties += 1
        elif (vote.first if vote.choice == "first" else vote.second) == name:
            wins += 1
        else:
            losses += 1
    low, high = wilson(wins, wins + losses)
    return Score(wins, losses, ties, low, high)
