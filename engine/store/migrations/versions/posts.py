"""Let a membership be a post in a unit; those there are become posts in the person's own unit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_posts"
down_revision = "0006_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the unit of every membership, as part of its key."""
    op.execute(
        "CREATE TEMPORARY TABLE old_membership AS SELECT membership.*, person.unit AS unit "
        "FROM membership JOIN person ON person.id = membership.person"
    )
    _make_anew(has_unit=True)
    op.execute(
        "INSERT INTO membership (person, group_name, from_on, until_on, unit) "
        "SELECT person, group_name, from_on, until_on, unit FROM old_membership"
    )
    op.execute("DROP TABLE old_membership")


def downgrade() -> None:
    """Undo it; posts elsewhere are dropped, because they would give rights in the own unit."""
    op.execute(
        "CREATE TEMPORARY TABLE old_membership AS "
        "SELECT person, group_name, from_on, until_on FROM membership "
        "WHERE unit = (SELECT unit FROM person WHERE person.id = membership.person)"
    )
    _make_anew(has_unit=False)
    op.execute(
        "INSERT INTO membership (person, group_name, from_on, until_on) "
        "SELECT person, group_name, from_on, until_on FROM old_membership"
    )
    op.execute("DROP TABLE old_membership")


def _make_anew(*, has_unit: bool) -> None:
    """Make the table anew, because neither store can widen a key in words the other knows."""
    op.drop_index("ix_membership_group_name", table_name="membership")
    op.drop_table("membership")
    key = ("person", "group_name", "from_on", *(["unit"] if has_unit else []))
    unit: list[sa.Column[str] | sa.ForeignKeyConstraint] = []
    if has_unit:
        unit = [
            sa.Column("unit", sa.Text(), nullable=False),
            sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_membership_unit")),
        ]
    op.create_table(
        "membership",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        *unit,
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_group_name", "membership", ["group_name"], unique=False)
