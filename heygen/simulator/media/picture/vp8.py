"""VP8 at the level of bits: the smallest inter frame that means "nothing changed".

An encoder that is asked to repeat a picture still spends bits on it and filters its edges. The frame written here
copies every macroblock from the last frame, carries no coefficients and switches the loop filter off, so that the
decoded picture stays equal to the last pixel. It depends on nothing but the size of the picture and may therefore
follow any frame of that size. Field order and tables: RFC 6386, sections 7.3, 9.2 to 9.11, 13.4, 16.3, 17.2 and 19.2.
"""

from __future__ import annotations

from functools import cache

__all__ = ["repeat_frame"]

_MACROBLOCK = 16
_INTER_FRAME = 1
_SHOWN = 1 << 4
_KEPT = 255
_EVEN = 128

# Chance (of 256) that a coefficient probability is left alone, RFC 6386 section 13.4: bands are separated by "/",
# contexts by ";", and a missing number is 255.
_COEFFICIENT_BLOCKS = (
    "/176 246;223 241 252;249 253 253/255 244 252;234 254 254;253/255 246 254;239 253 254;254 255 254"
    "/255 248 254;251 255 254;/255 253 254;251 254 254;254 255 254/255 254 253 255 254;250 255 254 255 254;254/",
    "217;225 252 241 253 255 255 254;234 250 241 250 253 255 253 254/255 254;223 254 254;238 253 254 254"
    "/255 248 254;249 254;/255 253;247 254;/255 253 254;252;/255 254 254;253;/255 254 253;250;254/",
    "186 251 250;234 251 244 254;251 251 243 253 254 255 254/255 253 254;236 253 254;251 253 253 254 254"
    "/255 254 254;254 254 254;/255 254;254 254;254/;254;///",
    "248;250 254 252 254;248 254 249 253/255 253 253;246 253 253;252 254 251 254 254"
    "/255 254 252;248 254 253;253 255 254 254/255 251 254;245 251 254;253 253 254"
    "/255 251 253;252 253 254;255 254/255 252;249 255 254;255 255 254/255 255 253;250;/;254;",
)
_CONTEXTS = 3
_NODES = 11
# Chance that a motion vector probability is left alone, section 17.2: row, then column.
_MOTION = (
    (237, 246, 253, 253, *[254] * 10, 250, 250, 252, 254, 254),
    (231, 243, 245, 253, *[254] * 10, 251, 251, 254, 254, 254),
)
# Chance of "zero motion" by how many neighbours (above 2, left 2, diagonal 1) are inter-coded, section 16.3.
_ZERO_MOTION = (7, 14, 135, 60, 159, 234)


@cache
def repeat_frame(width: int, height: int) -> bytes:
    """The VP8 inter frame that shows the last picture again, for pictures of `width` x `height` pixels.

    Raises ValueError for a size that VP8 cannot carry (section 9.1: 14 bits each).
    """
    if not (0 < width < 1 << 14 and 0 < height < 1 << 14):
        raise ValueError(f"A VP8 picture is 1 to 16383 pixels wide and high, not {width} x {height}.")
    writer = _BoolWriter()
    _write_header(writer)
    columns = -(-width // _MACROBLOCK)
    rows = -(-height // _MACROBLOCK)
    for row in range(rows):
        for column in range(columns):
            neighbours = 2 * (row > 0) + 2 * (column > 0) + (row > 0 and column > 0)
            writer.put(1, 1)  # no coefficients
            writer.put(1, 1)  # inter-coded
            writer.put(0, _KEPT)  # from the last frame
            writer.put(0, _ZERO_MOTION[neighbours])
    first = writer.finish()
    tag = _INTER_FRAME | _SHOWN | len(first) << 5
    # The second partition holds coefficients; there are none, but decoders want it to exist.
    return tag.to_bytes(3, "little") + first + bytes(2)


def _write_header(writer: _BoolWriter) -> None:
    writer.literal(0, 1)  # no segments
    writer.literal(0, 1)  # normal loop filter
    writer.literal(0, 6)  # level 0: off
    writer.literal(0, 3)  # sharpness
    writer.literal(0, 1)  # no filter adjustments
    writer.literal(0, 2)  # one coefficient partition
    writer.literal(0, 7)  # quantiser index, unused
    writer.literal(0, 5)  # no quantiser deltas
    writer.literal(0, 2)  # golden and alternate frames stay
    writer.literal(0, 4)  # and are not copied into
    writer.literal(0, 2)  # sign biases
    writer.literal(0, 1)  # probabilities of this frame are forgotten after it
    writer.literal(1, 1)  # the last frame is this one: the same picture
    for chance in _coefficient_chances():
        writer.put(0, chance)
    writer.literal(1, 1)  # macroblocks may skip coefficients
    writer.literal(1, 8)  # and practically always do
    writer.literal(1, 8)  # practically never intra-coded
    writer.literal(_KEPT, 8)  # practically always from the last frame
    writer.literal(_EVEN, 8)  # golden or alternate: never asked
    writer.literal(0, 2)  # intra mode probabilities stay
    for component in _MOTION:
        for chance in component:
            writer.put(0, chance)


def _coefficient_chances() -> list[int]:
    chances: list[int] = []
    for block in _COEFFICIENT_BLOCKS:
        for band in block.split("/"):
            contexts = (band.split(";") + [""] * _CONTEXTS)[:_CONTEXTS]
            for context in contexts:
                numbers = [int(number) for number in context.split()]
                chances += numbers + [_KEPT] * (_NODES - len(numbers))
    return chances


class _BoolWriter:
    """Arithmetic coder of section 7.3; Python's long integers carry for us."""

    def __init__(self) -> None:
        self._low = 0
        self._range = 255
        self._shifts = 0

    def put(self, bit: int, chance_of_zero: int) -> None:
        split = 1 + (((self._range - 1) * chance_of_zero) >> 8)
        if bit:
            self._low += split
            self._range -= split
        else:
            self._range = split
        shift = 8 - self._range.bit_length()
        self._range <<= shift
        self._low <<= shift
        self._shifts += shift

    def literal(self, value: int, bits: int) -> None:
        for position in reversed(range(bits)):
            self.put(value >> position & 1, _EVEN)

    def finish(self) -> bytes:
        bits = 8 + self._shifts
        padding = -bits % 8
        return (self._low << padding).to_bytes((bits + padding) // 8, "big")
