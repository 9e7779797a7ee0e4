"""The history of a case a page at a time, whole or only what some people did, and counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.model.history import SYSTEM, SealedEvent
from engine.store.store import Session
from engine.store.tables import history_event, person
from engine.store.tables_records import SETS

_event = history_event.c


def events_after(
    session: Session,
    chain: str,
    *,
    after: int,
    limit: int,
    only: ColumnElement[bool] | None = None,
) -> tuple[list[SealedEvent], int | None]:
    """Return events of a chain later than a number, and the number to go on from, None at the end.

    `only` leaves out what does not meet a condition.
    """
    query = select(history_event).where(_event.case_id == chain, _event.seq > after)
    if only is not None:
        query = query.where(only)
    rows = session.execute(query.order_by(_event.seq).limit(limit + 1)).all()
    events = [SealedEvent(*cast("tuple[Any, ...]", row)) for row in rows[:limit]]
    return events, events[-1].seq if len(rows) > limit else None


def events_before(
    session: Session,
    chain: str,
    *,
    before: int | None,
    limit: int,
    only: ColumnElement[bool] | None = None,
) -> tuple[list[SealedEvent], int | None]:
    """Return events of a chain, the newest first, and the number to go on before, None at the end.

    `before` None begins with the newest; `only` leaves out what does not meet a condition.
    """
    query = select(history_event).where(_event.case_id == chain)
    if before is not None:
        query = query.where(_event.seq < before)
    if only is not None:
        query = query.where(only)
    rows = session.execute(query.order_by(_event.seq.desc()).limit(limit + 1)).all()
    events = [SealedEvent(*cast("tuple[Any, ...]", row)) for row in rows[:limit]]
    return events, events[-1].seq if len(rows) > limit else None


def opening_events(session: Session, cases: Collection[str]) -> list[SealedEvent]:
    """Return the first event of each of these cases, which says what it was opened with."""
    query = select(history_event).where(_event.case_id.in_(cases), _event.seq == 1)
    rows = session.execute(query) if cases else ()
    return [SealedEvent(*cast("tuple[Any, ...]", row)) for row in rows]


def acts_of(
    people: Collection[str], types: Collection[str], others: Collection[str]
) -> ColumnElement[bool]:
    """Say that an event is an act of these people of one of these types, or of another type."""
    theirs = or_(_event.person.in_(people), _event.on_behalf_of.in_(people))
    return or_(and_(_event.type.in_(types), theirs), _event.type.in_(others))


def people_of(session: Session, unit: str) -> list[str]:
    """Return the ids of everybody who belongs to a unit, those who left included."""
    query = select(person.c.id).where(person.c.unit == unit).order_by(person.c.id)
    return [str(row[0]) for row in session.execute(query)]


def counts_by_node(session: Session, chain: str, types: Collection[str]) -> Mapping[str, int]:
    """Count the events of these types by the node they name."""
    query = (
        select(_event.node, func.count())
        .where(_event.case_id == chain, _event.type.in_(types), _event.node.is_not(None))
        .group_by(_event.node)
    )
    return {str(node): cast("int", count) for node, count in session.execute(query)}


def setting_changes(session: Session, key: str, *, limit: int) -> list[SealedEvent]:
    """Return the last changes of a setting, the newest first."""
    rows = session.execute(changes_of_setting(key, limit=limit))
    return [SealedEvent(*cast("tuple[Any, ...]", row)) for row in rows]


def changes_of_setting(key: str, *, limit: int) -> Select[Any]:
    """Ask for the last changes of a setting among all changes of settings, which an index holds.

    The body is canonical JSON, so that a key stands in it in one way only.
    """
    return (
        select(history_event)
        .where(
            _event.case_id == SYSTEM,
            SETS,
            _event.body.contains(f'"data":{{"key":"{key}"', autoescape=True),
        )
        .order_by(_event.seq.desc())
        .limit(limit)
    )
