"""Rehearsals of this server: begun, resumed and cancelled here, each on a thread and an event loop of its own."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from calls.evaluation.cases import WAYS, Way, expand
from calls.evaluation.errors import EvaluationError
from calls.evaluation.kept import KEPT_MS, Kept
from calls.evaluation.report import answered_by
from calls.evaluation.runner import AT_ONCE, Runner
from calls.evaluation.suites import SHIPPED, Suite, shipped_suite
from calls.library import Library
from calls.models.chat import chat_model, judge_model
from calls.models.endpoint import Endpoint, address, judge_name, model_name
from calls.models.model import ChatModel
from calls.persona import AGE_BANDS, AgeBand
from calls.store.rehearsals import INTERRUPTED, RUNNING, RehearsalStore, Run

__all__ = ["Answerers", "Rehearsals", "answerers_of"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answerers:
    """Who answers a persona's rehearsals and who judges; `make` makes the models, for use on one event loop."""

    model: str
    judge: str | None
    endpoint: str
    make: Callable[[], tuple[ChatModel, ChatModel | None]]

    @property
    def names(self) -> tuple[str, str | None, str]:
        """What must be the same for a run to go on."""
        return self.model, self.judge, self.endpoint


def answerers_of(endpoint: Endpoint, persona_id: str) -> Answerers:
    """The endpoint's models, or the script where none is set."""
    return Answerers(
        model_name(endpoint),
        judge_name(endpoint),
        address(endpoint),
        lambda: (chat_model(endpoint, persona_id), judge_model(endpoint)),
    )


class Rehearsals:
    """The rehearsals of one server; `answerers` says who answers for a persona, `clock` gives unix seconds."""

    def __init__(
        self,
        *,
        store: RehearsalStore,
        library: Library,
        answerers: Callable[[str], Answerers],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self.kept = Kept(store)
        self._library = library
        self._answerers = answerers
        self._clock = clock
        # Pages begin runs, each in a thread of its own, while the server's end walks through what runs.
        self._lock = threading.Lock()
        self._threads: dict[str, threading.Thread] = {}

    def now(self) -> int:
        """The clock, unix ms."""
        return int(self._clock() * 1000)

    def suites(self) -> dict[str, Suite]:
        """The shipped suites and the user's own, by id."""
        shipped = {name: shipped_suite(name) for name in SHIPPED}
        return shipped | {suite.id: suite for suite in self.kept.suites() if suite.id not in shipped}

    def suite(self, suite_id: str) -> Suite:
        """A shipped or own suite by its id. Raises EvaluationError."""
        found = self.suites().get(suite_id)
        if found is None:
            raise EvaluationError("That suite does not exist any more.", "Choose another one.")
        return found

    def start(
        self,
        persona_id: str,
        version: str,
        suite_id: str,
        *,
        by: str,
        ways: Sequence[Way] = WAYS,
        ages: Sequence[AgeBand] = AGE_BANDS,
        at_once: int = AT_ONCE,
        fresh: bool = False,
    ) -> str:
        """Begins a run; returns its id. Raises EvaluationError when one of this version is running, or nobody signs.

        A `fresh` one asks everything anew; else replies of the same model at the same address serve for a week.
        """
        if not by.strip():
            raise EvaluationError("There is no name of who rehearses.", "Write your name; it stays with the run.")
        if not ways or not ages:
            raise EvaluationError("Nothing is chosen to rehearse.", "Choose at least one way and one age band.")
        found, suite = self._library.version(persona_id, version), self.suite(suite_id)
        who, now = self._answerers(persona_id), self.now()
        self.store.forget_replies(now - KEPT_MS)
        run = Run(
            id=secrets.token_hex(16),
            persona_id=persona_id,
            version=found.hash,
            suite_id=suite.id,
            suite_hash=suite.hash,
            model=who.model,
            judge=who.judge,
            endpoint=who.endpoint,
            fresh=fresh,
            plan={"ways": list(ways), "ages": list(ages), "at_once": at_once},
            state=RUNNING,
            started_by=by.strip()[:80],
            started_at=now,
            beat_at=now,
            total=len(expand(suite, ways, ages)),
        )
        if self.store.begin(run) is None:
            raise EvaluationError("A rehearsal of this version is running.", "Wait for it, or cancel it first.")
        self._go(run)
        return run.id

    def resume(self, run_id: str) -> None:
        """Goes on with a run where it stopped. Raises EvaluationError when that cannot be."""
        run = self.store.run(run_id)
        if run is not None and self.suite(run.suite_id).hash != run.suite_hash:
            raise EvaluationError("The prompts have changed since this run began.", "Begin a new one.")
        if run is not None and self._answerers(run.persona_id).names != (run.model, run.judge, run.endpoint):
            raise EvaluationError(
                f"This run was answered by {answered_by(run)} and judged by {run.judge or 'nobody'}; "
                "something else is set now.",
                "Begin a new one.",
            )
        going = self.store.again(run_id, self.now())
        if going is None:
            raise EvaluationError("This run cannot go on: it is running, or through.", "Look at its state.")
        self._go(going)

    def cancel(self, run_id: str) -> None:
        """Stops a run, wherever it runs; what it has is kept."""
        self.store.cancel(run_id, self.now())

    def wait(self, run_id: str, seconds: float) -> bool:
        """Until a run of this server has stopped; False when time ran out first."""
        with self._lock:
            thread = self._threads.get(run_id)
        if thread is None:
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def close(self) -> None:
        """Cancels this server's runs; another start may resume them."""
        with self._lock:
            running = dict(self._threads)
        for run_id in running:
            self.cancel(run_id)
        for thread in running.values():
            thread.join(10)

    def _go(self, run: Run) -> None:
        thread = threading.Thread(target=self._work, args=(run,), name=f"rehearsal-{run.id[:8]}", daemon=True)
        with self._lock:
            thread.start()
            self._threads = {name: one for name, one in self._threads.items() if one.is_alive()} | {run.id: thread}

    def _work(self, run: Run) -> None:
        try:
            asyncio.run(self._run(run))
        except Exception:
            logger.exception("rehearsal failed run=%s", run.id)
            self.store.finish(run.id, INTERRUPTED, self.now(), "A fault of ours stopped this run. Go on with it.")

    async def _run(self, run: Run) -> None:
        suite = self.suite(run.suite_id)
        # Models are made on the loop that uses them.
        model, judge = self._answerers(run.persona_id).make()
        try:
            runner = Runner(
                run=run,
                version=self._library.version(run.persona_id, run.version),
                cases=expand(suite, run.plan["ways"], run.plan["ages"]),
                model=model,
                judge=judge,
                store=self.store,
                now=self.now,
                at_once=int(run.plan["at_once"]),
            )
            state = await runner.run()
            logger.info("rehearsal ended run=%s state=%s", run.id, state)
        finally:
            await model.close()
            if judge is not None:
                await judge.close()
