"""Let the register of cases be read in each of its orders by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_lists"
down_revision = "0014_inbox"
branch_labels = None
depends_on = None

_ASKED = ["unit", "status", "key"]
_INDEXES = {
    "ix_case_file_opened_at": ["opened_at", "id", *_ASKED],
    "ix_case_file_due_at": ["due_at", "id", *_ASKED],
    "ix_case_file_ended_at": ["ended_at", "id", *_ASKED],
    "ix_case_file_title": ["title", "id", *_ASKED],
    "ix_case_file_unit": ["unit", "id", *_ASKED[1:]],
    "ix_case_file_status": ["status", "id"],
}
_BEFORE = {
    "ix_case_file_opened": ["opened_at", "unit", "key"],
    "ix_case_file_status_due_at": ["status", "due_at"],
}
_SORTED = ("title", "unit")


def upgrade() -> None:
    """Sort titles and units by code point on PostgreSQL, too, and make the indexes."""
    _exchange(_BEFORE, _INDEXES, sa.Text(collation="C"))


def downgrade() -> None:
    """Undo it."""
    _exchange(_INDEXES, _BEFORE, sa.Text())


def _exchange(old: dict[str, list[str]], new: dict[str, list[str]], sorted_as: sa.Text) -> None:
    for name in old:
        op.drop_index(name, table_name="case_file")
    if op.get_context().dialect.name == "postgresql":
        for column in _SORTED:
            op.alter_column("case_file", column, type_=sorted_as)
    for name, columns in new.items():
        op.create_index(name, "case_file", columns)
