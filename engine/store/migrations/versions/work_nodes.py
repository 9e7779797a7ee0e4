"""Find open work by its activity, which words of its name lead to."""

from __future__ import annotations

from alembic import op

revision = "0032_work_nodes"
down_revision = "0031_item_units"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_open_work_node", "open_work", ["node"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_open_work_node", table_name="open_work")
