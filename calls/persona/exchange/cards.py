"""Character cards V2 and V3, the files in which other programs keep characters, read and written without loss.

What a card says goes into our sections; the card itself, unknown fields and lorebook included, is kept beside them in
`extensions`. Written again, a section that nobody changed gives back the card's own words; a changed one replaces them.
What our sections know and a card does not is carried in the card's `extensions.talk_to_santa`.

Sources: the specifications of the character card formats V2 and V3 (malfoyslastname and kwaroran, read 2026-11-21).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final, Literal

from pydantic import ValidationError

from calls.guests import GUEST_NAME
from calls.persona.document import Persona
from calls.persona.errors import PersonaFaultError
from calls.persona.exchange.own import from_data

__all__ = ["Spec", "card_of", "is_card", "persona_of"]

Spec = Literal["chara_card_v2", "chara_card_v3"]
_VERSIONS: Final[Mapping[Spec, str]] = {"chara_card_v2": "2.0", "chara_card_v3": "3.0"}
_CARD: Final = "character_card"
_OURS: Final = "talk_to_santa"
_PLACE: Final = "${" + GUEST_NAME + "}"
_GUEST: Final = {"name": GUEST_NAME, "meaning": "The guest's first name or nickname", "default": "my friend"}
_TEXTS: Final = (
    "name",
    "description",
    "personality",
    "scenario",
    "first_mes",
    "mes_example",
    "creator_notes",
    "system_prompt",
    "post_history_instructions",
)
_LISTS: Final = ("alternate_greetings", "tags")
_TURN: Final = re.compile(r"^\s*(\{\{user\}\}|\{\{char\}\})\s*:\s*", re.IGNORECASE | re.MULTILINE)
_AGAIN: Final = "Mend that place, or export the card anew from the program that made it."


def is_card(data: object) -> bool:
    """Whether parsed data look like a character card of any kind."""
    return isinstance(data, dict) and ("spec" in data or "first_mes" in data)


def persona_of(data: object, file: str) -> Persona:
    """The persona of a card. Raises PersonaFaultError naming the field."""
    spec, card, kept = _checked(data, file)
    ours = card.get("extensions", {}).get(_OURS)
    if isinstance(ours, dict):
        try:
            known = Persona.model_validate(ours)
        except ValidationError:
            known = None
        # Somebody may have changed the card since; then its own fields count.
        if known is not None and card_of(known, spec) == data:
            return known
    return from_data(_sections(card, kept), f"{file}, data")


def card_of(persona: Persona, spec: Spec = "chara_card_v3") -> dict[str, Any]:
    """The card of a persona: the one it came from with what has changed since, or a new one."""
    original = _original(persona)
    kept = original or {"spec": spec, "spec_version": _VERSIONS[spec], "around": {}, "data": _empty(spec)}
    before = _sections(kept["data"], kept) if original else {}
    version = kept["spec_version"] if kept["spec"] == spec else _VERSIONS[spec]
    fields = _written(persona, deepcopy(kept["data"]), before)
    card = {**kept["around"], "spec": spec, "spec_version": version, "data": fields}
    if _read(card) != persona:
        fields["extensions"] = {**fields.get("extensions", {}), _OURS: persona.as_data()}
    return card


def _original(persona: Persona) -> dict[str, Any] | None:
    """The card a persona came from; None for one of ours, or when what stands there is no card."""
    kept = persona.extensions.get(_CARD)
    if not isinstance(kept, dict) or not isinstance(kept.get("around"), dict):
        return None
    card = {**kept["around"], "spec": kept.get("spec"), "spec_version": kept.get("spec_version")}
    try:
        whole = _checked({**card, "data": kept.get("data")}, "")[2]
        return whole if Persona.model_validate(_sections(whole["data"], whole)) else None
    except (PersonaFaultError, ValidationError):
        return None


def _read(card: dict[str, Any]) -> Persona | None:
    try:
        return persona_of(card, "")
    except PersonaFaultError:
        return None


def _checked(data: object, file: str) -> tuple[Spec, dict[str, Any], dict[str, Any]]:
    """The kind of a card, its fields, and the whole of it as it is kept."""
    if not isinstance(data, dict):
        raise PersonaFaultError(file, "there are no fields in it.", _AGAIN)
    spec = next((one for one in _VERSIONS if one == data.get("spec")), None)
    if spec is None:
        what = "this kind of card is not known." if "spec" in data else "this is a card of version 1."
        raise PersonaFaultError(f"{file}, spec", what, "Save it as a card of version 2 or 3.")
    card = data.get("data")
    if not isinstance(card, dict):
        raise PersonaFaultError(f"{file}, data", "the card's fields are missing.", _AGAIN)
    for name in _TEXTS:
        if not isinstance(card.get(name, ""), str):
            raise PersonaFaultError(f"{file}, data.{name}", "this must be a text.", _AGAIN)
    for name in _LISTS:
        found = card.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise PersonaFaultError(f"{file}, data.{name}", "this must be a list of texts.", _AGAIN)
    _check_book(card.get("character_book"), file)
    if not isinstance(card.get("extensions", {}), dict):
        raise PersonaFaultError(f"{file}, data.extensions", "this must hold fields.", _AGAIN)
    around = {name: value for name, value in data.items() if name not in ("spec", "spec_version", "data")}
    return spec, card, {"spec": spec, "spec_version": data.get("spec_version"), "around": around, "data": card}


def _check_book(book: object, file: str) -> None:
    if book is None:
        return
    place = f"{file}, data.character_book"
    entries = book.get("entries") if isinstance(book, dict) else None
    if not isinstance(entries, list):
        raise PersonaFaultError(f"{place}.entries", "this must be a list.", _AGAIN)
    for number, entry in enumerate(entries):
        keys = entry.get("keys") if isinstance(entry, dict) else None
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise PersonaFaultError(f"{place}.entries.{number}.keys", "this must be a list of texts.", _AGAIN)
        if not isinstance(entry.get("content", ""), str):
            raise PersonaFaultError(f"{place}.entries.{number}.content", "this must be a text.", _AGAIN)


def _sections(card: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Our document's data for a card's fields; the card is kept whole in `extensions`."""
    name = " ".join(card.get("name", "").split())
    parts = [card.get("description", "")]
    parts += [
        f"{word}: {card[field]}"
        for word, field in (("Personality", "personality"), ("Scenario", "scenario"))
        if card.get(field)
    ]
    data: dict[str, Any] = {
        "name": name,
        "description": card.get("creator_notes", ""),
        "personality": _spoken("\n\n".join(part for part in parts if part), name),
        "guidelines": _spoken(card.get("system_prompt", ""), name),
        "never": _spoken(card.get("post_history_instructions", ""), name),
        "opening": _spoken(card.get("first_mes", ""), name),
        "examples": _examples(card.get("mes_example", ""), name),
        "topics": [
            {"triggers": [" ".join(key.split()) for key in entry["keys"]], "facts": _spoken(entry["content"], name)}
            for entry in (card.get("character_book") or {}).get("entries", [])
            if _usable(entry)
        ],
        "extensions": {_CARD: kept},
    }
    if _PLACE in str(data):
        data["variables"] = [_GUEST]
    return data


def _usable(entry: Mapping[str, Any]) -> bool:
    keys = entry["keys"]
    return bool(
        entry.get("enabled", True)
        and entry.get("content", "").strip()
        and 1 <= len(keys) <= 20
        and not entry.get("use_regex", False)
        and all(key.strip() and len(key) <= 40 for key in keys)
    )


def _examples(text: str, name: str) -> list[dict[str, str]]:
    found = []
    for block in re.split(r"<START>", text, flags=re.IGNORECASE):
        child: str | None = None
        parts = _TURN.split(block)
        for who, words in zip(parts[1::2], parts[2::2], strict=True):
            line = _spoken(words.strip(), name)
            if who.lower() == "{{user}}":
                child = line
            elif child and line:
                found.append({"child": child, "reply": line})
                child = None
    return found


def _written(persona: Persona, card: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The card's fields with every changed section written over them."""
    same = _persona_fields(before)
    now = persona.as_data()
    for field, section in (
        ("name", "name"),
        ("creator_notes", "description"),
        ("description", "personality"),
        ("system_prompt", "guidelines"),
        ("post_history_instructions", "never"),
        ("first_mes", "opening"),
    ):
        if same.get(section) != now[section]:
            card[field] = now[section] if section in ("name", "description") else _for_a_card(now[section])
            if section == "personality":
                card |= {"personality": "", "scenario": ""}
    if same.get("examples") != now["examples"]:
        card["mes_example"] = "\n".join(
            f"<START>\n{{{{user}}}}: {_for_a_card(one['child'])}\n{{{{char}}}}: {_for_a_card(one['reply'])}"
            for one in now["examples"]
        )
    if same.get("topics") != now["topics"]:
        card["character_book"] = _book(card.get("character_book"), now["topics"])
    return card


def _persona_fields(before: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the card's own words would be as a persona; a new card has none."""
    return Persona.model_validate(before).as_data() if before else {"examples": [], "topics": []}


def _book(book: Mapping[str, Any] | None, topics: list[dict[str, Any]]) -> dict[str, Any]:
    """The lorebook with our topics: entries we do not use stay, used ones that were changed are replaced."""
    old = dict(book) if book else {"extensions": {}}
    kept = [entry for entry in old.get("entries", []) if not _usable(entry)]
    fresh = [
        {
            "keys": topic["triggers"],
            "content": _for_a_card(topic["facts"]),
            "extensions": {},
            "enabled": True,
            "insertion_order": number,
            "use_regex": False,
        }
        for number, topic in enumerate(topics)
    ]
    return {**old, "entries": [*kept, *fresh]}


def _empty(spec: Spec) -> dict[str, Any]:
    card: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    card |= {"alternate_greetings": [], "tags": [], "creator": "", "character_version": "", "extensions": {}}
    return card if spec == "chara_card_v2" else {**card, "group_only_greetings": []}


def _spoken(text: str, name: str) -> str:
    text = re.sub(r"\{\{user\}\}|<USER>", _PLACE.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return re.sub(r"\{\{char\}\}|<BOT>", lambda _: name, text, flags=re.IGNORECASE)


def _for_a_card(text: str) -> str:
    return text.replace(_PLACE, "{{user}}")
