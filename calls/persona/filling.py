"""Places `${name}` in a persona's texts: which are there, and what stands in them for one call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from calls.persona.document import Variable

__all__ = ["PLACE", "fill", "places", "values_for"]

PLACE = re.compile(r"\$\{([^{}\n]*)\}")
"""A place as the vendor writes it, too; what stands between the braces may be no proper name."""


def places(text: str) -> list[str]:
    """The names of the places in a text, in order, once each."""
    return list(dict.fromkeys(PLACE.findall(text)))


def values_for(variables: Sequence[Variable], given: Mapping[str, str]) -> dict[str, str]:
    """A value for each declared variable: the given one, on one line and cut to its limit, else the default."""
    found = {}
    for variable in variables:
        text = " ".join(given.get(variable.name, "").split())
        found[variable.name] = text[: variable.longest] or variable.default
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its declared places filled, each once: a value that holds a place itself is not looked into."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)
