"""Add problem items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, TextList

revision = "0004_items"
down_revision = "0003_documents"
branch_labels = None
depends_on = None

_STATES = (
    "draft", "issued", "delivered", "plan_submitted", "plan_returned", "in_progress",
    "report_submitted", "verifying", "returned", "verified", "open", "closed", "canceled",
)  # fmt: skip


def upgrade() -> None:
    """Add problem items."""
    states = ", ".join(f"'{each}'" for each in _STATES)
    op.create_table(
        "problem_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("demand", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("escalation", sa.Text(), nullable=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("verified_at", Instant(), nullable=True),
        sa.Column("verified_by", TextList(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(f"status IN ({states})", name=op.f("ck_problem_item_status")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_problem_item_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_item")),
    )
    op.create_index(op.f("ix_problem_item_case_id"), "problem_item", ["case_id"])
    op.create_index(op.f("ix_problem_item_owner"), "problem_item", ["owner"])
    op.create_index("ix_problem_item_due_at", "problem_item", ["due_at", "id"])
    op.create_index("ix_problem_item_opened_at", "problem_item", ["opened_at", "id"])


def downgrade() -> None:
    """Take problem items away."""
    op.drop_table("problem_item")
