"""Opening, starting, following and ending calls: the rows that decide, each question in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from calls.store.database import Database
from calls.store.tables import CallRow, SessionRow

__all__ = ["CallRecord", "CallStore", "SessionRecord"]


@dataclass(frozen=True)
class CallRecord:
    """One call as stored; times are unix ms, the ticket is only there as a hash."""

    id: str
    agent_id: str
    guest: str = field(repr=False)
    service: str
    dialect: str
    sandbox: bool
    persona_hash: str
    ticket_hash: str
    ticket_expires_at: int
    tab: str | None
    opened_at: int
    started_at: int | None
    live_at: int | None
    last_beat_at: int | None
    ended_at: int | None
    end_reason: str | None
    billed_seconds: int | None
    acked: int


@dataclass(frozen=True)
class SessionRecord:
    """A vendor session of a call."""

    vendor_id: str
    dialect: str
    created_at: int
    stopped_at: int | None
    outcome: str | None


class CallStore:
    """Calls and their vendor sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, call: CallRecord) -> None:
        """Writes a new call."""
        with self._database.transaction() as session:
            session.add(CallRow(**vars(call)))

    def get(self, call_id: str) -> CallRecord | None:
        """A call, or None."""
        with self._database.reading() as session:
            row = session.get(CallRow, call_id)
            return _call(row) if row else None

    def claim_tab(self, call_id: str, tab: str, at: int) -> bool:
        """Gives the line to the first tab that asks; True for that tab ever after. Counts as a sign of life."""
        with self._database.transaction() as session:
            row = _locked(session, call_id)
            if row is None or (row.tab is not None and row.tab != tab):
                return False
            row.tab, row.last_beat_at = tab, at
            return True

    def claim_start(self, call_id: str, at: int) -> bool:
        """True exactly once per call, whichever server or tab asks; False when started or ended before."""
        with self._database.transaction() as session:
            changed = session.execute(
                update(CallRow)
                .where(CallRow.id == call_id, CallRow.started_at.is_(None), CallRow.ended_at.is_(None))
                .values(started_at=at, last_beat_at=at)
            )
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def beat(self, call_id: str, at: int) -> bool:
        """The page is still there; False when the call has ended."""
        with self._database.transaction() as session:
            changed = session.execute(
                update(CallRow).where(CallRow.id == call_id, CallRow.ended_at.is_(None)).values(last_beat_at=at)
            )
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def set_live(self, call_id: str, at: int) -> None:
        """The first frame was seen; later ones change nothing."""
        with self._database.transaction() as session:
            session.execute(update(CallRow).where(CallRow.id == call_id, CallRow.live_at.is_(None)).values(live_at=at))

    def claim_end(self, call_id: str, reason: str, at: int) -> bool:
        """Marks a call ended; True exactly once."""
        with self._database.transaction() as session:
            changed = session.execute(
                update(CallRow)
                .where(CallRow.id == call_id, CallRow.ended_at.is_(None))
                .values(ended_at=at, end_reason=reason)
            )
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def settle(self, call_id: str, billed_seconds: int, reason: str) -> None:
        """Adds to the bill, and writes the reason as it is known at last."""
        total = func.coalesce(CallRow.billed_seconds, 0) + billed_seconds
        with self._database.transaction() as session:
            session.execute(
                update(CallRow).where(CallRow.id == call_id).values(billed_seconds=total, end_reason=reason)
            )

    def silent_since(self, moment: int) -> list[str]:
        """Started, unended calls without a sign of life since `moment`."""
        with self._database.reading() as session:
            return list(
                session.scalars(
                    select(CallRow.id).where(
                        CallRow.ended_at.is_(None),
                        CallRow.started_at.is_not(None),
                        CallRow.last_beat_at < moment,
                    )
                )
            )

    def add_session(self, call_id: str, vendor_id: str, dialect: str, at: int) -> bool:
        """Remembers a vendor session; False when it was known, whichever call it belongs to, or the call is not."""
        try:
            with self._database.transaction() as session:
                session.add(SessionRow(call_id=call_id, vendor_id=vendor_id, dialect=dialect, created_at=at))
        except IntegrityError:
            return False
        return True

    def sessions(self, call_id: str) -> Sequence[SessionRecord]:
        """The vendor sessions of a call, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(SessionRow).where(SessionRow.call_id == call_id).order_by(SessionRow.id))
            return [SessionRecord(r.vendor_id, r.dialect, r.created_at, r.stopped_at, r.outcome) for r in rows]

    def claim_stop(self, vendor_id: str, at: int) -> bool:
        """Gives the stopping of a vendor session to the first that asks; True exactly once."""
        with self._database.transaction() as session:
            changed = session.execute(
                update(SessionRow)
                .where(SessionRow.vendor_id == vendor_id, SessionRow.stopped_at.is_(None))
                .values(stopped_at=at)
            )
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def set_outcome(self, vendor_id: str, outcome: str) -> None:
        """Notes how stopping a vendor session went."""
        with self._database.transaction() as session:
            session.execute(update(SessionRow).where(SessionRow.vendor_id == vendor_id).values(outcome=outcome))


def _locked(session: Session, call_id: str) -> CallRow | None:
    return session.scalar(select(CallRow).where(CallRow.id == call_id).with_for_update())


def _call(row: CallRow) -> CallRecord:
    return CallRecord(**{name: getattr(row, name) for name in CallRecord.__dataclass_fields__})
