"""A wish as part of a link: only what differs from the assumptions, readable, and checked on the way back."""

from __future__ import annotations

from dataclasses import fields, replace

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.errors import FileFaultError
from calls.pricing.page.wish import CHEAPEST, LIMITS, Wish, options

__all__ = ["decode", "encode"]


def encode(name: str, wish: Wish, default: Wish) -> str:
    """A named wish as text for a link: only what differs from the default, `Name|calls=300;minutes=6`."""
    parts = (f"{one.name}={getattr(wish, one.name)}" for one in fields(Wish) if _differs(one.name, wish, default))
    return f"{name.replace('|', ' ').strip()}|{';'.join(parts)}"


def decode(text: str, default: Wish, catalogue: Catalogue) -> tuple[str, Wish]:
    """The way back. Raises FileFaultError naming the part of the link that cannot be used."""
    name, _, body = text.partition("|")
    name = name.replace("`", " ").strip()[:40] or "Without a name"
    found: dict[str, object] = {}
    for part in filter(None, body.split(";")):
        key, _, value = part.partition("=")
        found[key] = _read(key, value, default, catalogue)
    wish = replace(default, **found)  # type: ignore[arg-type]
    if wish.plan != CHEAPEST:
        _known(
            "plan",
            wish.plan,
            [plan.id for entry in catalogue.provider if entry.id == wish.product for plan in entry.priced],
        )
    return name, wish


def _differs(name: str, wish: Wish, default: Wish) -> bool:
    return bool(getattr(wish, name) != getattr(default, name))


def _read(key: str, value: str, default: Wish, catalogue: Catalogue) -> object:
    if key in LIMITS:
        low, high = LIMITS[key]
        try:
            number = float(value) if isinstance(getattr(default, key), float) else int(value)
        except ValueError:
            raise FileFaultError("The link", key, f"{value} is no number.", "Ask for the link again.") from None
        if not low <= number <= high:
            raise FileFaultError(
                "The link", key, f"{value} lies outside {low:g} to {high:g}.", "Ask for the link again."
            )
        return number
    if key == "measured":
        return value == "True"
    if key == "plan":
        return value
    choices = options(catalogue)
    if key not in choices:
        raise FileFaultError("The link", key or "its text", "there is no such control.", "Ask for the link again.")
    _known(key, value, list(choices[key]))
    return value


def _known(key: str, value: str, choices: list[str]) -> None:
    if value not in choices:
        raise FileFaultError("The link", key, f"{value} is not in the price list.", "Load the same price file first.")
