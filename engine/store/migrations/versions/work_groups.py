"""Let a walk along the due dates read from its index to which groups work is offered."""

from __future__ import annotations

from alembic import op

revision = "0033_work_groups"
down_revision = "0032_work_nodes"
branch_labels = None
depends_on = None

_NAME = "ix_open_work_due_at"
_FIRST = ["due_at", "id", "node", "assignee", "unit", "excluded_units"]


def upgrade() -> None:
    """Make the index anew, with the groups."""
    op.drop_index(_NAME, table_name="open_work")
    op.create_index(_NAME, "open_work", [*_FIRST, "groups", "case_id"])


def downgrade() -> None:
    """Make it without them."""
    op.drop_index(_NAME, table_name="open_work")
    op.create_index(_NAME, "open_work", [*_FIRST, "case_id"])
