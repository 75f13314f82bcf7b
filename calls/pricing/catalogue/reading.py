"""Reads price files into a catalogue: ours first, then a user's own, which override field by field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import name_of
from calls.pricing.catalogue.figures import Figure, Frozen, Kind
from calls.pricing.errors import FileFaultError, PriceError

__all__ = ["PRICE_FOLDER", "SHIPPED", "edited", "load_catalogue", "read_catalogue"]

PRICE_FOLDER = Path(__file__).parents[1] / "prices"
SHIPPED: tuple[Path, ...] = tuple(sorted(PRICE_FOLDER.glob("*.toml")))
"""The price files that come with the app."""

_Path = tuple[str, ...]


def load_catalogue(paths: Sequence[Path] = SHIPPED) -> Catalogue:
    """Reads files in order; a later one overrides. Raises FileFaultError naming file and place."""
    texts = []
    for path in paths:
        try:
            texts.append((path.name, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError):
            raise FileFaultError(path.name, "the whole file", "it cannot be read.", "Save it as UTF-8 text.") from None
    return read_catalogue(texts)


def read_catalogue(texts: Iterable[tuple[str, str]]) -> Catalogue:
    """A catalogue from (file name, TOML text) pairs; a later one overrides. Raises FileFaultError.

    An entry of a later file changes the entry of the same id (and the same `valid_from`, where it states one; else the
    newest) and may hold just the fields it changes; an entry with a new id or day is added and must be whole.
    """
    merged: dict[str, Any] = {}
    origins: dict[_Path, str] = {}
    name = "prices"
    for name, text in texts:
        try:
            content = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise FileFaultError(name, "TOML", f"{error}.", "Mend the spelling at that line.") from None
        except InvalidOperation:
            raise FileFaultError(name, "TOML", "a number cannot be read.", "Write it like 0.12.") from None
        _merge(merged, content, (), origins, name)
    try:
        return Catalogue.model_validate({section: _listed(entries) for section, entries in merged.items()})
    except ValidationError as error:
        raise _fault(error, merged, origins, name) from None


def edited(
    catalogue: Catalogue,
    path: str,
    value: Decimal | int | None,
    day: date,
    *,
    kind: Kind = Kind.ASSUMED,
    note: str = "",
) -> Catalogue:
    """A new catalogue with one figure changed; the path is one of `Catalogue.figures()`. Raises PriceError."""
    figure_fields = {"source": "entered by hand", "date": day, "kind": kind, "note": note}
    try:
        figure = Figure.model_validate({"value": value, **figure_fields})
        section, entry_name, *rest = path.split("/")
        entries = getattr(catalogue, section)
        places = [place for place, entry in enumerate(entries) if name_of(entry) == entry_name]
        changed = _with_figure(entries[places[0]], rest, figure)
        replaced = (*entries[: places[0]], changed, *entries[places[0] + 1 :])
        content = {name: getattr(catalogue, name) for name in Catalogue.model_fields}
        return Catalogue.model_validate({**content, section: replaced})
    except ValidationError as error:
        raise PriceError(f"{path}: {_said(error)}.", "Enter a number from 0 upward.") from None
    except (ValueError, AttributeError, IndexError, KeyError, TypeError):
        raise PriceError(f"There is no figure {path}.", "Choose one from the small print.") from None


def _listed(entries: Any) -> Any:
    if not isinstance(entries, dict):
        return entries
    return [
        {**entry, "plan": list(entry["plan"].values())} if isinstance(entry.get("plan"), dict) else entry
        for entry in entries.values()
        if isinstance(entry, dict)
    ]


def _with_figure(entry: Frozen, rest: Sequence[str], figure: Figure) -> Frozen:
    if len(rest) == 3 and rest[0] == "plan":
        plans = list(entry.plan)  # type: ignore[attr-defined]
        place = [plan.id for plan in plans].index(rest[1])
        plans[place] = _with_figure(plans[place], rest[2:], figure)
        changes: dict[str, Any] = {"plan": plans}
    else:
        (field,) = rest
        if not isinstance(getattr(entry, field), Figure):
            raise KeyError(field)
        changes = {field: figure}
    content = {name: getattr(entry, name) for name in type(entry).model_fields}
    return type(entry).model_validate({**content, **changes})


def _merge(into: dict[str, Any], new: Mapping[str, Any], path: _Path, origins: dict[_Path, str], file: str) -> None:
    for key, value in new.items():
        here = (*path, key)
        origins[here] = file
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            entries = into.setdefault(key, {})
            if not isinstance(entries, dict):
                into[key] = value
                continue
            _merge_entries(entries, value, here, origins, file)
        else:
            # A figure is replaced whole: a new value must not keep the old one's source.
            into[key] = value


def _merge_entries(
    entries: dict[str, Any], items: Iterable[dict[str, Any]], path: _Path, origins: dict[_Path, str], file: str
) -> None:
    seen: set[str] = set()
    for item in items:
        key = _key(entries, item)
        if key in seen:
            raise FileFaultError(file, " → ".join((*path, key)), "it stands twice in one file.", "Keep one of them.")
        seen.add(key)
        origins[(*path, key)] = file
        _merge(entries.setdefault(key, {}), item, (*path, key), origins, file)


def _key(entries: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    wanted = str(item.get("id", "an entry without id"))
    day = item.get("valid_from")
    if day is not None:
        return f"{wanted}@{day}"
    older = [key for key in entries if key == wanted or key.rpartition("@")[0] == wanted]
    return max(older) if older else wanted


def _fault(
    error: ValidationError, merged: Mapping[str, Any], origins: Mapping[_Path, str], last_file: str
) -> FileFaultError:
    place: list[str] = []
    level: Any = merged
    for part in error.errors()[0]["loc"]:
        if isinstance(part, int) and isinstance(level, dict):
            key = list(level)[part]
        elif isinstance(part, int) and isinstance(level, list):
            names = [str(item.get("id", number)) for number, item in enumerate(level) if isinstance(item, dict)]
            key = names[part] if part < len(names) else str(part)
        else:
            key = str(part)
        place.append(key)
        level = level.get(key) if isinstance(level, dict) else None
    file = last_file
    for length in range(len(place), 0, -1):
        if tuple(place[:length]) in origins:
            file = origins[tuple(place[:length])]
            break
    return FileFaultError(file, " → ".join(place) or "the whole file", f"{_said(error)}.", "Mend that entry.")


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:].rstrip(".")
