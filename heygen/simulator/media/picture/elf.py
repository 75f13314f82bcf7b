"""A young elf: green hat with a bell, pointed ears, freckles, copper hair."""

from __future__ import annotations

from heygen.simulator.media.picture.face import Features
from heygen.simulator.media.picture.svg import circle, ellipse, group, linear, path, radial

__all__ = ["FEATURES", "body", "head"]

FEATURES = Features(
    eye_y=326,
    eye_apart=56,
    eye_size=1.14,
    iris="#3f8a5c",
    brow="#a5532a",
    brow_line="#a5532a",
    brow_weight=4,
    wrinkles=False,
    mouth_y=428,
    mouth_size=0.95,
    lip="#c65a52",
)

_FRECKLES = (
    (-76, 372),
    (-62, 384),
    (-84, 390),
    (-50, 374),
    (-70, 398),
    (76, 372),
    (62, 384),
    (84, 390),
    (50, 374),
    (70, 398),
)


def body() -> str:
    """Shoulders, tunic and collar."""
    defs = (
        linear("tunic", [(0, "#4d9a55"), (0.55, "#347a48"), (1, "#1f5637")], angle=(0.7, 1))
        + linear("warm", [(0, "#ffb054", 0.5), (0.3, "#ffb054", 0)], angle=(1, 0))
        + linear("cool", [(0.75, "#7fa4e8", 0), (1, "#7fa4e8", 0.35)], angle=(1, 0))
        + linear("neck", [(0, "#d98c66"), (0.6, "#f6bd98")])
        + linear("collar", [(0, "#d8343f"), (1, "#a81f33")])
    )
    tunic = "M392,900 C392,672 424,606 506,574 C556,554 724,554 774,574 C856,606 888,672 888,900 Z"
    points = "".join(
        group(
            path(
                "M0,574 L52,570 L66,640 L18,612 Z",
                "url(#collar)",
                'stroke="#7d1428" stroke-width="2.5" stroke-linejoin="round"',
            )
            + circle(66, 646, 9, "#f2c14e", 'stroke="#a97816" stroke-width="2"'),
            f'transform="translate(640 0) scale({side} 1)"',
        )
        + group(
            path(
                "M44,572 L112,556 L146,622 L84,606 Z",
                "url(#collar)",
                'stroke="#7d1428" stroke-width="2.5" stroke-linejoin="round"',
            )
            + circle(146, 628, 9, "#f2c14e", 'stroke="#a97816" stroke-width="2"'),
            f'transform="translate(640 0) scale({side} 1)"',
        )
        for side in (-1, 1)
    )
    buttons = "".join(circle(640, y, 10, "#f2c14e", 'stroke="#a97816" stroke-width="2"') for y in (660, 704))
    folds = path(
        "M466,720 C468,680 478,648 496,624 M814,720 C812,680 802,648 784,624",
        extra='stroke="#17422b" stroke-opacity="0.6" stroke-width="5" stroke-linecap="round"',
    )
    drawn = (
        path(tunic, "url(#tunic)", 'stroke="#17422b" stroke-width="4"')
        + folds
        + path(tunic, "url(#warm)")
        + path(tunic, "url(#cool)")
        + path("M590,500 V572 Q640,606 690,572 V500 Z", "url(#neck)")
        + points
        + buttons
    )
    return f"<defs>{defs}</defs>" + group(drawn, 'transform="translate(0 -74)"')


def head() -> str:
    """Ears, hair, face and hat."""
    return f"<defs>{_defs()}</defs>" + _ears() + _face() + _nose() + _hair() + _hat()


def _defs() -> str:
    return (
        radial("skin", [(0, "#ffe1c6"), (0.6, "#fccfa9"), (1, "#eda67e")], at=(0.42, 0.45), r=0.62)
        + radial("rose", [(0, "#f27a66", 0.6), (0.5, "#f2836e", 0.32), (1, "#f2836e", 0)])
        + radial("nose", [(0, "#f9a98a"), (0.5, "#fab894", 0.9), (1, "#fccfa9", 0)], at=(0.5, 0.6), r=0.6)
        + linear("ear", [(0, "#fccfa9"), (1, "#eea983")])
        + linear("copper", [(0, "#c96a33"), (1, "#9b4a23")])
        + linear("hat", [(0, "#56a65c"), (0.6, "#35804b"), (1, "#1f5637")], angle=(1, 0.8))
        + linear("hatwarm", [(0, "#ffb054", 0.5), (0.3, "#ffb054", 0)], angle=(1, 0))
        + linear("band", [(0, "#dd3a45"), (1, "#a81f33")])
        + radial("bell", [(0, "#ffe9a3"), (0.5, "#f2c14e"), (1, "#b9851d")], at=(0.35, 0.3), r=0.8)
    )


def _ears() -> str:
    ear = path(
        "M108,372 C150,366 196,318 224,246 C176,262 132,282 106,306 Z",
        "url(#ear)",
        'stroke="#d98c66" stroke-width="3" stroke-linejoin="round"',
    ) + path("M116,354 C148,344 176,312 196,274 C166,288 138,304 118,324 Z", "#e8926f", 'opacity="0.6"')
    return "".join(group(ear, f'transform="translate(640 0) scale({side} 1)"') for side in (-1, 1))


def _face() -> str:
    face = (
        "M518,316 C514,232 566,190 640,190 C714,190 766,232 762,316 C762,400 712,476 640,482 C568,476 518,400 518,316 Z"
    )
    freckles = "".join(ellipse(640 + x, y, 4, 3.2, "#c9744a", 'opacity="0.6"') for x, y in _FRECKLES)
    return (
        path(face, "url(#skin)")
        + circle(562, 388, 44, "url(#rose)")
        + circle(718, 388, 44, "url(#rose)")
        + freckles
        + path(
            "M622,466 Q640,472 658,466",
            extra='stroke="#d98c66" stroke-opacity="0.5" stroke-width="3" stroke-linecap="round"',
        )
    )


def _nose() -> str:
    return (
        ellipse(640, 372, 22, 20, "url(#nose)")
        + path(
            "M625,380 Q640,391 655,380",
            extra='stroke="#d07c5b" stroke-opacity="0.85" stroke-width="3" stroke-linecap="round"',
        )
        + ellipse(634, 366, 5.5, 4, "#fff", 'opacity="0.6"')
    )


def _hair() -> str:
    locks = (
        "M514,330 C506,272 520,226 560,214 C552,246 544,268 546,292 C534,300 522,312 514,330 Z",
        "M766,330 C774,272 760,226 720,214 C728,246 736,268 734,292 C746,300 758,312 766,330 Z",
        (
            "M548,262 C562,222 604,212 650,214 C628,236 610,258 572,270 C580,258 584,250 586,242 "
            "C572,252 562,260 548,262 Z"
        ),
        (
            "M640,214 C690,208 722,226 734,264 C712,262 690,254 672,238 C676,250 680,258 688,266 "
            "C664,258 648,240 640,214 Z"
        ),
    )
    return "".join(
        path(lock, "url(#copper)", 'stroke="#8a3f1d" stroke-width="2.5" stroke-linejoin="round"') for lock in locks
    )


def _hat() -> str:
    cone = (
        "M516,226 C530,150 572,84 650,48 C722,18 806,44 838,112 C850,140 852,168 848,192 "
        "C826,152 790,130 756,134 C766,166 766,196 764,226 C690,186 590,186 516,226 Z"
    )
    return (
        path(cone, "url(#hat)", 'stroke="#17422b" stroke-width="4" stroke-linejoin="round"')
        + path(
            "M756,134 C736,112 712,100 686,98 M566,160 C584,122 612,96 648,84",
            extra='stroke="#17422b" stroke-opacity="0.55" stroke-width="5" stroke-linecap="round"',
        )
        + path(cone, "url(#hatwarm)")
        + path(
            "M506,246 C590,196 690,196 774,246 L768,206 C690,160 590,160 512,206 Z",
            "url(#band)",
            'stroke="#7d1428" stroke-width="3" stroke-linejoin="round"',
        )
        + "".join(
            path(f"M{x},{y} l14,-17 l14,17 l-14,17 z", "#f2c14e")
            for x, y in ((534, 212), (582, 195), (626, 189), (670, 195), (718, 212))
        )
        + circle(848, 208, 24, "url(#bell)", 'stroke="#9b6d12" stroke-width="2.5"')
        + path("M832,212 H864 M848,214 V226", extra='stroke="#7a5410" stroke-width="3.5" stroke-linecap="round"')
    )
