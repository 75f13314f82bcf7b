"""Any file a user gives: which kind it is, and the persona in it."""

from __future__ import annotations

from calls.persona.document import Persona
from calls.persona.errors import PersonaFaultError
from calls.persona.exchange.cards import is_card, persona_of
from calls.persona.exchange.own import from_data, parse_json, read_yaml
from calls.persona.exchange.pictures import read_picture

__all__ = ["KINDS", "read_file"]

KINDS = ("yaml", "yml", "json", "png")


def read_file(content: bytes, file: str) -> Persona:
    """The persona of a file, by the end of its name. Raises PersonaFaultError with the place of the fault."""
    kind = file.rpartition(".")[2].lower()
    if kind == "png":
        return read_picture(content, file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonaFaultError(
            f"{file}, byte {error.start + 1}", "this is no UTF-8 text.", "Save it as UTF-8."
        ) from None
    if kind in ("yaml", "yml"):
        return read_yaml(text, file)
    if kind == "json":
        data = parse_json(text, file)
        return persona_of(data, file) if is_card(data) else from_data(data, file)
    raise PersonaFaultError(file, "this kind of file is not known.", f"Use one of {', '.join(KINDS)}.")
