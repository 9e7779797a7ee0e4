"""What somebody opened and did, how their work stands, and whether any of it may have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Text, and_, func, or_, select, union_all
from sqlalchemy import cast as as_type

from engine.model.case import CaseStatus
from engine.model.deadlines import Bounds
from engine.model.history import SealedEvent
from engine.model.registers import Page
from engine.store.register_cursor import Sorting, page_of
from engine.store.store import Session
from engine.store.tables import case_file, history_event, open_work
from engine.store.tables_records import DONE, STIRS

_event = history_event.c
_EVENT = len(history_event.columns)
_CASE = (
    case_file.c.reference,
    case_file.c.title,
    case_file.c.key,
    case_file.c.unit,
    case_file.c.status,
    case_file.c.definition_id,
)
_RECENT = timedelta(minutes=1)
"""Longer than a step takes: what is committed later than an event of a later instant is counted."""

_MOST_OPENED = 10_000
_MOST_RECENT = 1_000
"""Events of the last minute that are counted: where there are more, the newest is never long so."""


@dataclass(frozen=True, slots=True)
class StartedCase:
    """A case that somebody opened."""

    id: str
    reference: str | None
    title: str
    key: str
    unit: str | None
    status: str
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoneEvent:
    """The completion of a task, with what its case is called."""

    event: SealedEvent
    reference: str | None
    title: str
    key: str
    unit: str | None
    status: str
    definition_id: str


def cases_opened_by(
    session: Session, person: str, *, page: Page
) -> tuple[list[StartedCase], str | None]:
    """Return a page of the cases that a person opened, the newest first, and the next cursor."""
    sorting = Sorting(
        "opened", case_file.c.opened_at, case_file.c.id, is_descending=True, is_always_there=True
    )
    query = select(
        case_file.c.id,
        case_file.c.reference,
        case_file.c.title,
        case_file.c.key,
        case_file.c.unit,
        case_file.c.status,
        case_file.c.opened_at,
        case_file.c.due_at,
        case_file.c.ended_at,
        case_file.c.opened_at.label("sorted"),
    ).where(case_file.c.opened_by == person)
    rows, cursor = page_of(session, query, sorting, page)
    return [StartedCase(*row[:-1]) for row in rows], cursor


def count_opened_by(session: Session, person: str) -> Mapping[str, int]:
    """Count the newest 10,000 cases that a person opened by their status."""
    # The limit keeps a planner from walking along the statuses of everybody's cases.
    newest = (
        select(case_file.c.status)
        .where(case_file.c.opened_by == person)
        .order_by(case_file.c.opened_at.desc())
        .limit(_MOST_OPENED)
        .subquery()
    )
    query = select(newest.c.status, func.count()).group_by(newest.c.status)
    return {str(status): cast("int", count) for status, count in session.execute(query)}


def done_by(session: Session, person: str, *, page: Page) -> tuple[list[DoneEvent], str | None]:
    """Return a page of the tasks that a person completed or had completed, the newest first."""
    own = _event.person == person
    first = union_all(
        *(
            select(_part(condition, page).subquery())
            for condition in (own, and_(_event.on_behalf_of == person, _event.person != person))
        )
    ).subquery()
    sorting = _sorting(first.c.at, first.c.place)
    newest = select(first).order_by(*sorting.order()).limit(page.limit + 1).subquery()
    here = and_(_event.case_id == newest.c.case_id, _event.seq == newest.c.seq)
    query = (
        select(newest.c.place, *history_event.columns, *_CASE)
        .select_from(
            newest.join(history_event, here).join(case_file, case_file.c.id == _event.case_id)
        )
        .order_by(*_sorting(newest.c.at, newest.c.place).order())
    )
    rows = [cast("tuple[Any, ...]", row) for row in session.execute(query)]
    shown = [
        DoneEvent(SealedEvent(*row[1 : 1 + _EVENT]), *row[1 + _EVENT :])
        for row in rows[: page.limit]
    ]
    more = len(rows) > page.limit
    place = str(rows[page.limit - 1][0]) if more else ""
    return shown, sorting.cursor(shown[-1].event.at, place) if more else None


def _part(condition: ColumnElement[bool], page: Page) -> Select[*tuple[Any, ...]]:
    """Return where the first events of a page are that meet a condition served by an index."""
    place = _event.case_id.concat(".").concat(as_type(_event.seq, Text))
    sorting = _sorting(_event.at, place)
    query = select(_event.case_id, _event.seq, _event.at, place.label("place"))
    query = query.where(DONE, condition)
    if page.after is not None:
        query = query.where(sorting.after(page.after))
    return query.order_by(*sorting.order()).limit(page.limit + 1)


def _sorting(at: ColumnElement[Any], place: ColumnElement[Any]) -> Sorting:
    return Sorting("done", at, place, is_descending=True, is_always_there=True)


def withdrawals(session: Session, cases: Collection[str]) -> list[SealedEvent]:
    """Return what was taken back in some cases."""
    query = select(history_event).where(
        _event.case_id.in_(sorted(cases)), _event.type == "task_withdrawn"
    )
    return [SealedEvent(*cast("tuple[Any, ...]", row)) for row in session.execute(query)]


def held_instants(session: Session, person: str) -> list[tuple[datetime | None, bool]]:
    """Return when the work that a person holds is due, and whether its case is suspended."""
    query = (
        select(open_work.c.due_at, case_file.c.status)
        .join(case_file, case_file.c.id == open_work.c.case_id)
        .where(open_work.c.assignee == person)
    )
    rows = [cast("tuple[datetime | None, str]", row) for row in session.execute(query)]
    return [(due_at, status == CaseStatus.SUSPENDED.value) for due_at, status in rows]


def cases_held_by(session: Session, person: str, cases: Collection[str]) -> set[str]:
    """Return those of some cases in which a person holds work, or delegated it."""
    query = select(open_work.c.case_id).where(
        open_work.c.case_id.in_(sorted(cases)),
        or_(open_work.c.assignee == person, open_work.c.owner == person),
    )
    return {str(row[0]) for row in session.execute(query)}


def stirs(session: Session, bounds: Bounds) -> tuple[object, ...]:
    """Return what is another tuple once open work anywhere, or the colour of any, has changed.

    A step that began earlier may be committed later, so the events of the last minute are counted.
    """
    newest = session.execute(select(func.max(_event.at)).where(STIRS)).one()[0]
    if not isinstance(newest, datetime):  # nothing has ever happened
        return ()
    last = select(_event.seq).where(STIRS, _event.at > newest - _RECENT).limit(_MOST_RECENT)
    recent = select(func.count()).select_from(last.subquery())
    passed = [
        select(func.max(open_work.c.due_at)).where(open_work.c.due_at < bound).scalar_subquery()
        for bound in (bounds.red, bounds.green)
    ]
    counted = session.execute(select(recent.scalar_subquery(), *passed)).one()
    return (newest, *counted)
