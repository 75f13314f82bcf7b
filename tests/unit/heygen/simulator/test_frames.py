"""The protobuf frames of the chat socket, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen.simulator.streaming.frames import Audio, Text, audio_frame, parse, text_frame


def test_a_typed_line_as_the_browser_sdk_writes_it() -> None:
    # Field 1 of the frame, 7 bytes long: field 3 of the text, 5 bytes long.
    assert parse(b"\x0a\x07\x1a\x05Hello") == Text("Hello")
    assert text_frame("Hello") == b"\x0a\x07\x1a\x05Hello"


def test_sound_as_the_browser_sdk_writes_it() -> None:
    # Field 2 of the frame, 10 bytes long: field 3 the samples, field 4 the rate (16000 as a varint), field 5 channels.
    raw = b"\x12\x0b\x1a\x04\x01\x00\x02\x00\x20\x80\x7d\x28\x01"
    assert parse(raw) == Audio(b"\x01\x00\x02\x00", 16_000, 1)
    assert audio_frame(b"\x01\x00\x02\x00", rate=16_000) == raw


def test_sound_that_says_nothing_of_its_rate_is_the_usual() -> None:
    assert parse(b"\x12\x04\x1a\x02\x01\x00") == Audio(b"\x01\x00", 16_000, 1)


def test_names_ids_and_unknown_fields_are_passed_over() -> None:
    # id 7, name "n", text "Hi", and a field 15 that nobody knows.
    assert parse(b"\x0a\x0b\x08\x07\x12\x01n\x1a\x02Hi\x78\x01") == Text("Hi")


@pytest.mark.parametrize("raw", [b"", b"\x1a\x04\x1a\x02Hi", b"\x78\x01"], ids=["empty", "transcription", "unknown"])
def test_frames_that_no_client_sends(raw: bytes) -> None:
    assert parse(raw) is None


@pytest.mark.parametrize("raw", [b"\xff", b"\x0a\x09\x1a", b"Hello"])
def test_rubbish(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a frame"):
        parse(raw)


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert parse(text_frame(text)) == Text(text)


@given(st.binary(max_size=2048), st.sampled_from([16_000, 24_000, 48_000]), st.integers(1, 2))
def test_every_sound_comes_back(pcm: bytes, rate: int, channels: int) -> None:
    assert parse(audio_frame(pcm, rate=rate, channels=channels)) == Audio(pcm, rate, channels)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_refused(raw: bytes) -> None:
    try:
        found = parse(raw)
    except ValueError:
        return
    assert found is None or isinstance(found, (Text, Audio))
