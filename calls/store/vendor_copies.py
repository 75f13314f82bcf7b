"""Which persona version stands where at a vendor, under which id, and the hash of what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from calls.store.database import Database
from calls.store.studio_tables import VendorCopyRow

__all__ = ["VendorCopy", "VendorCopyStore"]


@dataclass(frozen=True)
class VendorCopy:
    """One copy; `place` is the vendor's address, `sent_at` unix ms."""

    place: str
    persona_id: str
    hash: str
    vendor_id: str
    sent_hash: str
    sent_at: int


class VendorCopyStore:
    """The copies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, place: str, persona_id: str, version: str) -> VendorCopy | None:
        """The copy of a version at a place."""
        with self._database.reading() as session:
            row = session.get(VendorCopyRow, (place, persona_id, version))
            return _copy(row) if row else None

    def of(self, persona_id: str) -> list[VendorCopy]:
        """All copies of a persona, the newest first."""
        question = select(VendorCopyRow).where(VendorCopyRow.persona_id == persona_id)
        with self._database.reading() as session:
            return [_copy(row) for row in session.scalars(question.order_by(VendorCopyRow.sent_at.desc()))]

    def put(self, copy: VendorCopy) -> None:
        """Writes a copy down, over an older note of the same one."""
        try:
            self._merge(copy)
        except IntegrityError:
            # Another start wrote the same copy down in this moment; now there is a note to write over.
            self._merge(copy)

    def _merge(self, copy: VendorCopy) -> None:
        with self._database.transaction() as session:
            session.merge(VendorCopyRow(**vars(copy)))

    def drop(self, version: str) -> None:
        """Forgets every copy of a version."""
        with self._database.transaction() as session:
            session.execute(delete(VendorCopyRow).where(VendorCopyRow.hash == version))


def _copy(row: VendorCopyRow) -> VendorCopy:
    return VendorCopy(**{name: getattr(row, name) for name in VendorCopy.__dataclass_fields__})
