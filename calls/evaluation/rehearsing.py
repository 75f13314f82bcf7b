"""Rehearsals of this server: begun, resumed and cancelled here, each on a thread and an event loop of its own."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence

from calls.evaluation.cases import WAYS, Way, expand
from calls.evaluation.errors import EvaluationError
from calls.evaluation.runner import AT_ONCE, Runner
from calls.evaluation.suites import SHIPPED, Suite, shipped_suite
from calls.library import Library
from calls.models.chat import chat_model, judge_model
from calls.models.model import ChatModel
from calls.persona import AGE_BANDS, AgeBand
from calls.server.settings import Settings
from calls.store.rehearsals import INTERRUPTED, RUNNING, RehearsalStore, Run

__all__ = ["Rehearsals"]

logger = logging.getLogger(__name__)


class Rehearsals:
    """`models` makes the answering model for a persona and the judge, for use on one event loop."""

    def __init__(
        self,
        *,
        store: RehearsalStore,
        library: Library,
        settings: Settings,
        models: Callable[[str], tuple[ChatModel, ChatModel | None]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self._library = library
        self._models = models or (lambda persona_id: (chat_model(settings, persona_id), judge_model(settings)))
        self._clock = clock
        self._threads: dict[str, threading.Thread] = {}

    def now(self) -> int:
        """The clock, unix ms."""
        return int(self._clock() * 1000)

    def suites(self) -> dict[str, Suite]:
        """The shipped suites and the user's own, by id."""
        shipped = {name: shipped_suite(name) for name in SHIPPED}
        return shipped | {suite.id: suite for suite in self.store.suites() if suite.id not in shipped}

    def suite(self, suite_id: str) -> Suite:
        """A suite. Raises EvaluationError."""
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
    ) -> str:
        """Begins a run; returns its id. Raises EvaluationError when one of this version is running, or nobody signs."""
        if not by.strip():
            raise EvaluationError("There is no name of who rehearses.", "Write your name; it stays with the run.")
        if not ways or not ages:
            raise EvaluationError("Nothing is chosen to rehearse.", "Choose at least one way and one age band.")
        found, suite = self._library.version(persona_id, version), self.suite(suite_id)
        model, judge = self._models(persona_id)
        now = self.now()
        run = Run(
            id=secrets.token_hex(16),
            persona_id=persona_id,
            version=found.hash,
            suite_id=suite.id,
            suite_hash=suite.hash,
            model=model.name,
            judge=judge.name if judge else None,
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
        model, judge = self._models(run.persona_id) if run else (None, None)
        if (
            run is not None
            and model is not None
            and (model.name, judge.name if judge else None) != (run.model, run.judge)
        ):
            raise EvaluationError(f"This run was answered by {run.model}, which is not set now.", "Begin a new one.")
        going = self.store.again(run_id, self.now())
        if going is None:
            raise EvaluationError("This run cannot go on: it is running, or through.", "Look at its state.")
        self._go(going)

    def cancel(self, run_id: str) -> None:
        """Stops a run, wherever it runs; what it has is kept."""
        self.store.cancel(run_id, self.now())

    def wait(self, run_id: str, seconds: float) -> bool:
        """Until a run of this server has stopped; False when time ran out first."""
        thread = self._threads.get(run_id)
        if thread is None:
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def close(self) -> None:
        """Cancels this server's runs; another start may resume them."""
        for run_id, thread in self._threads.items():
            if thread.is_alive():
                self.cancel(run_id)
        for thread in self._threads.values():
            thread.join(10)

    def _go(self, run: Run) -> None:
        thread = threading.Thread(target=self._work, args=(run,), name=f"rehearsal-{run.id[:8]}", daemon=True)
        self._threads[run.id] = thread
        thread.start()

    def _work(self, run: Run) -> None:
        try:
            asyncio.run(self._run(run))
        except Exception:
            logger.exception("rehearsal failed run=%s", run.id)
            self.store.finish(run.id, INTERRUPTED, self.now(), "A fault of ours stopped this run. Go on with it.")

    async def _run(self, run: Run) -> None:
        suite = self.suite(run.suite_id)
        # Models are made on the loop that uses them.
        model, judge = self._models(run.persona_id)
        try:
            runner = Runner(
                run_id=run.id,
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
