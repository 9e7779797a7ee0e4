"""Add absence substitutions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0008_substitutions"
down_revision = "0007_posts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "substitution",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.Column("substitute", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("absent <> substitute", name=op.f("ck_substitution_two_people")),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_substitution_days")),
        sa.ForeignKeyConstraint(["absent"], ["person.id"], name=op.f("fk_substitution_absent")),
        sa.ForeignKeyConstraint(
            ["substitute"], ["person.id"], name=op.f("fk_substitution_substitute")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_absent"), "substitution", ["absent"])
    op.create_index(op.f("ix_substitution_substitute"), "substitution", ["substitute"])


def downgrade() -> None:
    """Undo it."""
    op.drop_index(op.f("ix_substitution_substitute"), table_name="substitution")
    op.drop_index(op.f("ix_substitution_absent"), table_name="substitution")
    op.drop_table("substitution")
