"""Turns drawings into pictures: each part is rendered once, then moved and laid over the others.

Rendering a head takes a tenth of a second, moving a rendered one a few milliseconds. So breathing and tilting are done
with pixels, and only flames, snow and tree lights are drawn anew for each phase of the idle loop.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeAlias, cast

import av
import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

from heygen.simulator.media.errors import PictureError
from heygen.simulator.media.picture import parlour as room
from heygen.simulator.media.picture.face import Eyes, Mood, Mouth, eyes, mouth
from heygen.simulator.media.picture.looks import Look
from heygen.simulator.media.picture.svg import HEIGHT, WIDTH, Box, sheet

__all__ = ["Compositor", "Expression", "YuvPicture", "to_yuv"]

# The room is out of focus: rendered small, then enlarged, which is cheaper than a filter and looks like depth.
_ROOM_SHARPNESS = 0.6
_BODY = Box(250, 430, 780, 290)
_HEAD = Box(390, 8, 510, 672)
_EYES = Box(500, 230, 280, 160)
_MOUTH = Box(490, 346, 300, 226)
_FACE = Box(490, 230, 300, 342)
"""Eyes and mouth together."""
_NECK = (640.0, 520.0)
_BREATH = 0.011
_TILT_DEGREES = {Mood.NORMAL: 0.0, Mood.TURNING: 2.0, Mood.LISTENING: 4.0}
_ROOM_TO_MOVE_PX = 4


YuvPicture: TypeAlias = npt.NDArray[np.uint8]
"""A picture as planar 4:2:0 YUV: one array of (height * 3 / 2, width)."""


class Expression(NamedTuple):
    """Eyes and mouth of one picture."""

    eyes: Eyes
    mouth: Mouth


class _Pixels(NamedTuple):
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class _Layer:
    """A rendered part and where it lies in the picture."""

    image: Image.Image
    place: _Pixels


@dataclass(frozen=True)
class _Motion:
    """Where a point of a resting part goes: scaled upwards from the floor, turned around the neck, shifted."""

    stretch: float = 1.0
    turn: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)


class Compositor:
    """Pictures of one look at one size (width, height in pixels, both even). Not thread-safe."""

    def __init__(self, look: Look, size: tuple[int, int]) -> None:
        self._look = look
        self._width, self._height = size
        self._scale = self._height / HEIGHT
        self._left = (WIDTH - self._width / self._scale) / 2
        self._parts: dict[object, _Layer] = {}
        self._backdrop: Image.Image | None = None
        self._figure: tuple[float, Image.Image] | None = None

    def pictures(
        self, turn: float, mood: Mood, expressions: Iterable[Expression]
    ) -> Iterator[tuple[Expression, YuvPicture]]:
        """The given expressions at `turn` (0 to 1) of the idle loop. Raises PictureError if drawing fails."""
        angle = math.tau * turn
        motion = _Motion(
            turn=math.radians(_TILT_DEGREES[mood] + 0.7 * math.sin(angle + 0.9)),
            shift=(1.6 * math.cos(angle), -2.4 * (0.5 + 0.5 * math.sin(angle))),
        )
        base = self._without_head(turn).copy()
        self._lay(base, self._moved(self._part("head", self._look.head, _HEAD), motion))
        planes = to_yuv(base)
        moved: dict[object, _Layer] = {}
        features = self._look.features
        for expression in expressions:
            looking, shape = expression
            patches: tuple[tuple[object, Callable[[], str], Box], ...] = (
                ((looking, mood), partial(eyes, features, looking, mood), _EYES),
                (shape, partial(mouth, features, shape), _MOUTH),
            )
            picture = planes.copy()
            face = _even(self._pixels(_FACE, margin=_ROOM_TO_MOVE_PX + self._lean(motion, _FACE)))
            detail = base.crop((face.x, face.y, face.x + face.width, face.y + face.height))
            for name, draw, box in patches:
                if name not in moved:
                    moved[name] = self._moved(self._part(name, draw, box), motion)
                layer = moved[name]
                detail.paste(layer.image, (layer.place.x - face.x, layer.place.y - face.y), layer.image)
            _put(picture, to_yuv(detail), face)
            yield expression, picture

    def _without_head(self, turn: float) -> Image.Image:
        if self._figure is None or self._figure[0] != turn:
            picture = self._room().copy()
            for drawing, box in ((room.fire(turn), room.FIRE), (room.outside(turn), room.OUTSIDE)):
                self._lay(picture, self._rendered(drawing, box, _ROOM_SHARPNESS))
            breath = _Motion(stretch=1 + _BREATH * (0.5 + 0.5 * math.sin(math.tau * turn)))
            self._lay(picture, self._moved(self._part("body", self._look.body, _BODY), breath))
            self._figure = (turn, picture)
        return self._figure[1]

    def _room(self) -> Image.Image:
        if self._backdrop is None:
            whole = Box(self._left, 0, self._width / self._scale, HEIGHT)
            self._backdrop = self._rendered(room.room(), whole, _ROOM_SHARPNESS).image.convert("RGB")
        return self._backdrop

    def _part(self, name: object, draw: Callable[[], str], box: Box) -> _Layer:
        layer = self._parts.get(name)
        if layer is None:
            layer = self._parts[name] = _trimmed(self._rendered(draw(), box))
        return layer

    def _pixels(self, box: Box, margin: int = 0) -> _Pixels:
        left = max(0, math.floor((box.x - self._left) * self._scale) - margin)
        top = max(0, math.floor(box.y * self._scale) - margin)
        right = min(self._width, math.ceil((box.x + box.width - self._left) * self._scale) + margin)
        low = min(self._height, math.ceil((box.y + box.height) * self._scale) + margin)
        return _Pixels(left, top, right - left, low - top)

    def _rendered(self, drawing: str, box: Box, sharpness: float = 1.0) -> _Layer:
        place, scale = self._pixels(box), self._scale
        view = Box(self._left + place.x / scale, place.y / scale, place.width / scale, place.height / scale)
        drawn = _render(sheet(drawing, view, (round(place.width * sharpness), round(place.height * sharpness))))
        if sharpness != 1:
            drawn = drawn.resize((place.width, place.height), Image.Resampling.BICUBIC)
        return _Layer(drawn, place)

    def _lean(self, motion: _Motion, box: Box) -> int:
        reach = max(box.width, abs(_NECK[1] - box.y), abs(_NECK[1] - box.y - box.height)) * self._scale
        return math.ceil(abs(math.sin(motion.turn)) * reach)

    def _moved(self, layer: _Layer, motion: _Motion) -> _Layer:
        place = layer.place
        box = Box(
            place.x / self._scale + self._left,
            place.y / self._scale,
            place.width / self._scale,
            place.height / self._scale,
        )
        spread = _ROOM_TO_MOVE_PX + self._lean(motion, box)
        out = _Pixels(
            max(0, place.x - spread), max(0, place.y - spread), place.width + 2 * spread, place.height + 2 * spread
        )
        out = out._replace(width=min(out.width, self._width - out.x), height=min(out.height, self._height - out.y))
        neck_x, neck_y = (_NECK[0] - self._left) * self._scale, _NECK[1] * self._scale
        shift_x, shift_y = motion.shift[0] * self._scale, motion.shift[1] * self._scale
        cos, sin = math.cos(motion.turn), math.sin(motion.turn)
        # Pillow wants the way back: for a pixel of the result, where it was before.
        from_x, from_y = out.x - neck_x - shift_x, out.y - neck_y - shift_y
        back = 1 / motion.stretch
        floor = (self._height - neck_y) * (1 - back)
        matrix = (
            cos,
            sin,
            cos * from_x + sin * from_y + neck_x - place.x,
            -sin * back,
            cos * back,
            (cos * from_y - sin * from_x) * back + neck_y + floor - place.y,
        )
        image = layer.image.transform((out.width, out.height), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
        return _Layer(image, out)

    @staticmethod
    def _lay(picture: Image.Image, layer: _Layer) -> None:
        picture.paste(layer.image, (layer.place.x, layer.place.y), layer.image)


def to_yuv(picture: Image.Image) -> YuvPicture:
    """An RGB picture as planar 4:2:0 YUV; its sides must be even."""
    frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24").reformat(format="yuv420p")
    return cast(YuvPicture, frame.to_ndarray())


def _put(picture: YuvPicture, detail: YuvPicture, place: _Pixels) -> None:
    for whole, part, step in zip(_planes(picture), _planes(detail), (1, 2, 2), strict=True):
        top, left = place.y // step, place.x // step
        whole[top : top + part.shape[0], left : left + part.shape[1]] = part


def _planes(picture: YuvPicture) -> tuple[YuvPicture, YuvPicture, YuvPicture]:
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    chroma = picture[height:].reshape(2, height // 2, width // 2)
    return picture[:height], chroma[0], chroma[1]


def _even(place: _Pixels) -> _Pixels:
    left, top = place.x // 2 * 2, place.y // 2 * 2
    return _Pixels(left, top, (place.x + place.width - left) // 2 * 2, (place.y + place.height - top) // 2 * 2)


def _trimmed(layer: _Layer) -> _Layer:
    edges = layer.image.getbbox()
    if edges is None:
        return layer
    left, top, right, low = edges
    place = _Pixels(layer.place.x + left, layer.place.y + top, right - left, low - top)
    return _Layer(layer.image.crop(edges), place)


def _render(document: str) -> Image.Image:
    try:
        data = resvg_py.svg_to_bytes(svg_string=document, skip_system_fonts=True)
        return Image.open(io.BytesIO(bytes(data))).convert("RGBA")
    except (ValueError, OSError) as error:
        raise PictureError("The avatar's drawing could not be rendered. Reinstall resvg_py and Pillow.") from error
