"""The price catalogue: every price the app computes with, as data that is checked, dated and never changed in place.

A catalogue's `version` is a hash of its content. A call keeps the version it was made under, so that old calls keep the
prices of their day; an edit gives a new catalogue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Self, TypeVar

from pydantic import Field, model_validator

from calls.pricing.catalogue.entries import (
    Assumption,
    Dated,
    Moderation,
    Neighbour,
    Provider,
    Speech,
    TextModel,
    found,
    name_of,
    refuse_twins,
)
from calls.pricing.catalogue.figures import Figure, Frozen
from calls.pricing.errors import PriceError

__all__ = ["Catalogue"]

_VERSION_TAG = "prices1"
_D = TypeVar("_D", bound=Dated)


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
            refuse_twins(((entry.id, entry.valid_from) for entry in entries), name)
        refuse_twins((entry.id for entry in self.market), "neighbours")
        refuse_twins((entry.id for entry in self.assumption), "assumptions")
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
        return found(entries, f"There is no assumption {assumption_id}").figure.need(assumption_id)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Every figure with its path, such as `provider/liveavatar_full@2026-04-01/plan/pro/price`."""
        for section in type(self).model_fields:
            for entry in getattr(self, section):
                yield from _figures(f"{section}/{name_of(entry)}", entry)


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
