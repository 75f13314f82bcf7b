"""The library of personas: who there is, which version is live, what is being written, and how a version gets there.

This is where the store, the clock and the rules of writing meet. `calls/evaluation/gate.py` stands in front of `live`.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from calls.persona import Persona
from calls.persona.diffing import SectionDiff, compare
from calls.persona.errors import PersonaError
from calls.persona.sections import parse_sections, sections_of
from calls.persona.shipped import SHIPPED, shipped
from calls.store.personas import Draft, Move, PersonaStore, Version

__all__ = ["LIVE", "Library", "NotLiveError", "UnknownPersonaError"]

LIVE: Final = "live"
_AUTHOR: Final = "Talk to Santa"
_SHIPPED_NOTE: Final = "Comes with the app."
_SHIPPED_REASON: Final = "Shipped with the app; its rehearsal is part of the app's own tests."
_LABEL = re.compile(r"[a-z][a-z0-9 _-]{0,38}[a-z0-9]")
_ID = re.compile(r"[^a-z0-9]+")
_WHO_MAX, _NOTE_MAX = 80, 500


class UnknownPersonaError(PersonaError):
    """No such persona, or no such version of it."""

    code = "unknown_persona"

    def __init__(self) -> None:
        super().__init__("That persona, or that version of it, does not exist.", "Choose one on the Personas page.")


class NotLiveError(PersonaError):
    """A call asked for a version that is not live."""

    code = "persona_not_live"

    def __init__(self) -> None:
        super().__init__(
            "This version of the persona is not live.",
            "Rehearse it and put it live, or call the live version.",
        )


class Library:
    """All personas of this store. `clock` gives unix seconds."""

    def __init__(self, store: PersonaStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def furnish(self) -> None:
        """Puts the shipped characters in where they are missing. A newer shipped wording waits beside the live one."""
        for persona_id in SHIPPED:
            document = shipped(persona_id)
            now = self.now()
            live = Move(persona_id, LIVE, document.hash, now, _AUTHOR, reason=_SHIPPED_REASON)
            self._store.seed(persona_id, document, author=_AUTHOR, note=_SHIPPED_NOTE, live=live, at=now)

    def ids(self) -> list[str]:
        """Every persona's id, the oldest first."""
        return self._store.ids()

    def live(self, persona_id: str) -> Version:
        """The version that guests hear. Raises UnknownPersonaError where none is live."""
        found = self._store.labelled(persona_id, LIVE)
        if found is None:
            raise UnknownPersonaError
        return found

    def version(self, persona_id: str, version: str) -> Version:
        """A version by its hash. Raises UnknownPersonaError."""
        found = self._store.version(persona_id, version)
        if found is None:
            raise UnknownPersonaError
        return found

    def versions(self, persona_id: str) -> list[Version]:
        """All versions, the newest first."""
        return self._store.versions(persona_id)

    def newest(self, persona_id: str) -> Version:
        """The version written last. Raises UnknownPersonaError."""
        found = self.versions(persona_id)
        if not found:
            raise UnknownPersonaError
        return found[0]

    def labels(self, persona_id: str) -> dict[str, str]:
        """Label → hash."""
        return self._store.labels(persona_id)

    def moves(self, persona_id: str) -> list[Move]:
        """How the labels moved, the newest first."""
        return self._store.moves(persona_id)

    def override_of(self, persona_id: str, version: str) -> Move | None:
        """The override by which a version came to be live, if that is how it did."""
        moves = self._store.moves(persona_id, LIVE)
        found = next((move for move in moves if move.hash == version), None)
        return found if found is not None and found.overridden else None

    def create(self, document: Persona, *, author: str, note: str, wanted: str | None = None) -> Version:
        """A new persona with its first version; its id is made of its name. Raises PersonaError without an author."""
        who, why = _who(author), _note(note)
        persona_id = stem = wanted or _id(document.name)
        while not self._store.add(persona_id, self.now()):
            persona_id = f"{stem}_{secrets.token_hex(2)}"
        return self._store.save(persona_id, document, author=who, note=why, parent=None, at=self.now())

    def save(self, persona_id: str, document: Persona, *, author: str, note: str, parent: str | None) -> Version:
        """A new version, labelled `draft`; the same content again is the version that has it. Raises PersonaError."""
        who, why = _who(author), _note(note)
        if persona_id not in self.ids():
            raise UnknownPersonaError
        found = self._store.save(persona_id, document, author=who, note=why, parent=parent, at=self.now())
        self._store.move(Move(persona_id, "draft", found.hash, self.now(), who))
        return found

    def label(self, persona_id: str, label: str, version: str, *, signer: str) -> None:
        """Points any label but `live` at a version. Raises PersonaError for a name that cannot be one."""
        name = " ".join(label.lower().split())
        if name == LIVE:
            raise PersonaError("live moves through the gate only.", "Rehearse the version and release it.")
        if not _LABEL.fullmatch(name):
            raise PersonaError(
                "That cannot be a label.", "Use 2 to 40 small letters, digits, spaces or hyphens, a letter first."
            )
        found = self.version(persona_id, version)
        self._store.move(Move(persona_id, name, found.hash, self.now(), _who(signer)))

    def unlabel(self, persona_id: str, label: str) -> None:
        """Takes a label away; `live` stays. Raises PersonaError."""
        if label == LIVE:
            raise PersonaError("live cannot be taken away.", "Put another version live instead.")
        self._store.unlabel(persona_id, label)

    def release(self, move: Move) -> None:
        """Moves `live`. Only the gate calls this, with the run that allows it or the reason for going without."""
        self._store.move(move)

    def restore(self, persona_id: str, version: str, *, author: str) -> Version:
        """An old wording becomes what is being written again: the draft is replaced; the old draft becomes a version.

        Raises UnknownPersonaError and PersonaError.
        """
        found = self.version(persona_id, version)
        draft = self._store.draft(persona_id)
        if draft is not None:
            if self.set_aside(draft, author=author) is None:
                raise PersonaError(
                    "The draft has faults, so it cannot be kept as a version.", "Mend them, or drop the draft first."
                )
            self._store.drop_draft(persona_id)
        return found

    def draft(self, persona_id: str) -> Draft | None:
        """What is being written of a persona, if anything is."""
        return self._store.draft(persona_id)

    def save_draft(
        self, persona_id: str, texts: Mapping[str, str], *, base: str | None, seen: int, tab: str
    ) -> Draft | None:
        """Saves a draft over revision `seen`; None when another tab saved in between. Raises UnknownPersonaError."""
        if persona_id not in self.ids():
            raise UnknownPersonaError
        return self._store.save_draft(persona_id, texts, base=base, seen=seen, tab=tab, at=self.now())

    def drop_draft(self, persona_id: str) -> None:
        """Forgets the draft, after it became a version or because its writer said so."""
        self._store.drop_draft(persona_id)

    def set_aside(self, draft: Draft, *, author: str) -> Version | None:
        """Keeps a draft as a version, so that nothing written is lost; None when its texts make no persona."""
        extensions = None
        if draft.base is not None and (base := self._store.version(draft.persona_id, draft.base)) is not None:
            extensions = base.document.extensions
        parsed = parse_sections(draft.texts, extensions)
        if parsed.persona is None:
            return None
        return self._store.save(
            draft.persona_id,
            parsed.persona,
            author=_who(author),
            note="A draft, set aside.",
            parent=draft.base,
            at=self.now(),
        )

    def difference(self, persona_id: str, before: str, after: str) -> list[SectionDiff]:
        """What changed between two versions, by section. Raises UnknownPersonaError."""
        old, new = self.version(persona_id, before), self.version(persona_id, after)
        return compare(sections_of(old.document), sections_of(new.document))

    def now(self) -> int:
        """The library's clock, unix ms."""
        return int(self._clock() * 1000)


def _id(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _ID.sub("_", plain).strip("_")[:30]
    return stem if stem[:1].isalpha() else f"persona_{stem}".rstrip("_")


def _who(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise PersonaError(
            "There is no name of who does this.", "Write your name or initials; it stays with the version."
        )
    return name[:_WHO_MAX]


def _note(text: str) -> str:
    return text.strip()[:_NOTE_MAX]
