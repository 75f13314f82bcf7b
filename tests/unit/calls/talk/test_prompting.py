"""What a model is told: the same words for a rehearsal and a call, within a budget, the opening always among them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.evaluation.cases import Case, asked
from calls.evaluation.suites import shipped_suite
from calls.models.model import NAME, Message
from calls.persona import AGE_BANDS, AgeBand
from calls.persona.counting import tokens
from calls.persona.shipped import SHIPPED, shipped
from calls.talk.prompting import BUDGET_TOKENS, Said, messages, opening

SANTA = shipped("santa")
LINES = st.text(alphabet="abc xyz?é", min_size=1, max_size=400)
TALK = st.lists(st.builds(Said, st.sampled_from(["guest", "avatar"]), LINES), max_size=60)


def spoken(told: Sequence[Message]) -> list[Message]:
    return [message for message in told if message.role != "system"]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("age", AGE_BANDS)
def test_a_rehearsal_asks_what_a_call_asks(name: str, age: AgeBand) -> None:
    persona = shipped(name)
    for prompt in shipped_suite("sixty").prompts:
        in_a_call = messages(
            persona, guest=NAME, age=age, said=[Said("avatar", opening(persona, NAME))], line=prompt.child
        )
        assert asked(persona, Case(prompt, "alone", age), []) == in_a_call


def test_a_talk_that_has_not_begun_begins_with_the_opening() -> None:
    told = spoken(messages(SANTA, guest="Emma", age=None, said=(), line="Hello"))
    assert told == [Message("assistant", opening(SANTA, "Emma")), Message("user", "Hello")]
    assert "Emma" in told[0].text


def test_an_opening_that_was_cut_off_stands_as_it_was_heard() -> None:
    told = spoken(messages(SANTA, guest="Emma", age=None, said=[Said("avatar", "Ho ho")], line="Hello"))
    assert told == [Message("assistant", "Ho ho"), Message("user", "Hello")]


def test_the_line_may_stand_in_the_talk_already() -> None:
    said = [Said("avatar", "Ho ho"), Said("guest", "Do reindeer fly?")]
    assert messages(SANTA, guest="Emma", age=None, said=said) == messages(
        SANTA, guest="Emma", age=None, said=said[:1], line=said[1].text
    )


def test_a_topic_stays_at_hand_for_four_lines_of_the_guest() -> None:
    persona = SANTA.model_copy(
        update={"topics": (SANTA.topics[0].model_copy(update={"triggers": ("zeppelin",), "facts": "It is silver."}),)}
    )

    def told(later: int) -> str:
        said = [Said("guest", "A zeppelin!"), *(Said("guest", f"line {number}") for number in range(later))]
        return "\n".join(message.text for message in messages(persona, guest="Emma", age=None, said=said))

    assert "It is silver." in told(3)
    assert "It is silver." not in told(4)


@given(TALK, LINES)
def test_the_latest_lines_are_told_whole_and_in_order_within_the_budget(said: list[Said], line: str) -> None:
    told = spoken(messages(SANTA, guest="Emma", age=None, said=said, line=line))
    whole = [Message("user" if one.speaker == "guest" else "assistant", one.text) for one in said]
    whole.append(Message("user", line))
    if not any(message.role == "assistant" for message in whole):
        whole.insert(0, Message("assistant", opening(SANTA, "Emma")))
    assert told == whole[-len(told) :]
    assert sum(tokens(message.text) for message in told) <= BUDGET_TOKENS
    left_out = whole[: -len(told)]
    if left_out:
        assert sum(tokens(message.text) for message in (left_out[-1], *told)) > BUDGET_TOKENS


def test_a_line_beyond_every_budget_is_told_all_the_same() -> None:
    line = "long " * BUDGET_TOKENS
    assert spoken(messages(SANTA, guest="Emma", age=None, said=(), line=line)) == [Message("user", line)]
