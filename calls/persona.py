"""What an agent is told to be: the prompt and the opening line, with the guest's name filled in. Rules only."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from calls.errors import GuestNameError

__all__ = ["GUEST_NAME", "Persona", "guest_name"]

GUEST_NAME = "guest_name"
_LONGEST_NAME = 40
# Letters of any script, marks, spaces, hyphens, apostrophes and dots: what first names and nicknames are made of.
_NAME = re.compile(r"[^\W\d_][\w .'’\-]*")


@dataclass(frozen=True)
class Persona:
    """A prompt and an opening line; both may use `${guest_name}`."""

    prompt: str
    opening: str

    @property
    def hash(self) -> str:
        """Names this wording: 12 hex digits of SHA-256 over both texts."""
        return hashlib.sha256(f"{self.prompt}\0{self.opening}".encode()).hexdigest()[:12]

    def opening_for(self, guest: str) -> str:
        """The opening line as it is spoken to this guest."""
        return _filled(self.opening, guest)

    def prompt_for(self, guest: str) -> str:
        """The prompt as it is sent for this guest."""
        return _filled(self.prompt, guest)


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
            "That name has signs that cannot be spoken.", "Use letters, spaces, hyphens or apostrophes."
        )
    return name


def _filled(text: str, guest: str) -> str:
    return text.replace("${" + GUEST_NAME + "}", guest)
