"""Let channels rest, digests keep together, and open work be urged by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0026_delivering"
down_revision = "0025_mark_basis"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "delivery_course",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("failing_since", Instant()),
        sa.Column("parcel_id", sa.Text()),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_course")),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name=op.f("fk_delivery_course_delivery_id_delivery"),
        ),
    )
    op.create_index("ix_delivery_course_parcel_id", "delivery_course", ["parcel_id"])
    op.create_table(
        "channel_rest",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure_code", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_rest")),
    )
    op.create_table(
        "work_urge",
        sa.Column("work_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("urged_at", Instant(), nullable=False),
        sa.Column("urged_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("work_id", "number", name=op.f("pk_work_urge")),
    )


def downgrade() -> None:
    """Drop the tables; which channel rests and who urged what is lost."""
    for table in ("work_urge", "channel_rest", "delivery_course"):
        op.drop_table(table)
