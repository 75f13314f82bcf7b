"""Small pieces that two or more pages use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import streamlit as st

from calls.agents import Agent
from calls.failures.errors import CallError
from calls.server.settings import Service

__all__ = ["SERVICE_WORDS", "apart", "explain", "picture_png", "portrait", "tell_after_rerun", "told"]

_TOLD = "told"
_PICTURES = Path(__file__).parent / "pictures"
_TAIL = 6

SERVICE_WORDS: dict[Service, tuple[str, str]] = {
    Service.SIMULATOR: (
        "Simulator on this machine",
        "Real WebRTC video and sound, no account, no internet, no cost. Credits are counted as the vendor would.",
    ),
    Service.LIVEAVATAR: ("LiveAvatar", "Calls go to the real service and cost credits."),
    Service.STREAMING: (
        "Streaming Avatar",
        "The older product, withdrawn by its vendor in 2026. Calls work against servers that still speak it.",
    ),
}


def apart(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels of options by their ids; equal ones get the end of their id.

    Streamlit knows an option by its label: of two that look alike it would always choose the same one.
    """
    times = Counter(labels.values())
    tail = next(size for size in count(_TAIL) if len({one[-size:] for one in labels}) == len(labels))
    return {one: f"{label} · {one[-tail:]}" if times[label] > 1 else label for one, label in labels.items()}


def explain(error: CallError) -> None:
    """What happened, and what to do about it."""
    st.error(f"**{error.what}** {error.fix}", icon=":material/info:")


def tell_after_rerun(words: str) -> None:
    """Runs the script anew and tells these words then: what a run tells before it starts over is never seen."""
    st.session_state[_TOLD] = words
    st.rerun()


def told() -> None:
    """Tells what the last run left to be told; the shell calls it once a run."""
    words = st.session_state.pop(_TOLD, None)
    if words is not None:
        st.toast(words, icon=":material/check:")


def portrait(agent: Agent) -> None:
    """An agent's picture, as wide as its place."""
    st.image((_PICTURES / agent.picture).read_text(encoding="utf-8"), width="stretch")


def picture_png(persona_id: str) -> bytes:
    """A character's picture as PNG; one that has none of its own gets the app's sign."""
    import resvg_py

    own = _PICTURES / f"{persona_id}.svg"
    path = own if own.is_file() else _PICTURES / "icon.svg"
    return bytes(resvg_py.svg_to_bytes(svg_string=path.read_text(encoding="utf-8"), width=640))
