"""Remember what the marks of due dates were set by, to set them again after a change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0025_mark_basis"
down_revision = "0024_page_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; the first worker sets the marks of all open work."""
    op.create_table(
        "mark_basis",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("last_work", sa.Text()),
        sa.Column("moved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_basis")),
        sa.CheckConstraint("id = 1", name=op.f("ck_mark_basis_id")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("mark_basis")
