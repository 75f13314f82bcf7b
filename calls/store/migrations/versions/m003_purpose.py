"""What a call was for, and the prices of its day: costs were guessed from the sandbox flag and today's prices before.

Calls of before count as guests' calls; their `price_version` stays empty, since nobody wrote it down.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "m003"
down_revision = "m002"


def upgrade() -> None:
    """Adds the columns, and the table that keeps every price list that a call was made under."""
    op.add_column("calls", sa.Column("purpose", sa.String(20), nullable=False, server_default="guest"))
    op.add_column("calls", sa.Column("price_version", sa.String(64)))
    op.create_table(
        "price_lists",
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_price_lists")),
    )


def downgrade() -> None:
    """Drops both."""
    op.drop_table("price_lists")
    with op.batch_alter_table("calls") as batch:
        batch.drop_column("price_version")
        batch.drop_column("purpose")
