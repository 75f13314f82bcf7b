"""The guest's first name or nickname: which ones can be used, and how they are tidied."""

from __future__ import annotations

import re
import unicodedata

from calls.failures.errors import GuestNameError

__all__ = ["GUEST_NAME", "guest_name"]

GUEST_NAME = "guest_name"
"""The variable under which a persona, and the vendor, know the guest's name."""
_LONGEST_NAME = 40
# Letters of any script, marks, spaces, hyphens, apostrophes and dots: what first names and nicknames are made of.
_NAME = re.compile(r"[^\W\d_][\w .'’\-]*")


def guest_name(text: str) -> str:
    """A first name or nickname, tidied. Raises GuestNameError for an empty, long or odd one."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise GuestNameError("There is no name yet.", "Give the guest's first name or a nickname.")
    if len(name) > _LONGEST_NAME:
        raise GuestNameError(
            "That name is too long.", f"Use at most {_LONGEST_NAME} characters; a first name is enough."
        )
    if not _NAME.fullmatch("".join(sign for sign in name if not unicodedata.category(sign).startswith("M"))):
        raise GuestNameError(
            "That name has characters that cannot be spoken.", "Use letters, spaces, hyphens or apostrophes."
        )
    return name
