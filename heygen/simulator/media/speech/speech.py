"""A text as speech: packets to send, words to caption, mouth shapes to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

import numpy as np

from heygen.simulator.media.picture.face import Mouth
from heygen.simulator.media.speech import espeak, sound
from heygen.simulator.media.speech.phonemes import mouth_movements

__all__ = ["STYLES", "EspeakVoice", "Speech", "Voice", "VoiceStyle", "Word", "split_sentences", "style_for"]

_FULL_SCALE = 32_768.0
_SENTENCE_END = re.compile(r"""(?<=[.!?…])["”’')\]]*\s+(?=\S)""")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:Mrs?|Ms|Dr|St|vs|etc|e\.g|i\.e)\.$")


class Word(NamedTuple):
    """One word as written, with its punctuation; start and end in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Speech:
    """One spoken text. Words joined by single spaces give the text with its white space evened out."""

    text: str
    packets: tuple[bytes, ...]
    """Opus, mono, 20 ms each."""
    words: tuple[Word, ...]
    mouths: tuple[tuple[float, Mouth], ...]
    """(second, shape from then on)"""
    duration: float
    """Seconds of sound."""


@dataclass(frozen=True)
class VoiceStyle:
    """How a voice sounds."""

    voice: str
    """espeak-ng's name, with a variant after the plus sign."""
    pitch: int
    """0 to 100."""
    intonation: int
    """0 (monotonous) to 100."""
    words_per_minute: int
    size: float = 1.0
    """How large the speaker's head sounds; 1 is the voice as it is."""
    warmth: float = 0.4
    """0 to 1."""


STYLES = MappingProxyType(
    {
        "santa": VoiceStyle("en-us+m3", 24, 62, 150, size=1.12, warmth=1.0),
        "mrs_claus": VoiceStyle("en-us+f2", 46, 60, 152, size=1.0, warmth=0.7),
        "elf": VoiceStyle("en-us+f5", 66, 72, 158, size=0.92, warmth=0.35),
    }
)


class Voice(Protocol):
    """Anything that can speak a sentence."""

    def speak(self, text: str, style: VoiceStyle) -> Speech:
        """Blocks while it synthesises. Raises VoiceError when it cannot."""
        ...


class EspeakVoice:
    """The built-in voice. May be called from any thread; sentences are made one after the other."""

    def speak(self, text: str, style: VoiceStyle) -> Speech:
        """The text as speech, about a hundred times faster than it is spoken. Raises VoiceError with advice."""
        raw = espeak.synthesise(
            text,
            voice=style.voice,
            pitch=style.pitch,
            intonation=style.intonation,
            words_per_minute=round(style.words_per_minute * style.size),
        )
        rate = espeak.SAMPLE_RATE / style.size
        samples = sound.trimmed(sound.tone(raw.samples / _FULL_SCALE, rate, warmth=style.warmth))
        duration = len(samples) / sound.SAMPLE_RATE
        phonemes = [(min(at / rate, duration), letters) for at, letters in raw.phonemes]
        return Speech(
            text=text,
            packets=sound.encode(samples) if np.any(samples) else (),
            words=_words(text, [(at / rate, place) for at, place in raw.words], duration),
            mouths=mouth_movements(phonemes, duration),
            duration=duration,
        )


def style_for(name: str) -> VoiceStyle:
    """The style of that name; any other name speaks like Santa."""
    return STYLES.get(name, STYLES["santa"])


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, without the white space between them.

    The last piece keeps its trailing white space, so that a text that is still growing can be split again later.
    """
    pieces: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        piece = text[start : match.end()].strip()
        if not _ABBREVIATION.search(piece):
            pieces.append(piece)
            start = match.end()
    rest = text[start:].lstrip()
    return [*pieces, rest] if rest else pieces


def _words(text: str, heard: Sequence[tuple[float, int]], duration: float) -> tuple[Word, ...]:
    tokens = list(re.finditer(r"\S+", text))
    known: list[float | None] = []
    for index, token in enumerate(tokens):
        limit = tokens[index + 1].start() if index + 1 < len(tokens) else len(text) + 1
        times = [at for at, place in heard if token.start() <= place < limit]
        known.append(min(times) if times else None)
    starts: list[float] = []
    for index, token in enumerate(tokens):
        earliest = starts[-1] if starts else 0.0
        start = known[index]
        if start is None:
            start = _unheard(index, earliest, token.group(), known, duration)
        starts.append(min(duration, max(earliest, start)))
    ends = [*starts, duration][1:]
    return tuple(Word(token.group(), start, end) for token, start, end in zip(tokens, starts, ends, strict=True))


def _unheard(index: int, earliest: float, word: str, known: Sequence[float | None], duration: float) -> float:
    """A word that was run together with its neighbours lies between them; a lone dash comes with the next word."""
    ahead = [(step, at) for step, at in enumerate(known[index:]) if at is not None]
    step, following = ahead[0] if ahead else (len(known) - index, duration)
    if index == 0:
        return 0.0
    if not any(letter.isalnum() for letter in word):
        return following
    return earliest + (following - earliest) / (step + 1)
