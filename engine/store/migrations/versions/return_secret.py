"""Keep the secret by which a mail that came back is known to be one of ours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0029_return_secret"
down_revision = "0028_name_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the first mail that is sent makes the secret."""
    op.create_table(
        "return_secret",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_secret")),
        sa.CheckConstraint("id = 1", name=op.f("ck_return_secret_id")),
    )


def downgrade() -> None:
    """Take it away; what was sent under it is then known by its id alone."""
    op.drop_table("return_secret")
