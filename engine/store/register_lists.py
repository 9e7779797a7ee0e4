"""The register of problem items (问题整改台账) as a list: filtered, sorted, a page at a time.

Who asks sees only what their scope covers; that is a condition like any other, so no list can
show more than it should.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.model.case import CaseStatus
from engine.model.deadlines import Bounds, Light
from engine.model.items import ItemStatus
from engine.model.registers import (
    CaseFilter,
    ItemFilter,
    ItemOrder,
    ListedItem,
    Page,
)
from engine.store import register_conditions as say
from engine.store.register_cursor import Sorting, page_of
from engine.store.store import Session
from engine.store.tables import case_file, problem_item

_MET = tuple(each.value for each in ItemStatus if each.is_met)
_INTERNAL = (ItemStatus.DRAFT.value, ItemStatus.ISSUED.value)
"""States in which nothing has been said to the unit yet."""
_OF_CASE = (case_file.c.reference, case_file.c.title, case_file.c.key, case_file.c.unit)
_ITEM = tuple(
    problem_item.c[name]
    for name in (
        "batch", "number", "title", "kind", "severity", "demand", "source", "owner", "person",
        "status", "round", "due_at", "extensions", "measures", "progress", "evidence",
        "escalation", "opened_at", "verified_at", "verified_by", "ended_at",
    )
)  # fmt: skip
_ITEM_ORDERS: Mapping[ItemOrder, ColumnElement[Any]] = {
    ItemOrder.OPENED: problem_item.c.opened_at,
    ItemOrder.DUE: problem_item.c.due_at,
    ItemOrder.ENDED: problem_item.c.ended_at,
    ItemOrder.TITLE: problem_item.c.title,
    ItemOrder.OWNER: problem_item.c.owner,
}
_UNLIT: tuple[Any, ...] = (Light.GREEN,)
Query = Select[*tuple[Any, ...]]


class Scope(Protocol):
    """Whose cases somebody sees, as a condition over a column; identity makes it."""

    @property
    def own(self) -> tuple[str, ...]:
        """Return the units whose cases they see because they are of them."""
        ...

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit whose cases they see."""
        ...

    def covers_below(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that they see the unit because they answer for it."""
        ...

    def covers_own(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that they see the unit because they are of it."""
        ...


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, with what they may see and where the lights change colour now."""

    person: str
    scope: Scope
    bounds: Bounds


def list_items(
    session: Session, viewer: Viewer, wanted: ItemFilter, *, order: ItemOrder, page: Page
) -> tuple[list[ListedItem], str | None]:
    """Return a page of problem items and the cursor of the next one, None at the end."""
    column = say.sortable(_ITEM_ORDERS[order], session.kind)
    sorting = Sorting(order.value, column, problem_item.c.id, page.is_descending)
    query = (
        select(
            problem_item.c.id,
            problem_item.c.case_id,
            *_OF_CASE,
            case_file.c.status,
            *_ITEM,
            _ITEM_ORDERS[order],
        )
        .join_from(problem_item, case_file)
        .where(*_items(session, viewer, wanted))
    )
    rows, cursor = page_of(session, query, sorting, page)
    return [_listed_item(row, viewer) for row in rows], cursor


def count_items(session: Session, viewer: Viewer, wanted: ItemFilter) -> int:
    """Count what `list_items` lists over all pages."""
    query = select(func.count()).select_from(problem_item.join(case_file))
    return _number(session, query.where(*_items(session, viewer, wanted)))


# -------------------------------------------------------------------------------- conditions


def _items(session: Session, viewer: Viewer, wanted: ItemFilter) -> Iterator[say.Condition]:
    item = problem_item.c
    scope, unit = viewer.scope, case_file.c.unit
    is_own = or_(scope.covers_own(unit), scope.covers_own(item.owner))
    yield or_(
        scope.covers_below(unit),
        scope.covers_below(item.owner),
        and_(is_own, item.status.not_in(_INTERNAL)),
    )
    if wanted.unit is not None:
        yield say.within(item.owner, wanted.unit)
    yield from _of_case(viewer, wanted)
    yield from _named(wanted)
    yield from say.on_days(item.opened_at, wanted.opened)
    yield from say.on_days(item.due_at, wanted.due)
    yield from say.on_days(item.ended_at, wanted.ended)
    if wanted.lights:
        is_met = item.status.in_(_MET)
        yield say.lit(wanted.lights, item.due_at, viewer.bounds, is_met=is_met)
    if wanted.text:
        columns = (item.title, case_file.c.title, case_file.c.reference)
        yield say.contains(wanted.text, columns, session.kind)


def _named(wanted: ItemFilter) -> Iterator[say.Condition]:
    item = problem_item.c
    if wanted.statuses:
        yield item.status.in_(wanted.statuses)
    if wanted.kinds:
        yield item.kind.in_(wanted.kinds)
    if wanted.severities:
        yield item.severity.in_(wanted.severities)
    if wanted.owner is not None:
        yield item.owner == wanted.owner
    if wanted.case_id is not None:
        yield item.case_id == wanted.case_id
    if wanted.on_time is not None:
        yield item.on_time.is_(wanted.on_time)


def _of_case(viewer: Viewer, wanted: CaseFilter | ItemFilter) -> Iterator[say.Condition]:
    if wanted.keys:
        yield case_file.c.key.in_(wanted.keys)
    if wanted.is_mine:
        yield say.is_of(viewer.person)


# --------------------------------------------------------------------------------------- rows


def _number(session: Session, query: Query) -> int:
    return cast("int", session.execute(query).one()[0])


def _listed_item(row: tuple[Any, ...], viewer: Viewer) -> ListedItem:
    found = ListedItem(*row[:-1], *_UNLIT)
    is_met = found.status in _MET
    return replace(found, light=light_of(found.due_at, found.case_status, viewer, is_met=is_met))


def light_of(due_at: datetime | None, case_status: str, viewer: Viewer, *, is_met: bool) -> Light:
    """Return the colour that a clock shows the viewer now."""
    if is_met:
        return Light.GREEN
    if case_status == CaseStatus.SUSPENDED.value:
        return Light.GREY
    return viewer.bounds.light(due_at)
