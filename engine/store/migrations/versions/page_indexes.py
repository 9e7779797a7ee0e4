"""Let timers be listed by due date along the index that claims walk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_page_indexes"
down_revision = "0023_notifications"
branch_labels = None
depends_on = None

_DUE = "ix_timer_due_at_id"
_LIVE = sa.text("NOT paused")
_LIVE_SQLITE = sa.text("paused = 0")


def upgrade() -> None:
    """Take paused timers into the index."""
    op.drop_index(_DUE, table_name="timer")
    op.create_index(_DUE, "timer", ["due_at", "id", "paused"])


def downgrade() -> None:
    """Leave them out again."""
    op.drop_index(_DUE, table_name="timer")
    op.create_index(
        _DUE, "timer", ["due_at", "id"], postgresql_where=_LIVE, sqlite_where=_LIVE_SQLITE
    )
