"""Keep what somebody hands in until a second person publishes it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, ValueText

revision = "0011_proposals"
down_revision = "0010_heartbeats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of proposals and their files."""
    op.create_table(
        "proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("scenarios", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("keys", ValueText(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made", ValueText(), nullable=True),
        sa.Column("judgement", ValueText(), nullable=False),
        sa.CheckConstraint(
            "state IN ('faulty', 'awaiting', 'published', 'withdrawn', 'refused')",
            name=op.f("ck_proposal_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_proposed_at", "proposal", ["proposed_at", "id"], unique=False)
    op.create_table(
        "proposal_file",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('diagram', 'table', 'scenario')", name=op.f("ck_proposal_file_kind")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_file_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "place", name=op.f("pk_proposal_file")),
        sa.UniqueConstraint("proposal_id", "name", name=op.f("uq_proposal_file_proposal_id_name")),
    )


def downgrade() -> None:
    """Drop them; what was published stays published."""
    op.drop_table("proposal_file")
    op.drop_index("ix_proposal_proposed_at", table_name="proposal")
    op.drop_table("proposal")
