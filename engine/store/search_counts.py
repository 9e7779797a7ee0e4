"""Which entries of the full-text search have the words and may be seen, by indexes alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Text, func, literal_column, select, text, union

from engine.model.search_results import MOST_COUNTED, Counted
from engine.store.search_hits import Wanted, contains, entries_with, has_tokens
from engine.store.search_sight import Facts, Sight, led_to, visible
from engine.store.store import Session
from engine.store.tables import search_entry
from engine.store.unit_lists import units_in

_entry = search_entry.c
# SQLite would read whole entries, which are long; SQLAlchemy has no words for an index.
_TOLD = text("search_entry AS told INDEXED BY ix_search_entry_seen")
_told_number = literal_column("told.number", _entry.number.type)
_told = Facts(
    *(literal_column(f"told.{each}", Text) for each in ("kind", "visibility", "unit", "party"))
)
Numbers = Select[*tuple[Any, ...]]


def count_along(session: Session, sight: Sight, wanted: Wanted) -> Counted:
    """Count what has the words along the index of words of PostgreSQL, as far as is counted."""
    numbers = select(_entry.number).where(
        *wanted.of_kinds(_entry.kind), visible(sight), *_with(session, wanted)
    )
    first = numbers.limit(MOST_COUNTED + 1).subquery()
    found = session.execute(select(func.count()).select_from(first)).one()[0]
    return Counted.of(cast("int", found))


def met_along(session: Session, sight: Sight, wanted: Wanted) -> list[int]:
    """Return the numbers of what has the words along the index of SQLite, as many as are counted."""
    numbers = _by_narrow_index(session, sight, wanted).limit(MOST_COUNTED + 1)
    return [cast("int", row[0]) for row in session.execute(numbers)]


def _by_narrow_index(session: Session, sight: Sight, wanted: Wanted) -> Numbers:
    hits = entries_with(session, wanted.tokens).subquery("hits")
    query = select(_told_number).select_from(hits, _TOLD).where(_told_number == hits.c[0])
    query = query.where(*wanted.of_kinds(_told.kind), visible(sight, _told))
    its_own = select(_entry.folded).where(_entry.number == _told_number).scalar_subquery()
    return query.where(*contains(session, its_own, wanted.long_words))


def theirs_with(session: Session, sight: Sight, wanted: Wanted, *, at_most: int) -> Numbers | None:
    """Return so many entries with the words that somebody sees; None where that is most of all.

    PostgreSQL fetches no more than what the index of words and those of units have in common.
    """
    units = units_in(session, sight.covers)
    if units is None:
        return None
    place = select(_entry.number, _entry.at, _entry.id)
    said = [*wanted.of_kinds(_entry.kind), visible(sight)]
    theirs = place.where(led_to(units), *said, *_with(session, wanted))
    # There are not many of these, and to fetch their tokens would cost more than to read them.
    words = contains(session, _entry.folded, wanted.words)
    public = place.where(_entry.visibility == "public", *said, *words)
    first = (select(each.limit(at_most).subquery()) for each in (theirs, public))
    return select(union(*first).subquery())


def _with(session: Session, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield has_tokens(session, search_entry, wanted.tokens)
    yield from contains(session, _entry.folded, wanted.long_words)
