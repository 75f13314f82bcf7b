"""The characters that come with the app, as files of our own kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from calls.persona.document import Persona
from calls.persona.exchange.own import read_yaml

__all__ = ["SHIPPED", "shipped"]

_FOLDER = Path(__file__).parent
SHIPPED = ("santa", "mrs_claus", "elf")
"""Their ids, the first one before the others."""


@cache
def shipped(persona_id: str) -> Persona:
    """A shipped persona. Raises PersonaFaultError for a damaged file."""
    path = _FOLDER / f"{persona_id}.yaml"
    return read_yaml(path.read_text(encoding="utf-8"), path.name)
