"""The room behind the avatar: a quiet winter evening with a fire, a window, a tree and an armchair."""

from __future__ import annotations

import math
import random

from heygen.simulator.media.picture.svg import Box, circle, ellipse, glow, linear, path, radial

__all__ = ["FIRE", "OUTSIDE", "fire", "outside", "room"]

FIRE = Box(16, 402, 280, 300)
"""The part of the sheet in which flames move."""
OUTSIDE = Box(884, 60, 396, 560)
"""The part of the sheet in which snow falls and tree lights glimmer."""

_WINDOW = Box(912, 84, 210, 270)
_CHAIR_EDGE, _CHAIR_TOP = 940, 250
_LIGHT_COLOURS = ("#ffd27a", "#ff8f6b", "#9fd8ff", "#ffe9b8", "#ffb35c")
_FLAMES = (
    (86, 62, 96, 3, 0.0),
    (226, 60, 88, 2, 1.9),
    (122, 78, 150, 2, 0.8),
    (192, 76, 138, 3, 2.6),
    (156, 88, 186, 1, 4.0),
)


def room() -> str:
    """Everything that stands still."""
    return (
        f"<defs>{_defs()}</defs>"
        '<rect x="-20" width="1320" height="720" fill="url(#wall)"/>'
        + _panels()
        + _window()
        + _tree()
        + _fireplace()
        + ellipse(150, 560, 640, 520, "url(#hearthlight)")
        + ellipse(1000, 200, 320, 300, "url(#moonlight)")
        + _armchair()
        + ellipse(640, 760, 560, 150, "url(#footshade)")
    )


def fire(turn: float) -> str:
    """The flames at `turn`, 0 to 1 of their loop; covers the box FIRE and nothing else."""
    angle = math.tau * turn
    beat = 0.5 + 0.5 * math.sin(angle * 3 + 0.6)
    parts = [
        "<defs>"
        + linear("f0", [(0, "#ff6a1f", 0.0), (0.35, "#ff6a1f", 0.85), (1, "#d9380f")])
        + linear("f1", [(0, "#ffb23d", 0.2), (0.4, "#ffa32e"), (1, "#ff7a1a")])
        + linear("f2", [(0, "#fff3c4", 0.5), (0.5, "#ffe48a"), (1, "#ffc14a")])
        + glow("fg", "#ff9a3d", round(0.55 + 0.2 * beat, 3))
        + "</defs>",
        ellipse(156, 590, 140, 150, "url(#fg)"),
    ]
    flames = ["", "", ""]
    for x, width, height, beats, shift in _FLAMES:
        stretch = 1 + 0.13 * math.sin(angle * beats + shift) + 0.06 * math.sin(angle * (beats + 3) + 2 * shift)
        lean = 9 * math.sin(angle * beats + shift * 2)
        for layer, share in enumerate((1.0, 0.68, 0.4)):
            flames[layer] += _flame(x, 668, width * share, height * share * stretch, lean * share, f"url(#f{layer})")
    parts.append("".join(flames))
    for x, y, tilt in ((112, 664, -7), (196, 666, 6), (154, 650, 2)):
        turned = f'transform="rotate({tilt} {x} {y})"'
        shine = f"{0.35 + 0.3 * beat:.2f}"
        parts.append(
            f'<rect x="{x - 62}" y="{y}" width="124" height="24" rx="12" fill="#4a2a1c" {turned}/>'
            f'<rect x="{x - 56}" y="{y + 2}" width="112" height="6" rx="3" fill="#ff9d4d" opacity="{shine}" {turned}/>'
        )
    return "".join(parts)


def outside(turn: float) -> str:
    """Snow and tree lights at `turn`, 0 to 1 of their loop; covers the box OUTSIDE and nothing else."""
    dice = random.Random(24)
    flakes = []
    # Every flake falls a third of the window in one loop and then stands where the next one began.
    for _ in range(13):
        x, y, size = dice.uniform(0, _WINDOW.width), dice.random(), dice.choice((1.6, 2.2, 3.0))
        drift = 7 * math.sin(math.tau * (turn + y))
        across = _WINDOW.x + (x + drift) % _WINDOW.width
        for third in range(3):
            down = _WINDOW.y + ((y + turn) % 1 + third) / 3 * _WINDOW.height
            if across > _CHAIR_EDGE or down < _CHAIR_TOP:
                flakes.append(circle(across, down, size, "#f4f8ff", 'opacity="0.85"'))
    lights = []
    for index, (x, y) in enumerate(_light_places()):
        colour = _LIGHT_COLOURS[index % len(_LIGHT_COLOURS)]
        strength = 0.6 + 0.4 * math.sin(math.tau * (turn + index * 0.37))
        lights.append(circle(x, y, 17, f"url(#l{index % len(_LIGHT_COLOURS)})", f'opacity="{strength:.2f}"'))
        lights.append(circle(x, y, 4.2, colour, f'opacity="{0.7 + 0.3 * strength:.2f}"'))
    defs = "".join(glow(f"l{index}", colour, 0.8) for index, colour in enumerate(_LIGHT_COLOURS))
    return f"<defs>{defs}</defs>" + "".join(flakes) + _window_bars() + "".join(lights)


def _flame(x: float, foot: float, width: float, height: float, lean: float, fill: str) -> str:
    half, top = width / 2, foot - height
    return path(
        f"M{x - half:.1f},{foot} C{x - half * 1.15:.1f},{foot - height * 0.42:.1f} {x - half * 0.1 + lean * 0.4:.1f},"
        f"{foot - height * 0.5:.1f} {x + lean:.1f},{top:.1f} C{x + half * 0.35 + lean:.1f},{foot - height * 0.6:.1f} "
        f"{x + half * 1.2:.1f},{foot - height * 0.4:.1f} {x + half:.1f},{foot} Z",
        fill,
    )


def _defs() -> str:
    return (
        linear("wall", [(0, "#141d3b"), (0.6, "#1f2747"), (1, "#2a2338")])
        + radial("hearthlight", [(0, "#ff9a4a", 0.55), (0.4, "#ff8436", 0.24), (1, "#ff7a2f", 0)])
        + radial("moonlight", [(0, "#9ec4ff", 0.22), (1, "#9ec4ff", 0)])
        + linear("sky", [(0, "#0b1738"), (0.55, "#27427e"), (1, "#6f8fc9")])
        + linear("wood", [(0, "#8a5a3c"), (1, "#54321f")])
        + linear("stone", [(0, "#7c6a66"), (1, "#4c3f43")])
        + radial("mouth", [(0, "#7a2c12"), (0.7, "#2d110d"), (1, "#170a0b")], at=(0.5, 0.85), r=0.8)
        + linear("pine", [(0, "#2f6b4f"), (1, "#163c30")], angle=(1, 1))
        + linear("chair", [(0, "#3f6f5c"), (0.5, "#2c5547"), (1, "#1c3a33")], angle=(1, 0.6))
        + linear("chairlight", [(0, "#ff9a55", 0.3), (0.45, "#ff9a55", 0)], angle=(1, 0))
        + radial("footshade", [(0, "#0b0d1c", 0.75), (1, "#0b0d1c", 0)])
        + glow("candle", "#ffc46b", 0.5)
        + glow("star", "#ffe9a8", 0.55)
    )


def _panels() -> str:
    lines = "".join(
        f'<rect x="{x}" y="0" width="3" height="720" fill="#0d1530" opacity="0.45"/>' for x in range(340, 1280, 118)
    )
    return lines + '<rect y="56" x="-20" width="1320" height="8" fill="#2b3560" opacity="0.6"/>'


def _window() -> str:
    x, y, width, height = _WINDOW
    return (
        f'<rect x="{x - 20}" y="{y - 20}" width="{width + 40}" height="{height + 40}" rx="10" fill="url(#wood)"/>'
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="url(#sky)"/>'
        + circle(x + 150, y + 62, 52, "#dfe9ff", 'opacity="0.16"')
        + circle(x + 150, y + 62, 26, "#fdf6dc")
        + path(
            f"M{x},{y + 222} Q{x + 60},{y + 178} {x + 120},{y + 208} T{x + width},{y + 190} V{y + height} H{x} Z",
            "#c9d8f5",
        )
        + path(f"M{x},{y + 246} Q{x + 90},{y + 214} {x + width},{y + 240} V{y + height} H{x} Z", "#eef4ff")
        + "".join(
            path(f"M{x + a},{y + b} l14,-38 l14,38 z", "#28456b")
            for a, b in ((22, 216), (44, 208), (128, 212), (176, 206))
        )
        + f'<rect x="{x - 32}" y="{y + height + 16}" width="{width + 64}" height="16" rx="6" fill="#8a5a3c"/>'
        + path(
            (
                f"M{x - 4},{y + height} Q{x + 50},{y + height - 22} {x + 104},{y + height - 8} "
                f"T{x + width + 4},{y + height} Z"
            ),
            "#fff",
        )
    )


def _window_bars() -> str:
    x, y, width, height = _WINDOW
    return (
        f'<rect x="{x + width / 2 - 6}" y="{y}" width="12" height="{height}" fill="#744a30"/>'
        f'<rect x="{x}" y="{y + height / 2 - 6}" width="{width}" height="12" fill="#744a30"/>'
    )


def _tree() -> str:
    tiers = []
    for top, foot, half in ((150, 330, 92), (238, 456, 132), (350, 600, 170), (470, 740, 205)):
        tiers.append(
            path(
                f"M1200,{top} C1215,{top + 60} {1200 + half * 0.6:.0f},{foot - 30} {1200 + half},{foot} "
                f"Q{1200 + half * 0.5:.0f},{foot + 22} 1200,{foot + 6} "
                f"Q{1200 - half * 0.5:.0f},{foot + 22} {1200 - half},{foot} "
                f"C{1200 - half * 0.6:.0f},{foot - 30} 1185,{top + 60} 1200,{top} Z",
                "url(#pine)",
                'stroke="#0f2c25" stroke-opacity="0.5" stroke-width="3"',
            )
        )
    star = path("M1200,104 l11,25 27,3 -20,18 6,27 -24,-14 -24,14 6,-27 -20,-18 27,-3 Z", "#ffd76e")
    balls = "".join(
        circle(x, y, 11, colour) + circle(x - 4, y - 4, 3, "#fff", 'opacity="0.7"')
        for x, y, colour in (
            (1166, 400, "#c8283c"),
            (1236, 510, "#d9a441"),
            (1136, 560, "#c8283c"),
            (1226, 300, "#d9a441"),
        )
    )
    return "".join(reversed(tiers)) + circle(1200, 140, 70, "url(#star)") + star + balls


def _light_places() -> list[tuple[float, float]]:
    places = []
    for row, (y, half) in enumerate(((268, 30), (336, 52), (436, 74), (516, 78), (584, 116))):
        for step in range(row + 2):
            x = 1200 - half + 2 * half * step / (row + 1)
            if x < 1270:
                places.append((x, y + 16 * math.sin(math.pi * step / (row + 1))))
    return places


def _fireplace() -> str:
    stones = []
    dice = random.Random(5)
    for row in range(8):
        y = 392 + row * 42
        for column in range(-1, 5):
            x = column * 84 + (42 if row % 2 else 0)
            shade = dice.choice(("#80706c", "#6f605f", "#766464", "#8a7770"))
            stones.append(f'<rect x="{x}" y="{y}" width="80" height="38" rx="9" fill="{shade}"/>')
    return (
        '<rect x="-20" y="384" width="352" height="340" fill="#453a3f"/>'
        + "".join(stones)
        + '<rect x="326" y="384" width="10" height="340" fill="#3a2f37"/>'
        + path(
            "M22,704 V486 Q22,408 156,408 Q290,408 290,486 V704 Z", "url(#mouth)", 'stroke="#3a2c2e" stroke-width="8"'
        )
        + '<rect x="-20" y="352" width="380" height="36" rx="8" fill="url(#wood)"/>'
        + '<rect x="-20" y="352" width="380" height="7" rx="3" fill="#c08a5e" opacity="0.7"/>'
        + _garland()
        + _stocking(70, "#b3263a")
        + _stocking(268, "#2f6b4f")
        + _candle(64, 352, 66)
        + _candle(104, 352, 46)
        + _candle(262, 352, 58)
    )


def _garland() -> str:
    parts = []
    for index in range(38):
        x = -10 + index * 9.6
        y = 374 + 15 * math.sin(math.pi * (index % 19) / 18)
        parts.append(
            ellipse(
                x, y, 13, 10, "#2f6d50" if index % 2 else "#235641", f'transform="rotate({index * 47} {x:.0f} {y:.0f})"'
            )
        )
    for index in range(3, 38, 6):
        y = 376 + 15 * math.sin(math.pi * (index % 19) / 18)
        parts.append(circle(-10 + index * 9.6, y, 5.5, "#d8364a"))
    return "".join(parts)


def _stocking(x: float, colour: str) -> str:
    return (
        path(f"M{x - 17},392 h34 v52 q0,10 10,16 q14,10 4,22 q-8,9 -26,4 q-22,-6 -22,-30 Z", colour)
        + f'<rect x="{x - 21}" y="384" width="42" height="18" rx="8" fill="#f3efe9"/>'
    )


def _candle(x: float, foot: float, height: float) -> str:
    return (
        circle(x, foot - height - 10, 58, "url(#candle)")
        + f'<rect x="{x - 9}" y="{foot - height}" width="18" height="{height}" rx="4" fill="#f5e6cf"/>'
        + path(f"M{x},{foot - height - 24} q9,14 0,23 q-9,-9 0,-23 z", "#ffdf8c")
    )


def _armchair() -> str:
    back = "M350,760 V420 C330,330 372,250 452,232 C520,180 760,180 828,232 C908,250 950,330 930,420 V760 Z"
    tufts = "".join(
        circle(x, y, 5, "#1a352e") for y, row in ((300, (440, 840)), (380, (400, 880)), (460, (430, 850))) for x in row
    )
    arms = "".join(
        path(
            f"M{x},760 V610 Q{x},560 {x + 60},560 Q{x + 120},560 {x + 120},610 V760 Z",
            "#2a5044",
            'stroke="#1a352e" stroke-width="4"',
        )
        for x in (262, 898)
    )
    return (
        path(back, "url(#chair)", 'stroke="#18332c" stroke-width="6"')
        + path(
            "M372,740 V430 C356,350 396,276 466,256 C530,208 750,208 814,256",
            "none",
            'stroke="#5f927c" stroke-opacity="0.5" stroke-width="5"',
        )
        + path(back, "url(#chairlight)")
        + tufts
        + arms
        + path("M262,700 V610 Q262,560 322,560", "none", 'stroke="#ffb878" stroke-opacity="0.55" stroke-width="5"')
    )
