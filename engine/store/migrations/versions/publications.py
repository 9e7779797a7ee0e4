"""Keep what was made public, and the objections of the public."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0005_publications"
down_revision = "0004_items"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of publications and objections."""
    op.create_table(
        "publication",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("objection_until", Instant(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.Column("superseded_by", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_case", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('公示', '公告', '更正', '撤回')", name=op.f("ck_publication_kind")
        ),
        sa.CheckConstraint(
            "state IN ('published', 'corrected', 'withdrawn', 'superseded', 'ended')",
            name=op.f("ck_publication_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_publication_case_id")),
        sa.ForeignKeyConstraint(
            ["source_case"], ["case_file.id"], name=op.f("fk_publication_source_case")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["publication.id"], name=op.f("fk_publication_supersedes")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["publication.id"], name=op.f("fk_publication_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("number", name=op.f("uq_publication_number")),
    )
    op.create_index(op.f("ix_publication_case_id"), "publication", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_publication_source_case"), "publication", ["source_case"], unique=False
    )
    op.create_index(
        "ix_publication_published_at", "publication", ["published_at", "id"], unique=False
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("filed_at", Instant(), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.CheckConstraint("state IN ('filed', 'answered')", name=op.f("ck_objection_state")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_objection_case_id")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_objection_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_objection_receipt_hash")),
    )
    op.create_index(op.f("ix_objection_case_id"), "objection", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_objection_publication_id"), "objection", ["publication_id"], unique=False
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_index(op.f("ix_objection_publication_id"), table_name="objection")
    op.drop_index(op.f("ix_objection_case_id"), table_name="objection")
    op.drop_table("objection")
    op.drop_index("ix_publication_published_at", table_name="publication")
    op.drop_index(op.f("ix_publication_source_case"), table_name="publication")
    op.drop_index(op.f("ix_publication_case_id"), table_name="publication")
    op.drop_table("publication")
