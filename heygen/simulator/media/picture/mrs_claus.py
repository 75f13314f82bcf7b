"""Mrs Claus: a white bun with holly, round glasses, a red dress with a white lace collar."""

from __future__ import annotations

import math

from heygen.simulator.media.picture.face import Features
from heygen.simulator.media.picture.svg import circle, ellipse, group, linear, path, radial

__all__ = ["FEATURES", "body", "head"]

FEATURES = Features(
    eye_y=318,
    eye_apart=53,
    eye_size=0.92,
    iris="#5d7f4c",
    lashes=True,
    brow="#e9e7ea",
    brow_line="#c9c6cf",
    brow_weight=7,
    mouth_y=424,
    mouth_size=0.9,
    lip="#c2454f",
    glasses="#b98a3e",
)

_WAVE = 'stroke="#c3cbdb" stroke-width="3.4" stroke-linecap="round"'


def body() -> str:
    """Shoulders, dress and collar."""
    defs = (
        linear("dress", [(0, "#c92f40"), (0.55, "#a81f33"), (1, "#7d1428")], angle=(0.7, 1))
        + linear("warm", [(0, "#ff9d54", 0.5), (0.3, "#ff9d54", 0)], angle=(1, 0))
        + linear("cool", [(0.75, "#7fa4e8", 0), (1, "#7fa4e8", 0.32)], angle=(1, 0))
        + linear("neck", [(0, "#d98f6d"), (0.6, "#f2b995")])
        + linear("lace", [(0, "#ffffff"), (1, "#dde3ef")])
    )
    dress = "M352,900 C352,660 392,588 486,556 C540,536 740,536 794,556 C888,588 928,660 928,900 Z"
    rims = "".join(
        circle(640 + side * (26 + k * 27), 646 - k * k * 2.6, 17, "url(#lace)", 'stroke="#cfd7e6" stroke-width="2"')
        for k in range(6)
        for side in (-1, 1)
    )
    collar = "".join(
        group(
            path(
                "M0,566 C40,560 90,546 116,520 C150,540 166,556 170,576 C130,622 66,646 10,650 Z",
                "url(#lace)",
                'stroke="#cfd7e6" stroke-width="2"',
            ),
            f'transform="translate(640 0) scale({side} 1)"',
        )
        for side in (-1, 1)
    )
    leaves = "".join(
        path(
            "M0,0 q14,-22 40,-16 q-4,10 2,16 q-10,2 -14,12 q-16,2 -28,-12 z",
            "#2f7550",
            f'transform="translate(640 612) rotate({turn})"',
        )
        for turn in (-8, 176)
    )
    brooch = leaves + "".join(
        circle(640 + x, 610 + y, 8.5, "#e2324a", 'stroke="#8d1527" stroke-width="1.5"')
        for x, y in ((-7, 3), (7, 3), (0, -8))
    )
    folds = path(
        "M430,720 C432,672 444,634 466,606 M850,720 C848,672 836,634 814,606",
        extra='stroke="#5e0d1c" stroke-opacity="0.5" stroke-width="5" stroke-linecap="round"',
    )
    drawn = (
        path(dress, "url(#dress)", 'stroke="#5e0d1c" stroke-width="4"')
        + folds
        + path(dress, "url(#warm)")
        + path(dress, "url(#cool)")
        + path("M584,500 V560 Q640,606 696,560 V500 Z", "url(#neck)")
        + rims
        + collar
        + brooch
    )
    return f"<defs>{defs}</defs>" + group(drawn, 'transform="translate(0 -66)"')


def head() -> str:
    """Hair, face and earrings."""
    return f"<defs>{_defs()}</defs>" + _bun() + _back_hair() + _face() + _front_hair() + _nose() + _holly()


def _defs() -> str:
    return (
        radial("skin", [(0, "#ffe0c8"), (0.6, "#fbcdae"), (1, "#e9a888")], at=(0.42, 0.45), r=0.62)
        + radial("rose", [(0, "#f07d78", 0.7), (0.5, "#f0847c", 0.36), (1, "#f0847c", 0)])
        + radial("nose", [(0, "#f8ab93"), (0.5, "#f8b79c", 0.9), (1, "#fbcdae", 0)], at=(0.5, 0.62), r=0.6)
        + radial("hair", [(0, "#ffffff"), (0.6, "#f1f3f8"), (1, "#cbd3e2")], at=(0.4, 0.3), r=0.8)
        + linear("hairwarm", [(0, "#ffb06b", 0.4), (0.3, "#ffb06b", 0)], angle=(1, 0))
    )


def _bun() -> str:
    return ellipse(640, 104, 84, 66, "url(#hair)", 'stroke="#c3cbdb" stroke-width="3"') + path(
        "M574,110 C584,66 640,48 690,72 M590,138 C586,98 640,76 704,100 M618,156 C616,120 664,104 712,124", extra=_WAVE
    )


def _back_hair() -> str:
    shape = (
        "M494,350 C476,230 540,150 640,148 C740,150 804,230 786,350 C790,392 776,420 752,430 "
        "H528 C504,420 490,392 494,350 Z"
    )
    return path(shape, "url(#hair)", 'stroke="#c3cbdb" stroke-width="3"')


def _face() -> str:
    face = (
        "M524,318 C520,238 568,206 640,206 C712,206 760,238 756,318 C758,392 716,470 640,478 C564,470 522,392 524,318 Z"
    )
    earrings = "".join(
        circle(640 + side * 126, 398, 8, "#d9a441") + circle(640 + side * 126 - 2, 395, 2.6, "#fff") for side in (-1, 1)
    )
    return (
        "".join(ellipse(640 + side * 120, 348, 17, 28, "#f2b795") for side in (-1, 1))
        + earrings
        + path(face, "url(#skin)")
        + circle(560, 386, 46, "url(#rose)")
        + circle(720, 386, 46, "url(#rose)")
        + path(
            "M592,392 Q584,408 590,424 M688,392 Q696,408 690,424",
            extra='stroke="#d98f6d" stroke-opacity="0.55" stroke-width="3" stroke-linecap="round"',
        )
        + path(
            "M616,462 Q640,470 664,462",
            extra='stroke="#d98f6d" stroke-opacity="0.5" stroke-width="3" stroke-linecap="round"',
        )
    )


def _nose() -> str:
    return (
        ellipse(640, 364, 27, 25, "url(#nose)")
        + path(
            "M622,374 Q630,384 640,380 Q650,384 658,374",
            extra='stroke="#cf7f66" stroke-opacity="0.8" stroke-width="3" stroke-linecap="round"',
        )
        + ellipse(633, 356, 6, 4, "#fff", 'opacity="0.55"')
    )


def _front_hair() -> str:
    sweep = (
        "M640,196 C600,230 556,240 532,276 C522,300 522,326 520,352 C500,320 490,262 524,210 C552,166 604,142 640,142 "
        "C676,142 728,166 756,210 C790,262 780,320 760,352 C758,326 758,300 748,276 C724,240 680,230 640,196 Z"
    )
    waves = "".join(
        group(path(d, extra=_WAVE), f'transform="translate(640 0) scale({side} 1)"')
        for d in (
            "M6,166 C40,196 92,204 118,262",
            "M14,154 C62,176 112,196 130,290",
            "M34,148 C86,162 130,204 134,312",
        )
        for side in (-1, 1)
    )
    curls = "".join(
        circle(
            640 + side * (126 + 3 * math.cos(k)), 300 + k * 30, 13, "url(#hair)", 'stroke="#cfd6e4" stroke-width="1.5"'
        )
        for k in range(2)
        for side in (-1, 1)
    )
    return (
        path(sweep, "url(#hair)", 'stroke="#c3cbdb" stroke-width="3" stroke-linejoin="round"')
        + waves
        + curls
        + path(sweep, "url(#hairwarm)")
    )


def _holly() -> str:
    leaves = "".join(
        path(
            "M0,0 q16,-26 46,-19 q-5,12 2,19 q-12,2 -16,14 q-18,2 -32,-14 z",
            "#2f7550",
            f'transform="translate(716 152) rotate({turn})" stroke="#1d5138" stroke-width="2"',
        )
        for turn in (-30, 60, 175)
    )
    return leaves + "".join(
        circle(716 + x, 152 + y, 9, "#e2324a") + circle(714 + x, 149 + y, 2.6, "#fff", 'opacity="0.8"')
        for x, y in ((-8, 4), (8, 5), (1, -9))
    )
