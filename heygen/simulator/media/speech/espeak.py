"""The espeak-ng library through ctypes: text in, samples and timed events out.

The library keeps one global state and is not safe in several threads, so that all of its use happens under one lock.
espeak-ng is under the GPL, version 3; it is loaded when present and no part of this project.
"""

from __future__ import annotations

import ctypes
import functools
import threading
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from heygen.simulator.media.errors import VoiceError

__all__ = ["SAMPLE_RATE", "Utterance", "synthesise"]

SAMPLE_RATE = 22_050
"""Samples per second of espeak-ng's own voices."""

# Values of speak_lib.h, espeak-ng 1.52.
_SYNCHRONOUS = 2
_PHONEME_EVENTS_AS_IPA = 1 | 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_POSITION_IN_CHARACTERS = 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_FULL_VOLUME = 100
_INSTALL = "Run: pip install espeakng-loader"

_LOCK = threading.Lock()


class _Event(IntEnum):
    END_OF_LIST = 0
    WORD = 1
    PHONEME = 7


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _EventRecord(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_EventRecord))


@dataclass(frozen=True)
class Utterance:
    """Sound and timing of one text; times are in samples from its start."""

    samples: npt.NDArray[np.int16]
    words: tuple[tuple[int, int], ...]
    """(sample, index of the word's first character in the text)"""
    phonemes: tuple[tuple[int, str], ...]
    """(sample, IPA letters; empty for a pause)"""


def synthesise(text: str, *, voice: str, pitch: int, intonation: int, words_per_minute: int) -> Utterance:
    """Speaks a text into memory. `pitch` and `intonation` run from 0 to 100.

    Raises VoiceError when the library is missing or does not know the voice.
    """
    with _LOCK:
        library = _library()
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise VoiceError(f"espeak-ng has no voice {voice!r}. Try 'en-us', or 'en-us+m3' for a variant.")
        for parameter, value in (
            (_RATE, words_per_minute),
            (_VOLUME, _FULL_VOLUME),
            (_PITCH, pitch),
            (_RANGE, intonation),
        ):
            library.espeak_SetParameter(parameter, value, 0)
        recorder = _Recorder()
        library.espeak_SetSynthCallback(recorder.callback)
        data = text.encode()
        status = library.espeak_Synth(data, len(data) + 1, 0, _POSITION_IN_CHARACTERS, 0, _UTF8, None, None)
        if status != 0:
            raise VoiceError(f"espeak-ng could not speak (status {status}). {_INSTALL}, then restart.")
        return recorder.utterance()


class _Recorder:
    """Collects what the library hands out while it speaks."""

    def __init__(self) -> None:
        self.callback = _Callback(self._receive)
        self._chunks: list[npt.NDArray[np.int16]] = []
        self._words: list[tuple[int, int]] = []
        self._phonemes: list[tuple[int, str]] = []

    def utterance(self) -> Utterance:
        silence: npt.NDArray[np.int16] = np.zeros(0, dtype=np.int16)
        return Utterance(np.concatenate([silence, *self._chunks]), tuple(self._words), tuple(self._phonemes))

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            self._chunks.append(np.ctypeslib.as_array(wave, shape=(count,)).copy())
        index = 0
        while (event := events[index]).type != _Event.END_OF_LIST:
            if event.type == _Event.WORD:
                self._words.append((event.sample, event.text_position - 1))
            elif event.type == _Event.PHONEME:
                self._phonemes.append((event.sample, event.id.string.decode("utf-8", "ignore")))
            index += 1
        return 0


@functools.cache
def _library() -> ctypes.CDLL:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path()
    except (ImportError, OSError) as error:
        raise VoiceError(f"The simulated voice needs espeak-ng, which could not be loaded. {_INSTALL}") from error
    library.espeak_Synth.argtypes = (
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    )
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _PHONEME_EVENTS_AS_IPA | _DO_NOT_EXIT)
    if rate != SAMPLE_RATE:
        raise VoiceError(f"espeak-ng did not start (answer {rate}). {_INSTALL}, then restart.")
    return library
