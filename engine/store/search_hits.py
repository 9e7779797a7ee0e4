"""The index of the full-text search: which entries have some tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, Text, literal, select

from engine.model.search_text import mark
from engine.store.store import Session
from engine.store.tables import search_entry, search_index

_other = search_entry.alias("other")


def entries_with(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the numbers of the entries that have all of some tokens, by the index."""
    if session.kind == "sqlite":
        query = " ".join(f'"{mark(token)}"' for token in tokens)
        return select(search_index.c.rowid).where(
            search_index.c.search_index.op("MATCH")(literal(query))
        )
    has_all = _other.c.tokens.op("@>")(literal(list(tokens), ARRAY(Text)))
    return select(_other.c.number).where(has_all)
