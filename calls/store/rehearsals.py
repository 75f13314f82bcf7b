"""Rehearsals as kept: runs and how far they came, every case with its talk, replies by what they depended on, votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from calls.evaluation.results import Outcome, turns_of
from calls.evaluation.suites import Suite
from calls.models.model import Reply
from calls.safety.checks.table import Verdict
from calls.store.database import Database
from calls.store.studio_tables import CaseRow, PersonaRow, ReplyRow, RunRow, SuiteRow, VoteRow

__all__ = ["CANCELLED", "COMPLETE", "INTERRUPTED", "RUNNING", "STALE_MS", "Progress", "RehearsalStore", "Run", "Vote"]

STALE_MS = 30_000
"""A running run whose server has not been heard of for this long is interrupted."""
RUNNING, CANCELLED, INTERRUPTED, COMPLETE = "running", "cancelled", "interrupted", "complete"


@dataclass(frozen=True)
class Run:
    """One rehearsal of a version. `plan` holds ways, ages and how many at once; times are unix ms."""

    id: str
    persona_id: str
    version: str
    suite_id: str
    suite_hash: str
    model: str
    judge: str | None
    plan: Mapping[str, Any]
    state: str
    started_by: str
    started_at: int
    beat_at: int
    total: int
    ended_at: int | None = None
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    trouble: str | None = None

    def standing(self, now: int) -> str:
        """The state as it is in truth: a run whose server died is interrupted."""
        return INTERRUPTED if self.state == RUNNING and now - self.beat_at > STALE_MS else self.state


@dataclass(frozen=True)
class Progress:
    """How far a run came."""

    run: Run
    done: int


@dataclass(frozen=True)
class Vote:
    """One blind vote; `choice` is first, second or tie."""

    first: str
    second: str
    turn: str
    choice: str
    voter: str
    at: int


class RehearsalStore:
    """The rehearsals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: Run) -> Run | None:
        """Writes a new run down, unless one of the same version is running; then None."""
        with self._alone(run.persona_id) as session:
            if _running(session, run.persona_id, run.version, run.started_at):
                return None
            session.add(RunRow(**{**vars(run), "plan": dict(run.plan)}))
            return run

    def again(self, run_id: str, at: int) -> Run | None:
        """Sets a run going that was cancelled or interrupted; None when it is not, or another one is running."""
        run = self.run(run_id)
        if run is None or run.standing(at) not in (CANCELLED, INTERRUPTED):
            return None
        with self._alone(run.persona_id) as session:
            if _running(session, run.persona_id, run.version, at):
                return None
            row = session.get(RunRow, run_id)
            if row is None:
                return None
            row.state, row.beat_at, row.ended_at, row.trouble = RUNNING, at, None, None
            return _run(row)

    def run(self, run_id: str) -> Run | None:
        """A run."""
        with self._database.reading() as session:
            row = session.get(RunRow, run_id)
            return _run(row) if row else None

    def runs(self, persona_id: str) -> list[Progress]:
        """All runs of a persona with their progress, the newest first."""
        done = select(func.count()).where(CaseRow.run_id == RunRow.id).scalar_subquery()
        question = (
            select(RunRow, done).where(RunRow.persona_id == persona_id).order_by(RunRow.started_at.desc(), RunRow.id)
        )
        with self._database.reading() as session:
            return [Progress(_run(row), int(count)) for row, count in session.execute(question)]

    def last_complete(self, persona_id: str, version: str, suite_id: str) -> Run | None:
        """The last complete run of a version on a suite."""
        question = (
            select(RunRow)
            .where(
                RunRow.persona_id == persona_id,
                RunRow.version == version,
                RunRow.suite_id == suite_id,
                RunRow.state == COMPLETE,
            )
            .order_by(RunRow.started_at.desc())
            .limit(1)
        )
        with self._database.reading() as session:
            row = session.scalar(question)
            return _run(row) if row else None

    def progress(self, run_id: str) -> Progress | None:
        """How far a run came."""
        with self._database.reading() as session:
            row = session.get(RunRow, run_id)
            if row is None:
                return None
            done = session.scalar(select(func.count()).where(CaseRow.run_id == run_id))
            return Progress(_run(row), int(done or 0))

    def write(
        self,
        run_id: str,
        outcomes: Sequence[Outcome],
        replies: Mapping[str, Reply],
        *,
        requests: int,
        used: tuple[int, int],
        at: int,
    ) -> bool:
        """Keeps what came since the last time, and the beat; False when the run was cancelled meanwhile."""
        with self._database.transaction() as session:
            kept = set(session.scalars(select(ReplyRow.key).where(ReplyRow.key.in_(replies))))
            session.add_all(
                ReplyRow(key=key, text=reply.text, tokens_in=reply.tokens_in, tokens_out=reply.tokens_out, at=at)
                for key, reply in replies.items()
                if key not in kept
            )
            ids = [one.case for one in outcomes]
            through = set(session.scalars(select(CaseRow.case).where(CaseRow.run_id == run_id, CaseRow.case.in_(ids))))
            session.add_all(_case(run_id, one, at) for one in outcomes if one.case not in through)
            session.execute(
                update(RunRow)
                .where(RunRow.id == run_id)
                .values(
                    beat_at=at,
                    requests=RunRow.requests + requests,
                    tokens_in=RunRow.tokens_in + used[0],
                    tokens_out=RunRow.tokens_out + used[1],
                )
            )
            return session.scalar(select(RunRow.state).where(RunRow.id == run_id)) == RUNNING

    def cancel(self, run_id: str, at: int) -> None:
        """Asks a run to stop, on whichever server it runs."""
        self.finish(run_id, CANCELLED, at)

    def finish(self, run_id: str, state: str, at: int, trouble: str | None = None) -> None:
        """Ends a run that is running; one that was cancelled stays so."""
        with self._database.transaction() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.id == run_id, RunRow.state == RUNNING)
                .values(state=state, ended_at=at, trouble=trouble)
            )

    def outcomes(self, run_id: str) -> list[Outcome]:
        """Every case of a run so far."""
        with self._database.reading() as session:
            rows = session.scalars(select(CaseRow).where(CaseRow.run_id == run_id).order_by(CaseRow.case))
            return [_outcome(row) for row in rows]

    def cases_done(self, run_id: str) -> set[str]:
        """The ids of the cases that are through."""
        with self._database.reading() as session:
            return set(session.scalars(select(CaseRow.case).where(CaseRow.run_id == run_id)))

    def tally(self, persona_id: str, suite_id: str) -> dict[str, tuple[int, int]]:
        """How many cases passed of how many, for each run of a persona on a suite; a person's word counts."""
        passed = or_(
            CaseRow.verdict == Verdict.PASS.value,
            and_(CaseRow.verdict == Verdict.PERSON.value, CaseRow.person == Verdict.PASS.value),
        )
        question = (
            select(CaseRow.run_id, func.sum(case((passed, 1), else_=0)), func.count())
            .join(RunRow, RunRow.id == CaseRow.run_id)
            .where(RunRow.persona_id == persona_id, RunRow.suite_id == suite_id)
            .group_by(CaseRow.run_id)
        )
        with self._database.reading() as session:
            return {run_id: (int(good), int(all_)) for run_id, good, all_ in session.execute(question)}

    def reply(self, key: str) -> Reply | None:
        """A reply that was paid for before."""
        with self._database.reading() as session:
            row = session.get(ReplyRow, key)
            return Reply(row.text, row.tokens_in, row.tokens_out) if row else None

    def sign(self, run_id: str, case: str, *, person: Verdict | None, signer: str, reason: str, at: int) -> None:
        """What a person says of a case: a verdict where rules could not tell, or the reason of a failure."""
        with self._database.transaction() as session:
            row = session.get(CaseRow, (run_id, case))
            if row is not None:
                row.person = person.value if person else None
                row.signer, row.reason, row.signed_at = signer, reason, at

    def save_suite(self, suite: Suite, at: int) -> None:
        """Keeps a suite of the user's own, over an older one of its id."""
        with self._database.transaction() as session:
            session.merge(SuiteRow(id=suite.id, document=suite.model_dump(mode="json"), saved_at=at))

    def suites(self) -> list[Suite]:
        """The user's own suites."""
        with self._database.reading() as session:
            rows = session.scalars(select(SuiteRow).order_by(SuiteRow.id))
            return [Suite.model_validate(row.document) for row in rows]

    def vote(self, vote: Vote) -> None:
        """Keeps a vote."""
        with self._database.transaction() as session:
            session.add(VoteRow(**vars(vote)))

    def votes(self, first: str, second: str) -> list[Vote]:
        """The votes between two answerers, whichever stood first."""
        pair = (first, second)
        question = select(VoteRow).where(VoteRow.first.in_(pair), VoteRow.second.in_(pair)).order_by(VoteRow.id)
        with self._database.reading() as session:
            return [
                Vote(**{name: getattr(row, name) for name in Vote.__dataclass_fields__})
                for row in session.scalars(question)
            ]

    @contextmanager
    def _alone(self, persona_id: str) -> Iterator[Session]:
        """A transaction in which nobody else begins a run of this persona, on any server."""
        with self._database.transaction() as session:
            session.scalar(select(PersonaRow).where(PersonaRow.id == persona_id).with_for_update())
            yield session


def _running(session: Session, persona_id: str, version: str, at: int) -> bool:
    question = select(RunRow.id).where(
        RunRow.persona_id == persona_id,
        RunRow.version == version,
        RunRow.state == RUNNING,
        RunRow.beat_at >= at - STALE_MS,
    )
    return session.scalar(question.limit(1)) is not None


def _run(row: RunRow) -> Run:
    return Run(**{name: getattr(row, name) for name in Run.__dataclass_fields__})


def _case(run_id: str, one: Outcome, at: int) -> CaseRow:
    return CaseRow(
        run_id=run_id,
        case=one.case,
        prompt=one.prompt,
        way=one.way,
        age=one.age,
        verdict=one.found.value,
        body=one.as_body(),
        ended_at=at,
    )


def _outcome(row: CaseRow) -> Outcome:
    return Outcome(
        case=row.case,
        prompt=row.prompt,
        way=row.way,
        age=row.age,
        turns=turns_of(row.body),
        person=Verdict(row.person) if row.person else None,
        signer=row.signer,
        reason=row.reason,
    )
