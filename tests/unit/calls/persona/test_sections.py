"""Sections: texts that a writer can guess, back and forth without loss, and faults that say where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.persona import Persona
from calls.persona.sections import SECTIONS, parse_sections, sections_of
from calls.persona.shipped import SHIPPED, shipped

FINE = sections_of(shipped("santa"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_persona_comes_back_from_its_texts(name: str) -> None:
    persona = shipped(name)
    texts = sections_of(persona)
    assert set(texts) == {section.name for section in SECTIONS}
    assert parse_sections(texts).persona == persona


def test_extensions_are_carried_along() -> None:
    persona = Persona(name="Santa", opening="Hello.", extensions={"other": {"a": 1}})
    assert parse_sections(sections_of(persona), persona.extensions).persona == persona


def test_a_writer_may_be_generous_with_space() -> None:
    parsed = parse_sections(
        {
            "name": "Pip",
            "opening": "Hi.",
            "ages": " 4 – 6 :  small words\n  and short\n\n7-9: more ",
            "topics": "#  elf ,elves\nThey build.\nThey sing.\n\n# soup\nAt noon.",
            "examples": "child: Hi.\nAnswer: Hello!\nHow are you?\n\nChild: Bye.\nANSWER: Bye.",
            "variables": "guest_name=friend\n${toy} = ball | what they hold | 12\n",
            "settings": "temperature=0.5",
        }
    )
    assert parsed.faults == ()
    persona = parsed.persona
    assert persona is not None
    assert persona.ages == {"4-6": "small words\n  and short", "7-9": "more"}
    assert [(topic.triggers, topic.facts) for topic in persona.topics] == [
        (("elf", "elves"), "They build.\nThey sing."),
        (("soup",), "At noon."),
    ]
    assert [(one.child, one.reply) for one in persona.examples] == [
        ("Hi.", "Hello!\nHow are you?"),
        ("Bye.", "Bye."),
    ]
    assert [(one.name, one.default, one.longest) for one in persona.variables] == [
        ("guest_name", "friend", 40),
        ("toy", "ball", 12),
    ]
    assert str(persona.model.temperature) == "0.5"


@pytest.mark.parametrize(
    ("section", "text", "marked", "words"),
    [
        ("name", "", "", "must not be empty"),
        ("opening", "  ", "  ", "must not be empty"),
        ("name", "a\nb", "a\nb", "one line"),
        ("ages", "4-6: a\n3-5: b", "3-5: b", "no age band"),
        ("ages", "4-6: a\n4-6: b", "4-6: b", "twice"),
        ("ages", "small children", "small children", "age band and a colon"),
        ("ages", "4-6:", "4-6:", "must not be empty"),
        ("topics", "They sing.", "They sing.", "trigger words"),
        ("topics", "# elf\nThey.\n#\nWhat?", "#", "trigger words"),
        ("topics", "# elf\n\n# soup\nAt noon.", "# elf", "known about"),
        ("topics", "# " + "w" * 41 + "\nx", "# " + "w" * 41, "at most 40"),
        ("examples", "Answer: Hi.", "Answer: Hi.", "Each Child:"),
        ("examples", "Child: Hi.\nChild: Hey.", "Child: Hey.", "Each Child:"),
        ("examples", "Child: Hi.", "Child: Hi.", "Answer: line below"),
        ("examples", "Child:\nAnswer: x", "Child:", "no words"),
        ("variables", "guest_name", "guest_name", "name = default"),
        ("variables", "a = b | c | many", "a = b | c | many", "most characters"),
        ("variables", "a = b | c | 5 | d", "a = b | c | 5 | d", "most characters"),
        ("variables", "ok = x\nGuest = y", "Guest = y", "small letters"),
        ("settings", "warmth = 3", "warmth = 3", "language, temperature"),
        ("settings", "temperature = 1\ntemperature = 1", "temperature = 1", "twice"),
        ("settings", "language = en\ntemperature = warm", "temperature = warm", "no number"),
        ("settings", "max_tokens = 5", "max_tokens = 5", "16"),
        ("settings", "language = English", "language = English", "short code"),
    ],
)
def test_a_fault_is_marked_where_it_is(section: str, text: str, marked: str, words: str) -> None:
    parsed = parse_sections({**FINE, section: text})
    assert parsed.persona is None
    faults = [fault for fault in parsed.faults if fault.section == section]
    assert faults, parsed.faults
    assert text[faults[0].start : faults[0].end] == marked
    assert words in faults[0].message


@given(st.dictionaries(st.sampled_from([section.name for section in SECTIONS]), st.text(max_size=120)))
def test_any_text_is_either_a_persona_or_marked(texts: dict[str, str]) -> None:
    parsed = parse_sections(texts)
    assert (parsed.persona is None) == bool(parsed.faults)
    for fault in parsed.faults:
        assert 0 <= fault.start <= fault.end <= len(texts.get(fault.section, ""))
    if parsed.persona is not None:
        again = parse_sections(sections_of(parsed.persona))
        assert again.persona == parsed.persona or again.faults


def test_the_limits_shown_are_the_documents_own() -> None:
    for section in SECTIONS:
        if section.limit is None:
            continue
        long = parse_sections({**FINE, section.name: "x" * (section.limit + 1)})
        assert [fault.section for fault in long.faults] == [section.name]
        assert parse_sections({**FINE, section.name: "x" * section.limit}).persona is not None
