"""Personas as kept: versions that never change, labels that move, and the draft that is being written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from calls.persona import Persona
from calls.store.database import Database
from calls.store.studio_tables import DraftRow, LabelRow, MoveRow, PersonaRow, VersionRow

__all__ = ["Draft", "Move", "PersonaStore", "Version"]

_KNOWN: Final[dict[str, Persona]] = {}
_KNOWN_MAX: Final = 500


@dataclass(frozen=True)
class Version:
    """One wording; `position` counts a persona's versions from 1, times are unix ms."""

    persona_id: str
    hash: str
    position: int
    document: Persona = field(repr=False)
    author: str
    note: str
    parent: str | None
    created_at: int


@dataclass(frozen=True)
class Move:
    """A label came to point to a version; `run_id`, `model`, `reason` and `overridden` tell why `live` did."""

    persona_id: str
    label: str
    hash: str
    at: int
    signer: str
    run_id: str | None = None
    model: str | None = None
    reason: str = ""
    overridden: bool = False


@dataclass(frozen=True)
class Draft:
    """What is being written: a text per section, the version it began from, and which tab saved it last."""

    persona_id: str
    texts: Mapping[str, str] = field(repr=False)
    base: str | None
    revision: int
    tab: str
    saved_at: int


class PersonaStore:
    """The personas."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self) -> list[str]:
        """Every persona, the oldest first."""
        with self._database.reading() as session:
            return list(session.scalars(select(PersonaRow.id).order_by(PersonaRow.created_at, PersonaRow.id)))

    def add(self, persona_id: str, at: int) -> bool:
        """Makes room for a persona; False when the id is taken."""
        try:
            with self._database.transaction() as session:
                session.add(PersonaRow(id=persona_id, created_at=at))
        except IntegrityError:
            return False
        return True

    def save(
        self, persona_id: str, document: Persona, *, author: str, note: str, parent: str | None, at: int
    ) -> Version:
        """Keeps a version; the same content is kept once, with its first author and note."""
        with self._alone(persona_id) as session:
            row = session.get(VersionRow, (persona_id, document.hash))
            if row is None:
                last = session.scalar(select(func.max(VersionRow.position)).where(VersionRow.persona_id == persona_id))
                row = VersionRow(
                    persona_id=persona_id,
                    hash=document.hash,
                    position=(last or 0) + 1,
                    document=document.as_data(),
                    author=author,
                    note=note,
                    parent=parent,
                    created_at=at,
                )
                session.add(row)
            return _version(row)

    def version(self, persona_id: str, version: str) -> Version | None:
        """A version by its hash."""
        with self._database.reading() as session:
            row = session.get(VersionRow, (persona_id, version))
            return _version(row) if row else None

    def versions(self, persona_id: str) -> list[Version]:
        """All versions, the newest first."""
        question = select(VersionRow).where(VersionRow.persona_id == persona_id).order_by(VersionRow.position.desc())
        with self._database.reading() as session:
            return [_version(row) for row in session.scalars(question)]

    def labels(self, persona_id: str) -> dict[str, str]:
        """Label → hash."""
        with self._database.reading() as session:
            rows = session.scalars(select(LabelRow).where(LabelRow.persona_id == persona_id).order_by(LabelRow.label))
            return {row.label: row.hash for row in rows}

    def labelled(self, persona_id: str, label: str) -> Version | None:
        """The version a label points to."""
        with self._database.reading() as session:
            row = session.get(LabelRow, (persona_id, label))
            found = session.get(VersionRow, (persona_id, row.hash)) if row else None
            return _version(found) if found else None

    def move(self, move: Move) -> None:
        """Points a label at a version and remembers the move."""
        with self._alone(move.persona_id) as session:
            row = session.get(LabelRow, (move.persona_id, move.label))
            if row is None:
                session.add(LabelRow(persona_id=move.persona_id, label=move.label, hash=move.hash))
            else:
                row.hash = move.hash
            session.add(MoveRow(**vars(move)))

    def unlabel(self, persona_id: str, label: str) -> None:
        """Takes a label away."""
        with self._database.transaction() as session:
            row = session.get(LabelRow, (persona_id, label))
            if row is not None:
                session.delete(row)

    def moves(self, persona_id: str, label: str | None = None) -> list[Move]:
        """The moves of a persona's labels, the newest first."""
        question = select(MoveRow).where(MoveRow.persona_id == persona_id).order_by(MoveRow.id.desc())
        if label is not None:
            question = question.where(MoveRow.label == label)
        with self._database.reading() as session:
            return [
                Move(**{name: getattr(row, name) for name in Move.__dataclass_fields__})
                for row in session.scalars(question)
            ]

    def draft(self, persona_id: str) -> Draft | None:
        """What is being written of a persona."""
        with self._database.reading() as session:
            row = session.get(DraftRow, persona_id)
            return _draft(row) if row else None

    def save_draft(
        self, persona_id: str, texts: Mapping[str, str], *, base: str | None, seen: int, tab: str, at: int
    ) -> Draft | None:
        """Saves a draft over revision `seen` (0: there is none); None when somebody else saved in between."""
        with self._alone(persona_id) as session:
            row = session.get(DraftRow, persona_id)
            if (row.revision if row else 0) != seen:
                return None
            if row is None:
                row = DraftRow(persona_id=persona_id)
                session.add(row)
            row.texts, row.base, row.revision, row.tab, row.saved_at = dict(texts), base, seen + 1, tab, at
            return _draft(row)

    def drop_draft(self, persona_id: str) -> None:
        """Forgets the draft, for good."""
        with self._database.transaction() as session:
            row = session.get(DraftRow, persona_id)
            if row is not None:
                session.delete(row)

    def seed(self, persona_id: str, document: Persona, *, author: str, note: str, live: Move, at: int) -> None:
        """Puts a shipped persona in, unless its content is known; it becomes live only where nothing is live yet."""
        if self.version(persona_id, document.hash) is not None:
            return
        self.add(persona_id, at)
        parent = self.labels(persona_id).get("live")
        self.save(persona_id, document, author=author, note=note, parent=parent, at=at)
        if parent is None:
            self.move(live)

    @contextmanager
    def _alone(self, persona_id: str) -> Iterator[Session]:
        """A transaction in which nobody else writes about this persona, on any server."""
        with self._database.transaction() as session:
            session.scalar(select(PersonaRow).where(PersonaRow.id == persona_id).with_for_update())
            yield session


def _version(row: VersionRow) -> Version:
    return Version(
        persona_id=row.persona_id,
        hash=row.hash,
        position=row.position,
        document=_document(row),
        author=row.author,
        note=row.note,
        parent=row.parent,
        created_at=row.created_at,
    )


def _document(row: VersionRow) -> Persona:
    # The hash names the content, so that what was validated once is known: every call opens with this question.
    if (known := _KNOWN.get(row.hash)) is not None:
        return known
    if len(_KNOWN) >= _KNOWN_MAX:
        _KNOWN.clear()
    return _KNOWN.setdefault(row.hash, Persona.model_validate(row.document))


def _draft(row: DraftRow) -> Draft:
    return Draft(row.persona_id, dict(row.texts), row.base, row.revision, row.tab, row.saved_at)
