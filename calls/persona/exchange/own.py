"""Our own files: a persona as YAML or JSON, fields by name. What is malformed is refused by its place."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from typing import Any

import yaml
from pydantic import ValidationError

from calls.persona.document import Persona
from calls.persona.errors import PersonaFaultError

__all__ = ["LARGEST", "as_json", "as_yaml", "from_data", "parse_json", "read_json", "read_yaml"]

LARGEST = 1_000_000
"""Bytes of a text file; the longest persona has about a tenth."""
_ANOTHER = "Mend that place, or export a persona here and compare."


class _Loader(yaml.SafeLoader):
    """Refuses what could make a small file large, and what would silently win over something else."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):  # type: ignore[no-untyped-call]
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "an alias (*name) is not allowed here", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands here twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


# Dates and yes/no words stay what they look like: texts.
_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":timestamp", ":bool"))]
    for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(  # type: ignore[no-untyped-call]
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


class _Dumper(yaml.SafeDumper):
    pass


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def read_yaml(text: str, file: str) -> Persona:
    """The persona of a YAML text. Raises PersonaFaultError with the place of the fault."""
    _bounded(text, file)
    try:
        data = yaml.load(text, _Loader)  # noqa: S506, a SafeLoader with fewer powers
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{file}, line {mark.line + 1}, column {mark.column + 1}" if mark else file
        raise PersonaFaultError(place, f"this is no YAML: {error.problem}.", _ANOTHER) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PersonaFaultError(file, f"this is no YAML ({type(error).__name__}).", _ANOTHER) from None
    return from_data(data, file)


def read_json(text: str, file: str) -> Persona:
    """The persona of a JSON text. Raises PersonaFaultError with the place of the fault."""
    return from_data(parse_json(text, file), file)


def parse_json(text: str, file: str) -> Any:
    """The data of a JSON text. Raises PersonaFaultError with line and column."""
    _bounded(text, file)
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = f"{file}, line {error.lineno}, column {error.colno}"
        raise PersonaFaultError(place, f"this is no JSON: {error.msg}.", _ANOTHER) from None
    except (ValueError, RecursionError) as error:
        raise PersonaFaultError(file, f"this is no JSON ({type(error).__name__}).", _ANOTHER) from None


def as_yaml(persona: Persona) -> str:
    """The persona as YAML that is pleasant to read and to compare."""
    return yaml.dump(_shown(persona), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


def as_json(persona: Persona) -> str:
    """The persona as JSON, indented."""
    return json.dumps(_shown(persona), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_data(data: object, file: str) -> Persona:
    """The persona that parsed data describe. Raises PersonaFaultError naming the field."""
    if not isinstance(data, dict):
        raise PersonaFaultError(file, "there are no fields in it.", "A persona has at least name and opening.")
    try:
        return Persona.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "variables"
        message = first["msg"].removeprefix("Value error, ")
        raise PersonaFaultError(f"{file}, {where}", f"{message}.", _ANOTHER) from None


def _shown(persona: Persona) -> dict[str, Any]:
    return {name: value for name, value in persona.as_data().items() if value not in ("", [], {})}


def _bounded(text: str, file: str) -> None:
    if len(text.encode(errors="replace")) > LARGEST:
        raise PersonaFaultError(file, "the file is too large.", f"A persona file has at most {LARGEST // 1000} kB.")


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")
