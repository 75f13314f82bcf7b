"""Drawn sets kept on disk, so that only the first server of a machine waits for the painter.

A set takes seconds of a core to draw and a few megabytes to keep. Its file is named by everything that the pictures
depend on: a change of the drawings, or of the encoder, draws anew.
"""

from __future__ import annotations

import functools
import hashlib
import io
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import av

from heygen.simulator.media.picture.sprite import Sprite, read_sprites, write_sprite

__all__ = ["FOLDER", "keep", "kept"]

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parents[4] / "data" / "pictures"
_SOURCES = Path(__file__).parent
_DIGEST = hashlib.sha256().digest_size


def kept(look: str, quality: str, folder: Path = FOLDER) -> Iterator[tuple[Sprite, bytes]] | None:
    """The key frames of a set that was kept whole, or None."""
    try:
        content = _path(look, quality, folder).read_bytes()
    except OSError:
        return None
    digest, body = content[:_DIGEST], content[_DIGEST:]
    # A disk that was full, or a file that somebody cut short.
    return read_sprites(io.BytesIO(body)) if hashlib.sha256(body).digest() == digest else None


def keep(look: str, quality: str, packets: Iterable[tuple[Sprite, bytes]], folder: Path = FOLDER) -> None:
    """Keeps a whole set and lets go of older drawings of it. Where nothing can be written, nothing is kept."""
    out = io.BytesIO()
    for sprite, packet in packets:
        write_sprite(out, sprite, packet)
    body = out.getvalue()
    path = _path(look, quality, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Two servers may draw at once: each writes a file of its own, and the last one takes the name.
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with open(handle, "wb") as file:
                file.write(hashlib.sha256(body).digest() + body)
            os.replace(name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            raise
        for other in folder.glob(f"{look}-{quality}-*.vp8"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError as error:
        logger.info("pictures not kept kind=%s", type(error).__name__)


def _path(look: str, quality: str, folder: Path) -> Path:
    return folder / f"{look}-{quality}-{_drawn_by()}.vp8"


@functools.cache
def _drawn_by() -> str:
    """A name for the drawings and their encoder as they are now."""
    whole = hashlib.sha256(av.__version__.encode())
    for source in sorted(_SOURCES.glob("*.py")):
        whole.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return whole.hexdigest()[:16]
