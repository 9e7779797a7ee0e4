"""Open work as people see it: mine, what my groups could take, all in scope; soonest due first.

There are four ways to the first page, and none is fast for everybody: from the candidates (a
group with little work), from the units (a small scope), from the cases (a rare word, one unit), or
along the due dates until the page is full (a wide scope, where every other piece is theirs). A
database that guesses wrong reads a hundred thousand rows for a page of fifty, so quick counts
decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import CompoundSelect, Select, and_, func, select, union_all

from engine.model.deadlines import Bounds, Light
from engine.model.registers import Page
from engine.model.search_results import Counted
from engine.store.register_conditions import one_of
from engine.store.register_cursor import Sorting
from engine.store.rows import WorkRow
from engine.store.store import Session
from engine.store.tables import case_file, open_work
from engine.store.walking import reading
from engine.store.work_conditions import Wanted, ids_of
from engine.store.work_ways import Narrowed, leads_to

MOST_LISTED = 200
"""Pieces of work that are counted; of more it is said only that there are more."""
MOST_BY_LIGHT = 99
"""Pieces of offered work that a desk counts of one colour; of more it says only so."""
_FIRST = Page()
_WORK = len(open_work.columns)
_OF_CASE = (
    case_file.c.reference,
    case_file.c.title,
    case_file.c.key,
    case_file.c.unit,
    case_file.c.status,
    case_file.c.definition_id,
)
_SORTING = Sorting("due", open_work.c.due_at, open_work.c.id, is_descending=False)


@dataclass(frozen=True, slots=True)
class ListedWork:
    """Open work in a list, with what its case is called."""

    work: WorkRow
    reference: str | None
    title: str
    key: str
    case_unit: str | None
    case_status: str
    definition_id: str


def list_work(
    session: Session, wanted: Wanted, page: Page = _FIRST
) -> tuple[list[ListedWork], str | None]:
    """Return a page of open work, what has no due date last, and the cursor of the next page.

    Unless all work of a scope is wanted, it is of open cases and the person may act on it.
    """
    return _page(session, _found(session, wanted), page)


def count_by_light(session: Session, wanted: Wanted, bounds: Bounds) -> dict[Light, Counted]:
    """Count the running work that is wanted by its colour now, each up to `MOST_BY_LIGHT`."""
    ids, due = _found(session, wanted).listed, open_work.c.due_at
    # One range after the other: of an "or", SQLite begins with all that has no due date.
    ranges = {
        Light.RED: (due < bounds.red,),
        Light.YELLOW: (and_(due >= bounds.red, due < bounds.green),),
        Light.GREEN: (due >= bounds.green, due.is_(None)),
    }
    return {
        light: _few(session, union_all(*(ids.where(each) for each in within_)))
        for light, within_ in ranges.items()
    }


def _few(session: Session, ids: CompoundSelect[Any]) -> Counted:
    found = ids.limit(MOST_BY_LIGHT + 1).subquery()
    number = cast("int", session.execute(select(func.count()).select_from(found)).one()[0])
    return Counted(min(number, MOST_BY_LIGHT), is_more=number > MOST_BY_LIGHT)


def list_and_count_work(
    session: Session, wanted: Wanted, page: Page
) -> tuple[list[ListedWork], str | None, Counted]:
    """Return a page, its cursor, and how many there are in all, counted as far as that is quick.

    Of what is looked for far and wide it is only said that there is more than a page of it.
    """
    found = _found(session, wanted)
    most = max(page.limit, MOST_LISTED) if found.is_quick else page.limit
    if page.after is None:
        ids = _ids(session, found, page, most + 1)
        rows = _rows(session, ids[: page.limit + 1])
        return rows[: page.limit], _next(rows, page), _as_counted(len(ids), most)
    rows, cursor = _page(session, found, page)
    if not found.is_quick:
        return rows, cursor, Counted(page.limit, is_more=True)
    first = replace(page, after=None)
    return rows, cursor, _as_counted(len(_ids(session, found, first, most + 1)), most)


def _page(session: Session, found: _Found, page: Page) -> tuple[list[ListedWork], str | None]:
    rows = _rows(session, _ids(session, found, page, page.limit + 1))
    return rows[: page.limit], _next(rows, page)


def _ids(session: Session, found: _Found, page: Page, most: int) -> list[str]:
    """Return the ids of the work behind the cursor of a page, in order."""
    ids = found.listed
    if page.after is not None:
        ids = ids.where(_SORTING.after(page.after))
    with reading(session, is_walk=True) if found.is_walk else nullcontext():
        rows = session.execute(ids.order_by(*_SORTING.order()).limit(most)).all()
    return [str(row[0]) for row in rows]


def _rows(session: Session, ids: Sequence[str]) -> list[ListedWork]:
    """Return the work with these ids, in order, but for what was done meanwhile."""
    query = (
        select(*open_work.columns, *_OF_CASE)
        .join(case_file, case_file.c.id == open_work.c.case_id)
        .where(one_of(open_work.c.id, ids, session.kind))
    )
    rows = {str(row[0]): _listed(*row) for row in session.execute(query)}
    return [rows[each] for each in ids if each in rows]


def _next(rows: Sequence[ListedWork], page: Page) -> str | None:
    """Return the cursor of the next page; None where there is none."""
    if len(rows) <= page.limit:
        return None
    last = rows[page.limit - 1].work
    return _SORTING.cursor(last.due_at, last.id)


def _as_counted(number: int, most: int) -> Counted:
    return Counted(min(number, most), is_more=number > most)


@dataclass(frozen=True, slots=True)
class _Found:
    """The ids of the work that is wanted, said so that a page costs little.

    `is_quick`: some hundred cost little more. `is_walk`: they are looked for along the due dates,
    though PostgreSQL would think otherwise: it takes any text, and whatever is offered, for rare.
    """

    listed: Select[*tuple[Any, ...]]
    is_quick: bool
    is_walk: bool = False


def _found(session: Session, wanted: Wanted) -> _Found:
    leads = leads_to(session, _narrowed(wanted))
    is_led = len(leads) > 1 or any(each.is_few for each in leads)
    is_told = not leads or any(each.is_told_by_work for each in leads)
    used = leads if is_led or is_told else []
    ids, is_short = ids_of(session, wanted, is_placed=any(each.is_place for each in used))
    among = ids.where(*(each.condition for each in used))
    if is_led:
        return _Found(among, is_quick=True)
    is_walk = is_told and not is_short and (bool(wanted.text) or wanted.is_soon_full)
    return _Found(among, is_quick=is_told and not wanted.text, is_walk=is_walk)


def _narrowed(wanted: Wanted) -> Narrowed:
    is_own = wanted.cases is None
    named = set(wanted.named)
    if is_own and wanted.offered is not None:
        named &= set(wanted.offered)  # of others nothing can be theirs but what they hold
    return Narrowed(
        text=wanted.text,
        named=named,
        holder=wanted.person if is_own and wanted.is_mine is not False else None,
        unit=wanted.case_unit,
        scope=wanted.cases,
    )


def _listed(*cells: Any) -> ListedWork:  # noqa: ANN401 - columns of all types
    return ListedWork(WorkRow(*cells[:_WORK]), *cells[_WORK:])
