"""Every state of an avatar as a stand-alone VP8 key frame, encoded once and then only sent.

A set is built in the background, the most wanted pictures first; until a picture exists the nearest one stands in.
"""

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from heygen.simulator.media.compositor import Compositor, Expression, YuvPicture
from heygen.simulator.media.errors import PictureError
from heygen.simulator.media.face import Eyes, Mood, Mouth
from heygen.simulator.media.looks import LOOKS, look_named

__all__ = ["PHASES", "SIZES", "Sprite", "SpriteSet", "build_sprites", "sprites_for"]

logger = logging.getLogger(__name__)

PHASES = 16
"""Pictures of one idle loop: one breath, one flicker of the fire."""
SIZES = MappingProxyType({"high": (1280, 720), "medium": (854, 480), "low": (640, 360)})
"""Width and height in pixels by quality; VP8 wants them even."""

# Constant quality: 8 to 14 kB for a medium picture without visible blocks, found by looking.
_QUANTISER = 36
_BIT_RATE = 20_000_000
_USABLE_TIMEOUT_S = 20.0


class Sprite(NamedTuple):
    """One state of the avatar; `phase` counts from 0 to PHASES - 1."""

    mood: Mood
    eyes: Eyes
    mouth: Mouth
    phase: int


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
# Mouths that may stand in for each other during the tenth of a second of a blink.
_ALIKE = MappingProxyType(
    {
        Mouth.WIDE: Mouth.SMALL,
        Mouth.TEETH: Mouth.SMALL,
        Mouth.TONGUE: Mouth.SMALL,
        Mouth.ROUND: Mouth.OPEN,
    }
)


class SpriteSet:
    """The key frames of one look at one size. Safe to read from any thread while it is being built."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._packets: dict[Sprite, bytes] = {}
        self._found: dict[Sprite, bytes] = {}
        self._usable = threading.Event()
        self._complete = threading.Event()
        self._error: PictureError | None = None

    @property
    def usable(self) -> bool:
        """Whether there is something to show."""
        return self._usable.is_set()

    @property
    def complete(self) -> bool:
        """Whether every picture has been built."""
        return self._complete.is_set()

    @property
    def weight(self) -> int:
        """Bytes of all key frames."""
        return sum(map(len, list(self._packets.values())))

    def __len__(self) -> int:
        return len(self._packets)

    def wait_usable(self, timeout: float = _USABLE_TIMEOUT_S) -> None:
        """Blocks until there is something to show. Raises PictureError when nothing can be drawn within `timeout` s."""
        self._wait(self._usable, timeout)

    def wait_complete(self, timeout: float = 60.0) -> None:
        """Blocks until every picture has been built. Raises PictureError after `timeout` seconds."""
        self._wait(self._complete, timeout)

    def packet(self, sprite: Sprite) -> bytes:
        """The key frame of that state, or of the nearest one there is. Waits only if there is none at all."""
        exact = self._packets.get(sprite) or self._found.get(sprite)
        if exact is not None:
            return exact
        self.wait_usable()
        complete = self.complete
        nearest = min(list(self._packets), key=lambda built: _distance(built, sprite))
        packet = self._packets[nearest]
        if complete:
            self._found[sprite] = packet
        return packet

    def add(self, sprite: Sprite, packet: bytes) -> None:
        """Takes one key frame in."""
        self._packets[sprite] = packet
        self._usable.set()

    def finish(self, error: PictureError | None = None) -> None:
        """Marks the set as built, or as failed."""
        self._error = error
        self._complete.set()
        self._usable.set()

    def _wait(self, event: threading.Event, timeout: float) -> None:
        if not event.wait(timeout):
            raise PictureError(f"The avatar's pictures took longer than {timeout:.0f} s. Is this machine overloaded?")
        if self._error is not None and not self._packets:
            raise self._error


def build_sprites(look: str, quality: str) -> SpriteSet:
    """A new set, filled by a background thread. Raises PictureError for an unknown quality."""
    if quality not in SIZES:
        raise PictureError(f"There is no quality {quality!r}. Choose one of {', '.join(SIZES)}.")
    sprites = SpriteSet(SIZES[quality])
    threading.Thread(target=_fill, args=(sprites, look), name=f"sprites-{look}-{quality}", daemon=True).start()
    return sprites


def sprites_for(look: str, quality: str) -> SpriteSet:
    """The set that all sessions of this process share. A look of another name is Santa's."""
    with _SHARING:
        return _shared(look if look in LOOKS else "santa", quality)


_SHARING = threading.Lock()


@functools.cache
def _shared(look: str, quality: str) -> SpriteSet:
    return build_sprites(look, quality)


def _fill(sprites: SpriteSet, look: str) -> None:
    try:
        compositor = Compositor(look_named(look), sprites.size)
        encoder = _encoder(sprites.size)
        for phase in _spread(PHASES):
            for mood, expressions in _IN_MOOD.items():
                if mood is Mood.TURNING and phase % _TURNING_EVERY:
                    continue
                for expression, picture in compositor.pictures(phase / PHASES, mood, expressions):
                    sprites.add(Sprite(mood, *expression, phase), _key_frame(encoder, picture))
    except PictureError as error:
        logger.exception("sprites failed look=%s", look)
        sprites.finish(error)
    else:
        sprites.finish()


def _spread(count: int) -> Iterator[int]:
    """0 to count - 1, far apart first, so that an unfinished loop already moves all the way."""
    steps = [0, *range(count // 2, count, count), *range(count // 4, count, count // 2)]
    yield from dict.fromkeys([*steps, *range(0, count, 2), *range(count)])


def _distance(built: Sprite, wanted: Sprite) -> float:
    apart = abs(built.phase - wanted.phase)
    return (
        _unlike(built.mouth, wanted.mouth)
        + 4 * (built.mood is not wanted.mood)
        + 2 * (built.eyes is not wanted.eyes)
        + min(apart, PHASES - apart) / PHASES
    )


def _unlike(built: Mouth, wanted: Mouth) -> float:
    if built is wanted:
        return 0
    return 1 if built is _ALIKE.get(wanted) else 8


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
