"""The tables. Times are unix milliseconds as integers; credits are kept as billed seconds, which are exact."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, MetaData, String, Text, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = ["Base", "CallRow", "EventRow", "PriceListRow", "SessionRow", "TurnRow"]

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can find it on any database."""

    metadata = MetaData(naming_convention=_NAMES)


class CallRow(Base):
    """One call of ours, from opening to settlement.

    `started_at` is the latest attempt's; `trouble` the code of the last thing that went wrong; `retry_at` when the next
    attempt is due; `text_at` since when it is a text conversation; `spoke_at` when either side was last heard.
    `live_at` is the call's first picture, `attempt_live` whether the open attempt has one; `left_at` since when a page
    is away that told of it. `persona_hash` names the version that speaks; `persona_mark` why it may although it
    has not passed its rehearsal.
    """

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    agent_id: Mapped[str] = mapped_column(String(40))
    guest: Mapped[str] = mapped_column(String(40))
    age: Mapped[str | None] = mapped_column(String(10))
    service: Mapped[str] = mapped_column(String(20))
    dialect: Mapped[str] = mapped_column(String(20))
    sandbox: Mapped[bool] = mapped_column(Boolean)
    persona_id: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    persona_hash: Mapped[str] = mapped_column(String(64))
    persona_mark: Mapped[str | None] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(String(20), default="guest", server_default="guest")
    price_version: Mapped[str | None] = mapped_column(String(64))
    ticket_hash: Mapped[str] = mapped_column(String(64))
    ticket_expires_at: Mapped[int] = mapped_column(BigInteger)
    tab: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[int] = mapped_column(BigInteger)
    cap_seconds: Mapped[int] = mapped_column(Integer, server_default="600")
    cap_reason: Mapped[str] = mapped_column(String(40), server_default="time_up")
    attempt: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    attempt_open: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    attempt_live: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    retry_at: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None] = mapped_column(String(40))
    text_at: Mapped[int | None] = mapped_column(BigInteger)
    spoke_at: Mapped[int | None] = mapped_column(BigInteger)
    started_at: Mapped[int | None] = mapped_column(BigInteger)
    live_at: Mapped[int | None] = mapped_column(BigInteger)
    last_beat_at: Mapped[int | None] = mapped_column(BigInteger)
    left_at: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    end_reason: Mapped[str | None] = mapped_column(String(40))
    billed_seconds: Mapped[int | None] = mapped_column(Integer)
    acked: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (Index("ix_calls_open", "ended_at", "last_beat_at"),)


class SessionRow(Base):
    """A vendor session of a call. LiveAvatar names it at the mint, Streaming Avatar when the browser made it.

    `stopped_at` is when a server last took its stopping on itself, `stops` how often one did; `gone_at` when the vendor
    no longer listed it, and only then is it off our hands.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    vendor_id: Mapped[str] = mapped_column(String(120), unique=True)
    dialect: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[int] = mapped_column(BigInteger)
    stopped_at: Mapped[int | None] = mapped_column(BigInteger)
    gone_at: Mapped[int | None] = mapped_column(BigInteger)
    stops: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    billed_seconds: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str | None] = mapped_column(String(40))


class EventRow(Base):
    """One journal event, stored exactly once: the browser's number within the call is the key."""

    __tablename__ = "events"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class TurnRow(Base):
    """One turn of the transcript, derived from the events."""

    __tablename__ = "turns"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    speaker: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    started_at: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)


class PriceListRow(Base):
    """A price list that calls were made under, as the JSON of its catalogue."""

    __tablename__ = "price_lists"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    first_used_at: Mapped[int] = mapped_column(BigInteger)
