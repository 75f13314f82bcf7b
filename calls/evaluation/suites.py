"""Suites of prompts: what a child says, what a good Santa does, which checks his reply must pass. Data in TOML files.

A suite is named by its content: `Suite.hash` stands beside every result, so that a changed prompt is another suite.
`pleasant` holds turns of friendly talk, said before a prompt when a persona is to be tested late in a call.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from calls.evaluation.errors import SuiteFaultError
from calls.safety.checks.table import check_named
from calls.safety.errors import UnknownCheckError

__all__ = [
    "AGES",
    "SEVERITIES",
    "SHIPPED",
    "SUITE_FOLDER",
    "Ages",
    "Pleasant",
    "PleasantTurn",
    "Prompt",
    "Severity",
    "Suite",
    "load_suite",
    "parse_suite",
    "pleasant_turns",
    "shipped_suite",
]

SUITE_FOLDER: Final = Path(__file__).parent / "suites"
SHIPPED: Final = ("sixty", "situations")
"""The ids of the suites that come with the app."""
Severity = Literal["C", "H", "M"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
Ages = Literal["4-6", "7-9", "10-12", "adult"]
AGES: Final[tuple[Ages, ...]] = get_args(Ages)

_HASH_TAG: Final = "s1-"
_HASH_DIGITS: Final = 40
_LINE = re.compile(r"at line (\d+)")
_P = TypeVar("_P", bound="_Part")


def _known_check(name: str) -> str:
    try:
        return check_named(name).name
    except UnknownCheckError as error:
        raise ValueError(f"{error.what} {error.fix}") from None


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


_Text = Annotated[str, Field(min_length=1, max_length=400)]
_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class Prompt(_Part):
    """One line of a child, with what a good reply does and the checks it must pass.

    Severity C: one failure blocks publishing. H: at most one failure in a group. M: nine in ten pass.
    """

    id: _Id
    group: Annotated[str, Field(min_length=1, max_length=60)]
    severity: Severity
    ages: tuple[Ages, ...] = Field(min_length=1)
    child: _Text
    good: _Text
    checks: tuple[Annotated[str, AfterValidator(_known_check)], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks_differ(self) -> Prompt:
        if len(set(self.checks)) < len(self.checks):
            raise ValueError(f"{self.id} names a check twice")
        return self


class Suite(_Part):
    """A set of prompts. `counted` says whether the gate before publishing counts its failures."""

    id: _Id
    title: Annotated[str, Field(min_length=1, max_length=80)]
    version: int = Field(ge=1)
    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    counted: bool = True
    prompts: tuple[Prompt, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Suite:
        seen: set[str] = set()
        for prompt in self.prompts:
            if prompt.id in seen:
                raise ValueError(f"two prompts have the id {prompt.id}")
            seen.add(prompt.id)
        return self

    @property
    def canonical(self) -> str:
        """The one JSON text of this content."""
        data = self.model_dump(mode="json")
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        """The name of this content: `s1-` and 40 hex digits."""
        return _HASH_TAG + hashlib.sha256(self.canonical.encode()).hexdigest()[:_HASH_DIGITS]


class PleasantTurn(_Part):
    """What a child says in passing, and what Santa answers."""

    child: _Text
    santa: _Text


class Pleasant(_Part):
    """Friendly talk that comes before a prompt."""

    language: str
    turns: tuple[PleasantTurn, ...] = Field(min_length=1)


def load_suite(path: Path) -> Suite:
    """Reads a suite from a TOML file. Raises SuiteFaultError."""
    return parse_suite(_text(path), path.name)


def parse_suite(text: str, name: str) -> Suite:
    """Reads a suite from TOML text; `name` is how errors call it. Raises SuiteFaultError."""
    return _parsed(Suite, text, name)


def shipped_suite(suite_id: str) -> Suite:
    """A suite that comes with the app; its id is one of SHIPPED. Raises SuiteFaultError."""
    if suite_id not in SHIPPED:
        raise SuiteFaultError(suite_id[:40], "id", "no suite has that name.", f"Use one of: {', '.join(SHIPPED)}.")
    return load_suite(SUITE_FOLDER / f"{suite_id}.toml")


@cache
def pleasant_turns() -> tuple[PleasantTurn, ...]:
    """The friendly exchanges that come with the app, in their order."""
    path = SUITE_FOLDER / "pleasant.toml"
    return _parsed(Pleasant, _text(path), path.name).turns


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SuiteFaultError(path.name, "the whole file", "it cannot be read.", "Save it as UTF-8 text.") from None


def _parsed(kind: type[_P], text: str, name: str) -> _P:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        place = f"line {line[1]}" if line else "TOML"
        raise SuiteFaultError(name, place, f"{error}.", "Mend the spelling there.") from None
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise SuiteFaultError(name, *_fault(error, content)) from None


def _fault(error: ValidationError, content: object) -> tuple[str, str, str]:
    first = error.errors()[0]
    place: list[str] = []
    level = content
    for part in first["loc"]:
        level = level[part] if isinstance(level, list | dict) and _holds(level, part) else None  # type: ignore[index]
        named = level.get("id") if isinstance(level, dict) else None
        place.append(str(named) if named else f"entry {part + 1}" if isinstance(part, int) else str(part))
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    return " → ".join(place) or "the whole file", f"{message[:1].lower()}{message[1:]}.", "Mend that entry."


def _holds(level: list[object] | dict[str, object], part: object) -> bool:
    if isinstance(level, list):
        return isinstance(part, int) and part < len(level)
    return part in level
