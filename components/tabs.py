"""Tabs of a page of which only the open one is run, so that only it pays for its imports and its questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

__all__ = ["open_section"]


def open_section(names: Sequence[str], key: str) -> Iterator[str]:
    """The name of the open tab; what the loop's body shows stands in it."""
    for name, tab in zip(names, st.tabs(names, key=key, on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                yield name
