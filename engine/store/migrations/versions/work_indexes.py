"""Let problem items be read in each order by an index, and open work along its due dates alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_work_indexes"
down_revision = "0021_recomputations"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_problem_item_title": ["title", "id"],
    "ix_problem_item_owner": ["owner", "id"],
    "ix_problem_item_ended_at": ["ended_at", "id"],
}
_DUE = "ix_open_work_due_at"
_ASKED = ["node", "assignee", "unit", "excluded_units", "case_id"]
_SORTED = ("title", "owner")


def upgrade() -> None:
    """Sort titles and units by code point on PostgreSQL, too, and make the indexes."""
    op.drop_index("ix_problem_item_owner", table_name="problem_item")
    _collate("C")
    for name, columns in _INDEXES.items():
        op.create_index(name, "problem_item", columns)
    _along_due_dates(_ASKED)


def downgrade() -> None:
    """Drop the indexes, and sort by the rules of the database again."""
    for name in _INDEXES:
        op.drop_index(name, table_name="problem_item")
    _collate(None)
    op.create_index("ix_problem_item_owner", "problem_item", ["owner"])
    _along_due_dates([])


def _along_due_dates(asked: list[str]) -> None:
    op.drop_index(_DUE, table_name="open_work")
    op.create_index(_DUE, "open_work", ["due_at", "id", *asked])


def _collate(collation: str | None) -> None:
    """Change the collation of what is sorted by; texts of SQLite sort by code point anyhow."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in _SORTED:
        op.alter_column("problem_item", name, type_=sa.Text(collation=collation))
