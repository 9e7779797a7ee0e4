"""Count cases, problem items and open work for the overview, within a scope.

Cases and problem items are counted in indexes that hold all that is asked of them; open work in
its table. The conditions are those of the lists, said so that an index serves them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from engine.model.case import CaseStatus
from engine.model.deadlines import Bounds
from engine.model.overview import LONGEST, OverviewFilter
from engine.model.registers import ANY_DAY, Days
from engine.store import register_conditions as say
from engine.store.place_ways import Covering
from engine.store.store import Session
from engine.store.tables import case_file, open_work, problem_item
from engine.store.viewers import Viewer

# Written out, not bound: only so does an index of closed ones serve.
_CLOSED = literal_column("'closed'", Text)
_OPEN = literal_column("'open'", Text)
_GOING_ON = (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value)
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The cases of one unit, kind and state: how many, how many of them red and yellow by date."""

    unit: str
    key: str
    status: str
    count: int
    red: int
    yellow: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed ones of one unit and kind that were in time, late, or neither."""

    unit: str | None
    kind: str | None
    on_time: bool | None
    count: int


@dataclass(frozen=True, slots=True)
class ClosedIn:
    """Closed ones of one month, counted from 0."""

    month: int
    on_time: bool | None
    count: int


@dataclass(frozen=True, slots=True)
class Held:
    """Open work with the same holder, or nobody's and offered to the same groups and people."""

    assignee: str | None
    groups: tuple[str, ...]
    users: tuple[str, ...]
    count: int
    red: int
    yellow: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Overdue:
    """A case that is overdue."""

    id: str
    reference: str | None
    title: str
    unit: str
    key: str
    due_at: datetime


def standing(session: Session, viewer: Viewer, wanted: OverviewFilter) -> list[Standing]:
    """Count cases by unit, kind and state."""
    columns = (case_file.c.unit, case_file.c.key, case_file.c.status)
    red, yellow = _lit(case_file.c.due_at, viewer.bounds)
    query = select(*columns, func.count(), _sum(red), _sum(yellow)).where(
        *_cases(viewer, wanted, wanted.period)
    )
    return [Standing(*row) for row in _rows(session, query.group_by(*columns))]


def opened(
    session: Session, viewer: Viewer, wanted: OverviewFilter, months: Sequence[Days]
) -> dict[int, int]:
    """Count cases by the month in which they were opened."""
    month = _month(case_file.c.opened_at, months)
    query = select(month, func.count()).where(
        *_by_instant(viewer, wanted), *say.on_days(case_file.c.opened_at, _span(months))
    )
    return dict(cast("list[tuple[int, int]]", _rows(session, query.group_by("month"))))


def closed_cases(
    session: Session, viewer: Viewer, wanted: OverviewFilter, days: Days
) -> list[Closed]:
    """Count closed cases by unit, kind and whether they were in time."""
    columns = (case_file.c.unit.concat("").label("of_unit"), case_file.c.key, case_file.c.on_time)
    query = select(*columns, func.count()).where(*_closed_cases(viewer, wanted, days))
    return [Closed(*row) for row in _rows(session, query.group_by("of_unit", *columns[1:]))]


def closed_by_month(
    session: Session, viewer: Viewer, wanted: OverviewFilter, months: Sequence[Days]
) -> list[ClosedIn]:
    """Count closed cases by month and whether they were in time."""
    month, on_time = _month(case_file.c.ended_at, months), case_file.c.on_time
    query = select(month, on_time, func.count()).where(
        *_closed_cases(viewer, wanted, _span(months))
    )
    return [ClosedIn(*row) for row in _rows(session, query.group_by("month", on_time))]


def closed_items(
    session: Session, viewer: Viewer, wanted: OverviewFilter, days: Days
) -> list[Closed]:
    """Count items struck off by the unit responsible, kind and whether they were in time."""
    columns = (problem_item.c.owner, problem_item.c.kind, problem_item.c.on_time)
    query = select(*columns, func.count()).where(*_closed_items(viewer, wanted, days))
    return [Closed(*row) for row in _rows(session, query.group_by(*columns))]


def closed_items_by_month(
    session: Session, viewer: Viewer, wanted: OverviewFilter, months: Sequence[Days]
) -> list[ClosedIn]:
    """Count items struck off by month and whether they were in time."""
    month, on_time = _month(problem_item.c.ended_at, months), problem_item.c.on_time
    query = select(month, on_time, func.count()).where(
        *_closed_items(viewer, wanted, _span(months))
    )
    return [ClosedIn(*row) for row in _rows(session, query.group_by("month", on_time))]


def held(
    session: Session, scope: Covering, bounds: Bounds, wanted: OverviewFilter, *, is_over_all: bool
) -> list[Held]:
    """Count open work by whom it lies with; that of suspended cases is neither red nor yellow.

    `is_over_all` says that the scope has every unit: then cases outside of it are few, and it is
    those that are looked up.
    """
    columns = (open_work.c.assignee, open_work.c.groups, open_work.c.users)
    is_suspended = case_file.c.status == CaseStatus.SUSPENDED.value
    runs = open_work.c.case_id.not_in(select(case_file.c.id).where(is_suspended))
    red, yellow = (_sum(and_(each, runs)) for each in _lit(open_work.c.due_at, bounds))
    query = select(*columns, func.count(), red, yellow, func.min(open_work.c.created_at))
    if is_over_all and wanted == OverviewFilter(months=wanted.months):
        unit = case_file.c.unit
        outside = select(case_file.c.id).where(or_(unit.is_(None), ~scope.covers(unit)))
        query = query.where(open_work.c.case_id.not_in(outside))
    else:
        of_cases = select(case_file.c.id).where(
            scope.covers(case_file.c.unit),
            case_file.c.status.in_(_GOING_ON),
            *_narrowed(wanted),
            *say.on_days(case_file.c.opened_at, wanted.period),
        )
        query = query.where(open_work.c.case_id.in_(of_cases))
    return [Held(*row) for row in _rows(session, query.group_by(*columns))]


def longest_overdue(session: Session, viewer: Viewer, wanted: OverviewFilter) -> list[Overdue]:
    """Return the cases that are overdue the longest."""
    columns = case_file.c
    query = (
        select(
            columns.id,
            columns.reference,
            columns.title,
            columns.unit,
            columns.key,
            columns.due_at,
        )
        .where(
            columns.status == _OPEN,
            columns.due_at < viewer.bounds.red,
            *_cases(viewer, wanted, wanted.period),
        )
        .order_by(columns.due_at, columns.id)
        .limit(LONGEST)
    )
    return [Overdue(*row) for row in _rows(session, query)]


# ---------------------------------------------------------------------------------- conditions


def _cases(
    viewer: Viewer, wanted: OverviewFilter, period: Days = ANY_DAY
) -> Iterator[say.Condition]:
    yield viewer.scope.covers(case_file.c.unit)
    yield from _narrowed(wanted)
    yield from say.on_days(case_file.c.opened_at, period)


def _by_instant(viewer: Viewer, wanted: OverviewFilter) -> Iterator[say.Condition]:
    """Say which cases, in words that no index on the unit serves: the way in is an instant."""
    unit = case_file.c.unit.concat("")
    yield viewer.scope.covers(unit)
    yield from _narrowed(wanted, unit)


def _narrowed(
    wanted: OverviewFilter, unit: ColumnElement[Any] = case_file.c.unit
) -> Iterator[say.Condition]:
    if wanted.unit is not None:
        yield say.within(unit, wanted.unit)
    if wanted.process is not None:
        yield case_file.c.key == wanted.process


def _closed_cases(viewer: Viewer, wanted: OverviewFilter, days: Days) -> Iterator[say.Condition]:
    yield case_file.c.status == _CLOSED
    yield from _by_instant(viewer, wanted)
    yield from say.on_days(case_file.c.ended_at, days)


def _closed_items(viewer: Viewer, wanted: OverviewFilter, days: Days) -> Iterator[say.Condition]:
    """Say what the register of items says of closed ones; the case is looked up only if need be."""
    item = problem_item.c
    yield item.status == _CLOSED
    yield from say.on_days(item.ended_at, days)
    if wanted.unit is not None:
        yield say.within(item.owner, wanted.unit)
    is_of_case = case_file.c.id == item.case_id
    yield or_(
        viewer.scope.covers(item.owner),
        exists().where(is_of_case, viewer.scope.covers(case_file.c.unit)),
    )
    if wanted.process is not None:
        yield exists().where(is_of_case, case_file.c.key == wanted.process)


# -------------------------------------------------------------------------------------- columns


def _lit(
    due_at: ColumnElement[Any], bounds: Bounds
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return due_at < bounds.red, and_(due_at >= bounds.red, due_at < bounds.green)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _month(instant: ColumnElement[Any], months: Sequence[Days]) -> ColumnElement[int]:
    """Return the number of the month that an instant lies in; it lies in one of them."""
    ends = [_end(each) for each in months[:-1]]
    number: ColumnElement[int] = literal_column(str(len(ends)))
    if not ends:
        return number.label("month")
    passed: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
        (instant < end, literal_column(str(at))) for at, end in enumerate(ends)
    ]
    return case(*passed, else_=number).label("month")


def _end(days: Days) -> datetime:
    assert days.until is not None  # noqa: S101 - a month has an end
    return say.midnight(days.until + timedelta(days=1))


def _span(months: Sequence[Days]) -> Days:
    return Days(months[0].since, months[-1].until)


def _rows(session: Session, query: Query) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(query)]
