"""Keep how far computing provisional deadlines again has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0021_recomputations"
down_revision = "0020_held_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "recomputation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_case", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("moved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recomputation")),
        sa.CheckConstraint(
            "state IN ('running', 'finished', 'superseded')", name=op.f("ck_recomputation_state")
        ),
    )
    op.create_index("ix_recomputation_state", "recomputation", ["state", "asked_at"])


def downgrade() -> None:
    """Drop it; whatever was not done has to be asked for again."""
    op.drop_table("recomputation")
