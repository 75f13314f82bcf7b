"""Rehearsals: nothing is asked twice, any stop can be gone on from, so many at once, and every reply is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import pytest

from calls.evaluation.cases import asked, expand
from calls.evaluation.errors import EvaluationError
from calls.evaluation.runner import AT_ONCE, Runner
from calls.evaluation.suites import pleasant_turns, shipped_suite
from calls.models.chat import ScriptedChat
from calls.models.model import Message
from calls.persona.shipped import shipped
from calls.safety.checks.table import Verdict
from calls.store.database import Database
from calls.store.rehearsals import CANCELLED, COMPLETE, INTERRUPTED, RUNNING, STALE_MS, Run
from tests.fake_clock import FakeClock
from tests.unit.calls.evaluation.stage import FakeModel, Stage

SIXTY = shipped_suite("sixty")


def test_a_prompt_is_said_in_three_ways_to_three_ages() -> None:
    cases = expand(SIXTY)
    assert len(cases) == len({case.id for case in cases}) == 540
    assert {case.id for case in cases if case.prompt.id == "P01"} == {
        f"P01/{way}/{age}" for way in ("alone", "late", "insisted") for age in ("4-6", "7-9", "10-12")
    }


def test_what_the_model_is_told_in_each_way() -> None:
    by_id = {case.id: case for case in expand(SIXTY)}
    santa, line = shipped("santa"), SIXTY.prompts[0].child
    alone = asked(santa, by_id["P01/alone/4-6"], [])
    assert [one.role for one in alone] == ["system", "assistant", "user"]
    assert "The child is 4 to 6 years old." in alone[0].text
    assert alone[-1].text == line
    assert asked(santa, by_id["P01/insisted/4-6"], []) == alone
    late = asked(santa, by_id["P01/late/4-6"], [])
    assert len([one for one in late if one.role == "user"]) == len(pleasant_turns()) + 1 == 26
    again = asked(santa, by_id["P01/insisted/4-6"], ["No.", "Still no."])
    assert [one.text for one in again if one.role == "user"] == [line] * 3
    assert [one.text for one in again if one.role == "assistant"][1:] == ["No.", "Still no."]


def test_a_whole_run_asks_each_question_once(quick_store: Database, clock: FakeClock) -> None:
    model, judge = FakeModel(), FakeModel(name="judge")
    stage = Stage(quick_store, clock, model, judge)
    run_id = stage.rehearse()
    progress = stage.store.progress(run_id)
    assert progress is not None
    assert (progress.run.state, progress.done, progress.run.total) == (COMPLETE, 540, 540)
    questions = [tuple((one.role, one.text) for one in messages) for messages in model.asked]
    # 180 alone, 180 late, and 180 insisted on twice more: the first time is the one alone.
    assert len(questions) == len(set(questions)) == 720
    assert progress.run.requests == 720 + len(judge.asked)
    assert progress.run.tokens_in == 10 * progress.run.requests
    outcomes = stage.store.outcomes(run_id)
    assert {len(one.turns) for one in outcomes if one.way == "insisted"} == {3}
    assert all(turn.reply for one in outcomes for turn in one.turns)


def test_a_second_run_costs_nothing(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel())
    stage.rehearse(suite="situations")
    again = Stage(quick_store, clock, FakeModel())
    run_id = again.rehearse(suite="situations")
    progress = again.store.progress(run_id)
    assert progress is not None
    assert (progress.run.state, progress.run.requests) == (COMPLETE, 0)


def test_a_model_that_goes_away_interrupts_and_the_run_goes_on_later(quick_store: Database, clock: FakeClock) -> None:
    model = FakeModel(fails_after=40)
    stage = Stage(quick_store, clock, model)
    run_id = stage.rehearse()
    stopped = stage.store.progress(run_id)
    assert stopped is not None
    assert (stopped.run.state, stopped.run.trouble) == (INTERRUPTED, "The model is away. Wait.")
    assert 0 < stopped.run.requests <= 40
    assert all(one.found is not Verdict.FAIL for one in stage.store.outcomes(run_id))
    model.fails_after = None
    stage.rehearsals.resume(run_id)
    assert stage.rehearsals.wait(run_id, 60)
    whole = stage.store.progress(run_id)
    assert whole is not None
    assert (whole.run.state, whole.done, whole.run.requests) == (COMPLETE, 540, 720)
    assert len(model.asked) == 720


def test_a_cancelled_run_keeps_what_it_has(quick_store: Database, clock: FakeClock) -> None:
    model = FakeModel(pause=0.02)
    stage = Stage(quick_store, clock, model)
    run_id = stage.rehearsals.start("santa", stage.library.live("santa").hash, "sixty", by="Ada", at_once=4)
    while len(model.asked) < 30:
        assert not stage.rehearsals.wait(run_id, 0.01)
    stage.rehearsals.cancel(run_id)
    assert stage.rehearsals.wait(run_id, 20)
    stopped = stage.store.progress(run_id)
    assert stopped is not None
    assert stopped.run.state == CANCELLED
    assert stopped.done < 540
    assert model.most_at_once == 4
    before = len(model.asked)
    later = FakeModel()
    restarted = Stage(quick_store, clock, later)
    restarted.rehearsals.resume(run_id)
    assert restarted.rehearsals.wait(run_id, 60)
    whole = restarted.store.progress(run_id)
    assert whole is not None
    assert (whole.run.state, whole.done) == (COMPLETE, 540)
    # Only what was under way when it stopped is asked again.
    assert before + len(later.asked) <= 720 + 4


def test_one_run_of_a_version_at_a_time_until_its_server_is_dead(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel(pause=0.05))
    version = stage.library.live("santa").hash
    run_id = stage.rehearsals.start("santa", version, "sixty", by="Ada", at_once=2)
    elsewhere = Stage(quick_store, clock, FakeModel())
    with pytest.raises(EvaluationError, match="is running"):
        elsewhere.rehearsals.start("santa", version, "sixty", by="Bob")
    with pytest.raises(EvaluationError, match="cannot go on"):
        elsewhere.rehearsals.resume(run_id)
    stage.rehearsals.close()
    run = stage.store.run(run_id)
    assert run is not None
    assert run.state == CANCELLED


def test_a_run_whose_server_died_is_seen_and_can_go_on(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel(fails_after=10))
    run_id = stage.rehearse(suite="situations")
    # What a killed server leaves: still running, with an old beat.
    assert stage.store.again(run_id, stage.rehearsals.now()) is not None
    clock.advance(STALE_MS / 1000 + 1)
    run = stage.store.run(run_id)
    assert run is not None
    assert (run.state, run.standing(stage.rehearsals.now())) == ("running", INTERRUPTED)
    later = Stage(quick_store, clock, FakeModel())
    later.rehearsals.resume(run_id)
    assert later.rehearsals.wait(run_id, 60)
    whole = later.store.progress(run_id)
    assert whole is not None
    assert whole.run.state == COMPLETE


async def test_a_server_killed_in_mid_run_loses_no_answer(quick_store: Database, clock: FakeClock) -> None:
    first = FakeModel(stuck_after=100)
    stage = Stage(quick_store, clock, first)
    version, now = stage.library.live("santa"), stage.rehearsals.now()
    plan = {"ways": ["alone", "late", "insisted"], "ages": ["4-6", "7-9", "10-12"], "at_once": AT_ONCE}
    run = Run("r1", "santa", version.hash, "sixty", SIXTY.hash, "fake", None, plan, RUNNING, "Ada", now, now, 540)
    assert stage.store.begin(run)
    runner = Runner(
        run_id="r1",
        version=version,
        cases=expand(SIXTY),
        model=first,
        judge=None,
        store=stage.store,
        now=lambda: now,
    )
    dead = asyncio.ensure_future(runner.run())
    try:
        async with asyncio.timeout(30):
            while (found := stage.store.run("r1")) is None or found.requests < 100:
                await asyncio.wait({dead}, timeout=0.01)
                assert not dead.done()
        clock.advance(STALE_MS / 1000 + 1)
        later = FakeModel()
        restarted = Stage(quick_store, clock, later)
        restarted.rehearsals.resume("r1")
        # This loop stands still meanwhile, as a dead server's does.
        assert restarted.rehearsals.wait("r1", 60)
        whole = restarted.store.progress("r1")
        assert whole is not None
        assert (whole.run.state, whole.done, whole.run.requests) == (COMPLETE, 540, 720)
        answered = {tuple(messages) for messages in first.asked[:100]}
        assert len(answered) == 100
        assert answered.isdisjoint(tuple(messages) for messages in later.asked)
        assert len(first.asked) == 100 + AT_ONCE
    finally:
        dead.cancel()
        await asyncio.gather(dead, return_exceptions=True)


def test_a_fault_of_ours_leaves_no_run_that_seems_to_run(quick_store: Database, clock: FakeClock) -> None:
    def breaks(messages: Sequence[Message]) -> str:
        raise RuntimeError("a fault")

    stage = Stage(quick_store, clock, FakeModel(breaks))
    run = stage.store.run(stage.rehearse(suite="situations"))
    assert run is not None
    assert run.state == INTERRUPTED
    assert "fault of ours" in (run.trouble or "")


def test_what_cannot_be_rehearsed_is_refused_and_leaves_nothing(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel())
    version = stage.library.live("santa").hash
    start = partial(stage.rehearsals.start, "santa", version)
    for wrong in (
        partial(start, "sixty", by=" "),
        partial(start, "sixty", by="Ada", ways=()),
        partial(start, "sixty", by="Ada", ages=()),
        partial(start, "ghost", by="Ada"),
    ):
        with pytest.raises(EvaluationError):
            wrong()
    assert stage.store.runs("santa") == []


def test_another_model_does_not_go_on_with_a_run(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel(fails_after=5))
    run_id = stage.rehearse(suite="situations")
    other = Stage(quick_store, clock, FakeModel(name="other"))
    with pytest.raises(EvaluationError, match="answered by fake"):
        other.rehearsals.resume(run_id)


def test_the_script_is_told_apart(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, ScriptedChat("santa"))
    run = stage.store.run(stage.rehearse(suite="situations"))
    assert run is not None
    assert run.model == "scripted Santa"


def test_without_a_judge_a_person_is_needed(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel())
    outcomes = stage.store.outcomes(stage.rehearse())
    assert any(one.verdict is Verdict.PERSON for one in outcomes)
    for one in outcomes:
        left = {result.check for turn in one.turns for result in turn.results if result.verdict is Verdict.PERSON}
        assert left <= {"true_ai", "no_side", "no_hold"}


@pytest.mark.parametrize("said", ['{"verdict": "maybe"}', "Sure, pass.", "", '{"verdict": "great"}', "{"])
def test_maybe_and_odd_words_of_a_judge_are_no_pass(quick_store: Database, clock: FakeClock, said: str) -> None:
    stage = Stage(quick_store, clock, FakeModel(), FakeModel(lambda _: said, name="judge"))
    run_id = stage.rehearse(ways=("alone",), ages=("4-6",))
    run = stage.store.run(run_id)
    assert run is not None
    assert run.state == COMPLETE
    waiting = [one for one in stage.store.outcomes(run_id) if one.verdict is Verdict.PERSON]
    assert waiting
    # The same judge, sure of itself, leaves none of them open.
    sure = Stage(quick_store, clock, FakeModel(), FakeModel(lambda _: '{"verdict": "pass"}', name="sure"))
    outcomes = sure.store.outcomes(sure.rehearse(ways=("alone",), ages=("4-6",)))
    assert [one for one in outcomes if one.verdict is Verdict.PERSON] == []
