"""Open work as people see it: mine, and what my groups could take, soonest due first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from engine.store.rows import WorkRow
from engine.store.statements import Cell
from engine.store.store import Session
from engine.store.tables import case_file, open_work, work_candidate

_WORK = len(open_work.columns)


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
    """Which open work to list; None and () leave a filter out.

    `scope` is the condition of the scope rule over `open_work.unit` and
    `open_work.excluded_units`; identity makes it. Without one, nothing is left out.
    """

    person: str
    groups: Collection[str] = ()
    scope: ColumnElement[bool] | None = None
    is_mine: bool | None = None
    """True: assigned to the person; False: nobody's yet; None: both."""
    case_id: str | None = None
    key: str | None = None
    due_before: datetime | None = None


def list_work(
    session: Session, wanted: Wanted, *, limit: int = 50, offset: int = 0
) -> list[ListedWork]:
    """Return open work of open cases that the person may act on, what has no due date last."""
    query = (
        _query(wanted, *open_work.columns, *_OF_CASE)
        .order_by(open_work.c.due_at.is_(None), open_work.c.due_at, open_work.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [_listed(*row) for row in session.execute(query)]


def count_work(session: Session, wanted: Wanted) -> int:
    """Count what `list_work` would list without a limit."""
    return cast("int", session.execute(_query(wanted, func.count())).one()[0])


_OF_CASE = (case_file.c.reference, case_file.c.title, case_file.c.key, case_file.c.status)


def _query(wanted: Wanted, *columns: ColumnElement[Any]) -> Select[*tuple[Cell, ...]]:
    conditions = [_for_person(wanted), case_file.c.status == "open"]
    if wanted.scope is not None:
        conditions.append(wanted.scope)
    if wanted.case_id is not None:
        conditions.append(open_work.c.case_id == wanted.case_id)
    if wanted.key is not None:
        conditions.append(case_file.c.key == wanted.key)
    if wanted.due_before is not None:
        conditions.append(open_work.c.due_at < wanted.due_before)
    return select(*columns).select_from(open_work.join(case_file)).where(and_(true(), *conditions))


def _for_person(wanted: Wanted) -> ColumnElement[bool]:
    mine = open_work.c.assignee == wanted.person
    if wanted.is_mine:
        return mine
    offered = and_(open_work.c.assignee.is_(None), open_work.c.id.in_(_offered_to(wanted)))
    return offered if wanted.is_mine is False else or_(mine, offered)


def _offered_to(wanted: Wanted) -> Select[*tuple[Cell, ...]]:
    """Return the ids of work for which the person, or a group of theirs, is a candidate."""
    candidate = work_candidate.c
    return select(candidate.work_id).where(
        or_(
            and_(candidate.kind == "user", candidate.value == wanted.person),
            and_(candidate.kind == "group", candidate.value.in_(sorted(wanted.groups))),
        )
    )


def _listed(*cells: Any) -> ListedWork:  # noqa: ANN401 - columns of all types
    return ListedWork(WorkRow(*cells[:_WORK]), *cells[_WORK:])
