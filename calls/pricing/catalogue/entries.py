"""The entries of the price catalogue: tariffs with their plans, models, speech services, neighbours, assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Self, TypeVar

from pydantic import Field, field_validator, model_validator

from calls.pricing.catalogue.figures import Figure, Frozen
from calls.pricing.errors import PriceError

__all__ = [
    "Assumption",
    "Dated",
    "Mode",
    "Moderation",
    "Neighbour",
    "Plan",
    "Provider",
    "Role",
    "Speech",
    "TextModel",
    "Unit",
    "found",
    "name_of",
    "refuse_twins",
]

_ID = r"^[a-z0-9][a-z0-9._-]{0,60}$"
_T = TypeVar("_T")


class Mode(StrEnum):
    """What the vendor does of a call: all of it, the picture alone, or all of it in its own frame."""

    FULL = "full"
    LITE = "lite"
    EMBED = "embed"


class Role(StrEnum):
    """What a speech service does."""

    STT = "stt"
    TTS = "tts"
    STS = "sts"


class Unit(StrEnum):
    """What a speech service is sold by."""

    MINUTE = "minute"
    HOUR = "hour"
    CHARACTERS = "million_characters"
    TOKENS = "million_tokens"


class _Entry(Frozen):
    id: str = Field(pattern=_ID)
    title: str = Field(min_length=1)
    note: str = ""


class Dated(_Entry):
    """An entry that holds from a day on, until the next one of the same id."""

    valid_from: date


class Plan(_Entry):
    """A monthly plan: `price` in dollars, `credits` included, `overage` dollars per credit beyond (None: not sold)."""

    price: Figure
    credits: Figure
    overage: Figure | None = None
    expiry_days: Figure | None = None
    max_session_seconds: Figure | None = None
    concurrency: Figure | None = None
    auto_renew: bool = False

    @field_validator("credits")
    @classmethod
    def _some(cls, credits: Figure) -> Figure:
        if credits.value is not None and credits.value == 0:
            raise ValueError("a plan includes some credits")
        return credits


class Provider(Dated):
    """A tariff for avatar time. `step_seconds` 60 bills started minutes, 1 elapsed seconds."""

    dialect: str = Field(pattern="^(streaming|liveavatar)$")
    mode: Mode
    includes: tuple[str, ...] = Field(description="what the price holds besides the picture: stt, llm, tts")
    credits_per_minute: Figure
    minimum_seconds: Figure
    step_seconds: Figure
    escrow_seconds: Figure
    connecting_billed: Figure
    max_session_seconds: Figure
    idle_seconds: Figure
    concurrency: Figure
    plan: tuple[Plan, ...] = Field(min_length=1)

    @field_validator("minimum_seconds", "step_seconds", "escrow_seconds")
    @classmethod
    def _whole(cls, figure: Figure) -> Figure:
        if figure.value is None or figure.value != figure.value.to_integral_value():
            raise ValueError("must be a known number of whole seconds")
        return figure

    @field_validator("step_seconds")
    @classmethod
    def _a_step(cls, figure: Figure) -> Figure:
        if not figure.value:
            raise ValueError("must be at least 1")
        return figure

    @model_validator(mode="after")
    def _plans_differ(self) -> Self:
        refuse_twins((plan.id for plan in self.plan), "plans")
        return self

    def __getitem__(self, plan_id: str) -> Plan:
        """A plan by id. Raises PriceError."""
        return found((plan for plan in self.plan if plan.id == plan_id), f"{self.title} has no plan {plan_id}")

    @property
    def priced(self) -> tuple[Plan, ...]:
        """The plans whose price and credits are known, cheapest first."""
        known = [plan for plan in self.plan if plan.price.known and plan.credits.known]
        return tuple(sorted(known, key=lambda plan: (plan.price.value, plan.credits.value)))


class TextModel(Dated):
    """A text model, in dollars per million tokens; without `cached_input` a cached token costs like any other."""

    input: Figure
    cached_input: Figure | None = None
    output: Figure


class Speech(Dated):
    """A speech service: `price` in dollars per `unit`. Token-priced ones state the other kinds of token too."""

    role: Role
    unit: Unit
    price: Figure
    audio_input: Figure | None = None
    text_input: Figure | None = None
    text_output: Figure | None = None


class Moderation(Dated):
    """A check of one text, in dollars."""

    per_check: Figure


class Neighbour(_Entry):
    """What somebody else charges per minute, in `currency`."""

    currency: str = Field(pattern="^[A-Z]{3}$")
    low: Figure
    high: Figure | None = None


class Assumption(Frozen):
    """Something supposed about calls, in `unit`."""

    id: str = Field(pattern=_ID)
    unit: str
    figure: Figure


def name_of(entry: Frozen) -> str:
    """An entry's name within its section: the id, and the day for those that have one."""
    return f"{entry.id}@{entry.valid_from}" if isinstance(entry, Dated) else str(getattr(entry, "id", ""))


def found(entries: Iterator[_T], what: str) -> _T:
    """The first of the entries. Raises PriceError saying `what` is the matter when there is none."""
    for entry in entries:
        return entry
    raise PriceError(f"{what}.", "Choose one that is in the catalogue, or add it in a file.")


def refuse_twins(keys: Iterable[object], name: str) -> None:
    """Raises ValueError when two entries share a key."""
    listed = [str(key) for key in keys]
    twice = sorted({key for key in listed if listed.count(key) > 1})
    if twice:
        raise ValueError(f"two {name} share a name: {', '.join(twice)}")
