"""Let the history name an address without telling it: by a hash that only the address's row explains."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027_reach"
down_revision = "0026_delivering"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the salt; addresses that are there have none yet and get one when they change."""
    op.add_column("contact", sa.Column("salt", sa.Text()))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("contact", "salt")
