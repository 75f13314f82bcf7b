"""Santa: red coat and hat with white fur, a beard with locks, rosy cheeks."""

from __future__ import annotations

import math

from heygen.simulator.media.picture.face import Features
from heygen.simulator.media.picture.svg import circle, ellipse, group, linear, path, radial

__all__ = ["FEATURES", "body", "head"]

FEATURES = Features(moustache=True)

_ROUND = 'stroke-linecap="round"'
_STRAND = 'stroke="#c6cfdf" stroke-width="3" stroke-linecap="round"'
_GLEAM = 'stroke="#ffffff" stroke-width="4" stroke-linecap="round"'


def body() -> str:
    """Shoulders and chest."""
    defs = (
        linear("coat", [(0, "#d8343f"), (0.55, "#b81f31"), (1, "#8d1527")], angle=(0.7, 1))
        + linear("warm", [(0, "#ff9d54", 0.55), (0.3, "#ff9d54", 0)], angle=(1, 0))
        + linear("cool", [(0.75, "#7fa4e8", 0), (1, "#7fa4e8", 0.35)], angle=(1, 0))
        + linear("fur", [(0, "#ffffff"), (1, "#d3dae8")])
    )
    coat = "M300,760 C300,640 340,560 440,520 C520,490 760,490 840,520 C940,560 980,640 980,760 Z"
    folds = path(
        (
            "M392,720 C396,670 410,630 436,600 M888,720 C884,670 870,630 844,600 M500,560 Q520,640 "
            "512,720 M780,560 Q760,640 768,720"
        ),
        extra='stroke="#6f0f1f" stroke-opacity="0.55" stroke-width="5" stroke-linecap="round"',
    )
    fur = "".join(
        circle(x, y, r, "url(#fur)", 'stroke="#cdd5e4" stroke-width="2"')
        for x, y, r in [(640 + side * (196 - k * 20), 508 + k * 22, 34) for k in range(6) for side in (-1, 1)]
    )
    front = "".join(circle(640 + (7 if k % 2 else -7), 600 + k * 30, 34, "url(#fur)") for k in range(6))
    return (
        f"<defs>{defs}</defs>"
        + path(coat, "url(#coat)", 'stroke="#6f0f1f" stroke-width="4"')
        + folds
        + path(coat, "url(#warm)")
        + path(coat, "url(#cool)")
        + front
        + fur
    )


def head() -> str:
    """Everything from hat to beard that does not move within the face."""
    return f"<defs>{_defs()}</defs>" + _hair() + _face() + _beard() + _nose() + _hat()


def _defs() -> str:
    return (
        radial("skin", [(0, "#ffdcc0"), (0.6, "#f8c6a3"), (1, "#e59f7c")], at=(0.42, 0.45), r=0.62)
        + radial("rose", [(0, "#ee6f62", 0.78), (0.5, "#ee7a68", 0.4), (1, "#ee7a68", 0)])
        + radial("nose", [(0, "#fdbca3"), (0.55, "#f39a84"), (1, "#de7768")], at=(0.42, 0.36), r=0.7)
        + linear("beard", [(0, "#f6f7fb"), (0.5, "#ffffff"), (1, "#cfd8ea")])
        + linear("beardshade", [(0, "#7f92bd", 0), (0.62, "#7f92bd", 0.0), (1, "#7f92bd", 0.35)], angle=(1, 0.25))
        + linear("beardwarm", [(0, "#ffb06b", 0.45), (0.34, "#ffb06b", 0)], angle=(1, 0))
        + linear("hat", [(0, "#e03a44"), (0.6, "#bd2133"), (1, "#8f1628")], angle=(1, 0.8))
        + linear("hatwarm", [(0, "#ff9d54", 0.5), (0.3, "#ff9d54", 0)], angle=(1, 0))
        + radial("puff", [(0, "#ffffff"), (0.7, "#eef1f8"), (1, "#cdd6e6")], at=(0.4, 0.3), r=0.75)
        + linear("brim", [(0, "#5a2318", 0.38), (1, "#5a2318", 0)])
    )


def _hair() -> str:
    puffs = ((506, 286, 30), (494, 330, 34), (496, 380, 36), (508, 424, 36))
    return "".join(circle(x, y, r, "url(#puff)") + circle(1280 - x, y, r, "url(#puff)") for x, y, r in puffs)


def _face() -> str:
    face = (
        "M512,300 C508,214 560,176 640,176 C720,176 772,214 768,300 C772,390 730,462 640,464 C550,462 508,390 512,300 Z"
    )
    return (
        path(face, "url(#skin)")
        + path("M520,236 Q640,206 760,236 L762,276 Q640,236 518,276 Z", "url(#brim)")
        + circle(556, 372, 50, "url(#rose)")
        + circle(724, 372, 50, "url(#rose)")
        + ellipse(546, 354, 13, 7, "#fff", 'opacity="0.35" transform="rotate(-24 546 354)"')
        + ellipse(712, 354, 11, 6, "#fff", 'opacity="0.25" transform="rotate(-24 712 354)"')
    )


def _nose() -> str:
    return (
        path("M604,384 Q640,410 676,384 Q640,400 604,384 Z", "#b9604f", 'opacity="0.45"')
        + path(
            "M624,316 Q620,340 608,352 M656,316 Q660,340 672,352", extra=f'stroke="#e59f7c" stroke-width="4" {_ROUND}'
        )
        + ellipse(640, 366, 38, 31, "url(#nose)")
        + ellipse(629, 356, 10, 6.5, "#fff", 'opacity="0.6" transform="rotate(-20 629 356)"')
    )


def _beard() -> str:
    outline = (
        "M508,330 C500,372 486,392 474,420 C458,448 470,470 462,492 C456,520 478,532 482,552 C488,578 514,580 524,598 "
        "C540,620 566,612 580,630 C596,650 622,640 640,664 C658,640 684,650 700,630 C714,612 740,620 756,598 "
        "C766,580 792,578 798,552 C802,532 824,520 818,492 C810,470 822,448 806,420 C794,392 780,372 772,330 "
        "C770,376 752,402 722,404 C690,404 668,392 640,394 C612,392 590,404 558,404 C528,402 510,376 508,330 Z"
    )
    strands = []
    for side in (-1, 1):
        locks = (
            "M132,60 C140,120 116,150 130,206",
            "M104,80 C114,140 88,176 104,236",
            "M74,92 C84,150 56,196 72,262",
            "M44,110 C52,170 28,214 40,284",
            "M16,150 C20,200 4,240 14,296",
        )
        for index, lock in enumerate(locks):
            strands.append(group(path(lock, extra=_STRAND), f'transform="translate(640 370) scale({side} 1)"'))
            if index % 2 == 0:
                strands.append(
                    group(path(lock, extra=_GLEAM), f'transform="translate({640 - side * 7} 366) scale({side} 1)"')
                )
    curls = []
    for x, y, turn in ((500, 540, 1), (548, 598, 1), (606, 634, 1), (780, 540, -1), (732, 598, -1), (674, 634, -1)):
        curl = path("M-14,-34 C-22,-8 -8,12 8,8 C20,4 16,-12 4,-9", extra=_STRAND)
        curls.append(group(curl, f'transform="translate({x} {y}) scale({turn} 1)"'))
    return (
        path(outline, "#6f1020", 'opacity="0.28" transform="translate(0 10)"')
        + path(outline, "url(#beard)", 'stroke="#cbd4e4" stroke-width="3" stroke-linejoin="round"')
        + "".join(strands)
        + "".join(curls)
        + path(outline, "url(#beardshade)")
        + path(outline, "url(#beardwarm)")
    )


def _hat() -> str:
    cone = (
        "M506,226 C508,150 556,66 640,42 C706,24 776,52 812,110 C836,150 846,196 842,236 C832,214 812,190 790,178 "
        "C784,196 778,212 774,228 C700,196 580,196 506,226 Z"
    )
    places = [(x, 238 - 34 * math.sin(math.pi * (x - 490) / 300)) for x in range(504, 790, 17)]
    fur = (
        "".join(circle(x, y + 3, 34 + 3 * math.sin(x), "#c9d2e2") for x, y in places)
        + "".join(circle(x, y, 32 + 3 * math.sin(x), "#f7f9fd") for x, y in places)
        + path("M486,250 Q640,196 794,250", extra=f'stroke="#b9c5da" stroke-opacity="0.38" stroke-width="16" {_ROUND}')
        + path("M492,224 Q640,172 788,224", extra=f'stroke="#ffffff" stroke-width="14" {_ROUND}')
    )
    return (
        path(cone, "url(#hat)", 'stroke="#74101f" stroke-width="4" stroke-linejoin="round"')
        + path(
            "M790,178 C772,140 738,112 700,104 M562,150 C580,112 612,86 650,78",
            extra='stroke="#74101f" stroke-opacity="0.6" stroke-width="5" stroke-linecap="round"',
        )
        + path(cone, "url(#hatwarm)")
        + fur
        + circle(838, 258, 40, "url(#puff)", 'stroke="#cbd4e4" stroke-width="2"')
    )
