"""Let void documents that took a number be found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030_void_documents"
down_revision = "0029_return_secret"
branch_labels = None
depends_on = None

_NAME = "ix_document_void"
_IS_VOID = sa.text("status = 'void'")


def upgrade() -> None:
    """Make the index."""
    columns = ["series", "year", "serial"]
    op.create_index(_NAME, "document", columns, postgresql_where=_IS_VOID, sqlite_where=_IS_VOID)


def downgrade() -> None:
    """Drop the index."""
    op.drop_index(_NAME, table_name="document")
