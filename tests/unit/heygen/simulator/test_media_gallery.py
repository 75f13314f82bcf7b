"""Drawn sets on disk: a set comes back as it was kept, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from heygen.simulator.media.picture import gallery
from heygen.simulator.media.picture.face import Eyes, Mood, Mouth
from heygen.simulator.media.picture.gallery import keep, kept
from heygen.simulator.media.picture.sprite import Sprite

SET = [(Sprite(Mood.NORMAL, Eyes.OPEN, mouth, 0), mouth.name.encode() * 50) for mouth in Mouth]


def test_a_set_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    assert kept("santa", "medium", tmp_path) is None
    keep("santa", "medium", SET, tmp_path)
    assert list(kept("santa", "medium", tmp_path) or ()) == SET
    assert kept("santa", "high", tmp_path) is None
    assert kept("elf", "medium", tmp_path) is None
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("length", [0, 10, 40, -1])
def test_a_file_cut_short_is_no_set(tmp_path: Path, length: int) -> None:
    keep("santa", "medium", SET, tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:length])
    assert kept("santa", "medium", tmp_path) is None


def test_other_drawings_are_not_taken_for_these_and_go_when_these_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("santa", "medium", SET, tmp_path)
    keep("santa", "high", SET, tmp_path)
    monkeypatch.setattr(gallery, "_drawn_by", lambda: "later")
    assert kept("santa", "medium", tmp_path) is None
    keep("santa", "medium", SET, tmp_path)
    assert [path.name for path in tmp_path.glob("santa-medium-*")] == ["santa-medium-later.vp8"]
    assert len(list(tmp_path.glob("santa-high-*"))) == 1


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    keep("santa", "medium", SET, in_the_way / "folder")
    assert kept("santa", "medium", in_the_way / "folder") is None
