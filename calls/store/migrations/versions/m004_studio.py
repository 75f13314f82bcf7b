"""The persona studio: which version speaks in a call, the versions themselves, drafts, rehearsals, votes.

A call of before names no persona of the library; its `persona_id` stays empty. `persona_mark` is the reason for which a
version spoke that had not passed its rehearsal.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "m004"
down_revision = "m003"

_TABLES = (
    "votes",
    "rehearsal_replies",
    "rehearsal_cases",
    "rehearsal_runs",
    "rehearsal_suites",
    "vendor_copies",
    "persona_drafts",
    "persona_moves",
    "persona_labels",
    "persona_versions",
    "personas",
)


def upgrade() -> None:
    """Adds the columns and tables."""
    op.add_column("calls", sa.Column("persona_id", sa.String(40), nullable=False, server_default=sa.text("''")))
    op.add_column("calls", sa.Column("persona_mark", sa.Text()))
    _personas()
    _rehearsals()


def _personas() -> None:
    op.create_table(
        "personas",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personas")),
    )
    op.create_table(
        "persona_versions",
        sa.Column("persona_id", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("parent", sa.String(64)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("persona_id", "hash", name=op.f("pk_persona_versions")),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], op.f("fk_persona_versions_persona_id"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "persona_labels",
        sa.Column("persona_id", sa.String(40), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("persona_id", "label", name=op.f("pk_persona_labels")),
        sa.ForeignKeyConstraint(
            ["persona_id", "hash"],
            ["persona_versions.persona_id", "persona_versions.hash"],
            op.f("fk_persona_labels_persona_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "persona_moves",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("persona_id", sa.String(40), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("signer", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(32)),
        sa.Column("model", sa.String(120)),
        sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("overridden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persona_moves")),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], op.f("fk_persona_moves_persona_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_persona_moves_persona_id"), "persona_moves", ["persona_id"])
    op.create_table(
        "persona_drafts",
        sa.Column("persona_id", sa.String(40), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("base", sa.String(64)),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(64), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("persona_id", name=op.f("pk_persona_drafts")),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], op.f("fk_persona_drafts_persona_id"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "vendor_copies",
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("persona_id", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("vendor_id", sa.String(120), nullable=False),
        sa.Column("sent_hash", sa.String(64), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", "persona_id", "hash", name=op.f("pk_vendor_copies")),
    )


def _rehearsals() -> None:
    op.create_table(
        "rehearsal_suites",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_suites")),
    )
    op.create_table(
        "rehearsal_runs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("persona_id", sa.String(40), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("suite_id", sa.String(60), nullable=False),
        sa.Column("suite_hash", sa.String(64), nullable=False),
        sa.Column("model", sa.String(120), nullable=False),
        sa.Column("judge", sa.String(120)),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("started_by", sa.String(80), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("tokens_in", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("tokens_out", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("trouble", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_runs")),
    )
    op.create_index("ix_rehearsal_runs_version", "rehearsal_runs", ["persona_id", "version", "started_at"])
    op.create_table(
        "rehearsal_cases",
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("case", sa.String(80), nullable=False),
        sa.Column("prompt", sa.String(40), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("age", sa.String(10), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(20)),
        sa.Column("signer", sa.String(80)),
        sa.Column("reason", sa.Text()),
        sa.Column("signed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("run_id", "case", name=op.f("pk_rehearsal_cases")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["rehearsal_runs.id"], op.f("fk_rehearsal_cases_run_id"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "rehearsal_replies",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rehearsal_replies")),
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("first", sa.String(200), nullable=False),
        sa.Column("second", sa.String(200), nullable=False),
        sa.Column("turn", sa.String(120), nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("voter", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    op.create_index("ix_votes_pair", "votes", ["first", "second"])


def downgrade() -> None:
    """Drops the tables and columns."""
    for table in _TABLES:
        op.drop_table(table)
    with op.batch_alter_table("calls") as batch:
        batch.drop_column("persona_mark")
        batch.drop_column("persona_id")
