"""Find what somebody opened and did, and whether anything about open work has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_desk"
down_revision = "0011_proposals"
branch_labels = None
depends_on = None

_DONE = sa.text("type = 'task_completed'")
_STIRS = sa.text(
    "type IN ('task_created', 'task_claimed', 'task_unclaimed', 'task_assigned', "
    "'task_delegated', 'task_completed', 'task_canceled', 'task_withdrawn', 'deadline_changed', "
    "'deadline_extended', 'case_suspended', 'case_resumed', 'case_closed', 'case_canceled')"
)


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("ix_case_file_opened_by", "case_file", ["opened_by", "opened_at", "status"])
    for name, column in (("done_by", "person"), ("done_for", "on_behalf_of")):
        op.create_index(
            f"ix_history_event_{name}",
            "history_event",
            [column, "at"],
            postgresql_where=_DONE,
            sqlite_where=_DONE,
        )
    op.create_index(
        "ix_history_event_stirs",
        "history_event",
        ["at"],
        postgresql_where=_STIRS,
        sqlite_where=_STIRS,
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("stirs", "done_for", "done_by"):
        op.drop_index(f"ix_history_event_{name}", "history_event")
    op.drop_index("ix_case_file_opened_by", "case_file")
