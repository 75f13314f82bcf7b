"""A page that comes back goes on with its call: which attempt is live, and since when the page is away.

Beside it, how old the guest is, where that was told.
A call may have several live attempts now, one after another; `live_at` stays the first picture of the call.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "m006"
down_revision = "m005"


def upgrade() -> None:
    """Adds the columns; a call that was live until now is live in its only attempt."""
    op.add_column("calls", sa.Column("age", sa.String(10)))
    op.add_column("calls", sa.Column("left_at", sa.BigInteger()))
    op.add_column("calls", sa.Column("attempt_live", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE calls SET attempt_live = (live_at IS NOT NULL)")


def downgrade() -> None:
    """Drops them."""
    with op.batch_alter_table("calls") as batch:
        batch.drop_column("attempt_live")
        batch.drop_column("left_at")
        batch.drop_column("age")
