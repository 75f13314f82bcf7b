"""Draws and encodes every state of an avatar; runs in a process of its own, so that no running call waits for it.

`python -m heygen.simulator.media.picture.painter LOOK QUALITY` writes the key frames to standard output, most wanted
first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from types import MappingProxyType
from typing import IO

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from heygen.simulator.media.errors import PictureError
from heygen.simulator.media.picture.compositor import Compositor, Expression, YuvPicture
from heygen.simulator.media.picture.face import Eyes, Mood, Mouth
from heygen.simulator.media.picture.looks import look_named
from heygen.simulator.media.picture.sprite import Sprite, write_sprite
from heygen.simulator.media.picture.sprites import PHASES, SIZES

__all__ = ["main", "paint"]

# Constant quality: 8 to 14 kB for a medium picture without visible blocks, found by looking.
_QUANTISER = 36
_BIT_RATE = 20_000_000
_REST = Expression(Eyes.OPEN, Mouth.SMILE)
_BLINKING = (Mouth.SMILE, Mouth.CLOSED, Mouth.SMALL, Mouth.OPEN, Mouth.PURSED)
_IN_MOOD = MappingProxyType(
    {
        Mood.NORMAL: (
            _REST,
            *(Expression(Eyes.OPEN, mouth) for mouth in Mouth if mouth is not Mouth.SMILE),
            *(Expression(Eyes.CLOSED, mouth) for mouth in _BLINKING),
            Expression(Eyes.HALF, Mouth.SMILE),
            Expression(Eyes.ASIDE, Mouth.SMILE),
        ),
        Mood.LISTENING: (_REST, Expression(Eyes.CLOSED, Mouth.SMILE)),
        Mood.TURNING: (_REST,),
    }
)
# The head passes through this mood in a few frames: any of these phases will do.
_TURNING_EVERY = 4


def paint(look: str, quality: str) -> Iterator[tuple[Sprite, bytes]]:
    """Every state with its key frame. Raises PictureError when nothing can be drawn or encoded."""
    size = SIZES[quality]
    compositor = Compositor(look_named(look), size)
    encoder = _encoder(size)
    for phase in _spread(PHASES):
        for mood, expressions in _IN_MOOD.items():
            if mood is Mood.TURNING and phase % _TURNING_EVERY:
                continue
            for expression, picture in compositor.pictures(phase / PHASES, mood, expressions):
                yield Sprite(mood, *expression, phase), _key_frame(encoder, picture)


def main(look: str, quality: str, out: IO[bytes]) -> None:
    """Writes a whole set; stops when nobody reads any more."""
    with suppress(BrokenPipeError):
        for sprite, packet in paint(look, quality):
            write_sprite(out, sprite, packet)


def _spread(count: int) -> Iterator[int]:
    """0 to count - 1, far apart first, so that an unfinished loop already moves all the way."""
    steps = [0, *range(count // 2, count, count), *range(count // 4, count, count // 2)]
    yield from dict.fromkeys([*steps, *range(0, count, 2), *range(count)])


def _encoder(size: tuple[int, int]) -> VideoCodecContext:
    try:
        encoder = av.CodecContext.create("libvpx", "w")
    except ValueError as error:
        raise PictureError("This build of av has no VP8 encoder. Install av from its published wheel.") from error
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, 25)
    encoder.bit_rate = _BIT_RATE
    encoder.qmin = encoder.qmax = _QUANTISER
    encoder.thread_count = 1
    # A negative speed is a fixed one; a positive one would adapt to the clock and give other bytes every time.
    encoder.options = {"deadline": "realtime", "cpu-used": "-12", "lag-in-frames": "0"}
    return encoder


def _key_frame(encoder: VideoCodecContext, picture: YuvPicture) -> bytes:
    frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
    frame.pict_type = PictureType.I
    return b"".join(bytes(packet) for packet in encoder.encode(frame))


if __name__ == "__main__":
    try:
        # Unbuffered: nothing is left to write at the exit when the server has stopped reading.
        with open(sys.stdout.fileno(), "wb", buffering=0, closefd=False) as out:
            main(sys.argv[1], sys.argv[2], out)
    except PictureError as error:
        sys.exit(str(error))
