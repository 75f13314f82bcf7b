"""Turns: the cases shared with the browser, and rules that hold for any order of events."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calls.journal.transcript import Transcript, turns_of
from tests.places import WIRE

CASES = json.loads((WIRE / "transcript_cases.json").read_text("utf-8"))
Told = tuple[str, int, dict[str, Any]]

TEXTS = st.sampled_from(["", " ", "Ho", "ho!", "'s", " Emma", "fine. "])
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    **dict.fromkeys(
        ("avatar_talking_message", "user_talking_message"),
        st.fixed_dictionaries({"text": TEXTS, "cumulative": st.booleans()}),
    ),
    **dict.fromkeys(("avatar_end_message", "user_end_message"), st.fixed_dictionaries({}, optional={"text": TEXTS})),
    "typed": st.fixed_dictionaries({"text": TEXTS, "intent": st.sampled_from(["ask", "say"])}),
    "phase": st.fixed_dictionaries({"phase": st.sampled_from(["live", "ending", "ended"])}),
    **dict.fromkeys(
        ("avatar_start_talking", "avatar_stop_talking", "interrupted", "user_start", "user_stop", "user_silence"),
        st.just({}),
    ),
    **dict.fromkeys(("disconnected", "microphone", "of_the_future"), st.just({})),
}
EVENT = st.sampled_from(sorted(BODIES)).flatmap(lambda kind: st.tuples(st.just(kind), BODIES[kind]))
JOURNAL = st.lists(EVENT, max_size=30).map(lambda told: [(kind, 10 * n, body) for n, (kind, body) in enumerate(told)])
BLANK_LATE: list[Told] = [
    ("avatar_talking_message", 0, {"text": "Ho", "cumulative": False}),
    ("avatar_stop_talking", 10, {}),
    ("avatar_end_message", 20, {"text": " "}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_the_shared_cases(case: dict[str, Any]) -> None:
    told = [(event["type"], event["at"], event) for event in case["events"]]
    assert [asdict(turn) for turn in turns_of(told)] == case["turns"]


@given(JOURNAL)
@example(BLANK_LATE)
def test_no_order_of_events_raises_and_no_closed_turn_is_empty(journal: list[Told]) -> None:
    for turn in turns_of(journal):
        if turn.source == "spoken":
            assert turn.state == "open" or turn.text.strip()
        assert (turn.state == "open") == (turn.ended_at is None)
        assert turn.ended_at is None or turn.ended_at >= turn.started_at


@given(JOURNAL)
@example(BLANK_LATE)
def test_when_the_call_ends_nothing_is_open(journal: list[Told]) -> None:
    turns = turns_of([*journal, ("phase", 1000, {"phase": "ended"})])
    assert not [turn for turn in turns if turn.state == "open"]


@given(JOURNAL)
def test_a_replay_gives_what_was_built_step_by_step(journal: list[Told]) -> None:
    stepwise = Transcript()
    for n, event in enumerate(journal):
        stepwise.apply(*event)
        assert stepwise.turns == turns_of(journal[: n + 1])
    assert turns_of(journal) == turns_of(journal)


@given(JOURNAL)
def test_at_most_one_turn_of_each_side_is_open(journal: list[Told]) -> None:
    open_sides = [turn.speaker for turn in turns_of(journal) if turn.state == "open"]
    assert len(open_sides) == len(set(open_sides))


@given(JOURNAL, EVENT)
def test_an_event_leaves_finished_turns_alone(journal: list[Told], more: tuple[str, dict[str, Any]]) -> None:
    finished = [turn for turn in turns_of(journal) if turn.state != "open"]
    after = turns_of([*journal, (more[0], 5000, more[1])])
    if more[0] == "avatar_end_message":
        # A late one brings the words of a turn that has stopped, and moves nothing.
        finished = [replace(turn, text="") for turn in finished]
        after = [replace(turn, text="") for turn in after]
    assert [turn for turn in after if turn in finished] == finished


def test_a_blank_late_end_message_takes_no_words_away() -> None:
    assert [turn.text for turn in turns_of(BLANK_LATE)] == ["Ho"]


@pytest.mark.parametrize(("blank", "kept"), [("\ufeff", 0), ("\u00a0\u3000\u2003", 0), ("\x85", 1), ("\x1c", 1)])
def test_white_space_is_what_the_browser_takes_for_it(blank: str, kept: int) -> None:
    assert len(turns_of([("user_end_message", 0, {"text": blank})])) == kept
