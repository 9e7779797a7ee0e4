"""Let a unit end on a day, with the unit that takes its place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_unit_end"
down_revision = "0017_parts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; every unit that there is goes on."""
    op.add_column("unit", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("unit", sa.Column("successor", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop them: ended units go on again; that they ended stands in the history."""
    op.drop_column("unit", "successor")
    op.drop_column("unit", "ended_on")
