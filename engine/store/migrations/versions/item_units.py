"""Tell who sees a problem item, and who finds what, by indexes alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031_item_units"
down_revision = "0030_void_documents"
branch_labels = None
depends_on = None

_FINDS = ("kind", "visibility", "unit", "party")
_SEEN = ("unit", "owner", "status")
_ITEMS = {
    "due_at": (("due_at", "id"), _SEEN),
    "opened_at": (("opened_at", "id"), _SEEN),
    "title": (("title", "id"), _SEEN),
    "ended_at": (("ended_at", "id"), _SEEN),
    "owner": (("owner", "id"), ("unit", "status")),
}
"""Indexes of problem items: what they were, and what is behind that now."""


def upgrade() -> None:
    """Write the unit of its case into each problem item, and make the indexes anew."""
    plain = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("problem_item", sa.Column("unit", plain, nullable=True))
    op.execute(
        "UPDATE problem_item SET unit = "
        "(SELECT case_file.unit FROM case_file WHERE case_file.id = problem_item.case_id)"
    )
    for name, (columns, behind) in _ITEMS.items():
        _make_anew(name, [*columns, *behind])
    op.create_index("ix_problem_item_unit", "problem_item", ["unit", "id"])
    _along_dates([*_FINDS, "number"])
    if _is_sqlite():
        op.create_index("ix_search_entry_seen", "search_entry", ["number", *_FINDS])


def downgrade() -> None:
    """Take all that away."""
    if _is_sqlite():
        op.drop_index("ix_search_entry_seen", table_name="search_entry")
    _along_dates([])
    op.drop_index("ix_problem_item_unit", table_name="problem_item")
    for name, (columns, _) in _ITEMS.items():
        _make_anew(name, [*columns])
    op.drop_column("problem_item", "unit")


def _make_anew(name: str, columns: list[str]) -> None:
    op.drop_index(f"ix_problem_item_{name}", table_name="problem_item")
    op.create_index(f"ix_problem_item_{name}", "problem_item", columns)


def _along_dates(behind: list[str]) -> None:
    op.drop_index("ix_search_entry_at", table_name="search_entry")
    op.create_index("ix_search_entry_at", "search_entry", [sa.text("at DESC"), "id", *behind])


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
