"""Small words for writing SVG: gradients, shapes, groups, and the sheet they are laid on.

Everything is drawn on a sheet of 1280 x 720 units, whatever size it is shown at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["HEIGHT", "WIDTH", "Box", "circle", "ellipse", "glow", "group", "linear", "path", "radial", "sheet"]

WIDTH = 1280
HEIGHT = 720

Stop = tuple[float, str] | tuple[float, str, float]


class Box(NamedTuple):
    """A part of the sheet: left, top, width and height in sheet units."""

    x: float
    y: float
    width: float
    height: float


def sheet(content: str, box: Box, pixels: tuple[int, int]) -> str:
    """A complete SVG document that shows `box` of the sheet in an image of `pixels` (width, height)."""
    view = " ".join(f"{number:.3f}" for number in box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{pixels[0]}" height="{pixels[1]}"'
        f' preserveAspectRatio="none">{content}</svg>'
    )


def linear(name: str, stops: Iterable[Stop], *, angle: tuple[float, float] = (0, 1)) -> str:
    """A gradient along `angle` (x, y in the box of the shape), named for use as a fill."""
    return f'<linearGradient id="{name}" x1="0" y1="0" x2="{angle[0]}" y2="{angle[1]}">{_stops(stops)}</linearGradient>'


def radial(name: str, stops: Iterable[Stop], *, at: tuple[float, float] = (0.5, 0.5), r: float = 0.5) -> str:
    """A gradient around the point `at` of the shape's box."""
    return f'<radialGradient id="{name}" cx="{at[0]}" cy="{at[1]}" r="{r}">{_stops(stops)}</radialGradient>'


def glow(name: str, colour: str, strength: float) -> str:
    """A gradient that fades from `colour` to nothing."""
    return radial(name, [(0, colour, strength), (0.45, colour, strength * 0.45), (1, colour, 0)])


def path(d: str, fill: str = "none", extra: str = "") -> str:
    """One path."""
    return f'<path d="{d}" fill="{fill}" {extra}/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, extra: str = "") -> str:
    """One ellipse around (x, y)."""
    return f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{rx:.2f}" ry="{ry:.2f}" fill="{fill}" {extra}/>'


def circle(x: float, y: float, r: float, fill: str, extra: str = "") -> str:
    """One circle around (x, y)."""
    return ellipse(x, y, r, r, fill, extra)


def group(content: str, extra: str) -> str:
    """Shapes that share attributes, a transform or a filter for example."""
    return f"<g {extra}>{content}</g>"


def _stops(stops: Iterable[Stop]) -> str:
    parts = []
    for stop in stops:
        opacity = f' stop-opacity="{stop[2]}"' if len(stop) == 3 else ""
        parts.append(f'<stop offset="{stop[0]}" stop-color="{stop[1]}"{opacity}/>')
    return "".join(parts)
