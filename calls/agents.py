"""Who can be called: avatar, voice and the persona's name of each agent, read from `agents.toml` and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from calls.failures.errors import SettingsError, UnknownAgentError
from heygen import Dialect

__all__ = ["DEFAULT_AGENT", "Agent", "Cast", "Overrides", "load_cast"]

DEFAULT_AGENT = "santa"
_FILE = Path(__file__).with_name("agents.toml")


class Overrides(Protocol):
    """The default agent's avatar and voice where the settings name others, in the dialects that are connected."""

    @property
    def santa_avatar_id(self) -> str | None:
        """The avatar's id at the vendor."""
        ...

    @property
    def santa_voice_id(self) -> str | None:
        """The voice's id at the vendor."""
        ...

    @property
    def dialects(self) -> tuple[Dialect, ...]:
        """The dialects in which these ids hold."""
        ...


class Agent(BaseModel):
    """One agent. `avatars` and `voices` hold the vendor's ids by dialect; a missing voice means the avatar's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z_]{1,30}$")
    name: str = Field(min_length=1, max_length=40)
    kind: str = Field(description="what sort of character this is, in a word or two")
    description: str = Field(min_length=1, max_length=200)
    picture: str = Field(pattern=r"^[a-z_]+\.svg$", description="shown while there is no video")
    avatars: Mapping[Dialect, str]
    voices: Mapping[Dialect, str] = Field(default_factory=dict)
    persona: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="whose live version speaks")

    @field_validator("avatars")
    @classmethod
    def _speaks_both(cls, avatars: Mapping[Dialect, str]) -> Mapping[Dialect, str]:
        if set(avatars) != set(Dialect) or not all(avatars.values()):
            raise ValueError("an avatar is needed in each dialect")
        return avatars


class Cast(BaseModel):
    """All agents, in the order of the file; the first is the default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agent: tuple[Agent, ...] = Field(min_length=1)

    @field_validator("agent")
    @classmethod
    def _unique(cls, agents: tuple[Agent, ...]) -> tuple[Agent, ...]:
        if len({agent.id for agent in agents}) < len(agents):
            raise ValueError("two agents share an id")
        return agents

    def __getitem__(self, agent_id: str) -> Agent:
        """An agent by id. Raises UnknownAgentError."""
        for agent in self.agent:
            if agent.id == agent_id:
                return agent
        raise UnknownAgentError(
            "That agent does not exist.", f"Choose one of {', '.join(a.name for a in self.agent)} on the call page."
        )


@cache
def load_cast(settings: Overrides, path: Path = _FILE) -> Cast:
    """Reads the agents and puts the settings' avatar and voice on the default one. Raises SettingsError."""
    try:
        cast = Cast.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = ".".join(str(part) for part in first["loc"]) if first else str(error)
        raise SettingsError(path.name, f"{path.name} has a fault at {where}.", "Mend that entry.") from None
    agents = tuple(_overridden(a, settings) if a.id == DEFAULT_AGENT else a for a in cast.agent)
    return Cast(agent=agents)


def _overridden(agent: Agent, settings: Overrides) -> Agent:
    changes: dict[str, object] = {}
    if settings.santa_avatar_id:
        changes["avatars"] = {**agent.avatars, **dict.fromkeys(settings.dialects, settings.santa_avatar_id)}
    if settings.santa_voice_id:
        changes["voices"] = {**agent.voices, **dict.fromkeys(settings.dialects, settings.santa_voice_id)}
    return agent.model_copy(update=changes)
