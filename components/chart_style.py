"""What all charts share: colours that Streamlit exchanges for the theme's, patterns, margins, the browser toolbar."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

__all__ = [
    "BLUE",
    "COLOURS",
    "GREEN",
    "GREY",
    "ORANGE",
    "PATTERNS",
    "PURPLE",
    "RED",
    "SEQUENCE",
    "config",
    "filled",
    "styled",
]

COLOURS = ("#000001", "#000002", "#000003", "#000004", "#000005", "#000006")
"""Streamlit's stand-ins for `chartCategoricalColors` of the theme in use, so that light and dark need one figure."""
BLUE, ORANGE, GREEN, PURPLE, RED, GREY = COLOURS
SEQUENCE = tuple((step / 9, f"#0000{11 + step}") for step in range(10))
"""The theme's sequential scale, in the same way."""
PATTERNS = ("", "/", "x", ".", "\\", "-", "+")
"""Fillings that tell bars apart without colour."""
_HEIGHT = 340


def styled(figure: go.Figure, *, x: str = "", y: str = "", height: int = _HEIGHT, legend: bool = True) -> go.Figure:
    """Titles of both axes, a legend above the picture, margins that fit a phone; dragging scrolls the page."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 12, "t": 36 if legend else 16, "b": 8},
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom", "title": {"text": ""}},
        dragmode=False,
        hovermode="closest",
        bargap=0.15,
        uirevision="same",
    )
    figure.update_xaxes(title={"text": x, "standoff": 8}, automargin=True, fixedrange=True)
    figure.update_yaxes(title={"text": y, "standoff": 8}, automargin=True, fixedrange=True)
    return figure


def filled(colour: str, shape: str = "") -> dict[str, Any]:
    """A bar's filling: colour, and a thin pattern over it that tells it apart without colour."""
    return {"color": colour, "pattern": {"shape": shape, "fillmode": "overlay", "solidity": 0.2}}


def config(name: str, picture: str) -> dict[str, Any]:
    """Plotly's toolbar with nothing but the camera, which saves a picture: `png` or `svg`."""
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "scrollZoom": False,
        "toImageButtonOptions": {"format": picture, "filename": name, "scale": 2},
    }
