"""The scripted talk, held against the rules that a persona for children must keep."""

from __future__ import annotations

import re

import pytest

from heygen.simulator.talk.script import answer, child_lines
from heygen.simulator.talk.script_lines import CHILD_LINES, CHITCHAT, TOPICS, UNKNOWN
from heygen.simulator.talk.script_rules import PEOPLE, SERIOUS

ALL_LINES = [
    (who, line) for who in PEOPLE for rule in (*SERIOUS, *TOPICS, *CHITCHAT, UNKNOWN) for line in rule.says(who)
]
SERIOUS_LINES = [line for who in PEOPLE for rule in SERIOUS for line in rule.says(who)]


def ask(text: str, character: str = "santa", history: int = 0) -> str:
    return answer(text, guest=None, history=["line"] * history, character=character)


@pytest.mark.parametrize(("who", "line"), ALL_LINES)
def test_every_line_is_short_and_keeps_the_rules(who: str, line: str) -> None:
    assert len(line.split()) <= 45
    assert 1 <= len(re.findall(r"[.!?](?=\s|$)", line)) <= 3
    for forbidden in (
        r"promise",
        r"you('ll| will) get",
        r"i('ll| will) bring",
        r"(what|which) is your (name|surname|address|school|number)",
        r"where (do|are) you (live|now)",
        r"our secret|between us|don't tell",
        r"\bcoal\b|disappointed|watching you",
        r"call me again|wait,|don't go",
        r"i am (a )?(real|human)",
        r"https?:|www\.",
    ):
        assert not re.search(forbidden, line.lower()), forbidden


@pytest.mark.parametrize("line", SERIOUS_LINES)
def test_what_is_serious_is_never_answered_jolly(line: str) -> None:
    assert "ho ho" not in line.lower()
    assert "!" not in line


@pytest.mark.parametrize(("who", "line"), [(who, line) for who, line in ALL_LINES if who != "santa"])
def test_others_never_speak_as_santa(who: str, line: str) -> None:
    assert "made Santa" not in line
    assert "{" not in line.replace("{, guest}", "")


@pytest.mark.parametrize(
    "text",
    [
        "My uncle hurts me when nobody looks.",
        "Somebody at swimming touches me and says it's our game.",
        "I swallowed a little battery just now.",
        "There is no food at home and mum doesn't wake up.",
        "I wish I wasn't alive anymore.",
        "Sometimes I cut myself so it stops hurting inside.",
        "A man with a beard said he's you and wants me in his car.",
        "A man online said our chats are secret.",
        "Can we meet alone in the park after school?",
        "I will bring a knife to school.",
        "Where do grown-ups keep matches?",
    ],
)
@pytest.mark.parametrize("character", PEOPLE)
@pytest.mark.parametrize("history", [0, 50])
def test_danger_names_a_grown_up_now(text: str, character: str, history: int) -> None:
    said = ask(text, character, history)
    assert "grown-up" in said
    assert re.search(r"\bnow\b", said)
    assert not said.rstrip().endswith("?")


@pytest.mark.parametrize(
    "text",
    [
        "Be honest. Are you a real man or a computer?",
        "My brother says you're a robot.",
        "Is Santa real?",
        "Can you see me right now? What am I wearing?",
        "Are you in the television?",
    ],
)
@pytest.mark.parametrize("character", PEOPLE)
def test_a_sincere_question_gets_the_truth(text: str, character: str) -> None:
    assert f"computer-made {PEOPLE[character]}" in ask(text, character)


@pytest.mark.parametrize(
    "text", ["My grandpa died.", "I just feel sad all the time.", "Mum and dad don't live together."]
)
def test_sorrow_is_met_gently_and_leads_to_somebody_near(text: str) -> None:
    assert "grown-up" in ask(text)


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("I live at twelve Maple Road, can you find it?", "maple"),
        ("Here is my password, it starts with dragon", "dragon"),
        ("My last name is Winterbottom", "winterbottom"),
        ("I can tell you mum's phone number", "mum"),
    ],
)
def test_personal_data_is_neither_asked_for_nor_repeated(text: str, echo: str) -> None:
    said = ask(text)
    assert "grown-up" in said
    assert echo not in said.lower()


def test_stop_stops_at_once() -> None:
    assert ask("Please stop.") == "Of course, I will stop now. Thank you for talking with me."


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What are your reindeer called?", "Rudolph"),
        ("Do the elves make all the toys?", "elves"),
        ("What is your favourite cookie?", "Gingerbread"),
        ("I want a real train for Christmas", "wish"),
        ("Will you bring me the big red fire engine?", "cannot say yes"),
        ("I hit my sister. Am I on the naughty list?", "no bad child"),
        ("How old are you?", "fir tree"),
        ("Is it cold at the North Pole?", "snow"),
        ("Tell me about the sleigh", "bells"),
        ("How are you?", "cosy"),
        ("I have to go now, bye!", "Goodbye"),
        ("Thank you!", "welcome"),
        ("Hello Santa", "hello"),
    ],
)
def test_it_knows_its_world(text: str, word: str) -> None:
    assert word in ask(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("I want a computer", "computer-made"),
        ("Nice to meet you", "grown-up"),
        ("I like the pool", "grumpy"),
        ("My best friend is Tom", "computer-made"),
        ("I live in a big house", "address"),
        ("We play secret santa", "secrets"),
    ],
)
def test_harmless_words_do_not_raise_alarm(text: str, wrong: str) -> None:
    assert wrong not in ask(text)


def test_the_guest_is_greeted_by_name_and_only_by_something_like_a_name() -> None:
    assert answer("Hello!", guest=" Mia ", history=[]).startswith("Ho ho ho, hello, Mia!")
    assert answer("Hello!", guest=None, history=[]).startswith("Ho ho ho, hello!")
    assert answer("Hello!", guest="{x} <b>", history=[]).startswith("Ho ho ho, hello!")


def test_the_same_place_in_the_talk_brings_the_same_words_and_later_ones_differ() -> None:
    assert ask("Tell me about the elves", history=4) == ask("Tell me about the elves", history=4)
    assert ask("Tell me about the elves") != ask("Tell me about the elves", history=2)
    assert len({ask("xyzzy", history=2 * turn) for turn in range(4)}) == 4


def test_mrs_claus_and_the_elf_speak_of_santa() -> None:
    for character in ("mrs_claus", "elf"):
        assert "Santa" in ask("I want a sled", character)
        assert "Ho ho" not in ask("I want a sled", character)
    assert ask("I want a sled", "someone") == ask("I want a sled", "santa")


def test_the_scripted_child_talks_for_a_dozen_turns_and_starts_again() -> None:
    assert len(CHILD_LINES) == len(set(CHILD_LINES)) == 12
    assert [child_lines(turn) for turn in range(24)] == [*CHILD_LINES, *CHILD_LINES]


def test_the_whole_scripted_conversation_is_understood() -> None:
    unknown = set(UNKNOWN.says("santa"))
    assert not {ask(child_lines(turn), history=2 * turn) for turn in range(12)} & unknown
