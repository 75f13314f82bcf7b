"""Every state of an avatar as a stand-alone VP8 key frame, encoded once and then only sent.

A set is built in the background, the most wanted pictures first; until a picture exists the nearest one stands in.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path
from types import MappingProxyType

from heygen.simulator.media.errors import PictureError
from heygen.simulator.media.picture.face import Mouth
from heygen.simulator.media.picture.gallery import FOLDER, keep, kept
from heygen.simulator.media.picture.looks import LOOKS
from heygen.simulator.media.picture.sprite import Sprite, read_sprites

__all__ = [
    "PHASES",
    "SIZES",
    "SpriteSet",
    "build_sprites",
    "sprites_for",
]

logger = logging.getLogger(__name__)

PHASES = 16
"""Pictures of one idle loop: one breath, one flicker of the fire."""
SIZES = MappingProxyType({"high": (1280, 720), "medium": (854, 480), "low": (640, 360)})
"""Width and height in pixels by quality; VP8 wants them even."""

_USABLE_TIMEOUT_S = 20.0
_ROOT = Path(__file__).resolve().parents[4]

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

    @property
    def failed(self) -> bool:
        """Whether its drawing ended in an error: pictures may be missing, and no more will come."""
        return self._error is not None

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

    def packets(self) -> list[tuple[Sprite, bytes]]:
        """Every key frame that has been built, in the order of building."""
        return list(self._packets.items())

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


def build_sprites(look: str, quality: str, folder: Path = FOLDER) -> SpriteSet:
    """A new set, filled in the background from `folder`, else by a process that draws and keeps it there.

    Raises PictureError for an unknown quality.
    """
    if quality not in SIZES:
        raise PictureError(f"There is no quality {quality!r}. Choose one of {', '.join(SIZES)}.")
    sprites = SpriteSet(SIZES[quality])
    threading.Thread(
        target=_fill, args=(sprites, look, quality, folder), name=f"sprites-{look}-{quality}", daemon=True
    ).start()
    return sprites


def sprites_for(look: str, quality: str, folder: Path = FOLDER) -> SpriteSet:
    """The set that all sessions of this process share; a new one after one that failed. An unknown look is Santa's."""
    key = (look if look in LOOKS else "santa", quality)
    with _SHARING:
        if key not in _SHARED or _SHARED[key].failed:
            _SHARED[key] = build_sprites(*key, folder)
        return _SHARED[key]


_SHARING = threading.Lock()
_SHARED: dict[tuple[str, str], SpriteSet] = {}


def _fill(sprites: SpriteSet, look: str, quality: str, folder: Path) -> None:
    drawn = kept(look, quality, folder)
    if drawn is None:
        _draw(sprites, look, quality, folder)
        return
    for sprite, packet in drawn:
        sprites.add(sprite, packet)
    sprites.finish()


def _draw(sprites: SpriteSet, look: str, quality: str, folder: Path) -> None:
    # Drawing holds the interpreter for tens of milliseconds at a time, which running calls would show as a stutter.
    command = [sys.executable, "-m", "heygen.simulator.media.picture.painter", look, quality]
    error: PictureError | None = None
    try:
        # The words of the command are our own and checked.
        with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as painter:  # noqa: S603
            if painter.stdout is None or painter.stderr is None:
                raise OSError("no pipes")  # noqa: TRY301
            for sprite, packet in read_sprites(painter.stdout):
                sprites.add(sprite, packet)
            advice = painter.stderr.read().decode(errors="replace").strip()
        if painter.returncode != 0:
            error = PictureError(advice.rpartition("\n")[2] or "The avatar's pictures could not be drawn.")
    except OSError:
        error = PictureError("The process that draws the avatar did not start. Is there memory left?")
    if error is None:
        keep(look, quality, sprites.packets(), folder)
    else:
        logger.warning("sprites failed look=%s", look)
    sprites.finish(error)


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
