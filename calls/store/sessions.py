"""The vendor's sessions of our calls: who owns them, who stops them, what they cost, and whether they are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError

from calls.store.database import Database
from calls.store.tables import CallRow, SessionRow

__all__ = ["SessionRecord", "SessionStore"]


@dataclass(frozen=True)
class SessionRecord:
    """A vendor session of a call; times are unix ms. Only `gone_at` says that the vendor has let go of it."""

    call_id: str
    vendor_id: str
    dialect: str
    created_at: int
    stopped_at: int | None
    gone_at: int | None
    stops: int
    billed_seconds: int | None
    outcome: str | None


class SessionStore:
    """The sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, call_id: str, vendor_id: str, dialect: str, at: int) -> bool:
        """Remembers a session; False when it was known, whichever call it belongs to, or the call is not."""
        try:
            with self._database.transaction() as session:
                session.add(SessionRow(call_id=call_id, vendor_id=vendor_id, dialect=dialect, created_at=at))
        except IntegrityError:
            return False
        return True

    def of(self, call_id: str) -> Sequence[SessionRecord]:
        """The sessions of a call, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(SessionRow).where(SessionRow.call_id == call_id).order_by(SessionRow.id))
            return [_record(row) for row in rows]

    def known(self, vendor_ids: Iterable[str]) -> set[str]:
        """Those of the ids that some call of ours owns."""
        with self._database.reading() as session:
            wanted = SessionRow.vendor_id.in_(list(vendor_ids))
            return set(session.scalars(select(SessionRow.vendor_id).where(wanted)))

    def call_of(self, vendor_id: str) -> str | None:
        """The id of the call that owns a session; None where no call of ours does."""
        with self._database.reading() as session:
            return session.scalar(select(SessionRow.call_id).where(SessionRow.vendor_id == vendor_id))

    def claim_stop(self, vendor_id: str, at: int, lease: int) -> bool:
        """Gives the stopping of a session that is not gone to one server; to the next one after `lease` ms."""
        free = or_(SessionRow.stopped_at.is_(None), SessionRow.stopped_at <= at - lease)
        with self._database.transaction() as session:
            done = session.execute(
                update(SessionRow)
                .where(SessionRow.vendor_id == vendor_id, SessionRow.gone_at.is_(None), free)
                .values(stopped_at=at, stops=SessionRow.stops + 1)
            )
            return bool(done.rowcount)  # type: ignore[attr-defined]

    def close(self, call_id: str, vendor_id: str, outcome: str, billed_seconds: int, gone_at: int | None) -> None:
        """Notes how stopping went and what the session cost; the call's bill is the sum of its sessions'."""
        total = select(func.coalesce(func.sum(SessionRow.billed_seconds), 0)).where(SessionRow.call_id == call_id)
        with self._database.transaction() as session:
            session.execute(
                update(SessionRow)
                .where(SessionRow.vendor_id == vendor_id)
                .values(outcome=outcome, billed_seconds=billed_seconds, gone_at=gone_at)
            )
            session.execute(update(CallRow).where(CallRow.id == call_id).values(billed_seconds=total.scalar_subquery()))

    def unsettled(self) -> list[SessionRecord]:
        """Sessions that the vendor has not let go of although their call is over, or their attempt.

        One whose stop was asked for is over, even while a later attempt of its call runs.
        """
        over = or_(CallRow.ended_at.is_not(None), CallRow.attempt_open.is_(False), SessionRow.stopped_at.is_not(None))
        with self._database.reading() as session:
            rows = session.scalars(
                select(SessionRow)
                .join(CallRow, CallRow.id == SessionRow.call_id)
                .where(SessionRow.gone_at.is_(None), over)
                .order_by(SessionRow.id)
            )
            return [_record(row) for row in rows]


def _record(row: SessionRow) -> SessionRecord:
    return SessionRecord(**{name: getattr(row, name) for name in SessionRecord.__dataclass_fields__})
