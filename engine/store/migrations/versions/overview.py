"""Remember of what has ended whether it ended in time, and let the overview count quickly.

Of what ended before this, nobody wrote down the due day that stood at the end: it stays unknown.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_overview"
down_revision = "0012_desk"
branch_labels = None
depends_on = None

_REPLACED = ("ix_case_file_unit", "ix_case_file_opened_at")
"""Each is the beginning of a new one."""


def upgrade() -> None:
    """Add the columns and the indexes."""
    op.add_column("case_file", sa.Column("on_time", sa.Boolean(), nullable=True))
    op.add_column("problem_item", sa.Column("on_time", sa.Boolean(), nullable=True))
    for name in _REPLACED:
        op.drop_index(op.f(name), "case_file")
    op.create_index(
        "ix_case_file_standing", "case_file", ["unit", "key", "status", "due_at", "opened_at"]
    )
    op.create_index("ix_case_file_opened", "case_file", ["opened_at", "unit", "key"])
    _index_closed("case_file", ["ended_at", "on_time", "unit", "key"])
    _index_closed("problem_item", ["ended_at", "on_time", "owner", "kind", "case_id"])


def _index_closed(table: str, columns: list[str]) -> None:
    is_closed = sa.text("status = 'closed'")
    op.create_index(
        f"ix_{table}_closed",
        table,
        columns,
        postgresql_where=is_closed,
        sqlite_where=is_closed,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_problem_item_closed", "problem_item")
    for name in ("closed", "opened", "standing"):
        op.drop_index(f"ix_case_file_{name}", "case_file")
    op.create_index(op.f("ix_case_file_opened_at"), "case_file", ["opened_at"])
    op.create_index(op.f("ix_case_file_unit"), "case_file", ["unit"])
    op.drop_column("problem_item", "on_time")
    op.drop_column("case_file", "on_time")
