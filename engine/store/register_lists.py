"""The register of problem items (问题整改台账) as a list: filtered, sorted, a page at a time.

Who asks sees only what their scope covers; that is a condition like any other, so no list can
show more than it should. How the items are found fast is the matter of `item_ways`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select

from engine.model.case import CaseStatus
from engine.model.deadlines import Light
from engine.model.registers import ItemFilter, ItemOrder, ListedItem, Page
from engine.store.item_ways import MET, way_to
from engine.store.register_cursor import Sorting, places_of
from engine.store.store import Session
from engine.store.tables import case_file, problem_item
from engine.store.viewers import Viewer
from engine.store.walking import reading

_OF_CASE = (case_file.c.reference, case_file.c.title, case_file.c.key, case_file.c.unit)
_ITEM = tuple(
    problem_item.c[name]
    for name in (
        "batch", "number", "title", "kind", "severity", "demand", "source", "owner", "person",
        "status", "round", "due_at", "extensions", "measures", "progress", "evidence",
        "escalation", "opened_at", "verified_at", "verified_by", "ended_at",
    )
)  # fmt: skip
_ALWAYS_THERE = (ItemOrder.OPENED, ItemOrder.TITLE)
_UNLIT: tuple[Any, ...] = (Light.GREEN,)


def list_items(
    session: Session, viewer: Viewer, wanted: ItemFilter, *, order: ItemOrder, page: Page
) -> tuple[list[ListedItem], str | None]:
    """Return a page of problem items and the cursor of the next one, None at the end."""
    way = way_to(session, viewer, wanted, order)
    sorting = Sorting(
        order.value, way.column, problem_item.c.id, page.is_descending, order in _ALWAYS_THERE
    )
    with reading(session, is_walk=way.is_walk):
        ids, cursor = places_of(session, way.select(problem_item.c.id, way.column), sorting, page)
    lines = select(
        problem_item.c.id, problem_item.c.case_id, *_OF_CASE, case_file.c.status, *_ITEM
    ).join_from(problem_item, case_file)
    rows = {
        str(row[0]): cast("tuple[Any, ...]", row)
        for row in session.execute(lines.where(problem_item.c.id.in_(ids)))
    }
    return [_listed_item(rows[each], viewer) for each in ids], cursor


def count_items(session: Session, viewer: Viewer, wanted: ItemFilter) -> int:
    """Count what `list_items` lists over all pages."""
    query = way_to(session, viewer, wanted, ItemOrder.OWNER).select(func.count())
    return cast("int", session.execute(query).one()[0])


def _listed_item(row: tuple[Any, ...], viewer: Viewer) -> ListedItem:
    found = ListedItem(*row, *_UNLIT)
    is_met = found.status in MET
    return replace(found, light=light_of(found.due_at, found.case_status, viewer, is_met=is_met))


def light_of(due_at: datetime | None, case_status: str, viewer: Viewer, *, is_met: bool) -> Light:
    """Return the colour that a clock shows the viewer now."""
    if is_met:
        return Light.GREEN
    if case_status == CaseStatus.SUSPENDED.value:
        return Light.GREY
    return viewer.bounds.light(due_at)
