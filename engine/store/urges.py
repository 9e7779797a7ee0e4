"""Who urged open work when (催办)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import case_file, open_work, work_urge

_OF_WORK = Statement(
    select(work_urge)
    .where(work_urge.c.work_id == bindparam("work_id"))
    .order_by(work_urge.c.number),
    ["work_id"],
)
_ADD = inserting(work_urge)


@dataclass(frozen=True, slots=True)
class Urge:
    """One time that somebody urged open work, counted from 1."""

    work_id: str
    number: int
    urged_at: datetime
    urged_by: str


@dataclass(frozen=True, slots=True)
class WorkNamed:
    """Open work with its case, as far as urging needs it."""

    id: str
    name: str
    item: int | None
    part: int | None
    assignee: str | None
    due_at: datetime | None
    case_id: str
    case_title: str
    reference: str | None
    case_unit: str | None
    case_status: str


_cells = columns_of(Urge)
_NAMED: tuple[ColumnElement[Any], ...] = (
    open_work.c.id,
    open_work.c.name,
    open_work.c.item,
    open_work.c.part,
    open_work.c.assignee,
    open_work.c.due_at,
    case_file.c.id,
    case_file.c.title,
    case_file.c.reference,
    case_file.c.unit,
    case_file.c.status,
)


def urges_of(session: Session, work_id: str) -> list[Urge]:
    """Return how often work was urged, in order."""
    return session.all(Urge, _OF_WORK, work_id)


def urges_among(session: Session, work_ids: Collection[str]) -> dict[str, list[Urge]]:
    """Return how often each of several pieces of work was urged, in order; one statement for all."""
    query = (
        select(work_urge)
        .where(work_urge.c.work_id.in_(sorted(work_ids)))
        .order_by(work_urge.c.work_id, work_urge.c.number)
    )
    found: dict[str, list[Urge]] = {}
    for urge in (_urge(*row) for row in session.execute(query)):
        found.setdefault(urge.work_id, []).append(urge)
    return found


def works_named(session: Session, work_ids: Collection[str]) -> dict[str, WorkNamed]:
    """Return those of several pieces of work that are open, by id."""
    query = (
        select(*_NAMED)
        .join(case_file, case_file.c.id == open_work.c.case_id)
        .where(open_work.c.id.in_(sorted(work_ids)))
    )
    found = [_work(*row) for row in session.execute(query)]
    return {each.id: each for each in found}


def _urge(*cells: Any) -> Urge:  # noqa: ANN401 - as the columns have them
    return Urge(*cells)


def _work(*cells: Any) -> WorkNamed:  # noqa: ANN401 - as the columns have them
    return WorkNamed(*cells)


def add_urge(session: Session, urge: Urge) -> None:
    """Keep that work was urged; AlreadyExists when this time was counted already."""
    session.run(_ADD, *_cells(urge))
