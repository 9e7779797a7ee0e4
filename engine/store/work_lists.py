"""Open work as people see it: mine, and what my groups could take, soonest due first.

There are three ways to the first page, and none is fast for everybody: from the candidates (a
group with little work), from the units (a small scope), or along the due dates until the page
is full (a wide scope, where every other piece is theirs). A database that guesses wrong reads a
hundred thousand rows for a page of fifty, so two quick counts decide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    exists,
    func,
    literal_column,
    nulls_last,
    or_,
    select,
    union_all,
)

from engine.store.rows import WorkRow
from engine.store.store import Session
from engine.store.tables import case_file, open_work, work_candidate

_FEW = 4_000
"""Rows that may be read one by one for a page."""
_OPEN = literal_column("'open'", Text)
_other = open_work.alias("other")
_WORK = len(open_work.columns)
_OF_CASE = (case_file.c.reference, case_file.c.title, case_file.c.key, case_file.c.status)


class Scope(Protocol):
    """The scope rule as conditions over columns of open work; identity makes it."""

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit in scope."""
        ...

    def allows(
        self, *, unit: ColumnElement[Any], excluded_units: ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """Return what holds for work that names its people; work without a unit is for all."""
        ...

    def offers(
        self, group: ColumnElement[Any], unit: ColumnElement[Any], *, among: Collection[str]
    ) -> ColumnElement[bool]:
        """Return the condition that a post in a candidate group reaches a unit, too."""
        ...


@dataclass(frozen=True, slots=True)
class ListedWork:
    """Open work in a list, with what its case is called."""

    work: WorkRow
    reference: str | None
    title: str
    key: str
    case_status: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose open work to list; None leaves a filter out.

    `groups` are those of the person whose work is wanted; in which units they count, `scope` says.
    """

    person: str
    groups: Collection[str]
    scope: Scope
    is_mine: bool | None = None
    """True: assigned to the person; False: nobody's yet; None: both."""
    case_id: str | None = None
    key: str | None = None
    due_before: datetime | None = None


def list_work(
    session: Session, wanted: Wanted, *, limit: int = 50, offset: int = 0
) -> list[ListedWork]:
    """Return open work of open cases that the person may act on, what has no due date last."""
    page = (
        _ids(session, wanted)
        .order_by(nulls_last(open_work.c.due_at), open_work.c.id)
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select(*open_work.columns, *_OF_CASE)
        .select_from(page)
        .join(open_work, open_work.c.id == page.c.id)
        .join(case_file, case_file.c.id == open_work.c.case_id)
        .order_by(nulls_last(open_work.c.due_at), open_work.c.id)
    )
    return [_listed(*row) for row in session.execute(query)]


def count_work(session: Session, wanted: Wanted, *, at_most: int = 1_000) -> int:
    """Count what `list_work` would list without a limit, but no further than `at_most`."""
    found = _ids(session, wanted).limit(at_most).subquery()
    return cast("int", session.execute(select(func.count()).select_from(found)).one()[0])


def _ids(session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    # An expression is served by no index: the way in is a shortcut, or along the due dates.
    unit = open_work.c.unit.concat("")
    scope = wanted.scope.allows(unit=unit, excluded_units=open_work.c.excluded_units)
    of_case = [case_file.c.id == open_work.c.case_id, case_file.c.status == _OPEN]
    if wanted.key is not None:
        of_case.append(case_file.c.key == wanted.key)
    # The case is looked up for work already found, never the other way round.
    conditions = [scope, _theirs(wanted), exists().where(*of_case)]
    if wanted.case_id is not None:
        conditions.append(open_work.c.case_id == wanted.case_id)
    if wanted.due_before is not None:
        conditions.append(open_work.c.due_at < wanted.due_before)
    return select(open_work.c.id).where(*conditions, *_shortcut(session, wanted))


def _theirs(wanted: Wanted) -> ColumnElement[bool]:
    mine = open_work.c.assignee == wanted.person
    if wanted.is_mine:
        return mine
    groups = wanted.scope.offers(
        work_candidate.c.value, open_work.c.unit.concat(""), among=wanted.groups
    )
    candidate = _is_candidate(wanted, groups)
    is_offered = exists().where(work_candidate.c.work_id == open_work.c.id, candidate)
    offered = and_(open_work.c.assignee.is_(None), is_offered)
    return offered if wanted.is_mine is False else or_(mine, offered)


def _is_candidate(wanted: Wanted, groups: ColumnElement[bool]) -> ColumnElement[bool]:
    candidate = work_candidate.c
    return or_(
        and_(candidate.kind == "user", candidate.value == wanted.person),
        and_(candidate.kind == "group", groups),
    )


def _shortcut(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return a condition that says nothing new but names few rows, if there is one."""
    if wanted.is_mine or wanted.case_id is not None:
        return []
    groups = work_candidate.c.value.in_(sorted(wanted.groups))  # in whichever unit
    offered = select(work_candidate.c.work_id).where(_is_candidate(wanted, groups))
    if _are_few(session, offered):
        mine = select(_other.c.id).where(_other.c.assignee == wanted.person)
        return [open_work.c.id.in_(union_all(offered, mine))]
    in_scope = select(_other.c.id).where(wanted.scope.covers(_other.c.unit))
    if _are_few(session, in_scope):
        without = select(_other.c.id).where(_other.c.unit.is_(None))
        return [open_work.c.id.in_(union_all(in_scope, without))]
    return []


def _are_few(session: Session, rows: Select[*tuple[Any, ...]]) -> bool:
    first = rows.limit(_FEW + 1).subquery()
    found = session.execute(select(func.count()).select_from(first)).one()[0]
    return cast("int", found) <= _FEW


def _listed(*cells: Any) -> ListedWork:  # noqa: ANN401 - columns of all types
    return ListedWork(WorkRow(*cells[:_WORK]), *cells[_WORK:])
