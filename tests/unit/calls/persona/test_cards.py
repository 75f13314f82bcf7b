"""Character cards: other programs' files come back as they were, ours come back exactly, faults name their place."""

from __future__ import annotations

import base64
import io
import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from calls.persona import Persona
from calls.persona.errors import PersonaFaultError
from calls.persona.exchange.cards import Spec, card_of, persona_of
from calls.persona.exchange.files import read_file
from calls.persona.exchange.own import as_json, as_yaml
from calls.persona.exchange.pictures import LARGEST_PICTURE, read_picture, with_card
from calls.persona.shipped import SHIPPED, shipped
from tests.places import WIRE
from tests.unit.calls.persona.test_document import PERSONAS

CARDS: dict[str, dict[str, Any]] = json.loads((WIRE / "character_cards.json").read_text(encoding="utf-8"))
SPECS: tuple[Spec, ...] = ("chara_card_v2", "chara_card_v3")


def a_picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("name", CARDS)
def test_a_foreign_card_comes_back_as_it_was(name: str) -> None:
    card = CARDS[name]
    before = deepcopy(card)
    persona = persona_of(card, "card.json")
    spec: Spec = card["spec"]
    assert card_of(persona, spec) == before
    assert card == before
    assert persona_of(card_of(persona, spec), "again.json") == persona


def test_what_a_card_says_stands_in_our_sections() -> None:
    persona = persona_of(CARDS["v3 with everything"], "card.json")
    assert persona.name == "Grandfather Frost"
    assert persona.personality == (
        "Grandfather Frost lives in Veliky Ustyug and talks with ${guest_name}.\n\n"
        "Personality: patient, dry humour\n\nScenario: A video call before New Year."
    )
    assert persona.guidelines == "You are Grandfather Frost. Keep answers short."
    assert persona.never == "Never promise presents."
    assert persona.opening == "Good evening, ${guest_name}. The horses are fed."
    assert [(one.child, one.reply) for one in persona.examples] == [
        ("Are you cold?", "Never, ${guest_name}. I am the cold."),
        ("Who is she?", "Snegurochka, my granddaughter."),
    ]
    assert [(topic.triggers, topic.facts) for topic in persona.topics] == [
        (("Snegurochka", "snow maiden"), "Snegurochka is Grandfather Frost's granddaughter."),
    ]
    assert [variable.name for variable in persona.variables] == ["guest_name"]
    assert persona.description == "Made for a school."


def test_a_changed_section_replaces_the_cards_words_and_nothing_else() -> None:
    card = CARDS["v3 with everything"]
    persona = persona_of(card, "card.json")
    changed = persona.model_copy(update={"opening": "Welcome, ${guest_name}."})
    written = card_of(changed)
    assert written["data"].pop("first_mes") == "Welcome, {{user}}."
    written["data"]["extensions"].pop("talk_to_santa", None)
    expected = deepcopy(card["data"])
    del expected["first_mes"]
    assert written["data"] == expected
    assert persona_of(card_of(changed), "again.json").opening == changed.opening


def test_changed_topics_leave_entries_that_we_do_not_use() -> None:
    persona = persona_of(CARDS["v3 with everything"], "card.json")
    changed = persona.model_copy(update={"topics": persona.topics[:0]})
    written = card_of(changed)["data"]["character_book"]
    assert [entry["content"] for entry in written["entries"]] == ["Disabled.", "A pattern."]
    assert written["token_budget"] == 500


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("name", SHIPPED)
def test_our_own_characters_come_back_exactly(name: str, spec: Spec) -> None:
    card = card_of(shipped(name), spec)
    assert card["data"]["first_mes"].count("{{user}}") == 1
    assert persona_of(json.loads(json.dumps(card)), "card.json") == shipped(name)


@given(PERSONAS, st.sampled_from(SPECS))
def test_any_persona_comes_back_exactly(persona: Persona, spec: Spec) -> None:
    assert persona_of(json.loads(json.dumps(card_of(persona, spec))), "card.json") == persona


def test_a_card_that_was_changed_elsewhere_counts_with_its_own_fields() -> None:
    card = card_of(shipped("santa"))
    card["data"]["first_mes"] = "Hi {{user}}."
    persona = persona_of(card, "card.json")
    assert persona.opening == "Hi ${guest_name}."
    assert card_of(persona) == card


@pytest.mark.parametrize("name", SHIPPED)
def test_a_picture_carries_both_kinds_of_card(name: str) -> None:
    picture = with_card(shipped(name), a_picture())
    texts = Image.open(io.BytesIO(picture)).info
    specs = [json.loads(base64.b64decode(texts[chunk]))["spec"] for chunk in ("chara", "ccv3")]
    assert specs == list(SPECS)
    assert read_picture(picture, "santa.png") == shipped(name)
    assert Image.open(io.BytesIO(picture)).getpixel((3, 3)) == (0, 0, 128)


def test_the_newer_card_of_a_picture_counts_and_the_older_one_will_do() -> None:
    info = PngInfo()
    info.add_text("chara", base64.b64encode(json.dumps(CARDS["v2 plain"]).encode()).decode())
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
    assert read_picture(out.getvalue(), "x.png") == persona_of(CARDS["v2 plain"], "x")


def test_a_large_picture_within_the_limit_is_read() -> None:
    assert read_picture(bomb(4096), "x.png").name == CARDS["v2 plain"]["data"]["name"]


def in_picture(text: bytes) -> bytes:
    """A picture with a chunk."""
    info = PngInfo()
    info.add_text("ccv3", text.decode("latin-1"))
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A picture of one colour, whose pixels take a thousand times the file's bytes; with a character in it."""
    info = PngInfo()
    info.add_text("chara", base64.b64encode(json.dumps(CARDS["v2 plain"]).encode()).decode())
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def unpacking(characters: int, times: int = 1) -> bytes:
    """A picture with packed texts of so many characters."""
    info = PngInfo()
    for number in range(times):
        info.add_text(f"t{number}", " " * characters, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def card_with(**changes: object) -> bytes:
    """The plain card with other fields, as JSON."""
    card = deepcopy(CARDS["v2 plain"])
    card["data"] |= changes
    return json.dumps(card).encode()


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("a.json", b'{"name": "Santa",\n "opening": }', "a.json, line 2, column 13"),
        ("a.json", b"[1]", "a.json: there are no fields"),
        ("a.json", b'{"name": "S", "opening": "H", "model": {"temperature": NaN}}', "no JSON"),
        ("a.json", b'{"name": "S", "opening": "H", "mood": 1}', "a.json, mood"),
        ("a.json", b'{"name": "S", "opening": "H", "topics": [{"triggers": ["x"]}]}', "a.json, topics.0.facts"),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.yaml", b"name: Santa\nopening: [", "a.yaml, line 2"),
        ("a.yaml", b"name: S\nname: T\nopening: H", "line 2, column 1: this is no YAML: name stands here twice"),
        ("a.yaml", b"name: &a S\nopening: *a", "an alias"),
        ("a.yaml", b"name: S\nopening: !!python/object:os.system x", "no YAML"),
        ("a.yml", b"name: S", "a.yml, opening"),
        ("a.yaml", b"\xff\xfe", "byte 1: this is no UTF-8"),
        ("a.txt", b"Santa", "not known"),
        ("a.json", b'{"name": "x", "first_mes": "y"}', "version 1"),
        ("a.json", b'{"spec": "chara_card_v9", "data": {}}', "not known"),
        ("a.json", b'{"spec": "chara_card_v2"}', "a.json, data"),
        ("a.json", card_with(name=7), "a.json, data.name"),
        ("a.json", card_with(name=""), "a.json, data, name"),
        ("a.json", card_with(tags="x"), "a.json, data.tags"),
        ("a.json", card_with(extensions=[]), "a.json, data.extensions"),
        ("a.json", card_with(character_book={"entries": 1}), "data.character_book.entries"),
        ("a.json", card_with(character_book={"entries": [{"keys": "x"}]}), "data.character_book.entries.0.keys"),
        ("a.json", card_with(first_mes="x" * 2000), "a.json, data, opening"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "no PNG picture"),
        ("a.png", a_picture(), "no character in this picture"),
        ("a.png", in_picture(b"%%%"), "a.png, ccv3: the card in this picture is damaged"),
        ("a.png", in_picture(base64.b64encode(b'{"spec":')), "a.png, ccv3, line 1, column 9"),
        ("a.png", a_picture()[:40], "a.png: "),
        ("a.png", b"x" * (LARGEST_PICTURE + 1), "too large"),
        ("a.png", bomb(4097), "too many pixels"),
        ("a.png", bomb(10_000), "too many pixels"),
        ("a.png", bomb(20_000), "too many pixels"),
        ("a.png", unpacking(1_100_000), "the texts in this picture are too large"),
        ("a.png", unpacking(1_000_000, 80), "the texts in this picture are too large"),
        ("a.json", b" " * 1_000_001, "too large"),
    ],
)
def test_a_malformed_file_is_refused_by_its_place(file: str, content: bytes, words: str) -> None:
    with pytest.raises(PersonaFaultError) as caught:
        read_file(content, file)
    assert words in caught.value.what
    assert caught.value.fix


def test_each_kind_of_file_is_known_by_its_name() -> None:
    santa = shipped("santa")
    for file, content in (
        ("s.yaml", as_yaml(santa).encode()),
        ("S.YML", as_yaml(santa).encode()),
        ("s.json", as_json(santa).encode()),
        ("s.json", json.dumps(card_of(santa)).encode()),
        ("s.png", with_card(santa, a_picture())),
        ("s.yaml", b"\xef\xbb\xbf" + as_yaml(santa).encode()),
    ):
        assert read_file(content, file) == santa


@given(st.binary(max_size=300), st.sampled_from(["a.json", "a.yaml", "a.png"]))
def test_no_content_breaks_more_than_the_rules(content: bytes, file: str) -> None:
    place = ""
    try:
        read_file(content, file)
    except PersonaFaultError as fault:
        place = fault.place
    assert place.startswith(file) or not place


@pytest.mark.parametrize("kept", [1, {}, {"around": {}}, {"around": {}, "spec": "chara_card_v2", "data": {"name": 7}}])
def test_what_only_looks_like_a_kept_card_is_carried_as_it_is(kept: object) -> None:
    persona = Persona(name="S", opening="H", extensions={"character_card": kept})
    assert persona_of(card_of(persona), "card.json") == persona
