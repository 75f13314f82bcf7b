"""Runs a rehearsal: so many requests at once, nothing asked twice, everything kept, stopped and resumed at any case.

What a run before has asked for is used again while it is fresh enough (`calls.evaluation.kept`).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from calls.evaluation import judge as rubric
from calls.evaluation.cases import Case, asked
from calls.evaluation.kept import Kept
from calls.evaluation.results import Checked, Outcome
from calls.failures.errors import CallError
from calls.models.model import ChatModel, Message, ModelError, Reply
from calls.persona import ModelSettings
from calls.safety.checks.table import Result, Verdict, run_checks
from calls.store.personas import Version
from calls.store.rehearsals import CANCELLED, COMPLETE, INTERRUPTED, RehearsalStore, Run, Used

__all__ = ["AT_ONCE", "Runner"]

AT_ONCE: Final = 16
"""Requests under way at a time; an endpoint that finds them too many says so, and the client waits."""
_FLUSH_S: Final = 0.25
# The longest chains begin first, so that none of them is left over at the end.
_FIRST: Final = ("insisted", "late", "alone")


@dataclass
class _News:
    """What has not been written down yet."""

    outcomes: list[Outcome] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    used: Used = field(default_factory=Used)


class Runner:
    """One run of one version. `now` gives unix ms; `judge` is None where a person has to decide."""

    def __init__(
        self,
        *,
        run: Run,
        version: Version,
        cases: Sequence[Case],
        model: ChatModel,
        judge: ChatModel | None,
        store: RehearsalStore,
        now: Callable[[], int],
        at_once: int = AT_ONCE,
    ) -> None:
        self._run = run
        self._version = version
        self._cases = sorted(cases, key=lambda case: _FIRST.index(case.way))
        self._model = model
        self._judge = judge
        self._store = store
        self._kept = Kept(store)
        self._now = now
        self._places = asyncio.Semaphore(at_once)
        self._asked: dict[str, asyncio.Task[Reply]] = {}
        self._news = _News()

    async def run(self) -> str:
        """Rehearses what is left of the run; returns the state it came to. Raises for faults of ours alone."""
        done = self._store.cases_done(self._run.id)
        work = [asyncio.ensure_future(self._case(case)) for case in self._cases if case.id not in done]
        try:
            state, trouble = await self._watched(work)
        finally:
            for task in (*work, *self._asked.values()):
                task.cancel()
            await asyncio.gather(*work, *self._asked.values(), return_exceptions=True)
            self._write()
        self._store.finish(self._run.id, state, self._now(), trouble)
        return state

    async def _watched(self, work: Sequence[asyncio.Task[None]]) -> tuple[str, str | None]:
        left = set(work)
        while left:
            finished, left = await asyncio.wait(left, timeout=_FLUSH_S, return_when=asyncio.FIRST_EXCEPTION)
            errors = [error for task in finished if (error := task.exception()) is not None]
            if errors and not isinstance(errors[0], CallError):
                raise errors[0]
            if errors:
                return INTERRUPTED, str(errors[0])
            if not self._write():
                return CANCELLED, None
        return COMPLETE, None

    async def _case(self, case: Case) -> None:
        turns: list[Checked] = []
        for _ in range(case.times):
            replies = [turn.reply for turn in turns]
            messages = asked(self._version.document, case, replies)
            reply = await self._reply(self._model, messages, self._version.document.model)
            if not reply.text:
                raise ModelError("The model answered with nothing.", "Look whether it is made for chat.")
            child, before = case.prompt.child, [turn.child for turn in turns]
            results = run_checks(case.prompt.checks, child, reply.text, earlier_child=before)
            talk = [*((turn.child, turn.reply) for turn in turns), (child, reply.text)]
            judged = await asyncio.gather(*(self._judged(result, talk) for result in results))
            turns.append(Checked(child, reply.text, tuple(judged)))
        self._news.outcomes.append(Outcome(case.id, case.prompt.id, case.way, case.age, tuple(turns)))

    async def _judged(self, result: Result, talk: Sequence[tuple[str, str]]) -> Result:
        if result.verdict is not Verdict.PERSON or self._judge is None:
            return result
        reply = await self._reply(self._judge, rubric.question(result.check, talk), rubric.SETTINGS)
        return rubric.ruling(result.check, reply.text)

    async def _reply(self, model: ChatModel, messages: Sequence[Message], settings: ModelSettings) -> Reply:
        """A reply, asked for once: the same question in another case, or in a run before, is not paid for again."""
        key = _key(self._run.endpoint, self._version.hash, model.name, settings, messages)
        if key not in self._asked:
            self._asked[key] = asyncio.ensure_future(self._ask(key, model, messages, settings))
        return await asyncio.shield(self._asked[key])

    async def _ask(self, key: str, model: ChatModel, messages: Sequence[Message], settings: ModelSettings) -> Reply:
        kept = self._kept.reply(key, self._run)
        if kept is not None:
            reply, at = kept
            self._count_kept(at)
            return reply
        async with self._places:
            reply = await model.reply(messages, settings, None)
        if reply.text:
            self._news.replies[key] = reply
        used = self._news.used
        self._news.used = replace(
            used,
            requests=used.requests + 1,
            tokens_in=used.tokens_in + reply.tokens_in,
            tokens_out=used.tokens_out + reply.tokens_out,
        )
        return reply

    def _count_kept(self, at: int) -> None:
        # What this very run asked for before it was stopped is no older answer.
        if at < self._run.started_at:
            used = self._news.used
            self._news.used = replace(used, kept=used.kept + 1, kept_since=min(at, used.kept_since or at))

    def _write(self) -> bool:
        news = self._news
        going = self._kept.write(self._run.id, news.outcomes, news.replies, used=news.used, at=self._now())
        # Only now: what a busy store did not take is offered once more at the end.
        self._news = _News()
        return going


def _key(endpoint: str, version: str, model: str, settings: ModelSettings, messages: Sequence[Message]) -> str:
    """All that a reply depends on, as one name."""
    whole = [endpoint, version, model, settings.model_dump(mode="json"), [[one.role, one.text] for one in messages]]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()
