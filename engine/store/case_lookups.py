"""Short questions about a case, asked before or while it is shown to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, case, or_, select, union_all

from engine.store import register_conditions as say
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, history_event
from engine.store.viewers import Viewer

_PERFORMED = Statement(
    select(history_event.c.seq)
    .where(
        history_event.c.case_id == bindparam("case_id"),
        history_event.c.type == "task_completed",
        or_(
            history_event.c.person == bindparam("person"),
            history_event.c.on_behalf_of == bindparam("person"),
        ),
    )
    .limit(1),
    ["case_id", "person"],
)


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """A case that opened another, or was opened by it."""

    id: str
    reference: str | None
    title: str
    key: str
    status: str
    opened_at: datetime
    is_parent: bool


def shows(session: Session, viewer: Viewer, case_id: str) -> bool:
    """Say whether the register of cases shows a case to somebody."""
    query = select(case_file.c.id).where(
        case_file.c.id == case_id, viewer.scope.covers(case_file.c.unit)
    )
    return session.execute(query).first() is not None


def has_performed(session: Session, case_id: str, person: str) -> bool:
    """Say whether somebody completed work of a case, or had it completed for them."""
    return session.row(_PERFORMED, case_id, person) is not None


def linked_to(
    session: Session, case_id: str, parent_id: str | None, *, viewer: Viewer | None, person: str
) -> tuple[list[LinkedCase], int]:
    """Return the linked cases that somebody may see, and the number of those they may not."""
    is_seen = say.is_of(person)
    if viewer is not None:
        is_seen = or_(viewer.scope.covers(case_file.c.unit), is_seen)
    columns, other = case_file.c, case_file.alias("other").c
    # Each by its own index, and sorted here: SQLite would walk along all cases for the order.
    linked = union_all(
        select(other.id).where(other.parent_id == case_id),
        select(other.id).where(other.id == parent_id),
    )
    query = select(
        columns.id,
        columns.reference,
        columns.title,
        columns.key,
        columns.status,
        columns.opened_at,
        case((columns.id == parent_id, True), else_=False),
        case((is_seen, True), else_=False),
    ).where(columns.id.in_(linked))
    rows = [cast("tuple[Any, ...]", row) for row in session.execute(query)]
    seen = [LinkedCase(*row[:-1]) for row in rows if row[-1]]
    seen.sort(key=lambda each: (each.opened_at, each.id))
    return seen, len(rows) - len(seen)
