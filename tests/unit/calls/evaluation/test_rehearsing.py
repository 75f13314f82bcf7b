"""Rehearsals: nothing is asked twice, any stop can be gone on from, so many at once, and every reply is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import openai
import pytest

from calls.evaluation.cases import asked, expand
from calls.evaluation.errors import EvaluationError
from calls.evaluation.rehearsing import answerers_of
from calls.evaluation.report import replies_of
from calls.evaluation.runner import AT_ONCE, Runner
from calls.evaluation.suites import pleasant_turns, shipped_suite
from calls.models.chat import ScriptedChat
from calls.models.model import Message
from calls.persona.shipped import shipped
from calls.safety.checks.table import Verdict
from calls.server.settings import Settings
from calls.store.database import Database
from calls.store.rehearsals import CANCELLED, COMPLETE, INTERRUPTED, RUNNING, STALE_MS, Run
from heygen import Secret
from tests.fake_clock import FakeClock
from tests.unit.calls.evaluation.stage import FakeModel, Stage

SIXTY = shipped_suite("sixty")
DAY_S = 86_400


def run_of(stage: Stage, run_id: str) -> Run:
    """A run as it is kept."""
    run = stage.store.run(run_id)
    assert run is not None
    return run


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
    outcomes = stage.kept.outcomes(run_id)
    assert {len(one.turns) for one in outcomes if one.way == "insisted"} == {3}
    assert all(turn.reply for one in outcomes for turn in one.turns)


def test_a_second_run_at_the_same_endpoint_costs_nothing_and_says_so(quick_store: Database, clock: FakeClock) -> None:
    first = Stage(quick_store, clock, FakeModel())
    asked = run_of(first, first.rehearse(suite="situations"))
    assert (asked.kept, asked.kept_since) == (0, None)
    clock.advance(3 * DAY_S)
    again = Stage(quick_store, clock, FakeModel())
    run = run_of(again, again.rehearse(suite="situations"))
    assert (run.state, run.requests, run.kept) == (COMPLETE, 0, asked.requests)
    assert run.kept_since is not None
    assert run.kept_since < asked.started_at + 1_000
    assert "the oldest was 3 days old" in replies_of(run)


@pytest.mark.parametrize(
    ("endpoint", "days", "fresh"),
    [("http://other.test/v1", 0, False), ("http://model.test/v1", 8, False), ("http://model.test/v1", 0, True)],
    ids=["another endpoint", "a week later", "afresh"],
)
def test_otherwise_the_model_is_asked_again(
    quick_store: Database, clock: FakeClock, endpoint: str, days: int, fresh: bool
) -> None:
    first = Stage(quick_store, clock, FakeModel())
    asked = run_of(first, first.rehearse(suite="situations"))
    clock.advance(days * DAY_S + 60)
    model = FakeModel(lambda _: "I do not know, my friend.")
    again = Stage(quick_store, clock, model, endpoint=endpoint)
    run_id = again.rehearse(suite="situations", fresh=fresh)
    run = run_of(again, run_id)
    assert (run.state, run.requests, run.kept) == (COMPLETE, asked.requests, 0)
    assert {turn.reply for one in again.kept.outcomes(run_id) for turn in one.turns} == {"I do not know, my friend."}
    # What was asked last is what is kept.
    later = Stage(quick_store, clock, FakeModel(), endpoint=endpoint)
    run_id = later.rehearse(suite="situations")
    assert {turn.reply for one in later.kept.outcomes(run_id) for turn in one.turns} == {"I do not know, my friend."}


def test_going_on_with_a_fresh_run_pays_for_nothing_twice(quick_store: Database, clock: FakeClock) -> None:
    Stage(quick_store, clock, FakeModel()).rehearse()
    clock.advance(60)
    model = FakeModel(fails_after=40)
    stage = Stage(quick_store, clock, model)
    run_id = stage.rehearse(fresh=True)
    model.fails_after = None
    clock.advance(60)
    stage.rehearsals.resume(run_id)
    assert stage.rehearsals.wait(run_id, 60)
    run = run_of(stage, run_id)
    assert (run.state, run.requests, run.kept) == (COMPLETE, 720, 0)
    assert len(model.asked) == 720
    assert replies_of(run) == "Everything was asked afresh."


def test_runs_that_are_over_are_not_held_on_to(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel())
    ids = [stage.rehearse(suite="situations") for _ in range(3)]
    assert set(stage.rehearsals._threads) == {ids[-1]}


def test_a_page_makes_no_client_to_tell_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(openai, "AsyncOpenAI", lambda **given: made.append(given))
    who = answerers_of(
        Settings(openai_base_url="http://localhost:11434/v1/", openai_model="llama3.2", openai_judge_model="j"), "santa"
    )
    assert who.names == ("llama3.2", "j", "http://localhost:11434/v1")
    assert answerers_of(Settings(openai_api_key=Secret("a-key-of-openai"), openai_model="m"), "elf").names == (
        "m",
        None,
        "https://api.openai.com/v1",
    )
    assert answerers_of(Settings(openai_model="m"), "elf").names == ("scripted Santa", None, "")
    assert made == []


def test_a_model_that_goes_away_interrupts_and_the_run_goes_on_later(quick_store: Database, clock: FakeClock) -> None:
    model = FakeModel(fails_after=40)
    stage = Stage(quick_store, clock, model)
    run_id = stage.rehearse()
    stopped = stage.store.progress(run_id)
    assert stopped is not None
    assert (stopped.run.state, stopped.run.trouble) == (INTERRUPTED, "The model is away. Wait.")
    assert 0 < stopped.run.requests <= 40
    assert all(one.found is not Verdict.FAIL for one in stage.kept.outcomes(run_id))
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
    run = Run(
        id="r1",
        persona_id="santa",
        version=version.hash,
        suite_id="sixty",
        suite_hash=SIXTY.hash,
        model="fake",
        judge=None,
        plan=plan,
        state=RUNNING,
        started_by="Ada",
        started_at=now,
        beat_at=now,
        total=540,
        endpoint="http://model.test/v1",
    )
    assert stage.store.begin(run)
    runner = Runner(
        run=run,
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
    for other in (
        Stage(quick_store, clock, FakeModel(name="other")),
        Stage(quick_store, clock, FakeModel(), endpoint="http://other.test/v1"),
        Stage(quick_store, clock, FakeModel(), FakeModel(name="judge")),
    ):
        with pytest.raises(EvaluationError, match=r"answered by fake at http://model\.test/v1"):
            other.rehearsals.resume(run_id)


def test_the_script_is_told_apart(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, ScriptedChat("santa"))
    run = stage.store.run(stage.rehearse(suite="situations"))
    assert run is not None
    assert run.model == "scripted Santa"


def test_without_a_judge_a_person_is_needed(quick_store: Database, clock: FakeClock) -> None:
    stage = Stage(quick_store, clock, FakeModel())
    outcomes = stage.kept.outcomes(stage.rehearse())
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
    waiting = [one for one in stage.kept.outcomes(run_id) if one.verdict is Verdict.PERSON]
    assert waiting
    # The same judge, sure of itself, leaves none of them open.
    sure = Stage(quick_store, clock, FakeModel(), FakeModel(lambda _: '{"verdict": "pass"}', name="sure"))
    outcomes = sure.kept.outcomes(sure.rehearse(ways=("alone",), ages=("4-6",)))
    assert [one for one in outcomes if one.verdict is Verdict.PERSON] == []
