"""The price catalogue: every price the app computes with, as data that is checked, dated and never changed in place.

A catalogue's `version` is a hash of its content. A call keeps the version it was made under, so that old calls keep the
prices of their day; an edit gives a new catalogue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Self, TypeVar

from pydantic import Field, field_validator, model_validator

from calls.pricing.errors import PriceError
from calls.pricing.figures import Figure, Frozen

__all__ = [
    "Assumption",
    "Catalogue",
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
    "name_of",
]

_ID = r"^[a-z0-9][a-z0-9._-]{0,60}$"
_VERSION_TAG = "prices1"
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


_D = TypeVar("_D", bound=Dated)


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
        _unique((plan.id for plan in self.plan), "plans")
        return self

    def __getitem__(self, plan_id: str) -> Plan:
        """A plan by id. Raises PriceError."""
        return _found((plan for plan in self.plan if plan.id == plan_id), f"{self.title} has no plan {plan_id}")

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


class Catalogue(Frozen):
    """All prices and assumptions. Look-ups take the day of the call."""

    provider: tuple[Provider, ...] = Field(min_length=1)
    text_model: tuple[TextModel, ...] = ()
    speech: tuple[Speech, ...] = ()
    moderation: tuple[Moderation, ...] = ()
    market: tuple[Neighbour, ...] = ()
    assumption: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _entries_differ(self) -> Self:
        sections: tuple[tuple[str, Sequence[Dated]], ...] = (
            ("providers", self.provider),
            ("text models", self.text_model),
            ("speech services", self.speech),
            ("moderations", self.moderation),
        )
        for name, entries in sections:
            _unique(((entry.id, entry.valid_from) for entry in entries), name)
        _unique((entry.id for entry in self.market), "neighbours")
        _unique((entry.id for entry in self.assumption), "assumptions")
        return self

    @cached_property
    def version(self) -> str:
        """Names this content: a tag and 32 hexadecimal digits."""
        return f"{_VERSION_TAG}-{hashlib.sha256(self.canonical().encode()).hexdigest()[:32]}"

    def canonical(self) -> str:
        """The content as JSON that `Catalogue.model_validate_json` reads back to the same version."""
        return self.model_dump_json(exclude_none=True)

    def provider_on(self, provider_id: str, day: date) -> Provider:
        """The tariff that held on a day. Raises PriceError."""
        return _on(self.provider, provider_id, day)

    def text_model_on(self, model_id: str, day: date) -> TextModel:
        """The model's price on a day. Raises PriceError."""
        return _on(self.text_model, model_id, day)

    def speech_on(self, speech_id: str, day: date) -> Speech:
        """The service's price on a day. Raises PriceError."""
        return _on(self.speech, speech_id, day)

    def moderation_on(self, moderation_id: str, day: date) -> Moderation:
        """The moderation's price on a day. Raises PriceError."""
        return _on(self.moderation, moderation_id, day)

    def assumed(self, assumption_id: str) -> Decimal:
        """The value of an assumption. Raises PriceError when there is none of that id or its value is not known."""
        entries = (entry for entry in self.assumption if entry.id == assumption_id)
        return _found(entries, f"There is no assumption {assumption_id}").figure.need(assumption_id)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Every figure with its path, such as `provider/liveavatar_full@2026-04-01/plan/pro/price`."""
        for section in type(self).model_fields:
            for entry in getattr(self, section):
                yield from _figures(f"{section}/{name_of(entry)}", entry)


def name_of(entry: Frozen) -> str:
    """An entry's name within its section: the id, and the day for those that have one."""
    return f"{entry.id}@{entry.valid_from}" if isinstance(entry, Dated) else str(getattr(entry, "id", ""))


def _figures(path: str, entry: Frozen) -> Iterator[tuple[str, Figure]]:
    for name, value in entry:
        if isinstance(value, Figure):
            yield f"{path}/{name}", value
        elif name == "plan":
            for plan in value:
                yield from _figures(f"{path}/plan/{plan.id}", plan)


def _on(entries: Iterable[_D], wanted: str, day: date) -> _D:
    named = [entry for entry in entries if entry.id == wanted]
    if not named:
        raise PriceError(
            f"There is no price for {wanted}.", "Choose one that is in the catalogue, or add it in a file."
        )
    valid = [entry for entry in named if entry.valid_from <= day]
    if not valid:
        first = min(entry.valid_from for entry in named)
        raise PriceError(f"There is no price for {wanted} on {day}; the first is of {first}.", "Choose a later day.")
    return max(valid, key=lambda entry: entry.valid_from)


def _found(entries: Iterator[_T], what: str) -> _T:
    for entry in entries:
        return entry
    raise PriceError(f"{what}.", "Choose one that is in the catalogue, or add it in a file.")


def _unique(keys: Iterable[object], name: str) -> None:
    listed = [str(key) for key in keys]
    twice = sorted({key for key in listed if listed.count(key) > 1})
    if twice:
        raise ValueError(f"two {name} share a name: {', '.join(twice)}")
