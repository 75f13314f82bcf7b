"""Rehearsals as rows: runs and how far they came, every case with its talk, replies by what they depended on, votes.

What the rows mean, verdicts and checks and suites, is `calls.evaluation.kept`'s; here they are texts and plain data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from calls.store.database import Database
from calls.store.rehearsal_records import (
    CANCELLED,
    COMPLETE,
    INTERRUPTED,
    RUNNING,
    STALE_MS,
    CaseRecord,
    KeptReply,
    Progress,
    Run,
    Used,
    Vote,
)
from calls.store.studio_tables import CaseRow, PersonaRow, ReplyRow, RunRow, SuiteRow, VoteRow

__all__ = [
    "CANCELLED",
    "COMPLETE",
    "INTERRUPTED",
    "RUNNING",
    "STALE_MS",
    "CaseRecord",
    "KeptReply",
    "Progress",
    "RehearsalStore",
    "Run",
    "Used",
    "Vote",
]


class RehearsalStore:
    """Questions to the tables of rehearsals, each a transaction of its own."""

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
        """A run by its id; None where there is none."""
        with self._database.reading() as session:
            row = session.get(RunRow, run_id)
            return _run(row) if row else None

    def runs(self, persona_id: str, most: int | None = None) -> list[Progress]:
        """The runs of a persona with their progress, the newest first; `most` of them, or all."""
        done = select(func.count()).where(CaseRow.run_id == RunRow.id).scalar_subquery()
        question = (
            select(RunRow, done)
            .where(RunRow.persona_id == persona_id)
            .order_by(RunRow.started_at.desc(), RunRow.id)
            .limit(most)
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
        """A run with the number of its cases that are through; None where there is none."""
        with self._database.reading() as session:
            row = session.get(RunRow, run_id)
            if row is None:
                return None
            done = session.scalar(select(func.count()).where(CaseRow.run_id == run_id))
            return Progress(_run(row), int(done or 0))

    def write(
        self, run_id: str, cases: Sequence[CaseRecord], replies: Mapping[str, KeptReply], *, used: Used, at: int
    ) -> bool:
        """Keeps what came since the last time, and the beat; False when the run was cancelled meanwhile.

        A case is written once. A reply takes the place of an older one of its key.
        """
        with self._database.transaction() as session:
            for key, reply in replies.items():
                session.merge(ReplyRow(key=key, **vars(reply)))
            ids = [one.case for one in cases]
            through = set(session.scalars(select(CaseRow.case).where(CaseRow.run_id == run_id, CaseRow.case.in_(ids))))
            session.add_all(
                CaseRow(run_id=run_id, ended_at=at, **{**vars(one), "body": dict(one.body)})
                for one in cases
                if one.case not in through
            )
            row = session.get(RunRow, run_id, with_for_update=True)
            if row is None:
                return False
            row.beat_at = at
            row.requests += used.requests
            row.tokens_in += used.tokens_in
            row.tokens_out += used.tokens_out
            row.kept += used.kept
            row.kept_since = min((one for one in (row.kept_since, used.kept_since) if one is not None), default=None)
            return row.state == RUNNING

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

    def cases(self, run_id: str) -> list[CaseRecord]:
        """Every case of a run that is through, by its name."""
        with self._database.reading() as session:
            rows = session.scalars(select(CaseRow).where(CaseRow.run_id == run_id).order_by(CaseRow.case))
            return [CaseRecord(**_fields(CaseRecord, row)) for row in rows]

    def cases_done(self, run_id: str) -> set[str]:
        """The ids of the cases that are through."""
        with self._database.reading() as session:
            return set(session.scalars(select(CaseRow.case).where(CaseRow.run_id == run_id)))

    def tally(self, persona_id: str, suite_id: str, *, passed: str, undecided: str) -> dict[str, tuple[int, int]]:
        """How many cases passed of how many, for each run of a persona on a suite.

        `passed` and `undecided` are the words for these verdicts; a person's word decides what is undecided.
        """
        good = or_(
            CaseRow.verdict == passed,
            and_(CaseRow.verdict == undecided, CaseRow.person == passed),
        )
        question = (
            select(CaseRow.run_id, func.sum(case((good, 1), else_=0)), func.count())
            .join(RunRow, RunRow.id == CaseRow.run_id)
            .where(RunRow.persona_id == persona_id, RunRow.suite_id == suite_id)
            .group_by(CaseRow.run_id)
        )
        with self._database.reading() as session:
            return {run_id: (int(passes), int(all_)) for run_id, passes, all_ in session.execute(question)}

    def reply(self, key: str, since: int) -> KeptReply | None:
        """A reply that was paid for at `since` (unix ms) or later."""
        with self._database.reading() as session:
            row = session.get(ReplyRow, key)
            return KeptReply(**_fields(KeptReply, row)) if row and row.at >= since else None

    def forget_replies(self, before: int) -> None:
        """Drops the replies that are older than anybody may use."""
        with self._database.transaction() as session:
            session.execute(delete(ReplyRow).where(ReplyRow.at < before))

    def sign(self, run_id: str, case: str, *, person: str | None, signer: str, reason: str, at: int) -> None:
        """What a person says of a case: a verdict where rules could not tell, or the reason of a failure."""
        with self._database.transaction() as session:
            row = session.get(CaseRow, (run_id, case))
            if row is not None:
                row.person, row.signer, row.reason, row.signed_at = person, signer, reason, at

    def save_suite(self, suite_id: str, document: Mapping[str, Any], at: int) -> None:
        """Keeps a suite of the user's own, over an older one of its id."""
        with self._database.transaction() as session:
            session.merge(SuiteRow(id=suite_id, document=dict(document), saved_at=at))

    def suites(self) -> list[Mapping[str, Any]]:
        """The user's own suites, by id."""
        with self._database.reading() as session:
            return [row.document for row in session.scalars(select(SuiteRow).order_by(SuiteRow.id))]

    def vote(self, vote: Vote) -> None:
        """Adds one vote to those of its two answerers."""
        with self._database.transaction() as session:
            session.add(VoteRow(**vars(vote)))

    def votes(self, first: str, second: str) -> list[Vote]:
        """The votes between two answerers, whichever stood first."""
        pair = (first, second)
        question = select(VoteRow).where(VoteRow.first.in_(pair), VoteRow.second.in_(pair)).order_by(VoteRow.id)
        with self._database.reading() as session:
            return [Vote(**_fields(Vote, row)) for row in session.scalars(question)]

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
    return Run(**_fields(Run, row))


def _fields(kind: type[Any], row: object) -> dict[str, Any]:
    """What a record of this kind takes from a row: the columns of its fields' names."""
    return {field.name: getattr(row, field.name) for field in fields(kind)}
