"""What one request is, and how JSON is read: lenient about what we do not know, exact about what we need."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from heygen.refusals.errors import InvalidRequestError, ResponseShapeError

__all__ = [
    "JsonObject",
    "Listing",
    "Page",
    "Request",
    "as_list",
    "as_object",
    "checked_id",
    "data_of",
    "decimal_of",
    "flag_of",
    "need_decimal",
    "need_text",
    "nothing",
    "number_of",
    "single_page",
    "text_of",
    "time_of",
    "token_claims",
]

T = TypeVar("T")
JsonObject = Mapping[str, Any]

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}")
_MILLISECONDS_FROM: Final = 1e11
"""Unix times above this are milliseconds: as seconds they would lie beyond the year 5000."""


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One request as data. `repeatable` says that sending it twice costs nothing and changes nothing more."""

    verb: str
    method: str
    path: str
    parse: Callable[[object], T]
    params: Mapping[str, str] = field(default_factory=dict)
    body: JsonObject | None = field(default=None, repr=False)
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, and the cursor of the next page; None on the last."""

    items: Sequence[T]
    cursor: str | None = None


Listing = Callable[[str | None], Request[Page[T]]]
"""From a cursor (None for the first page) to the request for that page."""


def single_page(request: Request[Page[T]]) -> Listing[T]:
    """A listing that comes in one piece."""

    def page(cursor: str | None) -> Request[Page[T]]:
        return request

    return page


def checked_id(value: str, what: str) -> str:
    """`value`, if it can stand in a path and a body.

    Raises InvalidRequestError (nothing is sent) for an empty or odd id, which the vendor answers with a misleading 401.
    """
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise InvalidRequestError(
        f"No {what} that could be sent was given",
        cause="The id is empty, or contains characters no vendor id has.",
        fix=f"Pass the {what} that the vendor gave.",
    )


def data_of(body: object) -> Any:
    """The payload inside the envelope, or the body itself when it has none."""
    return body["data"] if isinstance(body, dict) and "data" in body else body


def nothing(body: object) -> None:
    """For requests whose success is all there is to know."""


def as_object(value: object, where: str) -> JsonObject:
    """`value` as an object. Raises ResponseShapeError."""
    if isinstance(value, dict):
        return value
    raise _misshapen(where, "an object", value)


def as_list(value: object, where: str, *keys: str) -> Sequence[JsonObject]:
    """The objects of a list that stands here, or under the first of `keys` that is there. Raises ResponseShapeError."""
    found = next((value[key] for key in keys if key in value), value) if isinstance(value, dict) else value
    if not isinstance(found, list):
        raise _misshapen(where, "a list", found)
    return [as_object(item, f"{where}[{index}]") for index, item in enumerate(found)]


def need_text(value: JsonObject, where: str, *keys: str) -> str:
    """The first non-empty text under `keys`. Raises ResponseShapeError."""
    found = text_of(value, *keys)
    if found is None:
        raise _misshapen(f"{where}.{keys[0]}", "a text", next((value.get(key) for key in keys), None))
    return found


def text_of(value: JsonObject, *keys: str) -> str | None:
    """The first non-empty text under `keys`, or None."""
    return next((found for key in keys if isinstance(found := value.get(key), str) and found), None)


def need_decimal(value: JsonObject, where: str, key: str) -> Decimal:
    """The finite number under `key`, exact. Raises ResponseShapeError."""
    found = decimal_of(value, key)
    if found is None:
        raise _misshapen(f"{where}.{key}", "a number", value.get(key))
    return found


def flag_of(value: JsonObject, key: str) -> bool | None:
    """The boolean under `key`, or None."""
    found = value.get(key)
    return found if isinstance(found, bool) else None


def number_of(value: JsonObject, *keys: str) -> float | None:
    """The first finite number under `keys`, also when written as text, or None."""
    found = decimal_of(value, *keys)
    if found is None:
        return None
    number = float(found)
    return number if math.isfinite(number) else None


def decimal_of(value: JsonObject, *keys: str) -> Decimal | None:
    """The first finite number under `keys` as an exact decimal, or None."""
    for key in keys:
        found = value.get(key)
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            try:
                number = Decimal(str(found))
            except (ArithmeticError, ValueError):
                continue
            if number.is_finite():
                return number
    return None


def time_of(value: JsonObject, *keys: str) -> float | None:
    """Unix seconds under the first of `keys` that reads as a time: a number (or milliseconds) or ISO 8601."""
    number = number_of(value, *keys)
    if number is not None:
        return number / 1000 if number >= _MILLISECONDS_FROM else number
    for key in keys:
        if isinstance(found := value.get(key), str):
            try:
                moment = datetime.fromisoformat(found)
            except ValueError:
                continue
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None


def token_claims(token: str) -> JsonObject:
    """What a token says about itself, unverified: the payload of a JWT, or base64 JSON; empty when it says nothing."""
    parts = token.split(".")
    text = parts[1] if len(parts) == 3 else token
    try:
        padded = text.replace("+", "-").replace("/", "_").rstrip("=")
        claims = json.loads(base64.urlsafe_b64decode(padded + "=" * (-len(padded) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _misshapen(where: str, wanted: str, found: object) -> ResponseShapeError:
    return ResponseShapeError(
        f"The vendor's answer has no usable {where}: wanted {wanted}, found {type(found).__name__}",
        cause="The vendor changed its answer, or the address is not the vendor's API.",
        fix="Check VENDOR_URL and the dialect; if both are right, this client needs an update.",
    )
