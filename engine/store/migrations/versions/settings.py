"""Let the changes of settings be read without a walk through everything that belongs to no case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_settings"
down_revision = "0018_unit_end"
branch_labels = None
depends_on = None

_NAME = "ix_history_event_settings"
_SETS = sa.text("type = 'setting_changed'")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        _NAME, "history_event", ["case_id", "seq"], postgresql_where=_SETS, sqlite_where=_SETS
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index(_NAME, table_name="history_event")
