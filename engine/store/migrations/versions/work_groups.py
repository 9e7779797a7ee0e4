"""Let walks along the due dates read from their index to which groups work is offered.

One goes along all work, the other along that of some units.
"""

from __future__ import annotations

from alembic import op

revision = "0033_work_groups"
down_revision = "0032_work_nodes"
branch_labels = None
depends_on = None

_DUE, _UNIT = "ix_open_work_due_at", "ix_open_work_unit"


def upgrade() -> None:
    """Make both indexes anew, with the groups."""
    told = ["excluded_units", "groups", "case_id"]
    _make_anew(_DUE, ["due_at", "id", "node", "assignee", "unit", *told])
    _make_anew(_UNIT, ["unit", "due_at", "id", "node", "assignee", *told])


def downgrade() -> None:
    """Make them as they were."""
    _make_anew(_DUE, ["due_at", "id", "node", "assignee", "unit", "excluded_units", "case_id"])
    _make_anew(_UNIT, ["unit"])


def _make_anew(name: str, columns: list[str]) -> None:
    op.drop_index(name, table_name="open_work")
    op.create_index(name, "open_work", columns)
