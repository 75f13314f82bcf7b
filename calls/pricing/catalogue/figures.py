"""One number of the price catalogue: what it is, who says so, since when, and how sure we are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from calls.pricing.errors import PriceError

__all__ = ["Figure", "Frozen", "Kind", "plain"]


class Kind(StrEnum):
    """How sure a figure is: read off by us or a user, stated by its maker, or supposed."""

    MEASURED = "measured"
    PUBLISHED = "published"
    ASSUMED = "assumed"


class Frozen(BaseModel):
    """Base of all entries: nothing is changed in place, nothing unknown is accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Frozen):
    """A number with its origin. Without a `value` it is not known, and whatever needs it is refused."""

    value: Decimal | None = Field(default=None, ge=0, description="in the unit of its field; missing = not known")
    source: str = Field(min_length=1)
    date: date
    kind: Kind
    note: str = ""

    @field_validator("value")
    @classmethod
    def _one_spelling(cls, value: Decimal | None) -> Decimal | None:
        return None if value is None else Decimal(plain(value))

    @model_validator(mode="after")
    def _says_why_it_is_missing(self) -> Figure:
        if self.value is None and not self.note:
            raise ValueError("a figure without a value needs a note that says why")
        return self

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.value is not None

    def need(self, what: str) -> Decimal:
        """The number. Raises PriceError naming `what` is not known."""
        if self.value is None:
            raise PriceError(f"{what} is not known: {self.note}.", "Enter the figure you have on the costs page.")
        return self.value


def plain(value: Decimal) -> str:
    """A number in its shortest spelling without an exponent, so that 0.20 and 0.2 are one price."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
