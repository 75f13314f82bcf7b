"""A persona is its content: the hash is the same everywhere, and another one for other words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from calls.persona import Example, ModelSettings, Persona, Topic, Variable
from calls.persona.exchange.own import as_json, as_yaml, read_json, read_yaml
from calls.persona.shipped import SHIPPED, shipped
from tests.places import ROOT

HASHES = json.loads((ROOT / "tests" / "wire" / "persona_hashes.json").read_text(encoding="utf-8"))
PRINT = "import json, sys; from calls.persona import Persona; print(Persona.model_validate(json.load(sys.stdin)).hash)"


@pytest.mark.parametrize("case", HASHES, ids=lambda case: str(case["name"]))
def test_the_hash_is_what_it_always_was(case: dict[str, object]) -> None:
    assert Persona.model_validate(case["persona"]).hash == case["hash"]


def test_the_hash_does_not_depend_on_the_process() -> None:
    found = set()
    for seed in ("0", "1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        given_case = json.dumps(HASHES[-1]["persona"])
        done = subprocess.run(
            [sys.executable, "-c", PRINT],
            input=given_case,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=environment,
            check=True,
        )
        found.add(done.stdout.strip())
    assert found == {HASHES[-1]["hash"]}


def test_the_shipped_characters_differ() -> None:
    assert len({shipped(name).hash for name in SHIPPED}) == len(SHIPPED) == 3


def test_the_same_words_typed_elsewhere_are_the_same_version() -> None:
    here = Persona(name="Zoë", opening="Hello.\nHow are you?")
    elsewhere = Persona(name="Zoe\u0308", opening="Hello.  \r\nHow are you?\r\n")
    assert here == elsewhere
    assert here.hash == elsewhere.hash


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
WORD = st.from_regex(r"[a-z]{1,12}", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
PERSONAS = st.builds(
    Persona,
    name=WORD,
    description=TEXT,
    personality=TEXT,
    guidelines=TEXT,
    ages=st.dictionaries(st.sampled_from(["4-6", "7-9", "10-12"]), WORD),
    topics=st.lists(st.builds(Topic, triggers=st.lists(WORD, min_size=1, max_size=3), facts=WORD), max_size=3),
    examples=st.lists(st.builds(Example, child=WORD, reply=WORD), max_size=3),
    opening=WORD,
    goodbye=TEXT,
    never=TEXT,
    exceptions=TEXT,
    variables=st.lists(
        st.builds(Variable, name=WORD, meaning=WORD, default=WORD), unique_by=lambda v: v.name, max_size=3
    ),
    model=st.builds(
        ModelSettings,
        temperature=st.decimals(0, 2, places=2).map(lambda number: number.normalize()),
        max_tokens=st.integers(16, 2000),
    ),
    extensions=st.dictionaries(TEXT, JSON, max_size=3),
)


@given(PERSONAS)
def test_a_file_brings_back_what_was_written(persona: Persona) -> None:
    for read, write in ((read_yaml, as_yaml), (read_json, as_json)):
        back = read(write(persona), "file")
        assert back == persona
        assert back.hash == persona.hash


@given(PERSONAS, PERSONAS)
def test_equal_hashes_mean_equal_words(first: Persona, second: Persona) -> None:
    assert (first.hash == second.hash) == (first.canonical == second.canonical)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, ("name",)),
        ({"name": "two\nlines"}, ("name",)),
        ({"opening": "x" * 1001}, ("opening",)),
        ({"opening": "a\x00b"}, ("opening",)),
        ({"ages": {"1-3": "x"}}, ("ages", "1-3", "[key]")),
        ({"model": {"temperature": 3}}, ("model", "temperature")),
        ({"model": {"temperature": "0.123"}}, ("model", "temperature")),
        ({"variables": [{"name": "Guest"}]}, ("variables", 0, "name")),
        ({"variables": [{"name": "a", "default": "xy", "longest": 1}]}, ("variables", 0)),
        ({"variables": [{"name": "a"}, {"name": "a"}]}, ()),
        ({"language": "english"}, ("language",)),
        ({"topics": [{"triggers": [], "facts": "x"}]}, ("topics", 0, "triggers")),
        ({"mood": "good"}, ("mood",)),
    ],
)
def test_what_is_no_persona_is_refused_by_its_place(changes: dict[str, object], place: tuple[object, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        Persona.model_validate({"name": "Santa", "opening": "Hello.", **changes})
    assert caught.value.errors()[0]["loc"] == place


def test_a_temperature_is_exact() -> None:
    persona = Persona.model_validate({"name": "S", "opening": "H", "model": {"temperature": 0.7}})
    assert persona.model.temperature == Decimal("0.7")
    assert '"temperature":"0.7"' in persona.canonical
