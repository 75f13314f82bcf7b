"""Rehearsals as they are kept: outcomes, suites and replies to and from the store's plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from calls.evaluation.results import Outcome, turns_of
from calls.evaluation.suites import Suite
from calls.models.model import Reply
from calls.safety.verdict import Verdict
from calls.store.rehearsals import CaseRecord, KeptReply, RehearsalStore, Run, Used

__all__ = ["KEPT_MS", "Kept"]

KEPT_MS: Final = 7 * 24 * 3_600_000
"""How long a reply serves again: a week is long enough to mend a version against the replies of its last run.

A model's name may mean another model tomorrow, be it an alias that moves or a local server with new weights; no version
may go live on what a model said a month ago."""


class Kept:
    """The store as rehearsals see it."""

    def __init__(self, store: RehearsalStore) -> None:
        self._store = store

    def write(
        self, run_id: str, outcomes: Iterable[Outcome], replies: Mapping[str, Reply], *, used: Used, at: int
    ) -> bool:
        """Keeps what came since the last time, and the beat; False when the run was cancelled meanwhile."""
        rows = {key: KeptReply(one.text, one.tokens_in, one.tokens_out, at) for key, one in replies.items()}
        return self._store.write(run_id, [_record(one) for one in outcomes], rows, used=used, at=at)

    def outcomes(self, run_id: str) -> list[Outcome]:
        """Every case of a run that is through."""
        return [_outcome(one) for one in self._store.cases(run_id)]

    def reply(self, key: str, run: Run) -> tuple[Reply, int] | None:
        """A reply that a run may use without asking, and when it was given.

        A fresh run takes its own alone, so that going on with it does not pay twice.
        """
        found = self._store.reply(key, run.started_at if run.fresh else run.started_at - KEPT_MS)
        return (Reply(found.text, found.tokens_in, found.tokens_out), found.at) if found else None

    def tally(self, persona_id: str, suite_id: str) -> dict[str, tuple[int, int]]:
        """How many cases passed of how many, for each run of a persona on a suite; a person's word counts."""
        return self._store.tally(persona_id, suite_id, passed=Verdict.PASS.value, undecided=Verdict.PERSON.value)

    def sign(self, run_id: str, case: str, *, person: Verdict | None, signer: str, reason: str, at: int) -> None:
        """What a person says of a case: a verdict where rules could not tell, or the reason of a failure."""
        self._store.sign(run_id, case, person=person.value if person else None, signer=signer, reason=reason, at=at)

    def save_suite(self, suite: Suite, at: int) -> None:
        """Keeps a suite of the user's own, over an older one of its id."""
        self._store.save_suite(suite.id, suite.model_dump(mode="json"), at)

    def suites(self) -> list[Suite]:
        """The user's own suites."""
        return [Suite.model_validate(document) for document in self._store.suites()]


def _record(one: Outcome) -> CaseRecord:
    return CaseRecord(one.case, one.prompt, one.way, one.age, one.found.value, one.as_body())


def _outcome(row: CaseRecord) -> Outcome:
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
