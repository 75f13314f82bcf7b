"""How long a text is, in the units that limits and bills use."""

from __future__ import annotations

from math import ceil

__all__ = ["CHARACTERS_PER_TOKEN", "tokens"]

CHARACTERS_PER_TOKEN = 4
"""OpenAI's rule of thumb for English; the models' own counts differ by a tenth or so. Shown as "about"."""


def tokens(text: str) -> int:
    """About how many tokens a model counts for a text."""
    return ceil(len(text) / CHARACTERS_PER_TOKEN)
