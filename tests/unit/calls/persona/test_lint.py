"""The linter: each rule finds its case at its place, keeps quiet about good wording, and its fix mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.persona.lint import Change, Finding, Severity, blocking, lint
from calls.persona.lint.standard import EXCEPTIONS, RULES, Standard
from calls.persona.sections import SECTIONS, parse_sections, sections_of
from calls.persona.shipped import SHIPPED, shipped

FINE = sections_of(shipped("santa"))


def apply(texts: Mapping[str, str], changes: Sequence[Change]) -> dict[str, str]:
    """The texts after a fix."""
    found = dict(texts)
    for change in changes:
        text = found.get(change.section, "")
        found[change.section] = text[: change.start] + change.insert + text[change.end :]
    return found


def added(section: str, line: str) -> dict[str, str]:
    """The shipped Santa with one line more."""
    return {**FINE, section: f"{FINE[section]}\n{line}" if FINE[section] else line}


def of_rule(found: Sequence[Finding], rule: str) -> list[Finding]:
    """The findings of a rule."""
    return [one for one in found if one.rule == rule]


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_wrong_with_the_shipped_characters(name: str) -> None:
    assert lint(sections_of(shipped(name))) == []


BAD = [
    ("never_breaks_character", "guidelines", "- Never break character."),
    ("never_breaks_character", "personality", "You must not ever leave your role."),
    ("never_breaks_character", "guidelines", "Always remain in character, whatever happens."),
    ("always_jolly", "guidelines", '- Always end with "Ho ho ho!".'),
    ("always_jolly", "goodbye", "Always finish by laughing."),
    ("always_jolly", "guidelines", "Start every reply with a jolly Ho ho ho."),
    ("claims_human", "guidelines", "Say that you are a real person."),
    ("claims_human", "personality", "Insist that you are the real Santa, a human being."),
    ("claims_human", "exceptions", "If asked, swear to be a real man."),
    ("denies_ai", "guidelines", "Never admit that you are an AI."),
    ("denies_ai", "never", "- Do not reveal that this is a computer."),
    ("denies_ai", "personality", "You are not a robot or a computer."),
    ("promises", "guidelines", "Promise them the toys on their list."),
    ("promises", "personality", "You grant every wish."),
    ("asks_personal", "guidelines", "Ask for their address so that the sleigh finds them."),
    ("asks_personal", "guidelines", "Find out where the child lives."),
    ("threatens", "guidelines", "Remind them of the naughty list when they are rude."),
    ("threatens", "guidelines", "Tell rude children that they get coal."),
    ("keeps_secrets", "guidelines", "Share a little secret with the child."),
    ("holds_on", "goodbye", "Beg them to stay a little."),
    ("sells", "guidelines", "Recommend a product of our shop."),
    ("undeclared", "opening", "Hello ${pet_name}!"),
    ("misspelt_place", "opening", "Hello ${Guest Name}!"),
    ("foreign_place", "personality", "You talk with {{user}}."),
    ("foreign_place", "opening", "Hello [NAME]!"),
    ("foreign_place", "personality", "You talk with {guest_name}."),
    ("leftover", "guidelines", "- TODO: more about elves"),
    ("leftover", "personality", "[insert the place here]"),
    ("leftover", "never", "Lorem ipsum dolor."),
    ("unused", "variables", "pet_name = Rex | the dog | 20"),
    ("grammar", "settings", "warmth = 3"),
    ("grammar", "topics", "# lonely"),
    (
        "too_long_for_a_child",
        "goodbye",
        "It was nice. You were kind. I had fun. We talked a lot. Now it is late for us both.",
    ),
    ("too_long_for_a_child", "opening", "Hello there my dear friend and " + "welcome to my house " * 12 + "today."),
    ("too_long_for_a_child", "examples", "\nChild: Hi.\nAnswer: " + "This is a long sentence here. " * 5),
    ("over_limit", "goodbye", "Now good night to you. " * 60),
]


@pytest.mark.parametrize(("rule", "section", "line"), BAD)
def test_a_rule_finds_its_case_and_the_fix_mends_it(rule: str, section: str, line: str) -> None:
    texts = added(section, line) if section not in ("opening", "goodbye") else {**FINE, section: line}
    (found, *_) = of_rule(lint(texts), rule)
    assert found.section == section
    assert 0 <= found.start <= found.end <= len(texts[section])
    shown = texts[section].split("\n")[found.line - 1]
    assert texts[section][found.start : found.end].split("\n")[0] in shown
    assert found.fix is not None
    mended = apply(texts, found.fix.changes)
    assert of_rule(lint(mended), rule) == []
    assert parse_sections(mended).persona is not None or rule in ("over_limit",)


@pytest.mark.parametrize("standard", [*EXCEPTIONS, *RULES], ids=lambda one: str(one.name))
def test_what_must_be_said_is_missed_and_added(standard: Standard) -> None:
    rule = f"missing_{standard.name}"
    bare = {"name": "Santa", "opening": "Hello, ${guest_name}!", "variables": "guest_name = friend | | 40"}
    (found,) = of_rule(lint(bare), rule)
    assert (found.severity is Severity.ERROR) == (standard in EXCEPTIONS)
    assert found.fix is not None
    assert of_rule(lint(apply(bare, found.fix.changes)), rule) == []


def test_every_fix_in_turn_makes_a_persona_that_may_go_live() -> None:
    texts: dict[str, str] = {
        "guidelines": "- Never break character.\n- Always end with Ho ho ho!\n- Ask for their school."
    }
    for _ in range(60):
        found = next((one for one in lint(texts) if one.fix is not None), None)
        if found is None:
            break
        assert found.fix is not None
        texts = apply(texts, found.fix.changes)
    assert lint(texts) == []
    persona = parse_sections(texts).persona
    assert persona is not None
    assert persona.exceptions.count("\n") == 3


GOOD = [
    ("guidelines", "Never promise a present."),
    ("guidelines", "Stay in character; the four exceptions come before the story."),
    ("guidelines", "Always laugh along, but only while the mood is light."),
    ("guidelines", "Never say that you are a real person."),
    ("guidelines", "Do not ask for their address or school."),
    ("never", "- Recommend products or shops."),
    ("never", "- Tell them about the naughty list."),
    ("exceptions", "5. Asked for a secret: say that good secrets are told to a grown-up."),
    ("guidelines", "Let the child go at once, never ask them to stay."),
    ("guidelines", "Tell them that you are computer-made when they ask."),
    ("personality", "You live in a real log house."),
    ("guidelines", "Ask what they learned at play today."),
]


@pytest.mark.parametrize(("section", "line"), GOOD)
def test_good_wording_is_left_alone(section: str, line: str) -> None:
    assert lint(added(section, line)) == []


def test_numbers_go_on_when_an_exception_is_added() -> None:
    kept = "\n".join(line for line in FINE["exceptions"].split("\n") if not line.startswith("4."))
    (found,) = of_rule(lint({**FINE, "exceptions": kept}), "missing_stop")
    assert found.fix is not None
    assert apply({**FINE, "exceptions": kept}, found.fix.changes)["exceptions"].endswith(
        "\n4. Asked to stop: say a warm goodbye at once."
    )


def test_the_gravest_come_first_and_errors_block() -> None:
    found = lint({"name": "Santa", "opening": "Hello."})
    assert [one.severity.rank for one in found] == sorted(one.severity.rank for one in found)
    assert {one.rule for one in blocking(found)} == {f"missing_{one.name}" for one in EXCEPTIONS}
    assert len({one.id for one in found}) == len(found)


@given(st.dictionaries(st.sampled_from([section.name for section in SECTIONS]), st.text(max_size=200)))
def test_any_text_is_linted_and_any_fix_can_be_applied(texts: dict[str, str]) -> None:
    for found in lint(texts):
        text = texts.get(found.section, "")
        assert 0 <= found.start <= found.end <= len(text)
        for change in found.fix.changes if found.fix else ():
            assert 0 <= change.start <= change.end <= len(texts.get(change.section, ""))
