"""Look for what cases and problem items are called, apart from all else that their texts say.

All entries are made anew by `dudao init`, which knows how to cut texts.
"""

from __future__ import annotations

from alembic import op

revision = "0028_name_tokens"
down_revision = "0027_reach"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Throw the entries away; whoever upgrades makes them at once."""
    _empty()


def downgrade() -> None:
    """Do the same: the older program makes its own."""
    _empty()


def _empty() -> None:
    if op.get_context().dialect.name != "sqlite":
        op.execute("TRUNCATE search_entry")
        return
    # Entry by entry the index would be told of each: far slower than all at once.
    op.execute("DROP TRIGGER search_entry_delete")
    op.execute("DELETE FROM search_entry")
    op.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    op.execute(
        "CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO search_index (search_index, rowid, tokens) "
        "VALUES ('delete', old.number, old.tokens); END"
    )
