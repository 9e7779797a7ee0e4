"""Full-text search: the entries that contain every word, and that who asks may see, newest first.

The index names the entries that have all tokens of the words; the folded text then says whether a
longer word really stands there, so that both stores answer the same. As with open work, no one way
is fast for everybody: a rare word is found by the index, a small scope by its units, and a common
word in a wide scope along the dates until the page is full. Quick counts decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import orjson
from sqlalchemy import ColumnElement, FromClause, Select, func, literal, select, text

from engine.model.registers import Page
from engine.model.search_results import MOST_COUNTED, Counted, Found, SearchKind
from engine.model.search_text import marked, passage, start_of
from engine.store.register_conditions import hidden
from engine.store.register_cursor import Sorting
from engine.store.search_counts import count_along, met_along, theirs_with
from engine.store.search_hits import Wanted, contains, entries_with
from engine.store.search_sight import Sight, seen, visible
from engine.store.store import Session
from engine.store.tables import case_file, search_entry

_FEW = {"sqlite": 4_000, "postgresql": 2_000}
"""Hits that may be read one by one for a page; PostgreSQL fetches them to count them, too."""
_NARROW = 4_000
"""Entries of a scope that may be read one by one."""
_MET = MOST_COUNTED
"""Hits that are sorted for a page, since they were all looked at to count them."""
_MANY = 40_000
"""Hits of which SQLite makes no list to look them up along the dates: the next is never far."""
_entry = search_entry.c
_PLACE = (_entry.number, _entry.at, _entry.id)
_UNCOUNTED: ColumnElement[int] = literal(0)
Condition = ColumnElement[bool]
Numbers = Select[*tuple[Any, ...]]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows of a page, the cursor of the next one, and how many there are over all pages."""

    rows: Rows
    cursor: str | None
    total: Counted


def search(
    session: Session, sight: Sight, wanted: Wanted, page: Page
) -> tuple[list[Found], str | None, Counted]:
    """Return a page of hits, the cursor of the next one (None at the end), and how many."""
    if session.kind == "postgresql":
        # To test tokens row by row, they would all be fetched from where long values are kept;
        # the planner does not count that.
        session.execute(text("SET LOCAL enable_seqscan = off"))
    looked = _looked_up(session, sight, wanted, page)
    return [_found(row, wanted) for row in looked.rows], looked.cursor, looked.total


def _looked_up(session: Session, sight: Sight, wanted: Wanted, page: Page) -> Looked:
    if session.kind == "postgresql":
        narrow = theirs_with(session, sight, wanted, at_most=MOST_COUNTED + 1)
        if narrow is not None:
            found = _among(session, narrow, page)
            return _met(session, sight, wanted, page) if found.total.is_more else found
    hits = entries_with(session, wanted.tokens)
    most = _FEW[session.kind]
    number = _number(session, hits, (_MANY if session.kind == "sqlite" else most) + 1)
    if number <= most:
        long = contains(session, _entry.folded, wanted.long_words)
        few = select(*_PLACE).where(_entry.number.in_(hits), *_shown(sight, wanted), *long)
        return _among(session, few, page)
    if session.kind == "postgresql":
        found = _met(session, sight, wanted, page)
        return replace(found, total=count_along(session, sight, wanted))
    return _on_sqlite(session, sight, wanted, page, hits if number <= _MANY else None)


def _on_sqlite(
    session: Session, sight: Sight, wanted: Wanted, page: Page, hits: Numbers | None
) -> Looked:
    """Read one by one what somebody sees or may find, if it is little; else along the dates."""
    shown, theirs = _shown(sight, wanted), seen(sight)
    said = [*contains(session, _entry.folded, wanted.words)]
    number = session.hunches.of(("seen", sight), lambda: _number(session, theirs, _NARROW + 1))
    if number <= _NARROW:
        found = select(*_PLACE).where(_entry.number.in_(theirs), *shown, *said)
        return _among(session, found, page)
    met = met_along(session, sight, wanted)
    if len(met) <= _MET:
        return _among(session, select(*_PLACE).where(_entry.number.in_(_listed(met))), page)
    if hits is not None:
        long = contains(session, _entry.folded, wanted.long_words)
        said = [hidden(_entry.number, session.kind).in_(hits), *long]
    rows, cursor = _page(session, search_entry, [*shown, *said], page)
    return Looked(rows, cursor, Counted.of(len(met)))


def _listed(numbers: Sequence[int]) -> Numbers:
    """Return numbers as rows: a statement with as many parameters would be made anew each time."""
    written = literal(orjson.dumps(numbers).decode())
    return select(func.json_each(written).table_valued("value").c.value)


def _shown(sight: Sight, wanted: Wanted) -> list[Condition]:
    return [*wanted.of_kinds(_entry.kind), visible(sight)]  # what is quick to tell first


def _met(session: Session, sight: Sight, wanted: Wanted, page: Page) -> Looked:
    """Return what a walk along the dates meets, more than is counted; the index says what is shown.

    PostgreSQL would otherwise fetch each entry before it asks who may see it.
    """
    sorting = _sorting(search_entry)
    after = [] if page.after is None else [sorting.after(page.after)]
    walk = select(*_PLACE).where(*_shown(sight, wanted), *after).order_by(*sorting.order())
    met = walk.offset(0).subquery("met")  # a subquery with an offset is done by itself
    said = contains(session, _entry.folded, wanted.words)
    found = select(met).join(search_entry, _entry.number == met.c.number).where(*said)
    rows, cursor = _page(session, found.subquery("found"), (), page)
    return Looked(rows, cursor, Counted.of(MOST_COUNTED + 1))


def _among(session: Session, found: Numbers, page: Page) -> Looked:
    """Read the page and the number of few entries, looking at each of them once."""
    few = found.cte("found")
    count = select(func.count()).select_from(few).scalar_subquery()
    rows, cursor = _page(session, few, (), page, count)
    number = rows[0][-1] if rows else 0
    if not rows and page.after is not None:
        number = _number(session, found, MOST_COUNTED + 1)
    return Looked(rows, cursor, Counted.of(number))


# ------------------------------------------------------------------------------------- rows


def _number(session: Session, rows: Numbers, at_most: int) -> int:
    first = rows.limit(at_most).subquery()
    return cast("int", session.execute(select(func.count()).select_from(first)).one()[0])


def _page(
    session: Session,
    source: FromClause,
    conditions: Sequence[Condition],
    page: Page,
    count: ColumnElement[int] = _UNCOUNTED,
) -> tuple[Rows, str | None]:
    """Return the rows of a page of what has the columns of entries, each with a number."""
    sorting = _sorting(source)
    numbers = select(source.c.number, count.label("total")).where(*conditions)
    if page.after is not None:
        numbers = numbers.where(sorting.after(page.after))
    first = numbers.order_by(*sorting.order()).limit(page.limit + 1).subquery()
    query = (
        select(
            _entry.id, _entry.kind, _entry.case_id, case_file.c.reference, _entry.title,
            _entry.text, _entry.at, first.c.total,
        )
        .select_from(first)
        .join(search_entry, _entry.number == first.c.number)
        .join(case_file, case_file.c.id == _entry.case_id)
        .order_by(*_sorting(search_entry).order())
    )  # fmt: skip
    rows = cast("Rows", session.execute(query).all())
    if len(rows) <= page.limit:
        return rows, None
    last = rows[page.limit - 1]
    return rows[: page.limit], sorting.cursor(last[-2], last[0])


def _sorting(source: FromClause) -> Sorting:
    return Sorting("at", source.c.at, source.c.id, is_descending=True, is_always_there=True)


def _found(row: tuple[Any, ...], wanted: Wanted) -> Found:
    entry_id, kind, case_id, reference, title, content, at, _ = row
    in_text = passage(content, wanted.words)
    return Found(
        kind=SearchKind(kind),
        id=entry_id.partition(":")[2],
        case_id=case_id,
        reference=reference,
        title=title,
        title_marks=marked(title, wanted.words),
        snippet=in_text or start_of(content),
        at=at,
    )
