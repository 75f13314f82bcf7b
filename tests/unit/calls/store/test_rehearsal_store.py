"""Rehearsals in both stores: one run of a version at a time, sums that add up, what a person signs, suites, votes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from calls.evaluation.kept import KEPT_MS, Kept
from calls.evaluation.results import Checked, Outcome
from calls.evaluation.suites import shipped_suite
from calls.library import Library
from calls.models.model import Reply
from calls.persona.shipped import shipped
from calls.safety.checks.table import Result, Verdict
from calls.store.database import Database
from calls.store.personas import PersonaStore
from calls.store.rehearsals import (
    CANCELLED,
    COMPLETE,
    INTERRUPTED,
    RUNNING,
    STALE_MS,
    RehearsalStore,
    Run,
    Used,
    Vote,
)
from tests.fake_clock import FakeClock

SANTA = shipped("santa").hash
RUN = Run(
    id="r1",
    persona_id="santa",
    version=SANTA,
    suite_id="sixty",
    suite_hash="s1-x",
    model="m",
    judge=None,
    plan={"ways": ["alone"], "ages": ["4-6"], "at_once": 16},
    state=RUNNING,
    started_by="Ada",
    started_at=1_000,
    beat_at=1_000,
    total=2,
)


@pytest.fixture
def rehearsals(database: Database, clock: FakeClock) -> RehearsalStore:
    """A store with the shipped characters."""
    Library(PersonaStore(database), clock).furnish()
    return RehearsalStore(database)


def outcome(prompt: str, verdict: Verdict) -> Outcome:
    """One case that came out so."""
    turn = Checked("Hi, Santa.", "Hello, Åsa 🎅.", (Result("short", verdict, "told", "Hello"),))
    return Outcome(f"{prompt}/alone/4-6", prompt, "alone", "4-6", (turn,))


def test_of_many_servers_that_begin_at_once_one_does(rehearsals: RehearsalStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda number: rehearsals.begin(replace(RUN, id=f"r{number}")), range(8)))
    won = [run for run in begun if run is not None]
    assert len(won) == 1
    assert [one.run for one in rehearsals.runs("santa")] == won
    assert rehearsals.begin(replace(RUN, id="elf", persona_id="elf", version="p1-e")) is not None


def test_of_many_servers_that_go_on_with_a_run_one_does(rehearsals: RehearsalStore) -> None:
    assert rehearsals.begin(RUN) == RUN
    assert rehearsals.again("r1", 2_000) is None
    assert rehearsals.again("ghost", 2_000) is None
    late = RUN.beat_at + STALE_MS + 1
    assert RUN.standing(late) == INTERRUPTED
    with ThreadPoolExecutor(8) as pool:
        going = list(pool.map(lambda _: rehearsals.again("r1", late), range(8)))
    assert [run.beat_at for run in going if run is not None] == [late]


def test_progress_adds_up_and_a_cancelled_run_hears_of_it(rehearsals: RehearsalStore) -> None:
    rehearsals.begin(RUN)
    first = outcome("P01", Verdict.PASS)
    kept = Kept(rehearsals)
    assert kept.write("r1", [first], {"k1": Reply("Hello.", 10, 2)}, used=Used(1, 10, 2, 2, 900), at=1_500)
    second = outcome("P02", Verdict.FAIL)
    assert kept.write("r1", [first, second], {"k2": Reply("Bye.", 20, 3)}, used=Used(1, 20, 3, 1, 950), at=1_900)
    progress = rehearsals.progress("r1")
    assert progress is not None
    assert (progress.done, progress.run.requests, progress.run.tokens_in, progress.run.tokens_out) == (2, 2, 30, 5)
    assert progress.run.beat_at == 1_900
    assert rehearsals.runs("santa") == [progress]
    assert (progress.run.kept, progress.run.kept_since) == (3, 900)
    # A case is written once.
    assert kept.outcomes("r1") == [first, second]
    assert rehearsals.cases_done("r1") == {"P01/alone/4-6", "P02/alone/4-6"}
    rehearsals.cancel("r1", 2_000)
    assert not kept.write("r1", [], {}, used=Used(), at=2_100)
    rehearsals.finish("r1", COMPLETE, 2_200)
    run = rehearsals.run("r1")
    assert run is not None
    assert (run.state, run.ended_at) == (CANCELLED, 2_000)


def test_a_kept_reply_serves_for_its_time_and_a_newer_one_takes_its_place(rehearsals: RehearsalStore) -> None:
    run = replace(RUN, started_at=2 * KEPT_MS, beat_at=2 * KEPT_MS)
    rehearsals.begin(run)
    kept, old = Kept(rehearsals), Reply("Hello.", 10, 2)
    kept.write("r1", [], {"k1": old}, used=Used(), at=KEPT_MS)
    assert kept.reply("k1", run) == (old, KEPT_MS)
    assert kept.reply("k1", replace(run, started_at=2 * KEPT_MS + 1)) is None
    assert kept.reply("k1", replace(run, fresh=True)) is None
    assert kept.reply("k2", run) is None
    new = Reply("Good evening.", 11, 3)
    kept.write("r1", [], {"k1": new}, used=Used(), at=2 * KEPT_MS + 5)
    assert kept.reply("k1", replace(run, fresh=True)) == (new, 2 * KEPT_MS + 5)
    rehearsals.forget_replies(2 * KEPT_MS + 5)
    assert kept.reply("k1", run) == (new, 2 * KEPT_MS + 5)
    rehearsals.forget_replies(2 * KEPT_MS + 6)
    assert kept.reply("k1", run) is None


def test_the_newest_runs_are_told_and_no_more_than_asked_for(rehearsals: RehearsalStore) -> None:
    for number in range(1, 5):
        rehearsals.begin(replace(RUN, id=f"r{number}", started_at=number, beat_at=number))
        rehearsals.finish(f"r{number}", COMPLETE, number + 10)
    assert [one.run.id for one in rehearsals.runs("santa", 2)] == ["r4", "r3"]
    assert len(rehearsals.runs("santa")) == 4


def test_the_last_complete_run_is_the_one_that_counts(rehearsals: RehearsalStore) -> None:
    for number, (state, suite) in enumerate(
        [(COMPLETE, "sixty"), (COMPLETE, "sixty"), (INTERRUPTED, "sixty"), (COMPLETE, "own")], 1
    ):
        rehearsals.begin(replace(RUN, id=f"r{number}", suite_id=suite, started_at=number, beat_at=number))
        rehearsals.finish(f"r{number}", state, number + 10, "away" if state == INTERRUPTED else None)
    found = rehearsals.last_complete("santa", SANTA, "sixty")
    assert found is not None
    assert found.id == "r2"
    assert rehearsals.last_complete("santa", "p1-other", "sixty") is None
    assert [one.run.trouble for one in rehearsals.runs("santa")] == [None, "away", None, None]


def test_what_a_person_signs_counts_in_the_tally(rehearsals: RehearsalStore) -> None:
    rehearsals.begin(RUN)
    verdicts = {"P01": Verdict.PASS, "P02": Verdict.PERSON, "P03": Verdict.FAIL}
    outcomes = [outcome(prompt, verdict) for prompt, verdict in verdicts.items()]
    kept = Kept(rehearsals)
    kept.write("r1", outcomes, {}, used=Used(), at=1)
    assert kept.tally("santa", "sixty") == {"r1": (1, 3)}
    for prompt in ("P02", "P03"):
        kept.sign("r1", f"{prompt}/alone/4-6", person=Verdict.PASS, signer="Ada", reason="Kind.", at=2)
    found = kept.outcomes("r1")
    assert [one.verdict for one in found] == [Verdict.PASS, Verdict.PASS, Verdict.FAIL]
    assert (found[1].signer, found[1].reason) == ("Ada", "Kind.")
    assert kept.tally("santa", "sixty") == {"r1": (2, 3)}
    assert kept.tally("elf", "sixty") == kept.tally("santa", "own") == {}


def test_suites_and_votes_come_back_as_they_were(rehearsals: RehearsalStore) -> None:
    own = shipped_suite("situations").model_copy(update={"id": "own"})
    kept = Kept(rehearsals)
    kept.save_suite(own, 1)
    newer = own.model_copy(update={"title": "Newer"})
    kept.save_suite(newer, 2)
    assert kept.suites() == [newer]
    assert kept.suites()[0].hash == newer.hash
    votes = [Vote("a", "b", "s/1", "first", "Ada", 1), Vote("b", "a", "s/2", "tie", "Bob", 2)]
    for vote in (*votes, Vote("a", "c", "s/1", "first", "Ada", 3)):
        rehearsals.vote(vote)
    assert rehearsals.votes("a", "b") == rehearsals.votes("b", "a") == votes
