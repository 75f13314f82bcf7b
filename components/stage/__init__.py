"""The call in the browser: one Components v2 instance that lives as long as the tab."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from components.stage.contract import StageData

__all__ = ["KEY", "mount_stage"]

KEY = "stage"
_DIST = Path(__file__).parent / "dist"
# Only this loader travels with each message; the bundle itself comes from /assets under a hashed, immutable name.
_LOADER = """
const bundle = import(new URL("assets/stage/{name}", document.baseURI).href);
export default async (component) => (await bundle).default(component);
"""
_component = st.components.v2.component(
    "talk_to_santa_stage",
    html='<div class="stage"></div>',
    js=_LOADER.format(name=json.loads((_DIST / "manifest.json").read_text(encoding="utf-8"))["entry"]),
)


def mount_stage(data: StageData, *, on_ended: Callable[[], None], on_open_call: Callable[[], None]) -> None:
    """Mounts the stage with a constant key; call it in the same place on every page."""
    _component(key=KEY, data=data, on_ended_change=on_ended, on_open_call_change=on_open_call)
