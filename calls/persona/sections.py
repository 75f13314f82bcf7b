"""A persona as the editor shows it: one text per section, and back. Faults say where they are; nothing typed is lost.

Most sections are plain words. Five have a small grammar, one that a writer can guess from an example:

    ages        4-6: short words             one band a line, further lines belong to it
    topics      # reindeer, sleigh           trigger words, then lines with the facts
    examples    Child: Are you cold?         a pair of lines, further lines belong to the side above
                Answer: Only at the nose.
    variables   guest_name = friend | the guest's first name | 40     default, meaning, most characters
    settings    temperature = 0.7
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from calls.persona.document import AGE_BANDS, Persona

__all__ = ["SECTIONS", "Fault", "Parsed", "Section", "parse_sections", "sections_of"]

_TOPIC = re.compile(r"#\s*(?P<words>.*)")
_AGE = re.compile(r"(?P<band>\d+\s*[-–]\s*\d+)\s*:\s*(?P<note>.*)")
_SIDE = re.compile(r"(?P<side>Child|Answer)\s*:\s*(?P<words>.*)", re.IGNORECASE)
_PAIR = re.compile(r"(?P<name>[^=]*?)\s*=\s*(?P<value>.*)")
_SETTINGS = ("language", "temperature", "max_tokens")


@dataclass(frozen=True)
class Section:
    """One section: what the writer sees above it. `limit` counts characters."""

    name: str
    label: str
    hint: str
    kind: Literal["line", "text"] = "text"
    limit: int | None = None


SECTIONS = (
    Section("name", "Name", "How the character is called, also in its transcripts.", "line", 60),
    Section("description", "Description", "For the people who work here; the child never hears it.", "text", 4000),
    Section("personality", "Personality", "Who this is, where, and what it is like to talk to them.", "text", 20_000),
    Section(
        "guidelines", "Guidelines", "How they talk: length, words, questions, what to do with wishes.", "text", 20_000
    ),
    Section("ages", "Age bands", "One band a line, for example 4-6: very short sentences. Bands: 4-6, 7-9, 10-12."),
    Section("topics", "Topics", "# trigger, words on one line, then what is known about them."),
    Section("examples", "Examples", "Child: a line. Answer: what a good answer sounds like. A few are enough."),
    Section("opening", "Opening line", "The first thing the child hears.", "text", 1000),
    Section(
        "goodbye", "Goodbye", "How a call ends: short, calm, and the next nice thing is with the family.", "text", 1000
    ),
    Section(
        "never", "Never", "What they never do: promises, personal questions, threats, selling, secrets.", "text", 20_000
    ),
    Section(
        "exceptions",
        "Exceptions",
        "When they step out of the play: asked if real, danger, grief, stop.",
        "text",
        20_000,
    ),
    Section("variables", "Variables", "name = default | meaning | most characters. Used as ${name} in the texts."),
    Section("settings", "Settings", "language, temperature and max_tokens, each as name = value."),
)
"""The sections in the order in which they are written."""
_PLAIN = frozenset(section.name for section in SECTIONS) - {"ages", "topics", "examples", "variables", "settings"}


@dataclass(frozen=True)
class Fault:
    """A text that cannot be read: the section, the characters from `start` to `end`, and what to do about it."""

    section: str
    start: int
    end: int
    message: str


@dataclass(frozen=True)
class Parsed:
    """What the texts make: a persona, or the faults that are in the way."""

    persona: Persona | None
    faults: tuple[Fault, ...] = ()


class _LineFaultError(Exception):
    pass


def sections_of(persona: Persona) -> dict[str, str]:
    """The texts of a persona, by section."""
    return {
        **{name: getattr(persona, name) for name in _PLAIN},
        "ages": "\n".join(f"{band}: {persona.ages[band]}" for band in AGE_BANDS if band in persona.ages),
        "topics": "\n\n".join(f"# {', '.join(one.triggers)}\n{one.facts}" for one in persona.topics),
        "examples": "\n\n".join(f"Child: {one.child}\nAnswer: {one.reply}" for one in persona.examples),
        "variables": "\n".join(
            f"{one.name} = {one.default} | {one.meaning} | {one.longest}" for one in persona.variables
        ),
        "settings": "\n".join(
            [
                f"language = {persona.language}",
                f"temperature = {persona.model.temperature.normalize():f}",
                f"max_tokens = {persona.model.max_tokens}",
            ]
        ),
    }


def parse_sections(texts: Mapping[str, str], extensions: Mapping[str, Any] | None = None) -> Parsed:
    """The persona that the texts make; sections that are missing are empty. `extensions` is carried along."""
    faults: list[Fault] = []
    data: dict[str, Any] = {name: texts.get(name, "") for name in _PLAIN}
    readers: dict[str, Callable[[str], Iterator[tuple[int, Any]]]] = {
        "ages": _ages,
        "topics": _topics,
        "examples": _examples,
        "variables": _variables,
        "settings": _settings,
    }
    found: dict[str, list[tuple[int, Any]]] = {}
    for name, reader in readers.items():
        found[name] = []
        text = texts.get(name, "")
        rows = reader(text)
        while True:
            try:
                found[name].append(next(rows))
            except StopIteration:
                break
            except _LineFaultError as fault:
                line, message = fault.args
                faults.append(Fault(name, *_span(text, line), message))
                break
    data |= {
        "ages": dict(row for _, row in found["ages"]),
        "topics": [row for _, row in found["topics"]],
        "examples": [row for _, row in found["examples"]],
        "variables": [row for _, row in found["variables"]],
        "extensions": dict(extensions or {}),
    }
    settings = dict(row for _, row in found["settings"])
    if "language" in settings:
        data["language"] = settings.pop("language")
    data["model"] = settings
    try:
        persona = Persona.model_validate(data)
    except ValidationError as error:
        faults += [_fault(one, texts, found) for one in error.errors()]
        return Parsed(None, tuple(faults))
    return Parsed(None if faults else persona, tuple(faults))


def _fault(error: ErrorDetails, texts: Mapping[str, str], found: Mapping[str, list[tuple[int, Any]]]) -> Fault:
    """A fault of the document, put at the line that made it."""
    place, message = error["loc"], _plainly(error)
    section = str(place[0]) if place else "variables"
    if section in ("model", "language"):
        name = str(place[-1])
        section = "settings"
        line = next((line for line, row in found["settings"] if row[0] == name), 0)
    else:
        rows = found.get(section, [])
        line = 0
        if len(place) > 1 and rows:
            key = place[1]
            line = rows[key][0] if isinstance(key, int) and key < len(rows) else line
            line = next((at for at, row in rows if isinstance(row, tuple) and row[0] == key), line)
    text = texts.get(section, "")
    span = (0, len(text)) if section in _PLAIN else _span(text, line)
    return Fault(section, *span, message)


def _plainly(error: ErrorDetails) -> str:
    """What a writer reads in place of the checker's own words."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        if error["loc"][0] == "language":
            return "A language is a short code, for example en or fr-CA."
        return "The name of a variable has small letters, digits and underscores, a letter first."
    if kind.endswith("too_short"):
        return "This must not be empty."
    if kind.endswith("too_long"):
        return f"This is too long: at most {limits['max_length']}."
    if kind in ("decimal_parsing", "int_parsing", "int_from_float"):
        return "This is no number that fits here."
    if kind == "decimal_max_places":
        return "At most two places after the point."
    if kind in ("less_than_equal", "greater_than_equal"):
        return f"This must be at {'most' if 'le' in limits else 'least'} {limits.get('le', limits.get('ge'))}."
    return f"{error['msg'].removeprefix('Value error, ')}."


def _span(text: str, line: int) -> tuple[int, int]:
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[:line])
    return start, start + (len(lines[line]) if line < len(lines) else 0)


def _blocks(text: str, head: re.Pattern[str], advice: str) -> Iterator[tuple[int, re.Match[str], str]]:
    """Blocks that begin with a line like `head`: line number, the head, and the lines that belong to it."""
    at: int | None = None
    first: re.Match[str] | None = None
    body: list[str] = []
    for number, line in enumerate(text.split("\n")):
        match = head.fullmatch(line.strip())
        if match is not None:
            if at is not None and first is not None:
                yield at, first, "\n".join(body).strip("\n")
            at, first, body = number, match, []
        elif first is not None:
            body.append(line)
        elif line.strip():
            raise _LineFaultError(number, advice)
    if at is not None and first is not None:
        yield at, first, "\n".join(body).strip("\n")


def _ages(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    seen: set[str] = set()
    for number, head, body in _blocks(text, _AGE, "Begin with an age band and a colon, for example 4-6: short words."):
        band = re.sub(r"\s*[-–]\s*", "-", head["band"])
        if band not in AGE_BANDS:
            raise _LineFaultError(number, f"{band} is no age band. Use {', '.join(AGE_BANDS)}.")
        if band in seen:
            raise _LineFaultError(number, f"{band} stands here twice. Put both notes into one line.")
        seen.add(band)
        yield number, (band, "\n".join(part for part in (head["note"], body) if part))


def _topics(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, head, body in _blocks(text, _TOPIC, "Begin with the trigger words, for example # reindeer, sleigh."):
        words = [word.strip() for word in head["words"].split(",") if word.strip()]
        if not words:
            raise _LineFaultError(number, "Write the trigger words after #, with commas between them.")
        if not body.strip():
            raise _LineFaultError(number, "Write what is known about these words on the lines below.")
        yield number, {"triggers": words, "facts": body}


def _examples(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    child: tuple[int, str] | None = None
    for number, head, body in _blocks(text, _SIDE, "Begin with Child: and what the child says."):
        words = "\n".join(part for part in (head["words"], body) if part).strip()
        asks = head["side"].lower() == "child"
        if not words:
            raise _LineFaultError(number, "There are no words on this side.")
        if asks == (child is not None):
            raise _LineFaultError(number, "Each Child: line needs one Answer: line below it.")
        if asks:
            child = (number, words)
        elif child is not None:
            yield child[0], {"child": child[1], "reply": words}
            child = None
    if child is not None:
        raise _LineFaultError(child[0], "Write an Answer: line below it.")


def _variables(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            continue
        pair = _PAIR.fullmatch(line.strip())
        if pair is None:
            raise _LineFaultError(number, "Write it as name = default | meaning | most characters.")
        default, meaning, longest, *rest = [*(part.strip() for part in pair["value"].split("|")), "", ""][:4]
        if any(rest) or not (longest == "" or longest.isdecimal()):
            raise _LineFaultError(number, "Write it as name = default | meaning | most characters.")
        row: dict[str, object] = {"name": pair["name"].strip().removeprefix("${").removesuffix("}")}
        row |= {"default": default, "meaning": meaning}
        yield number, (row | {"longest": int(longest)} if longest else row)


def _settings(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            continue
        pair = _PAIR.fullmatch(line.strip())
        if pair is None or pair["name"].strip() not in _SETTINGS:
            raise _LineFaultError(number, f"Write one of {', '.join(_SETTINGS)} as name = value.")
        name = pair["name"].strip()
        if name in seen:
            raise _LineFaultError(number, f"{name} stands here twice.")
        seen.add(name)
        yield number, (name, pair["value"].strip())
