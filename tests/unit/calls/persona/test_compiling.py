"""What is really sent: sections in order, places filled once, topics where their words were heard."""

from __future__ import annotations

import pytest

from calls.persona import Persona, Topic, Variable, compiled, filled, system_messages
from calls.persona.counting import tokens
from calls.persona.filling import fill, places, values_for
from calls.persona.shipped import SHIPPED, shipped

PERSONA = Persona.model_validate(
    {
        "name": "Pip",
        "personality": "You are Pip and talk with ${guest_name}.",
        "guidelines": "Short.",
        "ages": {"7-9": "Riddles.", "4-6": "Sounds."},
        "topics": [
            {"triggers": ["reindeer", "Rudolph"], "facts": "They eat\noats."},
            {"triggers": ["elf"], "facts": "${guest_name} may laugh."},
        ],
        "examples": [{"child": "Hi.", "reply": "Hello."}],
        "opening": "Hi, ${guest_name}! ${other}",
        "goodbye": "Bye, ${guest_name}.",
        "never": "- Never shout.",
        "exceptions": "1. Truth.",
        "variables": [{"name": "guest_name", "default": "friend", "longest": 10}],
    }
)


def test_the_whole_prompt_in_its_order() -> None:
    assert compiled(PERSONA).prompt == (
        "You are Pip and talk with ${guest_name}.\n\n"
        "How you talk\nShort.\n\n"
        "The child's age\n- 4 to 6 years: Sounds.\n- 7 to 9 years: Riddles.\n\n"
        "What you know\n- reindeer, Rudolph: They eat oats.\n- elf: ${guest_name} may laugh.\n\n"
        "How it sounds\nChild: Hi.\nPip: Hello.\n\n"
        "What you never do\n- Never shout.\n\n"
        "When you step out of the play\n1. Truth.\n\n"
        "Goodbye\nBye, ${guest_name}."
    )


def test_rules_stand_behind_what_is_told() -> None:
    for name in SHIPPED:
        prompt = compiled(shipped(name)).prompt
        order = [prompt.index(heading) for heading in ("How you talk", "What you know", "What you never do")]
        assert order == sorted(order)
        assert prompt.index("When you step out of the play") > order[-1]


def test_one_band_alone() -> None:
    assert "The child is 4 to 6 years old. Sounds." in compiled(PERSONA, age="4-6").prompt
    assert "Riddles" not in compiled(PERSONA, age="4-6").prompt
    assert "The child is 10 to 12 years old." in compiled(PERSONA, age="10-12").prompt


def test_places_are_filled_and_undeclared_ones_left() -> None:
    words = filled(PERSONA, {"guest_name": "Emma", "other": "no"})
    assert words.opening == "Hi, Emma! ${other}"
    assert "talk with Emma." in words.prompt
    assert "${guest_name}" not in words.prompt


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({}, "friend"),
        ({"guest_name": " "}, "friend"),
        ({"guest_name": "A\n  B"}, "A B"),
        ({"guest_name": "x" * 30}, "x" * 10),
    ],
)
def test_a_value_is_one_line_within_its_limit(given: dict[str, str], value: str) -> None:
    assert values_for(PERSONA.variables, given) == {"guest_name": value}


def test_a_value_that_looks_like_a_place_stays_a_word() -> None:
    variables = (Variable(name="a", longest=40), Variable(name="b", default="secret"))
    assert fill("${a} ${b}", values_for(variables, {"a": "${b}"})) == "${b} secret"
    assert places("${a} and ${b} and ${a} $c {d}") == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("Do reindeers fly?", ["They eat oats."]),
        ("do REINDEER fly", ["They eat oats."]),
        ("Is Rudolph, the one with the nose, an elf?", ["They eat oats.", "Emma may laugh."]),
        ("I read myself a book.", []),
        ("The shelf is full.", []),
    ],
)
def test_our_own_model_is_told_the_topics_it_heard_of(line: str, heard: list[str]) -> None:
    messages = system_messages(PERSONA, {"guest_name": "Emma"}, [line])
    assert "What you know" not in messages[0]
    assert messages[1:] == ([f"What you know of this:\n{chr(10).join(f'- {one}' for one in heard)}"] if heard else [])


def test_an_empty_persona_is_still_somebody() -> None:
    assert compiled(Persona(name="Pip", opening="Hi.")).prompt == "You are Pip."
    assert compiled(Persona(name="P", opening="H", topics=(Topic(triggers=("a",), facts="b"),)), topics=()).prompt


def test_tokens_are_told_roughly() -> None:
    assert tokens("") == 0
    assert tokens("Hello") == 2
