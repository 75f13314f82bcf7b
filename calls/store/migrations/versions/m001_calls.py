"""Calls, their vendor sessions, their journal and their turns: what one call end to end needs to remember.

An event's key is (call, number), so that a browser may send it as often as it likes and it is stored once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "m001"
down_revision = None


def upgrade() -> None:
    """Creates the four tables."""
    op.create_table(
        "calls",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("agent_id", sa.String(40), nullable=False),
        sa.Column("guest", sa.String(40), nullable=False),
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("dialect", sa.String(20), nullable=False),
        sa.Column("sandbox", sa.Boolean(), nullable=False),
        sa.Column("persona_hash", sa.String(64), nullable=False),
        sa.Column("ticket_hash", sa.String(64), nullable=False),
        sa.Column("ticket_expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tab", sa.String(64)),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("live_at", sa.BigInteger()),
        sa.Column("last_beat_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("end_reason", sa.String(40)),
        sa.Column("billed_seconds", sa.Integer()),
        sa.Column("acked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_open", "calls", ["ended_at", "last_beat_at"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("call_id", sa.String(32), nullable=False),
        sa.Column("vendor_id", sa.String(120), nullable=False),
        sa.Column("dialect", sa.String(20), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger()),
        sa.Column("outcome", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], op.f("fk_sessions_call_id"), ondelete="CASCADE"),
        sa.UniqueConstraint("vendor_id", name=op.f("uq_sessions_vendor_id")),
    )
    op.create_index(op.f("ix_sessions_call_id"), "sessions", ["call_id"])
    op.create_table(
        "events",
        sa.Column("call_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "seq", name=op.f("pk_events")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], op.f("fk_events_call_id"), ondelete="CASCADE"),
    )
    op.create_table(
        "turns",
        sa.Column("call_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(10), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("call_id", "position", name=op.f("pk_turns")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], op.f("fk_turns_call_id"), ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Drops the four tables."""
    for table in ("turns", "events", "sessions", "calls"):
        op.drop_table(table)
