"""The register of problem items (问题整改台账) as a list: filtered, sorted, a page at a time.

Who asks sees only what their scope covers; that is a condition like any other, so no list can
show more than it should.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, union_all

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
from engine.model.sure_tokens import sure_tokens
from engine.store import register_conditions as say
from engine.store.register_cursor import Sorting, places_of
from engine.store.search_hits import cases_called, cases_of_items_called
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
_ALWAYS_THERE = (ItemOrder.OPENED, ItemOrder.TITLE)
_FEW = 4_000
"""Items that may be read one by one for a page."""
_other = problem_item.alias("other")
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
    column = _ITEM_ORDERS[order]
    sorting = Sorting(
        order.value, column, problem_item.c.id, page.is_descending, order in _ALWAYS_THERE
    )
    query = select(problem_item.c.id, column).join_from(problem_item, case_file)
    few = _few(session, viewer, wanted)
    ids, cursor = places_of(
        session, query.where(*few, *_items(session, viewer, wanted)), sorting, page
    )
    lines = select(
        problem_item.c.id, problem_item.c.case_id, *_OF_CASE, case_file.c.status, *_ITEM
    ).join_from(problem_item, case_file)
    rows = {
        str(row[0]): cast("tuple[Any, ...]", row)
        for row in session.execute(lines.where(problem_item.c.id.in_(ids)))
    }
    return [_listed_item(rows[each], viewer) for each in ids], cursor


def _few(session: Session, viewer: Viewer, wanted: ItemFilter) -> Sequence[say.Condition]:
    """Return a condition that says nothing new but names few items, if there is one."""
    if wanted.case_id is not None:
        return []
    covers, other = viewer.scope.covers, _other.c
    theirs = select(other.id).where(covers(other.owner))
    of_cases = select(other.id).join_from(_other, case_file).where(covers(case_file.c.unit))
    ways: list[CompoundSelect[Any] | Query] = [union_all(theirs, of_cases)]
    if wanted.unit is not None:
        ways.append(select(other.id).where(say.within(other.owner, wanted.unit)))
    if wanted.text and (tokens := sure_tokens(wanted.text)):
        called = union_all(cases_called(session, tokens), cases_of_items_called(session, tokens))
        if _are_few(session, called):
            return [problem_item.c.case_id.in_(called)]
    return [problem_item.c.id.in_(each) for each in ways if _are_few(session, each)][:1]


def _are_few(session: Session, ids: CompoundSelect[Any] | Query) -> bool:
    return (
        _number(session, select(func.count()).select_from(ids.limit(_FEW + 1).subquery())) <= _FEW
    )


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
    found = ListedItem(*row, *_UNLIT)
    is_met = found.status in _MET
    return replace(found, light=light_of(found.due_at, found.case_status, viewer, is_met=is_met))


def light_of(due_at: datetime | None, case_status: str, viewer: Viewer, *, is_met: bool) -> Light:
    """Return the colour that a clock shows the viewer now."""
    if is_met:
        return Light.GREEN
    if case_status == CaseStatus.SUSPENDED.value:
        return Light.GREY
    return viewer.bounds.light(due_at)
