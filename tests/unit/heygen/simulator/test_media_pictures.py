"""Drawings, the compositor and the sprite sets."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest

from heygen.simulator.media.errors import PictureError
from heygen.simulator.media.picture import sprites as sprites_module
from heygen.simulator.media.picture.compositor import Compositor, Expression
from heygen.simulator.media.picture.face import Eyes, Mood, Mouth
from heygen.simulator.media.picture.looks import LOOKS, look_named, still_svg
from heygen.simulator.media.picture.sprite import Sprite, read_sprites, write_sprite
from heygen.simulator.media.picture.sprites import PHASES, SIZES, SpriteSet, build_sprites, sprites_for

SMALL = (320, 180)
REST = Expression(Eyes.OPEN, Mouth.SMILE)


@pytest.mark.parametrize("look", LOOKS)
def test_a_still_is_one_svg_whose_every_reference_has_its_definition(look: str) -> None:
    document = still_svg(look)
    tree = ElementTree.fromstring(document)
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    used = {part.split(")")[0] for part in document.split("url(#")[1:]}
    assert tree.get("viewBox") == "0.000 0.000 1280.000 720.000"
    assert len(names) == len(set(names))
    assert used <= set(names)


def test_an_unknown_look_is_santa() -> None:
    assert look_named("Anna_public_3_20240108") is LOOKS["santa"]
    assert sprites_for("somebody else", "low") is sprites_for("santa", "low")


def test_every_mouth_and_every_look_of_the_eyes_differs_from_rest() -> None:
    expressions = [
        *(Expression(Eyes.OPEN, mouth) for mouth in Mouth),
        *(Expression(eyes, Mouth.SMILE) for eyes in Eyes),
    ]
    drawn = dict(Compositor(look_named("santa"), SMALL).pictures(0.0, Mood.NORMAL, dict.fromkeys(expressions)))
    assert len({picture.tobytes() for picture in drawn.values()}) == len(drawn) == 12


def test_a_mouth_changes_the_face_and_nothing_else() -> None:
    drawn = dict(
        Compositor(look_named("santa"), SMALL).pictures(0.0, Mood.NORMAL, [REST, Expression(Eyes.OPEN, Mouth.OPEN)])
    )
    quiet, speaking = drawn.values()
    rows, columns = np.nonzero(quiet[: SMALL[1]] != speaking[: SMALL[1]])
    assert 80 < rows.min() < rows.max() < 150
    assert 115 < columns.min() < columns.max() < 205


def test_the_idle_loop_moves_the_fire_and_closes_without_a_jump() -> None:
    compositor = Compositor(look_named("elf"), SMALL)
    still, later, again = (next(iter(compositor.pictures(turn, Mood.NORMAL, [REST])))[1] for turn in (0.0, 0.25, 1.0))
    fire = np.s_[100:175, 5:70]
    assert np.abs(still[fire].astype(int) - later[fire]).mean() > 1
    assert np.abs(still.astype(int) - again).max() <= 2


@pytest.fixture(scope="module")
def low() -> SpriteSet:
    sprites = sprites_for("santa", "low")
    sprites.wait_complete()
    return sprites


def test_each_sprite_is_a_key_frame_that_stands_alone(low: SpriteSet) -> None:
    for sprite in (Sprite(Mood.NORMAL, Eyes.OPEN, Mouth.OPEN, 0), Sprite(Mood.LISTENING, Eyes.CLOSED, Mouth.SMILE, 15)):
        decoder = av.CodecContext.create("vp8", "r")
        assert isinstance(decoder, av.VideoCodecContext)
        frames = decoder.decode(av.Packet(low.packet(sprite)))
        assert [(frame.key_frame, frame.width, frame.height) for frame in frames] == [(True, *SIZES["low"])]


def test_a_set_stays_small(low: SpriteSet) -> None:
    assert low.complete
    assert low.weight < 15_000_000
    assert 4_000 < low.weight / len(low) < 14_000


def test_what_was_not_built_is_stood_in_for_by_the_nearest(low: SpriteSet) -> None:
    def packet(mood: Mood, eyes: Eyes, mouth: Mouth, phase: int) -> bytes:
        return low.packet(Sprite(mood, eyes, mouth, phase))

    blinking = packet(Mood.NORMAL, Eyes.CLOSED, Mouth.ROUND, 3)
    assert blinking == packet(Mood.NORMAL, Eyes.CLOSED, Mouth.OPEN, 3)
    assert packet(Mood.TURNING, Eyes.OPEN, Mouth.SMILE, PHASES - 1) == packet(Mood.TURNING, Eyes.OPEN, Mouth.SMILE, 0)
    assert packet(Mood.LISTENING, Eyes.OPEN, Mouth.OPEN, 2) == packet(Mood.NORMAL, Eyes.OPEN, Mouth.OPEN, 2)


def test_a_half_built_set_answers_and_later_answers_better() -> None:
    sprites = SpriteSet(SMALL)
    wanted = Sprite(Mood.NORMAL, Eyes.OPEN, Mouth.WIDE, 4)
    sprites.add(Sprite(Mood.NORMAL, Eyes.OPEN, Mouth.SMILE, 0), b"rest")
    assert sprites.usable
    assert sprites.packet(wanted) == b"rest"
    sprites.add(Sprite(Mood.NORMAL, Eyes.OPEN, Mouth.WIDE, 0), b"wide")
    assert sprites.packet(wanted) == b"wide"
    sprites.add(wanted, b"exact")
    sprites.finish()
    assert sprites.packet(wanted) == b"exact"


def test_a_set_that_could_not_be_drawn_says_so() -> None:
    sprites = SpriteSet(SMALL)
    sprites.finish(PictureError("no pictures"))
    with pytest.raises(PictureError, match="no pictures"):
        sprites.packet(Sprite(Mood.NORMAL, Eyes.OPEN, Mouth.SMILE, 0))


def test_waiting_for_nothing_ends_with_advice() -> None:
    with pytest.raises(PictureError, match="overloaded"):
        SpriteSet(SMALL).wait_usable(timeout=0)


def test_an_unknown_quality_is_refused_with_the_choices() -> None:
    with pytest.raises(PictureError, match="high, medium, low"):
        build_sprites("santa", "ultra")


def test_a_stream_of_sprites_is_read_as_written_and_a_torn_end_is_left_out() -> None:
    written = [(Sprite(mood, Eyes.OPEN, Mouth.SMILE, phase), bytes([phase]) * 3) for phase, mood in enumerate(Mood)]
    stream = BytesIO()
    for sprite, packet in written:
        write_sprite(stream, sprite, packet)
    assert list(read_sprites(BytesIO(stream.getvalue()))) == written
    for torn in range(1, 11):
        assert list(read_sprites(BytesIO(stream.getvalue()[:-torn]))) == written[:-1]


def test_a_painter_that_cannot_start_is_an_error_with_advice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(PictureError, match="did not start"):
        build_sprites("santa", "low", tmp_path).wait_usable()
    assert list(tmp_path.iterdir()) == []


def test_a_set_that_was_drawn_once_needs_no_painter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drawn = build_sprites("elf", "low", tmp_path)
    drawn.wait_complete()
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    again = build_sprites("elf", "low", tmp_path)
    again.wait_complete()
    assert again.packets() == drawn.packets()


def test_a_set_that_failed_is_drawn_anew_for_the_next_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sprites_module, "_SHARED", {})
    real = subprocess.Popen

    def no_memory(*_: object, **__: object) -> object:
        raise OSError("cannot allocate")

    monkeypatch.setattr(subprocess, "Popen", no_memory)
    failed = sprites_for("elf", "low", tmp_path)
    with pytest.raises(PictureError, match="memory"):
        failed.wait_usable()
    monkeypatch.setattr(subprocess, "Popen", real)
    found = sprites_for("elf", "low", tmp_path)
    assert found is not failed
    found.wait_usable(60)
    assert sprites_for("elf", "low", tmp_path) is found
