"""A persona as a document: its sections, their limits, and the hash that names each version.

A version is its content: the id is a tagged SHA-256 of canonical JSON, so that the same words have the same name on
every machine. Canonical means: texts in NFC with plain line ends, no float anywhere but inside `extensions`, keys
sorted, no spaces. The tag in front says which rule made the hash; a later rule gets another tag.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from heygen.limits import LIVEAVATAR, STREAMING

__all__ = ["AGE_BANDS", "HASH_TAG", "AgeBand", "Example", "ModelSettings", "Persona", "Topic", "Variable"]

HASH_TAG: Final = "p1-"
_HASH_DIGITS: Final = 40
# The categories Cc and Cs of Unicode but for tab and line end; asking for each letter took most of a version's reading.
_UNSAYABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
AgeBand = Literal["4-6", "7-9", "10-12"]
AGE_BANDS: Final[tuple[AgeBand, ...]] = get_args(AgeBand)


def _tidy(text: object) -> object:
    """Plain line ends, composed letters, no space at line ends, no empty lines around."""
    if not isinstance(text, str):
        return text
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n ")


def _sayable(text: str) -> str:
    if _UNSAYABLE.search(text):
        raise ValueError("holds a control character")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("must be one line")
    return text


Text = Annotated[str, BeforeValidator(_tidy), AfterValidator(_sayable)]
Line = Annotated[Text, AfterValidator(_one_line)]
# A decimal text, since a float's digits are nobody's promise.
Decimals = Annotated[
    Decimal, PlainSerializer(lambda number: f"{number.normalize():f}", return_type=str), Field(decimal_places=2)
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Part):
    """One exchange that shows the tone; either side may use variables."""

    child: Annotated[Text, Field(min_length=1, max_length=2000)]
    reply: Annotated[Text, Field(min_length=1, max_length=2000)]


class Topic(_Part):
    """Facts that belong to some words. A vendor is told all topics, our own model those whose words were heard."""

    triggers: tuple[Annotated[Line, Field(min_length=1, max_length=40)], ...] = Field(min_length=1, max_length=20)
    facts: Annotated[Text, Field(min_length=1, max_length=4000)]


class Variable(_Part):
    """A place `${name}` that is filled in for each call; without a value it becomes `default`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    meaning: Annotated[Line, Field(max_length=120)] = ""
    default: Annotated[Line, Field(max_length=200)] = ""
    longest: int = Field(default=40, ge=1, le=LIVEAVATAR.dynamic_variable_value_max)

    @model_validator(mode="after")
    def _default_fits(self) -> Variable:
        if len(self.default) > self.longest:
            raise ValueError(f"the default of {self.name} is longer than its limit of {self.longest}")
        return self


class ModelSettings(_Part):
    """How a model of our own answers. A vendor's model has settings of its own."""

    temperature: Decimals = Field(default=Decimal("0.7"), ge=0, le=2)
    max_tokens: int = Field(default=160, ge=16, le=2000)


class Persona(_Part):
    """Everything a character is told. `extensions` keeps what an imported file carried and we do not use.

    The limits are wide, since other programs' cards are long; what is too long for a child the linter says.
    """

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    description: Annotated[Text, Field(max_length=4000)] = ""
    personality: Annotated[Text, Field(max_length=20_000)] = ""
    guidelines: Annotated[Text, Field(max_length=20_000)] = ""
    ages: Mapping[AgeBand, Annotated[Text, Field(min_length=1, max_length=600)]] = Field(default_factory=dict)
    topics: tuple[Topic, ...] = Field(default=(), max_length=200)
    examples: tuple[Example, ...] = Field(default=(), max_length=40)
    opening: Annotated[Text, Field(min_length=1, max_length=STREAMING.text_max_characters)]
    goodbye: Annotated[Text, Field(max_length=STREAMING.text_max_characters)] = ""
    never: Annotated[Text, Field(max_length=20_000)] = ""
    exceptions: Annotated[Text, Field(max_length=20_000)] = ""
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    variables: tuple[Variable, ...] = Field(default=(), max_length=20)
    model: ModelSettings = Field(default_factory=ModelSettings)
    extensions: Mapping[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_differ(self) -> Persona:
        names = [variable.name for variable in self.variables]
        if len(set(names)) < len(names):
            raise ValueError("two variables share a name")
        return self

    def as_data(self) -> dict[str, Any]:
        """The document as plain data, in the order of its sections."""
        return self.model_dump(mode="json")

    @property
    def canonical(self) -> str:
        """The one JSON text of this content."""
        data = self.as_data()
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

    @property
    def hash(self) -> str:
        """The name of this version: `p1-` and 40 hex digits."""
        return HASH_TAG + hashlib.sha256(self.canonical.encode()).hexdigest()[:_HASH_DIGITS]
