"""What this browser session writes: the texts, where they come from, and whether another tab saved first."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from calls.library import Library
from calls.persona.errors import PersonaError
from calls.persona.sections import Parsed, parse_sections, sections_of
from calls.store.personas import Draft, Version

__all__ = ["Desk", "desk", "drop_desk", "moment"]

_KEY = "persona_desks"
_TAB = "persona_tab"


@dataclass
class Desk:
    """One persona on this session's desk.

    `seen` is the draft's revision as last read or saved here, 0 without one; `shown` grows when the editor's texts are
    replaced, and is another one in each session; `checked` is the number of the editor's texts that `texts` are.
    `other` is what another tab saved meanwhile.
    """

    persona_id: str
    tab: str
    texts: dict[str, str] = field(repr=False)
    base: Version | None
    seen: int = 0
    shown: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    checked: int = 0
    saved_at: int | None = None
    other: Draft | None = None

    @property
    def extensions(self) -> Mapping[str, Any]:
        """What the version carries that no section shows."""
        return self.base.document.extensions if self.base else {}

    @property
    def parsed(self) -> Parsed:
        """The persona that the texts make, or their faults."""
        return parse_sections(self.texts, self.extensions)

    @property
    def changed(self) -> bool:
        """Whether the texts differ from the version they began from."""
        return self.base is None or self.texts != sections_of(self.base.document)

    def type(self, library: Library, texts: Mapping[str, str], seq: int) -> None:
        """Takes what was typed, and saves it as the draft unless another tab did so first."""
        self.checked = seq
        if dict(texts) == self.texts and self.saved_at is not None:
            return
        self.texts = dict(texts)
        if self.other is None:
            self._save(library)

    def replace(self, library: Library, texts: Mapping[str, str], base: Version | None) -> None:
        """Puts other texts on the desk and into the draft."""
        self.texts, self.base = dict(texts), base
        self.shown += 1
        self.checked = 0
        self._save(library)

    def take_theirs(self, library: Library, author: str) -> None:
        """Goes on with the other tab's draft; ours is kept as a version. Raises PersonaError when it cannot be."""
        other = self.other
        if other is None:
            return
        mine = Draft(self.persona_id, self.texts, self.base.hash if self.base else None, self.seen, "", 0)
        if self.changed and library.set_aside(mine, author=author) is None:
            raise PersonaError("Your text has faults, so it cannot be kept as a version.", "Mend them first.")
        self.texts, self.seen, self.saved_at = dict(other.texts), other.revision, other.saved_at
        self.base = library.version(self.persona_id, other.base) if other.base else None
        self.shown += 1
        self.checked = 0
        self.other = None

    def keep_mine(self, library: Library, author: str) -> bool:
        """Saves ours over the other tab's draft, which is kept as a version; False when its faults forbid that."""
        other = self.other
        if other is None:
            return True
        kept = library.set_aside(other, author=author) is not None
        self.seen, self.other = other.revision, None
        self._save(library)
        return kept

    def settle(self, version: Version, library: Library) -> None:
        """The texts have become a version; the draft is done."""
        library.drop_draft(self.persona_id)
        self.base, self.seen, self.saved_at, self.other = version, 0, None, None

    def _save(self, library: Library) -> None:
        base = self.base.hash if self.base else None
        draft = library.save_draft(self.persona_id, self.texts, base=base, seen=self.seen, tab=self.tab)
        if draft is None:
            self.other = library.draft(self.persona_id)
            if self.other is None:
                # The other tab made a version of its draft, or dropped it: there is nothing to overwrite.
                self.seen = 0
                self._save(library)
        else:
            self.seen, self.saved_at = draft.revision, draft.saved_at


def desk(library: Library, persona_id: str) -> Desk:
    """This session's desk for a persona: its draft if there is one, else its newest version."""
    desks: dict[str, Desk] = st.session_state.setdefault(_KEY, {})
    if persona_id not in desks:
        draft = library.draft(persona_id)
        if draft is None:
            newest = library.newest(persona_id)
            desks[persona_id] = Desk(persona_id, _tab(), sections_of(newest.document), newest)
        else:
            base = library.version(persona_id, draft.base) if draft.base else None
            desks[persona_id] = Desk(
                persona_id, _tab(), dict(draft.texts), base, seen=draft.revision, saved_at=draft.saved_at
            )
    return desks[persona_id]


def drop_desk(persona_id: str) -> None:
    """Forgets the desk, so that it is laid anew from the store."""
    st.session_state.setdefault(_KEY, {}).pop(persona_id, None)


def moment(at: int) -> str:
    """A time as the pages show it, UTC."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%d %b %Y, %H:%M} UTC"


def _tab() -> str:
    tab: str = st.session_state.setdefault(_TAB, secrets.token_hex(8))
    return tab
