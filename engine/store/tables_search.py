"""What a full-text search looks in: one entry for each case, item, paper and publication.

Entries follow from the rows they stand for and can be made again from them at any time. SQLite
keeps its index (FTS5) in the table `search_index`, by triggers; on PostgreSQL it is a GIN index.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    column,
    table,
)

from engine.store.columns import METADATA, Instant, Tokens

# Under this collation ids sort on PostgreSQL as they do on SQLite.
_PLAIN = Text().with_variant(Text(collation="C"), "postgresql")

search_entry = Table(
    "search_entry",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    # The kind and the id of the row it stands for: case:…, item:…, document:…
    Column("id", _PLAIN, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False),
    # The unit of the case; and the unit responsible, addressed or attaching.
    Column("unit", Text, index=True),
    Column("party", Text, index=True),
    Column("visibility", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("tokens", Tokens, nullable=False),
    CheckConstraint(
        "kind IN ('case', 'item', 'document', 'attachment', 'publication')", name="kind"
    ),
    CheckConstraint("visibility IN ('internal', 'unit', 'public')", name="visibility"),
)
# What says who finds an entry stands behind the dates, so that a walk along them reads an entry only
# when it may be shown; and once more by number, in an index that is far narrower than the entries.
_SEEN = [search_entry.c[each] for each in ("kind", "visibility", "unit", "party")]
Index(
    "ix_search_entry_at",
    search_entry.c.at.desc(),
    search_entry.c.id,
    *_SEEN,
    search_entry.c.number,
)
Index("ix_search_entry_seen", search_entry.c.number, *_SEEN, info={"only": "sqlite"}).ddl_if(
    dialect="sqlite"
)
Index(
    "ix_search_entry_public",
    search_entry.c.number,
    postgresql_where=search_entry.c.visibility == "public",
    sqlite_where=search_entry.c.visibility == "public",
)
Index("ix_search_entry_tokens", search_entry.c.tokens, postgresql_using="gin").ddl_if(
    dialect="postgresql"
)

search_index = table("search_index", column("rowid", Integer), column("search_index", Text))
"""FTS5 on SQLite: its rows are those of `search_entry`; the column of its own name is matched."""
