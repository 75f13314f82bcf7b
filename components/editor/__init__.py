"""The persona editor in the browser: sections with findings while typing; one Components v2 instance."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from components.bundle import bundled_component
from components.editor.contract import EditorData, Typed, read_typed

__all__ = ["KEY", "mount_editor", "typed"]

KEY = "persona_editor"
_component = bundled_component("editor")


def mount_editor(data: EditorData, *, on_typed: Callable[[], None]) -> None:
    """Mounts the editor with a constant key; `on_typed` is called when new text has come."""
    _component(key=KEY, data=data, on_typed_change=on_typed)


def typed(known: Collection[str] | None = None) -> Typed | None:
    """What the browser said last, if it can be read; with `known`, only the texts of these fields.

    It may be about another document or an older revision than the one shown now: compare both before you use it.
    """
    state = st.session_state.get(KEY)
    return None if state is None else read_typed(state.get("typed"), known)
