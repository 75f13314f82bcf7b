"""Character cards inside PNG pictures: the card is a base64 text in a chunk, `chara` for V2 and `ccv3` for V3."""

from __future__ import annotations

import base64
import binascii
import io
import json
from typing import Any, Final

from PIL import Image, UnidentifiedImageError
from PIL.PngImagePlugin import PngImageFile, PngInfo

from calls.persona.document import Persona
from calls.persona.errors import PersonaFaultError
from calls.persona.exchange.cards import Spec, card_of, persona_of
from calls.persona.exchange.own import parse_json

__all__ = ["LARGEST_PICTURE", "LARGEST_PIXELS", "read_picture", "with_card"]

LARGEST_PICTURE: Final = 5_000_000
"""Bytes; what the app's uploads take."""
LARGEST_PIXELS: Final = 4096 * 4096
"""Unpacked, these take 64 MB; a picture of one colour packs as many into a few kilobytes. Cards are far smaller."""
_CHUNKS: Final = ("ccv3", "chara")
_OTHER: Final = "Choose a PNG that was saved as a character card."


def read_picture(picture: bytes, file: str) -> Persona:
    """The persona inside a picture, the newer card where there are two. Raises PersonaFaultError."""
    if len(picture) > LARGEST_PICTURE:
        raise PersonaFaultError(file, "the picture is too large.", f"At most {LARGEST_PICTURE // 1_000_000} MB.")
    texts = _texts(picture, file)
    chunk = next((name for name in _CHUNKS if name in texts), None)
    if chunk is None:
        raise PersonaFaultError(file, "there is no character in this picture.", _OTHER)
    place = f"{file}, {chunk}"
    try:
        text = base64.b64decode(texts[chunk], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise PersonaFaultError(place, "the card in this picture is damaged.", _OTHER) from None
    return persona_of(parse_json(text, place), place)


def with_card(persona: Persona, picture: bytes) -> bytes:
    """The PNG picture with the persona inside, as both kinds of card."""
    found = Image.open(io.BytesIO(picture))
    info = PngInfo()
    cards: dict[str, Spec] = {"chara": "chara_card_v2", "ccv3": "chara_card_v3"}
    for chunk, spec in cards.items():
        info.add_text(chunk, base64.b64encode(_text(card_of(persona, spec)).encode()).decode())
    out = io.BytesIO()
    found.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _texts(picture: bytes, file: str) -> dict[str, str]:
    try:
        found = Image.open(io.BytesIO(picture), formats=["PNG"])
        if found.width * found.height > LARGEST_PIXELS:
            raise _too_many_pixels(file)
        # Text chunks may stand behind the pixels.
        found.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(file) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        # Pillow unpacks a megabyte of each text and 64 of all, and names its own setting when there is more.
        if "MAX_TEXT" in str(error):
            raise PersonaFaultError(file, "the texts in this picture are too large.", _OTHER) from None
        raise PersonaFaultError(file, "this is no PNG picture, or it is damaged.", _OTHER) from None
    if not isinstance(found, PngImageFile):
        return {}
    return {name: str(text) for name, text in found.text.items()}


def _too_many_pixels(file: str) -> PersonaFaultError:
    side = round(LARGEST_PIXELS**0.5)
    return PersonaFaultError(
        file, "the picture has too many pixels.", f"Make it smaller, at most {side} by {side}, and save the card again."
    )


def _text(card: dict[str, Any]) -> str:
    return json.dumps(card, ensure_ascii=False, allow_nan=False)
