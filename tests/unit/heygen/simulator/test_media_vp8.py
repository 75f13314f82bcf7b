"""The repeat frame, judged by two decoders: after 25 of them the picture is equal to the last pixel."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.frame import PictureType

from heygen.simulator.media.picture.vp8 import repeat_frame

Picture = npt.NDArray[np.uint8]


def key_frame(width: int, height: int, seed: int) -> bytes:
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.bit_rate = Fraction(1, 25), 4_000_000
    blocks = np.random.default_rng(seed).integers(0, 255, (height // 8 + 1, width // 8 + 1, 3))
    picture = np.kron(blocks, np.ones((8, 8, 1))).astype(np.uint8)[:height, :width]
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24").reformat(format="yuv420p")
    frame.pict_type = PictureType.I
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def decoded(packets: list[bytes], decoder: str) -> list[Picture]:
    context = av.CodecContext.create(decoder, "r")
    assert isinstance(context, av.VideoCodecContext)
    frames = [frame for packet in packets for frame in context.decode(av.Packet(packet))]
    return [cast(Picture, frame.to_ndarray()) for frame in frames]


@pytest.mark.parametrize("decoder", ["vp8", "libvpx"])
@pytest.mark.parametrize("size", [(854, 480), (640, 360), (1280, 720), (16, 16), (18, 34)])
def test_repeats_leave_every_pixel_as_it_was(size: tuple[int, int], decoder: str) -> None:
    first, second = key_frame(*size, seed=1), key_frame(*size, seed=2)
    repeats = [repeat_frame(*size)] * 25
    frames = decoded([first, *repeats, second, *repeats], decoder)
    assert len(frames) == 52
    assert all(np.array_equal(frame, frames[0]) for frame in frames[:26])
    assert all(np.array_equal(frame, frames[26]) for frame in frames[26:])
    assert not np.array_equal(frames[0], frames[26])


def test_a_repeat_fits_into_one_small_packet() -> None:
    assert len(repeat_frame(854, 480)) < 64
    assert len(repeat_frame(1280, 720)) < 128


@pytest.mark.parametrize("size", [(0, 480), (854, 0), (16_384, 480)])
def test_sizes_that_vp8_cannot_carry_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="1 to 16383"):
        repeat_frame(*size)
