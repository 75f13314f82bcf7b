"""Stored calls as rows of the ledger; only reads.

What the tables do not say is assumed. Purpose: as stored, but a sandbox call is a test. Prices: those of the call's
own day; calls of before prices were recorded get the caller's version. Mode: FULL. `ran` counts from the first picture,
since connecting is assumed not to be billed, so `startup` is 0; where a vendor does bill it, it shows as rounding.
Orphans are never in the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from calls.pricing.ledger.ledger import Entry, provider_id
from calls.pricing.ledger.reconcile import OurSession
from calls.pricing.ledger.waste import Purpose
from calls.store.database import Database
from calls.store.tables import CallRow, SessionRow

__all__ = ["LedgerStore"]

_UNREAD = ("unreachable", "refused")
"""Outcomes of a stop after which the bill is our estimate."""


@dataclass(frozen=True)
class LedgerStore:
    """The calls as the costs page asks for them."""

    database: Database

    def entries(self, service: str, price_version: str) -> Sequence[Entry]:
        """Every ended call of a service that was started, oldest first. Raises PriceError for an unknown dialect."""
        read = and_(SessionRow.gone_at.is_not(None), SessionRow.outcome.not_in(_UNREAD))
        books = (
            select(SessionRow.call_id, func.min(case((read, 1), else_=0)).label("read"))
            .group_by(SessionRow.call_id)
            .subquery()
        )
        question = (
            select(
                CallRow.started_at,
                CallRow.dialect,
                CallRow.purpose,
                func.coalesce(CallRow.price_version, price_version),
                CallRow.sandbox,
                CallRow.live_at,
                CallRow.spoke_at,
                CallRow.ended_at,
                func.coalesce(CallRow.billed_seconds, 0),
                func.coalesce(books.c.read, 1),
            )
            .outerjoin(books, books.c.call_id == CallRow.id)
            .where(CallRow.service == service, CallRow.started_at.is_not(None), CallRow.ended_at.is_not(None))
            .order_by(CallRow.started_at, CallRow.id)
        )
        with self.database.reading() as session:
            rows = session.execute(question).all()
        providers = {dialect: provider_id(dialect, "full") for dialect in {row[1] for row in rows}}
        return [
            Entry(
                at_ms=started,
                provider=providers[dialect],
                price_version=prices,
                purpose=Purpose.TEST.value if sandbox else purpose,
                billed=billed,
                ran=_seconds(live, ended),
                idle=_seconds(spoke, ended) if live is not None else 0,
                went_live=live is not None,
                sandbox=sandbox,
                settled=bool(settled),
            )
            for started, dialect, purpose, prices, sandbox, live, spoke, ended, billed, settled in rows
        ]

    def stamp(self, service: str) -> tuple[int, int, int]:
        """Changes whenever the entries do: ended calls, the last one's end (unix ms), billed seconds in all."""
        question = select(
            func.count(),
            func.coalesce(func.max(CallRow.ended_at), 0),
            func.coalesce(func.sum(CallRow.billed_seconds), 0),
        ).where(CallRow.service == service, CallRow.started_at.is_not(None), CallRow.ended_at.is_not(None))
        with self.database.reading() as session:
            count, last, billed = session.execute(question).one()
        return int(count), int(last or 0), int(billed or 0)

    def sessions(self, service: str, dialect: str, since_ms: int) -> Sequence[OurSession]:
        """The vendor's sessions of ended calls made since a moment (unix ms), for comparing with its list."""
        question = (
            select(
                SessionRow.vendor_id,
                func.coalesce(SessionRow.billed_seconds, 0),
                CallRow.live_at,
                CallRow.ended_at,
                CallRow.sandbox,
            )
            .join(CallRow, CallRow.id == SessionRow.call_id)
            .where(
                CallRow.service == service,
                SessionRow.dialect == dialect,
                SessionRow.created_at >= since_ms,
                CallRow.ended_at.is_not(None),
            )
            .order_by(SessionRow.id)
        )
        with self.database.reading() as session:
            rows = session.execute(question).all()
        return [
            OurSession(
                vendor_id,
                billed,
                (ended - live) / 1000 if live and ended else 0.0,
                went_live=bool(live),
                sandbox=sandbox,
            )
            for vendor_id, billed, live, ended, sandbox in rows
        ]


def _seconds(start: int | None, end: int | None) -> int:
    """Started seconds between two moments; 0 without either."""
    return 0 if start is None or end is None else max(0, -(-(end - start) // 1000))
