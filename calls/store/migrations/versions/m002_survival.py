"""What a call needs to survive: cap, attempts, what went wrong, and whether the vendor let go of each session."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "m002"
down_revision = "m001"


# Calls of before had no cap; ten minutes is what they get when they are looked at.
def _call_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("cap_seconds", sa.Integer(), nullable=False, server_default="600"),
        sa.Column("cap_reason", sa.String(40), nullable=False, server_default="time_up"),
        sa.Column("attempt", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("attempt_open", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("retry_at", sa.BigInteger()),
        sa.Column("trouble", sa.String(40)),
        sa.Column("text_at", sa.BigInteger()),
        sa.Column("spoke_at", sa.BigInteger()),
    ]


def _session_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("gone_at", sa.BigInteger()),
        sa.Column("stops", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("billed_seconds", sa.Integer()),
    ]


def upgrade() -> None:
    """Adds the columns; sessions that were stopped before count as gone."""
    for column in _call_columns():
        op.add_column("calls", column)
    for column in _session_columns():
        op.add_column("sessions", column)
    op.execute("UPDATE sessions SET gone_at = stopped_at, stops = 1 WHERE stopped_at IS NOT NULL")
    op.execute("UPDATE calls SET attempt = 1 WHERE started_at IS NOT NULL")
    op.execute("UPDATE calls SET attempt_open = true WHERE started_at IS NOT NULL AND ended_at IS NULL")


def downgrade() -> None:
    """Drops the columns."""
    for table, columns in (("sessions", _session_columns()), ("calls", _call_columns())):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
