"""Find cases, problem items, papers and publications by their words.

The entries of what is there already are made by `dudao init`, which knows how to cut texts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, Tokens

revision = "0009_search"
down_revision = "0005_publications"
branch_labels = None
depends_on = None

_FORGET = "INSERT INTO search_index (search_index, rowid, tokens) "
_FORGET += "VALUES ('delete', old.number, old.tokens);"
_LEARN = "INSERT INTO search_index (rowid, tokens) VALUES (new.number, new.tokens);"
_TRIGGERS = {"INSERT": _LEARN, "DELETE": _FORGET, "UPDATE": f"{_FORGET} {_LEARN}"}


def upgrade() -> None:
    """Create the table of entries, with the index of this store."""
    op.create_table(
        "search_entry",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "id", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("tokens", Tokens(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('case', 'item', 'document', 'attachment', 'publication')",
            name=op.f("ck_search_entry_kind"),
        ),
        sa.CheckConstraint(
            "visibility IN ('internal', 'unit', 'public')",
            name=op.f("ck_search_entry_visibility"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_search_entry_case_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_search_entry_id")),
    )
    op.create_index(op.f("ix_search_entry_unit"), "search_entry", ["unit"], unique=False)
    op.create_index(op.f("ix_search_entry_party"), "search_entry", ["party"], unique=False)
    op.create_index("ix_search_entry_at", "search_entry", [sa.text("at DESC"), "id"])
    is_public = sa.text("visibility = 'public'")
    op.create_index(
        "ix_search_entry_public",
        "search_entry",
        ["number"],
        postgresql_where=is_public,
        sqlite_where=is_public,
    )
    if op.get_context().dialect.name == "sqlite":
        _index_on_sqlite()
    else:
        op.create_index(
            "ix_search_entry_tokens", "search_entry", ["tokens"], postgresql_using="gin"
        )


def _index_on_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content='search_entry', "
        "content_rowid='number', tokenize='ascii', detail=none, columnsize=0)"
    )
    for event, action in _TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER search_entry_{event.lower()} AFTER {event} ON search_entry "
            f"BEGIN {action} END"
        )


def downgrade() -> None:
    """Undo it."""
    if op.get_context().dialect.name == "sqlite":
        for event in _TRIGGERS:
            op.execute(f"DROP TRIGGER search_entry_{event.lower()}")
        op.drop_table("search_index")
    op.drop_table("search_entry")
