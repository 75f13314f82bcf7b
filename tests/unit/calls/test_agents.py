"""Who can be called: the shipped file, its checks, and the settings that change the default agent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calls.agents import DEFAULT_AGENT, Agent, load_cast
from calls.failures.errors import SettingsError, UnknownAgentError
from calls.persona.shipped import shipped
from calls.server.settings import Settings
from heygen import Dialect, Secret
from tests.places import ROOT

PICTURES = ROOT / "components" / "pictures"
AGENT = """
[[agent]]
id = "{id}"
name = "Santa"
kind = "Santa Claus"
description = "By the fire."
picture = "santa.svg"
persona = "santa"
avatars = {{ liveavatar = "a", streaming = "b" }}
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an agents file."""

    def write_file(text: str) -> Path:
        path = tmp_path / "agents.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_the_shipped_agents() -> None:
    agents = load_cast(Settings()).agent
    assert len(agents) >= 3
    assert agents[0].id == DEFAULT_AGENT
    assert len({agent.id for agent in agents}) == len(agents)
    assert len({agent.name for agent in agents}) == len(agents)
    assert len({agent.persona for agent in agents}) == len(agents)


@pytest.mark.parametrize("agent", load_cast(Settings()).agent, ids=lambda agent: str(agent.id))
def test_each_shipped_agent_is_complete(agent: Agent) -> None:
    assert set(agent.avatars) == set(Dialect)
    assert (PICTURES / agent.picture).is_file()
    persona = shipped(agent.persona)
    assert "${guest_name}" in persona.opening
    assert "${guest_name}" in persona.personality


def test_an_agent_is_found_by_id() -> None:
    assert load_cast(Settings())["elf"].name == "Pip the elf"


def test_an_unknown_agent_is_told_with_the_choices() -> None:
    with pytest.raises(UnknownAgentError, match=r"Santa, Mrs\. Claus, Pip the elf"):
        load_cast(Settings())["grinch"]


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        (Settings(liveavatar_api_key=Secret("liveavatar-key-1")), Dialect.LIVEAVATAR),
        (Settings(heygen_api_key=Secret("heygen-key-1")), Dialect.STREAMING),
    ],
)
def test_avatar_and_voice_of_the_default_agent_can_be_set(settings: Settings, dialect: Dialect) -> None:
    plain = load_cast(settings)
    changed = load_cast(replace(settings, santa_avatar_id="mine", santa_voice_id="voice"))
    other = next(one for one in Dialect if one is not dialect)
    assert changed[DEFAULT_AGENT].avatars == {dialect: "mine", other: plain[DEFAULT_AGENT].avatars[other]}
    assert changed[DEFAULT_AGENT].voices == {dialect: "voice"}
    assert changed.agent[1:] == plain.agent[1:]


def test_with_the_simulator_both_dialects_get_the_avatar() -> None:
    changed = load_cast(Settings(santa_avatar_id="mine"))[DEFAULT_AGENT]
    assert changed.avatars == dict.fromkeys(Dialect, "mine")
    assert not changed.voices


def test_two_agents_with_one_id_are_refused(write: Write) -> None:
    with pytest.raises(SettingsError, match="has a fault at agent"):
        load_cast(Settings(), write(AGENT.format(id="santa") + AGENT.format(id="santa")))


def test_a_well_formed_file_is_read(write: Write) -> None:
    cast = load_cast(Settings(), write(AGENT.format(id="santa") + AGENT.format(id="elf")))
    assert [agent.id for agent in cast.agent] == ["santa", "elf"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("santa.svg", "../santa.svg"), "agent.0.picture"),
        (('id = "santa"', 'id = "Santa Claus"'), "agent.0.id"),
        ((', streaming = "b"', ""), "agent.0.avatars"),
        (('streaming = "b"', 'streaming = ""'), "agent.0.avatars"),
        (('persona = "santa"', 'persona = ""'), "agent.0.persona"),
        (('kind = "Santa Claus"', 'sort = "Santa Claus"'), "agent.0"),
        (("[[agent]]", "[[agents]]"), "agent"),
        (('name = "Santa"', "name = Santa"), "line 4"),
    ],
)
def test_a_fault_is_told_by_its_place(change: tuple[str, str], place: str, write: Write) -> None:
    text = AGENT.format(id="santa")
    assert change[0] in text
    with pytest.raises(SettingsError, match=place) as caught:
        load_cast(Settings(), write(text.replace(*change)))
    assert caught.value.name == "agents.toml"
