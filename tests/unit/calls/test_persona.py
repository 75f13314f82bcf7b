"""Personas: names that can be spoken, places that are filled, and what the shipped Santa is told."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calls.agents import DEFAULT_AGENT, Agent, load_cast
from calls.errors import GuestNameError
from calls.persona import GUEST_NAME, Persona, guest_name
from calls.settings import Settings

PERSONA = Persona("You talk with ${guest_name}.", "Hello, ${guest_name}! ${other} $guest_name")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Emma", "Emma"),
        ("  Emma  ", "Emma"),
        ("Anna \t Maria", "Anna Maria"),
        ("Jean-Luc", "Jean-Luc"),
        ("O'Neill", "O'Neill"),
        ("D’Arcy", "D’Arcy"),
        ("J. R.", "J. R."),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("李雷", "李雷"),
        ("अमित", "अमित"),
        ("محمد", "محمد"),
        ("R2", "R2"),
        ("E" * 40, "E" * 40),
    ],
)
def test_names_that_are_taken(given_name: str, kept: str) -> None:
    assert guest_name(given_name) == kept


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "E" * 41, "${guest_name}", "<b>", "7", "-", "Emma!", "a\x00b", "Emma\u202e", "a:b", "'"]
)
def test_names_that_are_refused(text: str) -> None:
    with pytest.raises(GuestNameError) as caught:
        guest_name(text)
    assert caught.value.fix
    assert not text.strip() or text not in caught.value.what


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Za-zé]['’ .\-\w]{0,45}", fullmatch=True)))
@example("Zoe\u0308")
def test_whatever_is_accepted_is_tidy(text: str) -> None:
    try:
        name = guest_name(text)
    except GuestNameError:
        return
    assert name == name.strip()
    assert 1 <= len(name) <= 40
    assert not set("${}<>\x00\n") & set(name)
    assert name == unicodedata.normalize("NFC", name)
    assert guest_name(name) == name


def test_the_guests_name_is_filled_in_and_nothing_else() -> None:
    assert PERSONA.prompt_for("Emma") == "You talk with Emma."
    assert PERSONA.opening_for("Emma") == "Hello, Emma! ${other} $guest_name"


def test_the_place_has_the_name_of_the_vendors_variable() -> None:
    assert Persona("", "${" + GUEST_NAME + "}").opening_for("Emma") == "Emma"


def test_the_hash_names_the_wording() -> None:
    assert len(PERSONA.hash) == 12
    assert PERSONA.hash == replace(PERSONA).hash
    assert Persona("a", "bc").hash != Persona("ab", "c").hash


@pytest.mark.parametrize("agent", load_cast(Settings()).agent, ids=lambda agent: str(agent.id))
def test_shipped_openings_are_filled(agent: Agent) -> None:
    assert "Emma" in agent.persona.opening_for("Emma")
    assert "${" not in agent.persona.opening_for("Emma") + agent.persona.prompt_for("Emma")


@pytest.mark.parametrize(
    "phrases",
    [
        ("sincerely whether you are a person or a computer", "computer-made", "grown-up"),
        ("Danger, harm, illness", "no jokes", "right to tell", "not their fault", "grown-up they trust right now"),
        ("do not promise to keep it secret", "Do not ask for details"),
        ("Grief or fear", "gentle voice", "no jolly words"),
        ("Asked to stop", "goodbye at once"),
    ],
)
def test_the_shipped_santa_steps_out_of_the_play(phrases: tuple[str, ...]) -> None:
    prompt = " ".join(load_cast(Settings())[DEFAULT_AGENT].persona.prompt.split())
    before, _, exceptions = prompt.partition("Four times you step out of the play")
    assert before
    assert [phrase for phrase in phrases if phrase not in exceptions] == []


@pytest.mark.parametrize("agent", load_cast(Settings()).agent, ids=lambda agent: str(agent.id))
def test_every_shipped_persona_knows_the_exceptions(agent: Agent) -> None:
    prompt = " ".join(agent.prompt.lower().split())
    wanted = ("computer-made", "harm", "grief", "asked to stop", "never ask for a surname", "grown-up")
    assert [phrase for phrase in wanted if phrase not in prompt] == []
