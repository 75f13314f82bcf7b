"""Speech: words, mouths, packets, and the warm voice itself."""

from __future__ import annotations

import sys
import threading
from itertools import pairwise

import av
import numpy as np
import pytest

from heygen.simulator.media.errors import VoiceError
from heygen.simulator.media.picture.face import Mouth
from heygen.simulator.media.speech import espeak, sound
from heygen.simulator.media.speech.phonemes import mouth_movements
from heygen.simulator.media.speech.speech import STYLES, EspeakVoice, Speech, VoiceStyle, split_sentences, style_for

LINE = "Ho ho ho! “Café” — I am 42 years old; Mr. Frost, it's the North-Pole, you see."


@pytest.fixture(scope="module")
def speech() -> Speech:
    return EspeakVoice().speak(LINE, STYLES["santa"])


def loudness(packets: list[bytes]) -> list[float]:
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.format, decoder.layout, decoder.sample_rate = "s16", "mono", sound.SAMPLE_RATE
    frames = [frame.to_ndarray() for packet in packets for frame in decoder.decode(av.Packet(packet))]
    return [float(np.sqrt(np.mean(frame.astype(float) ** 2))) for frame in frames]


def test_words_cover_the_text_in_order_with_their_punctuation(speech: Speech) -> None:
    assert " ".join(word.text for word in speech.words) == LINE
    assert all(word.start <= word.end for word in speech.words)
    assert all(first.end == second.start for first, second in pairwise(speech.words))
    assert speech.words[0].start == 0
    assert speech.words[-1].end == speech.duration


def test_packets_are_as_long_as_the_sound(speech: Speech) -> None:
    assert 4 < speech.duration < 10
    assert len(speech.packets) == -(-round(speech.duration * 48_000) // 960)
    assert max(map(len, speech.packets)) < 400


def test_the_voice_is_heard_and_never_clips(speech: Speech) -> None:
    levels = loudness(list(speech.packets))
    assert 1_500 < float(np.mean([level for level in levels if level > 100])) < 8_000
    assert max(levels) < 20_000


def test_silence_is_silent_at_once_after_speech(speech: Speech) -> None:
    loudest = max(range(5, len(speech.packets)), key=lambda index: len(speech.packets[index]))
    levels = loudness([*speech.packets[:loudest], sound.silence(), *[sound.silence()] * 5])
    assert max(levels[loudest + 1 :]) < 20
    assert len(sound.silence()) <= 10


def test_mouths_move_with_the_sounds_and_come_to_rest(speech: Speech) -> None:
    times = [at for at, _ in speech.mouths]
    shapes = {mouth for _, mouth in speech.mouths}
    assert times == sorted(times)
    assert speech.mouths[0] == (0.0, Mouth.SMILE)
    assert speech.mouths[-1][1] is Mouth.SMILE
    assert {Mouth.ROUND, Mouth.SMALL, Mouth.TEETH, Mouth.WIDE, Mouth.PURSED} <= shapes


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("mama", Mouth.CLOSED),
        ("five", Mouth.TEETH),
        ("lullaby", Mouth.TONGUE),
        ("cheese", Mouth.WIDE),
        ("ah", Mouth.OPEN),
    ],
)
def test_a_word_shows_the_shape_it_is_known_for(word: str, shape: Mouth) -> None:
    assert shape in {mouth for _, mouth in EspeakVoice().speak(word, STYLES["elf"]).mouths}


def test_diphthongs_glide_and_pauses_rest() -> None:
    assert mouth_movements([(0.1, "h"), (0.2, "ˈoʊ"), (0.5, "")], 0.9) == (
        (0.0, Mouth.SMILE),
        (0.1, Mouth.SMALL),
        (0.2, Mouth.ROUND),
        (0.35, Mouth.PURSED),
        (0.5, Mouth.SMILE),
    )


def test_pressed_lips_are_never_skipped() -> None:
    moves = mouth_movements([(0.1, "a"), (0.11, "m"), (0.12, "i")], 0.5)
    assert moves == ((0.0, Mouth.SMILE), (0.1, Mouth.CLOSED), (0.5, Mouth.SMILE))


@pytest.mark.parametrize("text", ["", "   ", "…"])
def test_nothing_to_say_is_a_speech_without_sound(text: str) -> None:
    speech = EspeakVoice().speak(text, STYLES["santa"])
    assert (speech.packets, speech.duration) == ((), 0)
    assert [word.text for word in speech.words] == text.split()


def test_looks_have_voices_of_their_own_and_others_speak_like_santa() -> None:
    packets = {EspeakVoice().speak("Hello there.", style).packets for style in STYLES.values()}
    assert len(packets) == len(STYLES) == 3
    assert style_for("unknown") is STYLES["santa"]


def test_many_threads_get_the_words_of_their_own_text() -> None:
    texts = [f"Number {number} is calling." for number in range(6)]
    heard: dict[str, Speech] = {}
    threads = [
        threading.Thread(target=lambda line=text: heard.update({line: EspeakVoice().speak(line, STYLES["elf"])}))
        for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for text in texts:
        alone = EspeakVoice().speak(text, STYLES["elf"])
        assert [word.text for word in heard[text].words] == text.split()
        # espeak-ng breathes with random noise, so two readings agree in time but not in every sample.
        assert heard[text].duration == pytest.approx(alone.duration, abs=0.05)


def test_an_unknown_voice_is_refused_with_advice() -> None:
    with pytest.raises(VoiceError, match="en-us"):
        EspeakVoice().speak("Hello", VoiceStyle("no-such-voice", 50, 50, 150))


def test_a_missing_library_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(VoiceError, match="pip install espeakng-loader"):
        espeak._library.__wrapped__()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello. How are you?", ["Hello.", "How are you?"]),
        (
            "I met Mrs. Claus! She said “hello.” Yes…  3.5 kg.",
            ["I met Mrs. Claus!", "She said “hello.”", "Yes…", "3.5 kg."],
        ),
        ("Ho ho", ["Ho ho"]),
        ("  Hi! Not yet ", ["Hi!", "Not yet "]),
        ("   ", []),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_a_growing_text_can_be_cut_again_and_again() -> None:
    pending, whole = "", []
    for piece in ("Hel", "lo ", "Mia. ", "How are", " you? ", "Good"):
        *done, pending = split_sentences(pending + piece)
        whole += done
    assert [*whole, pending] == ["Hello Mia.", "How are you?", "Good"]
