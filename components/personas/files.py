"""A persona out into files, and in from files of ours and of other programs."""

from __future__ import annotations

import json
import re

import streamlit as st

from calls.library import Library
from calls.persona import Persona
from calls.persona.errors import PersonaError
from calls.persona.exchange.cards import card_of
from calls.persona.exchange.files import KINDS, read_file
from calls.persona.exchange.own import as_json, as_yaml
from calls.persona.exchange.pictures import with_card
from calls.persona.sections import sections_of
from calls.store.personas import Version
from components.personas.desk import desk
from components.widgets import explain, picture_png

__all__ = ["files"]


def files(library: Library, version: Version) -> None:
    """The downloads of a version, and beside them the upload of a file."""
    out, back = st.columns(2, gap="large")
    with out:
        _out(version)
    with back:
        _in(library, version.persona_id)


def _out(version: Version) -> None:
    st.subheader("Take it along", anchor=False)
    st.caption(f"Version {version.position} of {version.document.name}.")
    document = version.document
    stem = re.sub(r"\W+", "-", document.name.lower()).strip("-") or "persona"
    ways = {
        "YAML, ours": (f"{stem}.yaml", lambda: as_yaml(document).encode()),
        "JSON, ours": (f"{stem}.json", lambda: as_json(document).encode()),
        "Character card V3, JSON": (f"{stem}-card-v3.json", lambda: _card(document, "chara_card_v3")),
        "Character card V2, JSON": (f"{stem}-card-v2.json", lambda: _card(document, "chara_card_v2")),
        "Character card, PNG": (f"{stem}-card.png", lambda: with_card(document, picture_png(version.persona_id))),
    }
    for label, (name, data) in ways.items():
        st.download_button(
            label, data, file_name=name, icon=":material/download:", key=f"persona_out_{name}", on_click="ignore"
        )
    st.caption("Ours keep everything. Cards are read by other programs, and carry our own fields for the way back.")


def _card(document: Persona, spec: str) -> bytes:
    card = card_of(document, "chara_card_v2" if spec == "chara_card_v2" else "chara_card_v3")
    return json.dumps(card, ensure_ascii=False, indent=2).encode()


def _in(library: Library, persona_id: str) -> None:
    st.subheader("Bring one in", anchor=False)
    given = st.file_uploader("Our YAML or JSON, or a character card V2 or V3 (JSON, PNG)", type=list(KINDS))
    if given is None:
        return
    try:
        document = read_file(given.getvalue(), given.name)
    except PersonaError as error:
        explain(error)
        return
    st.success(
        f"**{document.name}** can be read: {len(document.personality):,} characters of personality, "
        f"{len(document.topics)} topics, {len(document.examples)} examples.",
        icon=":material/check:",
    )
    st.text(document.opening)
    desk_button, new_button = st.columns(2)
    if desk_button.button("Put it on this desk", icon=":material/edit_note:", width="stretch"):
        mine = desk(library, persona_id)
        mine.replace(library, sections_of(document), _base(library, persona_id, document, mine.base))
        st.rerun()
    if new_button.button("Make it a new persona", icon=":material/person_add:", width="stretch"):
        st.session_state["persona_imported"] = document
        st.rerun()


def _base(library: Library, persona_id: str, document: Persona, base: Version | None) -> Version | None:
    """Unknown fields travel with a version: a document that has some becomes one at once."""
    if not document.extensions:
        return base
    parent = base.hash if base else None
    return library.save(persona_id, document, author="import", note="Brought in from a file.", parent=parent)
