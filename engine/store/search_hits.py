"""The index of the full-text search: which entries have some tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, Text, literal, select

from engine.model.search_results import SearchKind
from engine.model.search_text import mark, name_token
from engine.store.store import Session
from engine.store.tables import search_entry, search_index

_other = search_entry.alias("other")


def cases_called(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the ids of the cases whose title or reference has all of some tokens."""
    return _called(session, SearchKind.CASE, tokens)


def entries_called(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the numbers of the entries of those cases, one for each: they are quicker to count."""
    return entries_with(session, [name_token(SearchKind.CASE.value, each) for each in tokens])


def cases_of_items_called(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the ids of the cases that have a problem item whose title has all of some tokens."""
    return _called(session, SearchKind.ITEM, tokens)


def _called(session: Session, kind: SearchKind, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    names = [name_token(kind.value, each) for each in tokens]
    return select(search_entry.c.case_id).where(
        search_entry.c.number.in_(entries_with(session, names))
    )


def entries_with(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the numbers of the entries that have all of some tokens, by the index."""
    if session.kind == "sqlite":
        query = " ".join(f'"{mark(token)}"' for token in tokens)
        return select(search_index.c.rowid).where(
            search_index.c.search_index.op("MATCH")(literal(query))
        )
    has_all = _other.c.tokens.op("@>")(literal(list(tokens), ARRAY(Text)))
    return select(_other.c.number).where(has_all)
