"""Where a rehearsal's replies came from and how old they were: a run says so, and a kept reply serves for a time only.

Replies of before are forgotten: nobody wrote down which endpoint gave them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "m005"
down_revision = "m004"


def upgrade() -> None:
    """Adds what a run says of its replies, and empties the table of kept ones."""
    op.add_column("rehearsal_runs", sa.Column("endpoint", sa.String(500), nullable=False, server_default=""))
    op.add_column("rehearsal_runs", sa.Column("fresh", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("rehearsal_runs", sa.Column("kept", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("rehearsal_runs", sa.Column("kept_since", sa.BigInteger()))
    op.execute(sa.text("DELETE FROM rehearsal_replies"))
    op.create_index("ix_rehearsal_replies_at", "rehearsal_replies", ["at"])


def downgrade() -> None:
    """Drops the columns and the index."""
    op.drop_index("ix_rehearsal_replies_at", "rehearsal_replies")
    with op.batch_alter_table("rehearsal_runs") as batch:
        for column in ("kept_since", "kept", "fresh", "endpoint"):
            batch.drop_column(column)
