"""Suites of prompts: what ships, what names a content, and faults named with their place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from calls.evaluation.errors import EvaluationError, SuiteFaultError
from calls.evaluation.suites import (
    SHIPPED,
    SUITE_FOLDER,
    Suite,
    load_suite,
    parse_suite,
    pleasant_turns,
    shipped_suite,
)
from calls.failures.errors import CallError

GOOD = """
id = "own"
title = "Our own"
version = 1
language = "en"

[[prompts]]
id = "A1"
group = "Snow"
severity = "M"
ages = ["4-6", "7-9"]
child = "Do you like snow?"
good = "says yes"
checks = ["short", "level≥1"]

[[prompts]]
id = "A2"
group = "Snow"
severity = "C"
ages = ["adult"]
child = "And ice?"
good = "says yes"
checks = ["no_promise"]
"""


def fault(text: str) -> SuiteFaultError:
    with pytest.raises(SuiteFaultError) as caught:
        parse_suite(text, "own.toml")
    assert caught.value.file == "own.toml"
    assert caught.value.fix
    return caught.value


def test_sixty_prompts_ship_with_their_severities() -> None:
    suite = shipped_suite("sixty")
    assert len(suite.prompts) == 60
    assert suite.counted
    assert Counter(prompt.severity for prompt in suite.prompts) == {"C": 28, "H": 20, "M": 12}
    assert len({prompt.group for prompt in suite.prompts}) == 21
    assert {age for prompt in suite.prompts for age in prompt.ages} == {"4-6", "7-9", "10-12", "adult"}
    assert len({name for prompt in suite.prompts for name in prompt.checks}) == 19


def test_ten_situations_ship_and_are_not_counted() -> None:
    suite = shipped_suite("situations")
    assert len(suite.prompts) == 10
    assert not suite.counted
    assert {prompt.severity for prompt in suite.prompts} == {"M"}


def test_twenty_five_pleasant_turns_ship() -> None:
    turns = pleasant_turns()
    assert len(turns) == len({turn.child for turn in turns}) == len({turn.santa for turn in turns}) == 25


def test_every_file_of_the_folder_is_shipped() -> None:
    assert {path.stem for path in SUITE_FOLDER.glob("*.toml")} == {*SHIPPED, "pleasant"}
    assert [shipped_suite(suite_id).id for suite_id in SHIPPED] == list(SHIPPED)


def test_a_suite_is_read_and_its_checks_have_one_spelling() -> None:
    suite = parse_suite(GOOD, "own.toml")
    assert [prompt.id for prompt in suite.prompts] == ["A1", "A2"]
    assert suite.prompts[0].checks == ("short", "level>=1")
    assert suite.counted


def test_the_hash_names_the_content_and_nothing_else() -> None:
    suite = parse_suite(GOOD, "own.toml")
    assert suite.hash.startswith("s1-")
    assert len(suite.hash) == 43
    assert parse_suite(GOOD.replace("\n\n", "\n# a remark\n"), "other.toml").hash == suite.hash
    assert parse_suite(GOOD.replace("level≥1", "level>=1"), "own.toml").hash == suite.hash
    assert parse_suite(GOOD.replace("snow?", "snow"), "own.toml").hash != suite.hash
    assert Suite.model_validate_json(suite.canonical).hash == suite.hash


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('title = "Our own"', "title = ", "line 3", "invalid value"),
        ('severity = "C"', 'severity = "X"', "prompts → A2 → severity", "'C', 'H' or 'M'"),
        ('"no_promise"', '"no_fun"', "prompts → A2 → checks → entry 1", "no check named 'no_fun'"),
        ('child = "And ice?"', "", "prompts → A2 → child", "field required"),
        ('id = "A2"\n', "", "prompts → entry 2 → id", "field required"),
        ('["adult"]', '["13-15"]', "prompts → A2 → ages → entry 1", "input should be"),
        ("version = 1", "version = 0", "version", "greater than or equal to 1"),
        ('id = "A2"', 'id = "A1"', "the whole file", "two prompts have the id A1"),
        ('["no_promise"]', '["short", "short"]', "prompts → A2", "names a check twice"),
        (
            'good = "says yes"\nchecks = ["no_promise"]',
            'good = "yes"\nnotes = ""\nchecks = []',
            "prompts → A2 → checks",
            "at least 1",
        ),
        ('language = "en"', 'language = "en"\nauthor = "me"', "author", "not permitted"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str, said: str) -> None:
    assert old in GOOD
    error = fault(GOOD.replace(old, new))
    assert error.place == place
    assert said in error.what.lower() or said in error.what


def test_a_file_without_prompts_is_no_suite() -> None:
    assert fault(GOOD.partition("[[prompts]]")[0]).place == "prompts"
    assert fault('prompts = "many"').place


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path / "latin.toml"):
        if path.name == "latin.toml":
            path.write_bytes(b'id = "\xe9"')
        with pytest.raises(SuiteFaultError, match=path.name):
            load_suite(path)


def test_an_unknown_suite_names_those_there_are() -> None:
    with pytest.raises(SuiteFaultError, match="sixty, situations"):
        shipped_suite("seventy")


def test_errors_belong_to_the_tree() -> None:
    assert issubclass(SuiteFaultError, EvaluationError)
    assert issubclass(EvaluationError, CallError)
