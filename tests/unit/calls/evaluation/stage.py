"""A rehearsal stage in memory: a store, the library, a model that answers as told and counts what it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from calls.evaluation.cases import WAYS, Way
from calls.evaluation.rehearsing import Answerers, Rehearsals
from calls.library import Library
from calls.models.model import ChatModel, Message, ModelError, Reply
from calls.persona import AGE_BANDS, AgeBand, ModelSettings
from calls.store.database import Database
from calls.store.personas import PersonaStore
from calls.store.rehearsals import RehearsalStore
from tests.fake_clock import FakeClock
from tests.obedient_model import answer_of

__all__ = ["FakeModel", "Stage", "plain"]


def plain(messages: Sequence[Message]) -> list[dict[str, str]]:
    """Messages as they go over the wire."""
    return [{"role": one.role, "content": one.text} for one in messages]


class FakeModel:
    """Answers with `says`, `pause` seconds each; fails, or never answers again, after so many requests."""

    reads_prompt = True

    def __init__(
        self,
        says: Callable[[Sequence[Message]], str] | None = None,
        *,
        name: str = "fake",
        pause: float = 0.0,
        fails_after: int | None = None,
        stuck_after: int | None = None,
    ) -> None:
        self.name = name
        self._says = says or (lambda messages: answer_of(plain(messages)))
        self._pause = pause
        self.fails_after = fails_after
        self._stuck_after = stuck_after
        self.asked: list[Sequence[Message]] = []
        self.at_once = self.most_at_once = 0

    async def stream(
        self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None
    ) -> AsyncIterator[str]:
        """The answer in one piece."""
        yield (await self.reply(messages, settings, guest)).text

    async def reply(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None) -> Reply:
        """The answer, or a failure."""
        if self.fails_after is not None and len(self.asked) >= self.fails_after:
            raise ModelError("The model is away.", "Wait.")
        self.asked.append(messages)
        if self._stuck_after is not None and len(self.asked) > self._stuck_after:
            await asyncio.Event().wait()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self._pause)
        self.at_once -= 1
        return Reply(self._says(messages), 10, 5)

    async def close(self) -> None:
        """Nothing to let go of."""


class Stage:
    """Everything a rehearsal needs. Another one on the same database is what a restart leaves."""

    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        model: ChatModel,
        judge: ChatModel | None = None,
        endpoint: str = "http://model.test/v1",
    ) -> None:
        self.model, self.judge = model, judge
        self.library = Library(PersonaStore(database), clock)
        self.library.furnish()
        self.store = RehearsalStore(database)
        self.rehearsals = Rehearsals(
            store=self.store,
            library=self.library,
            answerers=lambda _: Answerers(
                model.name, judge.name if judge else None, endpoint, lambda: (self.model, self.judge)
            ),
            clock=clock,
        )
        self.kept = self.rehearsals.kept

    def rehearse(
        self,
        persona_id: str = "santa",
        version: str | None = None,
        suite: str = "sixty",
        ways: Sequence[Way] = WAYS,
        ages: Sequence[AgeBand] = AGE_BANDS,
        fresh: bool = False,
    ) -> str:
        """A run of a version from end to end, the newest one unless told otherwise."""
        found = version or self.library.newest(persona_id).hash
        run_id = self.rehearsals.start(persona_id, found, suite, by="Ada", ways=ways, ages=ages, fresh=fresh)
        assert self.rehearsals.wait(run_id, 60)
        return run_id
