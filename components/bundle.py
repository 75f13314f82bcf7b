"""A front end's bundle as a Streamlit component: a small loader, and the bundle from /assets."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

__all__ = ["bundled_component"]

# Only this loader travels with each message; the bundle itself comes from /assets under a hashed, immutable name.
_LOADER = """
const bundle = import(new URL("assets/{name}/{entry}", document.baseURI).href);
export default async (component) => (await bundle).default(component);
"""


def bundled_component(name: str) -> ComponentRenderer:
    """The component whose bundle lies in components/NAME/dist, in an element of the class NAME."""
    manifest = json.loads((Path(__file__).parent / name / "dist" / "manifest.json").read_text(encoding="utf-8"))
    return st.components.v2.component(
        f"talk_to_santa_{name}",
        html=f'<div class="{name}"></div>',
        js=_LOADER.format(name=name, entry=manifest["entry"]),
    )
