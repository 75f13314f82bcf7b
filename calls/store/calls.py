"""Opening, starting, following and ending calls: the rows that decide, each question in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, update
from sqlalchemy.orm import Session

from calls.persona import AgeBand
from calls.pricing.usage import Usage
from calls.store.database import Database
from calls.store.tables import CallRow, SessionRow
from heygen import Dialect

__all__ = ["CallRecord", "CallStore", "Claim"]

# Any number will do, as long as every server takes the same one.
_STARTING = 7_268_251


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
    opened_at: int
    cap_seconds: int
    cap_reason: str
    persona_id: str = ""
    persona_mark: str | None = None
    age: AgeBand | None = None
    purpose: str = "guest"
    price_version: str | None = None
    tab: str | None = None
    attempt: int = 0
    attempt_open: bool = False
    attempt_live: bool = False
    retry_at: int | None = None
    trouble: str | None = None
    text_at: int | None = None
    spoke_at: int | None = None
    started_at: int | None = None
    live_at: int | None = None
    last_beat_at: int | None = None
    left_at: int | None = None
    ended_at: int | None = None
    end_reason: str | None = None
    billed_seconds: int | None = None
    acked: int = 0


@dataclass(frozen=True)
class Claim:
    """The answer to a start: the number of the attempt that may be made now, or why there is none."""

    attempt: int | None = None
    refused: str | None = None


class CallStore:
    """The calls."""

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

    def claim_tab(self, call_id: str, tab: str, at: int, *, take: bool = False) -> bool:
        """Gives the line to the first tab that asks, or to one that takes it; True for that tab until it is taken.

        Counts as a sign of life: a page that had left is back.
        """
        with self._database.transaction() as session:
            row = session.scalar(select(CallRow).where(CallRow.id == call_id).with_for_update())
            if row is None or not (take or row.tab in (None, tab)):
                return False
            row.tab, row.last_beat_at, row.left_at = tab, at, None
            return True

    def leave(self, call_id: str, at: int) -> bool:
        """Notes that the page has gone; False when the call is over."""
        return self._changed(CallRow.id == call_id, CallRow.ended_at.is_(None), left_at=at)

    def claim_attempt(
        self,
        call_id: str,
        at: int,
        day: int,
        refusal: Callable[[Sequence[Usage], CallRecord], str | None],
        *,
        ticket_until: int = 0,
    ) -> Claim:
        """Gives one attempt to start to whoever asks first, while none is open and the call is neither over nor text.

        The call's ticket opens its line until `ticket_until` (unix ms) at least.

        `refusal` is shown what the calls since `day` (unix ms) used or may still use, and says why there is no start;
        the whole question is one transaction across all servers, so that the day's cap holds.
        """
        with self._database.transaction() as session:
            if session.get_bind().dialect.name == "postgresql":
                # SQLite's writers are alone by themselves.
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _STARTING})
            row = session.scalar(select(CallRow).where(CallRow.id == call_id).with_for_update())
            if row is None or row.ended_at is not None or row.text_at is not None or row.attempt_open:
                return Claim()
            refused = refusal(_usage(session, row, day), _call(row))
            if refused is not None:
                return Claim(refused=refused)
            row.attempt, row.attempt_open, row.attempt_live = row.attempt + 1, True, False
            row.ticket_expires_at = max(row.ticket_expires_at, ticket_until)
            row.started_at = row.last_beat_at = at
            row.retry_at = None
            return Claim(row.attempt)

    def close_attempt(self, call_id: str) -> bool:
        """Ends the open attempt that is not live; True for the first that asks."""
        where = (CallRow.id == call_id, CallRow.attempt_open.is_(True), CallRow.attempt_live.is_(False))
        return self._changed(*where, attempt_open=False)

    def drop_attempt(self, call_id: str) -> bool:
        """Ends the open attempt of a call whose page has gone, live or not; True for the first that asks."""
        where = (CallRow.id == call_id, CallRow.ended_at.is_(None), CallRow.attempt_open.is_(True))
        return self._changed(*where, attempt_open=False, attempt_live=False)

    def set_verdict(
        self, call_id: str, trouble: str, *, retry_at: int | None = None, text_at: int | None = None
    ) -> None:
        """Writes down what a closed attempt led to: another one, or a text conversation."""
        where = (CallRow.id == call_id, CallRow.ended_at.is_(None))
        self._changed(*where, trouble=trouble, retry_at=retry_at, text_at=text_at)

    def beat(self, call_id: str, tab: str, at: int) -> bool:
        """The page is still there, or back; False when the call has ended, or another tab has its line."""
        where = (CallRow.id == call_id, CallRow.ended_at.is_(None), CallRow.tab == tab)
        return self._changed(*where, last_beat_at=at, left_at=None)

    def set_live(self, call_id: str, at: int) -> None:
        """The first frame of the open attempt was seen; later ones change nothing."""
        where = (CallRow.id == call_id, CallRow.attempt_open.is_(True), CallRow.attempt_live.is_(False))
        self._changed(*where, live_at=func.coalesce(CallRow.live_at, at), attempt_live=True, trouble=None)

    def claim_end(self, call_id: str, reason: str, at: int) -> bool:
        """Marks a call ended; True exactly once."""
        where = (CallRow.id == call_id, CallRow.ended_at.is_(None))
        billed = func.coalesce(CallRow.billed_seconds, 0)
        # `retry_at` stays: it tells the sweep until when the last attempt may have made a session.
        return self._changed(*where, ended_at=at, end_reason=reason, attempt_open=False, billed_seconds=billed)

    def set_reason(self, call_id: str, reason: str) -> None:
        """Writes the reason as it is known at last."""
        self._changed(CallRow.id == call_id, end_reason=reason)

    def open_calls(self) -> list[CallRecord]:
        """Every call that has not ended."""
        return self._all(select(CallRow).where(CallRow.ended_at.is_(None)))

    def recent(self, limit: int) -> list[CallRecord]:
        """The calls that ended last, the newest first."""
        ended = select(CallRow).where(CallRow.ended_at.is_not(None))
        return self._all(ended.order_by(CallRow.ended_at.desc(), CallRow.id).limit(limit))

    def lost_starts(self, service: str, since: int) -> list[CallRecord]:
        """Streaming Avatar calls that had a pass but never told of a session, and ended or failed after `since`."""
        told = select(SessionRow.id).where(
            SessionRow.call_id == CallRow.id, SessionRow.created_at >= CallRow.started_at
        )
        found = select(CallRow).where(
            CallRow.service == service,
            CallRow.dialect == Dialect.STREAMING.value,
            CallRow.started_at >= since,
            CallRow.attempt_live.is_(False),
            ~told.exists(),
        )
        return self._all(found)

    def _all(self, question: Select[CallRow]) -> list[CallRecord]:
        with self._database.reading() as session:
            return [_call(row) for row in session.scalars(question)]

    def _changed(self, *where: ColumnElement[bool], **values: object) -> bool:
        with self._database.transaction() as session:
            done = session.execute(update(CallRow).where(*where).values(**values))
            return bool(done.rowcount)  # type: ignore[attr-defined]


def _usage(session: Session, asking: CallRow, day: int) -> list[Usage]:
    """What the other calls of the same service were billed since `day`, or may be billed while they run.

    One that runs over midnight counts on both days: a cap may be too strict, never too lax.
    """
    today = or_(
        CallRow.started_at >= day,
        and_(CallRow.started_at.is_not(None), or_(CallRow.ended_at.is_(None), CallRow.ended_at >= day)),
    )
    unbilled = select(SessionRow.id).where(SessionRow.call_id == CallRow.id, SessionRow.billed_seconds.is_(None))
    rows = session.execute(
        select(
            CallRow.dialect,
            CallRow.sandbox,
            func.coalesce(CallRow.billed_seconds, 0),
            CallRow.cap_seconds,
            or_(CallRow.attempt_open, unbilled.exists()),
        ).where(CallRow.service == asking.service, today, CallRow.id != asking.id)
    )
    return [
        Usage(Dialect(dialect), max(billed, cap if running else 0), sandbox)
        for dialect, sandbox, billed, cap, running in rows
    ]


def _call(row: CallRow) -> CallRecord:
    return CallRecord(**{name: getattr(row, name) for name in CallRecord.__dataclass_fields__})
