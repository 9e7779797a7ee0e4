"""Hold the files that are chosen for a case before it is opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0020_held_files"
down_revision = "0019_settings"
branch_labels = None
depends_on = None

_BY_CONTENT = ("held_file", "attachment", "document_file")


def upgrade() -> None:
    """Create the table, and let whoever clears away find who still needs a content."""
    op.create_table(
        "held_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("held_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_file")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_held_file_sha256_blob")),
    )
    op.create_index("ix_held_file_held_by", "held_file", ["held_by", "process"])
    op.create_index("ix_held_file_held_at", "held_file", ["held_at"])
    for table in _BY_CONTENT:
        op.create_index(f"ix_{table}_sha256", table, ["sha256"])


def downgrade() -> None:
    """Drop it; what was chosen has to be chosen again."""
    for table in reversed(_BY_CONTENT):
        op.drop_index(f"ix_{table}_sha256", table_name=table)
    op.drop_table("held_file")
