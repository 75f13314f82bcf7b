"""What moves in a face: mouth shapes, eyes and brows, drawn for any look.

A mouth is drawn for a sound (a viseme), eyes for a moment of looking. Both are patches laid over the same head, so they
are given in the head's own place on the sheet: see EYES and MOUTH of `features`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from heygen.simulator.media.picture.svg import circle, ellipse, group, linear, path, radial

__all__ = ["Eyes", "Features", "Mood", "Mouth", "eyes", "mouth"]


class Mouth(StrEnum):
    """Mouth shapes. `SMILE` is rest."""

    SMILE = "smile"
    CLOSED = "closed"
    """Lips pressed together: m, b, p."""
    SMALL = "small"
    """A little open, for the quick consonants."""
    OPEN = "open"
    """Wide open: "ah"."""
    WIDE = "wide"
    """Drawn apart: "ee"."""
    ROUND = "round"
    """Large and round: "oh"."""
    PURSED = "pursed"
    """Small and round: "oo", w."""
    TEETH = "teeth"
    """Upper teeth on the lip: f, v."""
    TONGUE = "tongue"
    """Tongue behind the upper teeth: l, th."""


class Eyes(StrEnum):
    """Where the eyes are, and how far they are open."""

    OPEN = "open"
    HALF = "half"
    CLOSED = "closed"
    ASIDE = "aside"
    """A glance at the fire."""


class Mood(StrEnum):
    """How the head is held."""

    NORMAL = "normal"
    TURNING = "turning"
    """Half way between the other two."""
    LISTENING = "listening"


@dataclass(frozen=True)
class Features:
    """What a face needs to be drawn; lengths in sheet units, y downwards."""

    eye_y: float = 312
    eye_apart: float = 54
    """Distance of each eye from the middle of the face."""
    eye_size: float = 1.0
    iris: str = "#3f6fa8"
    lid: str = "#f3bd9a"
    lash: str = "#5a3426"
    lashes: bool = False
    brow: str = "#f7f5f2"
    brow_line: str = "#cfd4de"
    brow_weight: float = 15
    wrinkles: bool = True
    mouth_y: float = 428
    mouth_size: float = 1.0
    lip: str = "#c4574f"
    moustache: bool = False
    glasses: str | None = None
    """Colour of the rims, if glasses are worn."""


@dataclass(frozen=True)
class _Shape:
    """Half width, rise of the upper and fall of the lower edge, lift of the corners; what is seen inside."""

    half: float
    rise: float
    fall: float
    lift: float
    upper_teeth: bool = False
    tongue: float = 0.0


_SHAPES = {
    Mouth.SMILE: _Shape(40, -7, 20, 11, upper_teeth=True),
    Mouth.CLOSED: _Shape(30, 0, 0, 3),
    Mouth.SMALL: _Shape(30, 4, 13, 4, upper_teeth=True),
    Mouth.OPEN: _Shape(35, 9, 42, 3, upper_teeth=True, tongue=0.55),
    Mouth.WIDE: _Shape(44, 1, 22, 9, upper_teeth=True, tongue=0.3),
    Mouth.ROUND: _Shape(25, 12, 36, 0, tongue=0.4),
    Mouth.PURSED: _Shape(14, 9, 17, -1),
    Mouth.TEETH: _Shape(30, 4, 8, 4, upper_teeth=True),
    Mouth.TONGUE: _Shape(33, 4, 21, 5, upper_teeth=True, tongue=0.85),
}
_MIDDLE = 640.0
_STRAND = 'stroke="#c9d1e0" stroke-width="2.4" stroke-linecap="round"'


def mouth(features: Features, shape: Mouth) -> str:
    """The mouth, and what moves along with it: lips, the tuft below, the moustache above."""
    form = _SHAPES[shape]
    drop = max(0.0, form.fall - 14) * 0.45
    parts = [f"<defs>{_mouth_defs(features)}</defs>"]
    lips = _lips(features, form, shape)
    if features.moustache:
        parts.append(_tuft(features.mouth_y + 22 + form.fall * 0.72 + drop * 0.2))
    parts.append(group(lips, f'transform="translate({_MIDDLE} {features.mouth_y}) scale({features.mouth_size})"'))
    if features.moustache:
        parts.append(_moustache(features.mouth_y - 34, form))
    return "".join(parts)


def eyes(features: Features, state: Eyes, mood: Mood) -> str:
    """Both eyes with their brows and, where worn, glasses."""
    raised = {Mood.NORMAL: 0.0, Mood.TURNING: 4.0, Mood.LISTENING: 9.0}[mood]
    wide = {Mood.NORMAL: 1.0, Mood.TURNING: 1.02, Mood.LISTENING: 1.06}[mood]
    parts = [f"<defs>{_eye_defs(features)}</defs>"]
    for side in (-1, 1):
        x = _MIDDLE + side * features.eye_apart
        size = features.eye_size * wide
        place = f'transform="translate({x} {features.eye_y}) scale({side * size:.3f} {size:.3f})"'
        gaze = -7.0 * side if state is Eyes.ASIDE else 0.0
        parts.append(group(_eye(features, state, gaze, side), place))
        parts.append(
            group(_brow(features), f'transform="translate({x} {features.eye_y - raised:.1f}) scale({side} 1)"')
        )
    if features.glasses:
        parts.append(_glasses(features))
    return "".join(parts)


def _lips(features: Features, form: _Shape, shape: Mouth) -> str:
    half, lift = form.half, form.lift
    corner = f"{half},{-lift}"
    if form.fall == 0:
        return path(
            f"M{-half},{-lift} Q0,{10} {corner}",
            extra=f'stroke="{features.lip}" stroke-width="11" stroke-linecap="round"',
        ) + path(f"M{-half},{-lift} Q0,{9} {corner}", extra='stroke="#7a2a2c" stroke-width="3" stroke-linecap="round"')
    top, low = -form.rise * 1.33, form.fall * 1.33
    hole = (
        f"M{-half},{-lift} C{-half * 0.55},{top - lift * 0.4} {half * 0.55},{top - lift * 0.4} {corner} "
        f"C{half * 0.8},{low} {-half * 0.8},{low} {-half},{-lift} Z"
    )
    name = f"hole-{shape}"
    inside = ""
    if form.tongue:
        inside += ellipse(0, form.fall * (1.12 - 0.45 * form.tongue), half * 0.62, form.fall * 0.5, "url(#tongue)")
    if form.upper_teeth:
        height = 13 if shape is not Mouth.TEETH else 11
        edge = -lift * 0.25 + top * 0.72
        inside += path(
            (
                f"M{-half},{edge - 14} H{half} V{edge + height * 0.55} Q0,{edge + height * 1.25} "
                f"{-half},{edge + height * 0.55} Z"
            ),
            "#fffaf0",
        )
    return (
        f'<defs><clipPath id="{name}"><path d="{hole}"/></clipPath></defs>'
        + path(hole, "url(#hole)", f'stroke="{features.lip}" stroke-width="7" stroke-linejoin="round"')
        + group(inside, f'clip-path="url(#{name})"')
        + path(
            f"M{-half * 0.6},{form.fall * 0.86 + 4} Q0,{form.fall * 1.06 + 6} {half * 0.6},{form.fall * 0.86 + 4}",
            extra='stroke="#f0a597" stroke-opacity="0.75" stroke-width="4" stroke-linecap="round"',
        )
    )


def _mouth_defs(features: Features) -> str:
    return (
        linear("hole", [(0, "#3d1116"), (1, "#6d2026")])
        + linear("tongue", [(0, "#e07f7c"), (1, "#b9504f")])
        + linear("tuft", [(0, "#dfe5f0"), (0.3, "#ffffff"), (1, "#f6f8fc")])
        + linear("tache", [(0, "#ffffff"), (0.55, "#f2f3f7"), (1, "#cfd6e4")])
    )


def _tuft(y: float) -> str:
    strands = "".join(
        path(f"M{640 + x},{y + 4:.1f} q{x * 0.3:.1f},24 {-x * 0.5:.1f},{48 - abs(x) * 0.4:.1f}", extra=_STRAND)
        for x in (-14, 0, 14)
    )
    lock = (
        f"M606,{y + 2:.1f} C614,{y - 12:.1f} 666,{y - 12:.1f} 674,{y + 2:.1f} C682,{y + 26:.1f} 664,{y + 50:.1f} "
        f"640,{y + 66:.1f} C616,{y + 50:.1f} 598,{y + 26:.1f} 606,{y + 2:.1f} Z"
    )
    return path(lock, "url(#tuft)") + strands


def _moustache(y: float, form: _Shape) -> str:
    spread = (form.half - 32) * 0.45
    lift = form.lift * 0.7
    parts = []
    for side in (-1, 1):
        lobe = (
            f"M0,4 C14,-20 52,-22 {84 + spread:.1f},{6 - lift:.1f} C{98 + spread:.1f},{16 - lift:.1f} "
            f"{112 + spread:.1f},"
            f"{14 - lift:.1f} {124 + spread:.1f},{-2 - lift:.1f} C{126 + spread:.1f},{32 - lift:.1f} {92 + spread:.1f},"
            f"{50 - lift:.1f} {58 + spread * 0.6:.1f},42 C36,38 12,28 0,18 Z"
        )
        strands = "".join(
            path(
                (
                    f"M{8 + shift},{6 + shift * 0.7} C{36},{-4 + shift} {66 + spread:.1f},{6 + shift} "
                    f"{102 + spread:.1f},{18 - lift + shift * 0.3:.1f}"
                ),
                extra=_STRAND,
            )
            for shift in (3, 11, 19)
        )
        parts.append(
            group(
                path(lobe, "url(#tache)", 'stroke="#cdd5e3" stroke-width="2.5" stroke-linejoin="round"') + strands,
                f'transform="translate({_MIDDLE} {y}) scale({side} 1)"',
            )
        )
    return "".join(parts)


def _eye_defs(features: Features) -> str:
    return (
        radial(
            "iris", [(0, "#16233a"), (0.42, "#16233a"), (0.46, features.iris), (0.85, features.iris), (1, "#233a55")]
        )
        + linear("white", [(0, "#e6e3e6"), (0.35, "#ffffff"), (1, "#fffaf4")])
        + linear("lid", [(0, "#e9aa86"), (1, features.lid)])
    )


def _eye(features: Features, state: Eyes, gaze: float, side: int) -> str:
    # Drawn as the right-hand eye: positive x is outwards; mirrored for the other one.
    creases = ""
    if features.wrinkles:
        creases = "".join(
            path(
                f"M{38},{y} q12,{bend} 20,{bend * 1.7}",
                extra='stroke="#d98f6d" stroke-width="2.6" stroke-linecap="round"',
            )
            for y, bend in ((-6, -5), (3, 1), (11, 6))
        )
    bag = (
        ""
        if not features.wrinkles
        else path(
            "M-22,24 Q2,33 26,20",
            extra='stroke="#d98f6d" stroke-opacity="0.6" stroke-width="2.6" stroke-linecap="round"',
        )
    )
    lash_tips = ""
    if features.lashes:
        lash_tips = path(
            "M24,-13 l11,-8 M30,-5 l11,-5", extra=f'stroke="{features.lash}" stroke-width="3" stroke-linecap="round"'
        )
    if state is Eyes.CLOSED:
        return (
            ellipse(2, 0, 33, 25, "url(#lid)")
            + path("M-30,6 Q2,24 34,4", extra=f'stroke="{features.lash}" stroke-width="4.5" stroke-linecap="round"')
            + path("M-24,-12 Q2,-22 28,-12", extra='stroke="#d98f6d" stroke-width="2.4" stroke-linecap="round"')
            + creases
            + bag
        )
    outline = "M-32,7 C-22,-23 18,-27 34,3 C20,17 -16,18 -32,7 Z"
    name = f"eye{'l' if side < 0 else 'r'}"
    shine = -6 * side
    ball = (
        path(outline, "url(#white)")
        + circle(1 + gaze, -2, 18.5, "url(#iris)")
        + circle(1 + gaze + shine, -9, 5.6, "#fff")
        + circle(1 + gaze - shine * 0.8, 5, 2.7, "#fff", 'opacity="0.85"')
    )
    lid_line = "M-32,7 C-22,-23 18,-27 34,3"
    cover = ""
    if state is Eyes.HALF:
        lid_line = "M-32,7 C-20,-3 20,-7 34,3"
        cover = path("M-36,8 C-24,-34 22,-38 38,2 L34,3 C20,-7 -20,-3 -32,7 Z", "url(#lid)")
    return (
        f'<defs><clipPath id="{name}"><path d="{outline}"/></clipPath></defs>'
        + group(ball, f'clip-path="url(#{name})"')
        + cover
        + path(lid_line, extra=f'stroke="{features.lash}" stroke-width="4.5" stroke-linecap="round"')
        + path("M-24,13 C-10,19 16,18 28,9", extra='stroke="#b9785a" stroke-width="2.2" stroke-linecap="round"')
        + ("" if state is Eyes.HALF else lash_tips)
        + creases
        + bag
    )


def _brow(features: Features) -> str:
    weight = features.brow_weight
    hairs = ""
    if weight > 10:
        hairs = path(
            "M-24,-40 q8,-6 16,-8 M-4,-46 q10,-4 18,-3 M16,-46 q9,1 15,7",
            extra=f'stroke="{features.brow_line}" stroke-width="2.4" stroke-linecap="round"',
        )
    return (
        path(
            f"M-34,-34 C-20,{-44 - weight:.1f} 22,{-48 - weight:.1f} 44,-28 "
            f"C26,{-40 + weight * 0.2:.1f} -8,{-42 + weight * 0.5:.1f}"
            f" -34,-34 Z",
            features.brow,
            f'stroke="{features.brow_line}" stroke-width="{min(weight, 10) * 0.6:.1f}" stroke-linejoin="round"',
        )
        + hairs
    )


def _glasses(features: Features) -> str:
    rim = f'stroke="{features.glasses}" stroke-width="5"'
    y = features.eye_y + 3
    lenses = ""
    for side in (-1, 1):
        x = _MIDDLE + side * (features.eye_apart + 1)
        lenses += circle(x, y, 46, "#ffffff", f'fill-opacity="0.06" {rim}')
        lenses += path(
            f"M{x - 26},{y - 24} q12,-13 28,-13",
            extra='stroke="#fff" stroke-opacity="0.65" stroke-width="4" stroke-linecap="round"',
        )
    bridge = path(f"M{_MIDDLE - 9},{y - 4} Q{_MIDDLE},{y - 14} {_MIDDLE + 9},{y - 4}", extra=rim)
    reach = features.eye_apart + 47
    arms = path(f"M{_MIDDLE - reach},{y - 4} l-20,-8 M{_MIDDLE + reach},{y - 4} l20,-8", extra=rim)
    return lenses + bridge + arms
