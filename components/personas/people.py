"""Which persona is on the desk, what is live of it, and how a new one begins."""

from __future__ import annotations

import streamlit as st

from calls.library import Library, UnknownPersonaError
from calls.persona import Persona, Variable
from calls.persona.errors import PersonaError
from calls.store.personas import Version
from components.personas.desk import moment
from components.who import who
from components.widgets import apart, explain

__all__ = ["choose", "standing"]

_CHOSEN = "persona"
_NEW = Persona(
    name="New character",
    opening="Hello, ${guest_name}! How lovely to see you. What have you been up to today?",
    variables=(Variable(name="guest_name", meaning="The guest's first name or nickname", default="my friend"),),
)


def choose(library: Library) -> str:
    """The persona to work on; the page's address remembers it."""
    imported: Persona | None = st.session_state.pop("persona_imported", None)
    if imported is not None:
        _create(library, imported, "Brought in from a file.")
    ids = library.ids()
    names = apart({one: library.newest(one).document.name for one in ids})
    if (wanted := st.session_state.pop("persona_next", None)) in ids:
        st.session_state[_CHOSEN] = wanted
    pick, new = st.columns([3, 1], vertical_alignment="bottom")
    with pick:
        chosen: str = st.selectbox(
            "Persona", ids, format_func=lambda one: names[one], key=_CHOSEN, persist_state="session"
        )
    with new, st.popover("New", icon=":material/person_add:", width="stretch"):
        st.markdown("A new character, empty or as a copy.")
        if st.button("Begin empty", width="stretch", icon=":material/draft:"):
            _create(library, _NEW, "Begun empty.")
            st.rerun()
        if st.button(f"Copy {names[chosen]}", width="stretch", icon=":material/content_copy:"):
            source = library.newest(chosen).document
            _create(library, source.model_copy(update={"name": f"{source.name} 2"}), f"Copied from {source.name}.")
            st.rerun()
    return chosen


def standing(library: Library, persona_id: str) -> Version:
    """Says what is live and what is newest; returns the newest version."""
    newest = library.newest(persona_id)
    try:
        live = library.live(persona_id)
    except UnknownPersonaError:
        st.caption(":material/block: Nothing of it is live yet. A version that passes its rehearsal can go live.")
        return newest
    override = library.override_of(persona_id, live.hash)
    words = f":material/radio_button_checked: Live: version {live.position} by {live.author}, {moment(live.created_at)}"
    if newest.hash != live.hash:
        words += f". Version {newest.position} is newer and not live."
    st.caption(words)
    if override is not None:
        st.warning(f"**The live version has not passed its rehearsal.** {override.signer}: {override.reason}")
    return newest


def _create(library: Library, document: Persona, note: str) -> None:
    try:
        version = library.create(document, author=who() or "unnamed", note=note)
    except PersonaError as error:
        explain(error)
        return
    st.session_state["persona_next"] = version.persona_id
