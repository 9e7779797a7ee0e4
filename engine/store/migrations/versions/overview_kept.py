"""Keep overviews that a worker counted ahead, for every web process."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0016_overview_kept"
down_revision = "0015_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "overview_kept",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("as_of", Instant(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_overview_kept")),
    )


def downgrade() -> None:
    """Drop it; nothing is lost that cannot be counted again."""
    op.drop_table("overview_kept")
