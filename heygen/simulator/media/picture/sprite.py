"""One state of an avatar, and key frames of such states as a stream of bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO, NamedTuple

from heygen.simulator.media.picture.face import Eyes, Mood, Mouth

__all__ = ["Sprite", "read_sprites", "write_sprite"]

_MOODS, _EYES, _MOUTHS = tuple(Mood), tuple(Eyes), tuple(Mouth)
# mood, eyes, mouth, phase, bytes that follow
_RECORD = struct.Struct(">BBBBI")


class Sprite(NamedTuple):
    """One state of the avatar; `phase` counts from 0 to PHASES - 1."""

    mood: Mood
    eyes: Eyes
    mouth: Mouth
    phase: int


def write_sprite(out: IO[bytes], sprite: Sprite, packet: bytes) -> None:
    """Appends one key frame to a stream that `read_sprites` understands."""
    codes = (_MOODS.index(sprite.mood), _EYES.index(sprite.eyes), _MOUTHS.index(sprite.mouth), sprite.phase)
    out.write(_RECORD.pack(*codes, len(packet)) + packet)
    out.flush()


def read_sprites(source: IO[bytes]) -> Iterator[tuple[Sprite, bytes]]:
    """The key frames of a stream, as they come; ends with the stream."""
    while len(header := source.read(_RECORD.size)) == _RECORD.size:
        mood, eyes, mouth, phase, length = _RECORD.unpack(header)
        packet = source.read(length)
        if len(packet) == length:
            yield Sprite(_MOODS[mood], _EYES[eyes], _MOUTHS[mouth], phase), packet
