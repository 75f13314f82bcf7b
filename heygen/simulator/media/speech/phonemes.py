"""From the sounds of speech to mouth shapes."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from heygen.simulator.media.picture.face import Mouth

__all__ = ["MOUTH_OF", "mouth_movements"]

_SOUNDS = {
    Mouth.CLOSED: "mbp",
    Mouth.TEETH: "fvʋ",
    Mouth.TONGUE: "lɫθð",
    Mouth.SMALL: "tdnskgɡzhjxɾŋɲʔçəɐɚᵻɨ",
    Mouth.PURSED: "wuʊyʃʒɹrʍ",
    Mouth.ROUND: "oɔɒøœ",
    Mouth.OPEN: "aɑæʌ",
    Mouth.WIDE: "iɪeɛɜɝ",
}
MOUTH_OF = MappingProxyType({sound: mouth for mouth, sounds in _SOUNDS.items() for sound in sounds})
"""Mouth shape of each letter of the International Phonetic Alphabet that the voice uses."""

# A shape shorter than one video frame would be skipped by chance; the first of two such shapes wins.
_SHORTEST_S = 0.04


def mouth_movements(phonemes: Sequence[tuple[float, str]], end: float) -> tuple[tuple[float, Mouth], ...]:
    """When the mouth takes which shape.

    `phonemes` are (start in seconds, IPA letters) in order, no letters meaning a pause; `end` is where the sound ends.
    The two halves of a diphthong share its time. Starts and ends with the smile of rest, repeats nothing.
    """
    moves: list[tuple[float, Mouth]] = [(0.0, Mouth.SMILE)]
    for index, (start, letters) in enumerate(phonemes):
        until = phonemes[index + 1][0] if index + 1 < len(phonemes) else end
        shapes = [MOUTH_OF[letter] for letter in letters if letter in MOUTH_OF] or [Mouth.SMILE]
        for step, shape in enumerate(shapes):
            _move(moves, start + (until - start) * step / len(shapes), shape)
    _move(moves, end, Mouth.SMILE, always=True)
    return tuple(moves)


def _move(moves: list[tuple[float, Mouth]], at: float, shape: Mouth, *, always: bool = False) -> None:
    last_at, last = moves[-1]
    if shape is last:
        return
    if at - last_at < _SHORTEST_S and len(moves) > 1:
        # Pressed lips are what the eye notices: they may replace, and are never replaced.
        if always or shape is Mouth.CLOSED:
            moves[-1] = (last_at, shape)
        return
    moves.append((at, shape))
