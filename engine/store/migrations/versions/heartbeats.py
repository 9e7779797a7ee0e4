"""Let workers say that they live."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0010_heartbeats"
down_revision = "0009_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of heartbeats."""
    op.create_table(
        "worker_heartbeat",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("beat_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_heartbeat")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("worker_heartbeat")
