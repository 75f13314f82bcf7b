"""When a guest begins and ends to speak, with real speech, and what is made of it."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from fractions import Fraction

import numpy as np
import pytest
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from heygen.simulator.previews import wav_of
from heygen.simulator.talk.ears import FRAME_BYTES, RATE, Ears, ScriptedWords, Turn, VoiceActivity
from heygen.simulator.talk.script import child_lines

FRAME_S = 0.02


@pytest.fixture(scope="module")
def speech() -> bytes:
    """Two seconds of speech, 16 kHz mono."""
    wav = wav_of(EspeakVoice().speak("Hello Santa, I would like a train.", style_for("elf")), rate=RATE)
    with wave.open(io.BytesIO(wav)) as file:
        return bytes(file.readframes(file.getnframes()))


def quiet(seconds: float) -> bytes:
    """Silence."""
    return bytes(round(seconds * RATE) * 2)


def noise(seconds: float, loudness: float) -> bytes:
    """Hiss, always the same."""
    samples = np.random.default_rng(7).normal(0, loudness * 32_767, round(seconds * RATE))
    return samples.astype("<i2").tobytes()


def edges(pcm: bytes) -> list[tuple[Turn, float]]:
    """What voice activity finds, with the second at which it says so."""
    activity = VoiceActivity()
    found = [
        (activity.feed(pcm[at : at + FRAME_BYTES]), (at // FRAME_BYTES + 1) * FRAME_S)
        for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    ]
    return [(edge, second) for edge, second in found if edge is not None]


def test_speech_between_silences(speech: bytes) -> None:
    (first, began), (last, ended) = edges(quiet(1) + speech + quiet(2))
    assert (first, last) == (Turn.STARTED, Turn.STOPPED)
    assert 1 < began < 1.5
    assert ended == pytest.approx(1 + len(speech) / 2 / RATE + 0.7, abs=0.3)


@pytest.mark.parametrize("pcm", [quiet(3), noise(3, 0.001)], ids=["silence", "hiss"])
def test_no_speech(pcm: bytes) -> None:
    assert edges(pcm) == []


def test_two_turns_are_two(speech: bytes) -> None:
    found = [edge for edge, _ in edges(speech + quiet(1.5) + speech + quiet(1.5))]
    assert found == [Turn.STARTED, Turn.STOPPED] * 2


def test_a_breath_does_not_end_a_turn(speech: bytes) -> None:
    found = [edge for edge, _ in edges(speech + quiet(0.4) + speech + quiet(1.5))]
    assert found == [Turn.STARTED, Turn.STOPPED]


def test_nobody_speaks_for_more_than_half_a_minute(speech: bytes) -> None:
    found = edges(speech * 25)
    assert [edge for edge, _ in found[:2]] == [Turn.STARTED, Turn.STOPPED]
    assert found[1][1] - found[0][1] == pytest.approx(30, abs=FRAME_S)


class Heard:
    """Ears and what they report. `words` gives what the next turns were understood as."""

    def __init__(self) -> None:
        self.log: list[tuple[str, ...]] = []
        self.open = True
        self.sounds: list[bytes] = []
        self.answers = ["Hello", "Bye"]
        self.hold: asyncio.Event | None = None
        self.ears = Ears(
            words=self,
            started=lambda turn: self.log.append(("started", turn)),
            stopped=lambda turn: self.log.append(("stopped", turn)),
            understood=lambda turn, text: self.log.append(("understood", turn, text)),
            is_open=lambda: self.open,
        )

    async def hear(self, pcm: bytes) -> str:
        """The next answer, when it may."""
        self.sounds.append(pcm)
        answer = self.answers.pop(0)
        if self.hold is not None:
            await self.hold.wait()
        return answer

    async def settle(self) -> list[str]:
        """Lets everything be understood; the kinds of report so far."""
        while pending := self.ears._tasks:
            await asyncio.gather(*pending)
            await asyncio.sleep(0)
        return [entry[0] for entry in self.log]


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    """Open ears."""
    heard = Heard()
    yield heard
    await heard.ears.close()


@pytest.mark.parametrize("size", [1, 640, 1024, 10**9])
async def test_pieces_of_any_size(heard: Heard, speech: bytes, size: int) -> None:
    pcm = (speech + quiet(1)) if size > 1 else (speech[: RATE * 2] + quiet(1))
    for at in range(0, len(pcm), size):
        heard.ears.feed(pcm[at : at + size])
    assert await heard.settle() == ["started", "stopped", "understood"]
    assert len({entry[1] for entry in heard.log}) == 1
    assert heard.log[-1][2] == "Hello"
    # What was said is kept from its very beginning, and belongs to the speech.
    assert heard.sounds[0][:FRAME_BYTES] in pcm
    assert len(heard.sounds[0]) > RATE


async def test_words_belong_to_their_own_turn(heard: Heard, speech: bytes) -> None:
    heard.hold = asyncio.Event()
    heard.ears.feed(speech + quiet(1))
    heard.ears.feed(speech)
    heard.hold.set()
    await heard.settle()
    turns = [entry[1] for entry in heard.log if entry[0] == "started"]
    assert len(set(turns)) == 2
    assert [entry for entry in heard.log if entry[0] == "understood"] == [("understood", turns[0], "Hello")]


async def test_a_slow_first_turn_is_understood_before_the_second(speech: bytes) -> None:
    slow = asyncio.Event()
    log: list[str] = []

    class SlowFirst:
        async def hear(self, pcm: bytes) -> str:
            """The first turn takes until it is let go; the second lets it go when it has been heard itself."""
            if not sounds:
                sounds.append("first")
                await slow.wait()
                return "one"
            sounds.append("second")
            asyncio.get_running_loop().call_soon(slow.set)
            return "two"

    sounds: list[str] = []
    ears = Ears(
        words=SlowFirst(),
        started=lambda _: None,
        stopped=lambda _: None,
        understood=lambda _, text: log.append(text),
        is_open=lambda: True,
    )
    ears.feed(speech + quiet(1))
    ears.feed(speech + quiet(1))
    async with asyncio.timeout(5):
        while ears._tasks:
            await asyncio.gather(*ears._tasks)
            await asyncio.sleep(0)
    assert (sounds, log) == (["first", "second"], ["one", "two"])


async def test_a_turn_that_cannot_be_understood_holds_up_no_other(heard: Heard, speech: bytes) -> None:
    heard.answers = []
    heard.ears.feed(speech + quiet(1))
    await heard.settle()
    heard.answers = ["Bye"]
    heard.ears.feed(speech + quiet(1))
    assert await heard.settle() == ["started", "stopped", "started", "stopped", "understood"]


async def test_a_closed_microphone_hears_nothing(heard: Heard, speech: bytes) -> None:
    heard.open = False
    heard.ears.feed(speech + quiet(1))
    assert await heard.settle() == []


async def test_closing_it_while_speaking_ends_the_turn(heard: Heard, speech: bytes) -> None:
    heard.ears.feed(speech)
    heard.open = False
    heard.ears.finish()
    heard.ears.finish()
    heard.ears.feed(quiet(2))
    assert await heard.settle() == ["started", "stopped", "understood"]


async def test_what_is_not_understood_is_not_reported(heard: Heard, speech: bytes) -> None:
    heard.answers = [""]
    heard.ears.feed(speech + quiet(1))
    assert await heard.settle() == ["started", "stopped"]


async def test_closed_ears_forget_what_they_were_about_to_understand(heard: Heard, speech: bytes) -> None:
    heard.hold = asyncio.Event()
    heard.ears.feed(speech + quiet(1))
    await asyncio.sleep(0)
    await heard.ears.close()
    assert await heard.settle() == ["started", "stopped"]


class Recording(MediaStreamTrack):
    """A microphone that plays 48 kHz stereo, and ends."""

    kind = "audio"

    def __init__(self, pcm: bytes) -> None:
        super().__init__()
        mono = np.frombuffer(pcm, dtype="<i2")
        self._samples = np.repeat(np.repeat(mono, 3), 2)
        self._at = 0

    async def recv(self) -> AudioFrame:
        """The next 20 ms. Raises MediaStreamError at the end."""
        part = self._samples[self._at : self._at + 1920]
        if len(part) < 1920:
            raise MediaStreamError
        self._at += 1920
        frame = AudioFrame.from_ndarray(part.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, self._at // 2, Fraction(1, 48_000)
        return frame


async def test_a_track_is_followed_and_its_end_ends_the_turn(heard: Heard, speech: bytes) -> None:
    with pytest.raises(MediaStreamError):
        await heard.ears.follow(Recording(quiet(0.5) + speech))
    assert await heard.settle() == ["started", "stopped", "understood"]


async def test_ears_are_over_when_the_track_has_ended_and_all_is_understood(heard: Heard, speech: bytes) -> None:
    heard.hold = asyncio.Event()
    assert not heard.ears.over
    with pytest.raises(MediaStreamError):
        await heard.ears.follow(Recording(speech))
    await asyncio.sleep(0)
    assert not heard.ears.over
    heard.hold.set()
    await heard.settle()
    assert heard.ears.over


async def test_the_scripted_child_says_its_lines() -> None:
    words = ScriptedWords()
    assert [await words.hear(b"") for _ in range(3)] == [child_lines(turn) for turn in range(3)]
