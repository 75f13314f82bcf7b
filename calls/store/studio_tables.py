"""The studio's tables: personas and their versions, labels, drafts and copies at the vendor; rehearsals and votes.

Times are unix milliseconds. Versions and moves of labels are written once and never changed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from calls.store.tables import Base

__all__ = [
    "Base",
    "CaseRow",
    "DraftRow",
    "LabelRow",
    "MoveRow",
    "PersonaRow",
    "ReplyRow",
    "RunRow",
    "SuiteRow",
    "VendorCopyRow",
    "VersionRow",
    "VoteRow",
]


class PersonaRow(Base):
    """One character. Its name is that of its newest version."""

    __tablename__ = "personas"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    created_at: Mapped[int] = mapped_column(BigInteger)


class VersionRow(Base):
    """One wording of a persona, named by the hash of its content; `parent` is the version it was written from."""

    __tablename__ = "persona_versions"

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    parent: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[int] = mapped_column(BigInteger)


class LabelRow(Base):
    """Where a label of a persona points now."""

    __tablename__ = "persona_labels"

    persona_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(40), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        ForeignKeyConstraint(
            ["persona_id", "hash"], ["persona_versions.persona_id", "persona_versions.hash"], ondelete="CASCADE"
        ),
    )


class MoveRow(Base):
    """One move of a label: who, when, and for `live` by which run, or why without one."""

    __tablename__ = "persona_moves"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    signer: Mapped[str] = mapped_column(String(80))
    run_id: Mapped[str | None] = mapped_column(String(32))
    model: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    overridden: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class DraftRow(Base):
    """What is being written: a text per section. `revision` grows with each save; so two tabs notice each other."""

    __tablename__ = "persona_drafts"

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    base: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(Integer)
    tab: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[int] = mapped_column(BigInteger)


class VendorCopyRow(Base):
    """A persona version as it was sent to a vendor: its id there and the hash of what was sent."""

    __tablename__ = "vendor_copies"

    place: Mapped[str] = mapped_column(String(200), primary_key=True)
    persona_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    vendor_id: Mapped[str] = mapped_column(String(120))
    sent_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[int] = mapped_column(BigInteger)


class SuiteRow(Base):
    """A suite of a user's own, or one made from transcripts; the shipped ones are files."""

    __tablename__ = "rehearsal_suites"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[int] = mapped_column(BigInteger)


class RunRow(Base):
    """One rehearsal of a version: against which suite and model, how far it came, and what it used.

    `kept` replies were not asked for but stood in the store, the oldest of them since `kept_since`.
    """

    __tablename__ = "rehearsal_runs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    persona_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(64))
    suite_id: Mapped[str] = mapped_column(String(60))
    suite_hash: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(120))
    judge: Mapped[str | None] = mapped_column(String(120))
    endpoint: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"))
    fresh: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    started_by: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[int] = mapped_column(BigInteger)
    beat_at: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(Integer)
    requests: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    tokens_in: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    tokens_out: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    kept: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    kept_since: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_rehearsal_runs_version", "persona_id", "version", "started_at"),)


class CaseRow(Base):
    """One rehearsed case: the talk, each check's result, the verdict, and what a person said of it afterwards."""

    __tablename__ = "rehearsal_cases"

    run_id: Mapped[str] = mapped_column(ForeignKey("rehearsal_runs.id", ondelete="CASCADE"), primary_key=True)
    case: Mapped[str] = mapped_column(String(80), primary_key=True)
    prompt: Mapped[str] = mapped_column(String(40))
    way: Mapped[str] = mapped_column(String(20))
    age: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    ended_at: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str | None] = mapped_column(String(20))
    signer: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[int | None] = mapped_column(BigInteger)


class ReplyRow(Base):
    """A model's reply, kept by all that it depended on, so that no run pays for it twice within its time."""

    __tablename__ = "rehearsal_replies"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    tokens_in: Mapped[int] = mapped_column(Integer)
    tokens_out: Mapped[int] = mapped_column(Integer)
    at: Mapped[int] = mapped_column(BigInteger, index=True)


class VoteRow(Base):
    """One blind vote between two answers to the same child; `choice` is first, second or tie."""

    __tablename__ = "votes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    first: Mapped[str] = mapped_column(String(200))
    second: Mapped[str] = mapped_column(String(200))
    turn: Mapped[str] = mapped_column(String(120))
    choice: Mapped[str] = mapped_column(String(10))
    voter: Mapped[str] = mapped_column(String(80))
    at: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_votes_pair", "first", "second"),)
