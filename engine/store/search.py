"""Full-text search: the entries that contain every word, and that who asks may see, newest first.

The index names the entries that have all tokens of the words; the folded text then says whether a
longer word really stands there, so that both stores answer the same. As with open work, no one way
is fast for everybody: a rare word is found by the index, a small scope by its units, and a common
word in a wide scope along the dates until the page is full. Two quick counts decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from engine.model.registers import Page
from engine.model.search_results import MOST_COUNTED, Counted, Found, SearchKind
from engine.model.search_text import is_exact, marked, passage, start_of, tokens_of
from engine.store.register_cursor import Sorting
from engine.store.search_hits import entries_with
from engine.store.store import Session
from engine.store.tables import case_file, search_entry

_FEW = 4_000
"""Entries that may be read one by one for a page."""
_PAPERS = (SearchKind.DOCUMENT.value, SearchKind.ATTACHMENT.value)
_entry = search_entry.c
_other = search_entry.alias("other")
_UNCOUNTED: ColumnElement[int] = literal(0)
Condition = ColumnElement[bool]
Column = ColumnElement[Any]
Columns = ReadOnlyColumnCollection[str, Any]
Numbers = Select[*tuple[Any, ...]]
Looked = tuple[list[tuple[Any, ...]], str | None, Counted]


class Scope(Protocol):
    """Whose cases somebody sees, as a condition over a column; identity makes it."""

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit whose cases they see."""
        ...

    def covers_below(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit below one they answer for."""
        ...

    def covers_own(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit that sees what concerns itself."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see beside what is public; None: nothing of the sort."""

    register: Scope | None = None
    """Cases and problem items, as in the registers."""
    internal: Scope | None = None
    """All papers of cases."""
    served: Scope | None = None
    """Papers that are meant for the units, and those their own people attached."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: folded words, and the kinds of rows (none: all)."""

    words: tuple[str, ...]
    kinds: tuple[SearchKind, ...] = ()


def search(
    session: Session, sight: Sight, wanted: Wanted, page: Page
) -> tuple[list[Found], str | None, Counted]:
    """Return a page of hits, the cursor of the next one (None at the end), and how many."""
    if session.kind == "postgresql":
        # To test tokens row by row, they would all be fetched from where long values are kept;
        # the planner does not count that.
        session.execute(text("SET LOCAL enable_seqscan = off"))
    rows, cursor, total = _looked_up(session, sight, wanted, page)
    return [_found(row, wanted) for row in rows], cursor, total


def _looked_up(session: Session, sight: Sight, wanted: Wanted, page: Page) -> Looked:
    shown = [_visible(sight, _entry), *_of_kinds(wanted)]
    hits, seen = entries_with(session, tokens_of(wanted.words)), _seen(sight)
    by_index = [*shown, *_contains(session, wanted, only_long=True)]
    if _are_few(session, hits):
        return _among(session, [_entry.number.in_(hits), *by_index], page)
    by_text = [*shown, *_contains(session, wanted, only_long=False)]
    if _are_few(session, seen):
        return _among(session, [_entry.number.in_(seen), *by_text], page)
    rows, cursor = _page(session, search_entry, by_text, page)
    return rows, cursor, _count(session, hits, by_index)


def _among(session: Session, conditions: Sequence[Condition], page: Page) -> Looked:
    """Read the page and the number of few entries, looking at each of them once."""
    found = select(_entry.number, _entry.at, _entry.id).where(*conditions).cte("found")
    count = select(func.count()).select_from(found).scalar_subquery()
    rows, cursor = _page(session, found, (), page, count)
    total = rows[0][-1] if rows else 0
    if not rows and page.after is not None:
        total = _number(session, select(_entry.number).where(*conditions), MOST_COUNTED + 1)
    return rows, cursor, Counted.of(total)


def _count(session: Session, hits: Numbers, conditions: Sequence[Condition]) -> Counted:
    """Count along the index, as far as is counted."""
    found = hits.subquery()
    first = select(_entry.number).join(found, _entry.number == found.c[0]).where(*conditions)
    return Counted.of(_number(session, first, MOST_COUNTED + 1))


def _of_kinds(wanted: Wanted) -> Iterator[Condition]:
    if wanted.kinds:
        yield _entry.kind.in_([kind.value for kind in wanted.kinds])


# ------------------------------------------------------------------------------ what is there


def _contains(session: Session, wanted: Wanted, *, only_long: bool) -> Iterator[Condition]:
    find = func.instr if session.kind == "sqlite" else func.strpos
    for word in wanted.words:
        if not (only_long and is_exact(word)):
            yield find(_entry.folded, literal(word)) > 0


# ---------------------------------------------------------------------------- who may see what


def _visible(sight: Sight, entry: Columns) -> Condition:
    """Say that somebody may see an entry."""
    # An expression is served by no index: the way in is found by `_conditions`.
    unit, party = entry.unit.concat(""), entry.party.concat("")
    return or_(
        entry.visibility == "public",
        *_in_registers(sight.register, entry, unit, party),
        *_internal(sight.internal, entry, unit),
        *_served(sight.served, entry, unit, party),
    )


def _in_registers(
    scope: Scope | None, entry: Columns, unit: Column, party: Column
) -> Iterator[Condition]:
    if scope is None:
        return
    yield and_(entry.kind == SearchKind.CASE.value, scope.covers(unit))
    # Whoever sees no more than their own unit sees of its items what has been said to it.
    is_item = entry.kind == SearchKind.ITEM.value
    yield and_(is_item, or_(scope.covers_below(unit), scope.covers_below(party)))
    is_said = entry.visibility == "unit"
    yield and_(is_item, is_said, or_(scope.covers_own(unit), scope.covers_own(party)))


def _internal(scope: Scope | None, entry: Columns, unit: Column) -> Iterator[Condition]:
    if scope is not None:
        yield and_(entry.kind.in_(_PAPERS), or_(unit.is_(None), scope.covers(unit)))


def _served(
    scope: Scope | None, entry: Columns, unit: Column, party: Column
) -> Iterator[Condition]:
    """Say what `engine.commands.policy.papers` says of a document and of an attachment."""
    if scope is None:
        return
    is_said = entry.visibility == "unit"
    is_for_unit = or_(party.is_(None), scope.covers(party))
    yield and_(entry.kind == SearchKind.DOCUMENT.value, is_said, is_for_unit)
    is_theirs = or_(unit.is_(None), scope.covers(unit), scope.covers(party))
    yield and_(entry.kind == SearchKind.ATTACHMENT.value, is_said, is_theirs)


def _seen(sight: Sight) -> Numbers:
    """Return the numbers of all that somebody could see, and a little more, each by an index."""
    scopes: list[Scope] = []
    for each in (sight.register, sight.internal, sight.served):
        if each is not None and each not in scopes:
            scopes.append(each)
    parts = [select(_other.c.number).where(_other.c.visibility == "public")]
    for column in (_other.c.unit, _other.c.party):
        parts += [select(_other.c.number).where(scope.covers(column)) for scope in scopes]
    if scopes:
        # The papers of a case without a unit, the only ones addressed to none, are for all.
        parts.append(select(_other.c.number).where(_other.c.unit.is_(None)))
    return select(union_all(*parts).subquery().c.number)


# ------------------------------------------------------------------------------------- rows


def _are_few(session: Session, rows: Numbers) -> bool:
    return _number(session, rows, _FEW + 1) <= _FEW


def _number(session: Session, rows: Numbers, at_most: int) -> int:
    first = rows.limit(at_most).subquery()
    return cast("int", session.execute(select(func.count()).select_from(first)).one()[0])


def _page(
    session: Session,
    source: FromClause,
    conditions: Sequence[Condition],
    page: Page,
    count: ColumnElement[int] = _UNCOUNTED,
) -> tuple[list[tuple[Any, ...]], str | None]:
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
    rows = cast("list[tuple[Any, ...]]", session.execute(query).all())
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
