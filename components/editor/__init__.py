"""The persona editor in the browser: sections with findings while typing; one Components v2 instance."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path

import streamlit as st

from components.editor.contract import EditorData, Typed, read_typed

__all__ = ["KEY", "mount_editor", "typed"]

KEY = "persona_editor"
_DIST = Path(__file__).parent / "dist"
# Only this loader travels with each message; the bundle itself comes from /assets under a hashed, immutable name.
_LOADER = """
const bundle = import(new URL("assets/editor/{name}", document.baseURI).href);
export default async (component) => (await bundle).default(component);
"""
_component = st.components.v2.component(
    "talk_to_santa_editor",
    html='<div class="editor"></div>',
    js=_LOADER.format(name=json.loads((_DIST / "manifest.json").read_text(encoding="utf-8"))["entry"]),
)


def mount_editor(data: EditorData, *, on_typed: Callable[[], None]) -> None:
    """Mounts the editor with a constant key; `on_typed` is called when new text has come."""
    _component(key=KEY, data=data, on_typed_change=on_typed)


def typed(known: Collection[str] | None = None) -> Typed | None:
    """What the browser said last, if it can be read; with `known`, only the texts of these fields.

    It may be about another document or an older revision than the one shown now: compare both before you use it.
    """
    state = st.session_state.get(KEY)
    return None if state is None else read_typed(state.get("typed"), known)
