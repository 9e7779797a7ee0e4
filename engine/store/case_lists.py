"""The register of cases (案件台账) as a list: filtered, sorted, a page at a time.

First the ids of a page are looked for, which indexes alone can mostly tell; then its cases are
read. How the ids are found fast, whatever is asked, is the matter of `case_ways`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from sqlalchemy import Select, func, select

from engine.model.registers import CaseFilter, CaseOrder, Held, ListedCase, Page
from engine.store import register_conditions as say
from engine.store.case_ways import has_value, way_to
from engine.store.register_cursor import Sorting, places_of
from engine.store.register_lists import light_of
from engine.store.store import Session
from engine.store.tables import case_file, open_work
from engine.store.viewers import Viewer
from engine.store.walking import reading

T = TypeVar("T")
_CASE = tuple(
    case_file.c[name]
    for name in (
        "id", "reference", "title", "key", "definition_id", "unit", "status", "opened_at",
        "opened_by", "due_at", "ended_at", "end_code",
    )
)  # fmt: skip
_DUE_AT, _STATUS = ([column.key for column in _CASE].index(name) for name in ("due_at", "status"))
_child, _parent = case_file.alias("child"), case_file.alias("parent")
_PAIRS = _child.join(_parent, _child.c.parent_id == _parent.c.id)
_UPWARDS = select(_child.c.id, func.coalesce(_parent.c.reference, _parent.c.title)).select_from(
    _PAIRS
)
_DOWNWARDS = (
    select(_parent.c.id, func.coalesce(_child.c.reference, _child.c.title))
    .select_from(_PAIRS)
    .order_by(_child.c.opened_at, _child.c.id)
)


def list_cases(
    session: Session, viewer: Viewer, wanted: CaseFilter, *, order: CaseOrder, page: Page
) -> tuple[list[ListedCase], str | None]:
    """Return a page of cases and the cursor of the next one, None at the end.

    Of cases that are equal in what is sorted by, the ids say which comes first.
    """
    way = way_to(session, viewer, wanted, order)
    is_there = has_value(wanted, order)
    sorting = Sorting(order.value, way.column, case_file.c.id, page.is_descending, is_there)
    query = select(case_file.c.id, way.column).where(*way.conditions)
    with reading(session, is_walk=way.is_walk):
        ids, cursor = places_of(session, query, sorting, page)
    rows = {
        str(row[0]): cast("tuple[Any, ...]", row)
        for row in session.execute(select(*_CASE).where(case_file.c.id.in_(ids)))
    }
    work, linked = _work_of(session, ids), _linked_to(session, viewer, ids)
    return [
        _listed(rows[each], viewer, work.get(each, ()), linked.get(each, ())) for each in ids
    ], cursor


def count_cases(session: Session, viewer: Viewer, wanted: CaseFilter) -> int:
    """Count what `list_cases` lists over all pages."""
    query = select(func.count()).select_from(case_file)
    return _number(session, query.where(*_conditions(session, viewer, wanted)))


def _conditions(session: Session, viewer: Viewer, wanted: CaseFilter) -> tuple[say.Condition, ...]:
    return way_to(session, viewer, wanted, CaseOrder.UNIT).conditions


def _number(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return cast("int", session.execute(query).one()[0])


def _listed(
    row: tuple[Any, ...], viewer: Viewer, work: Iterable[Held], linked: Iterable[str]
) -> ListedCase:
    due_at, status = row[_DUE_AT], row[_STATUS]
    light = light_of(due_at, status, viewer, is_met=status in say.ENDED)
    told: tuple[Any, ...] = (light, tuple(work), tuple(linked))
    return ListedCase(*row, *told)


def _work_of(session: Session, ids: list[str]) -> dict[str, list[Held]]:
    columns = open_work.c
    query = (
        select(columns.case_id, columns.name, columns.assignee, columns.groups, columns.users)
        .where(columns.case_id.in_(ids))
        .order_by(columns.case_id, columns.aid)
    )
    rows = (cast("tuple[Any, ...]", row) for row in session.execute(query))
    return _grouped((case_id, Held(*held)) for case_id, *held in rows)


def _linked_to(session: Session, viewer: Viewer, ids: list[str]) -> dict[str, list[str]]:
    """Return what the linked cases that the viewer may see are called, by case."""
    upwards = _UPWARDS.where(_child.c.id.in_(ids), viewer.scope.covers(_parent.c.unit))
    downwards = _DOWNWARDS.where(_parent.c.id.in_(ids), viewer.scope.covers(_child.c.unit))
    rows = [*session.execute(upwards), *session.execute(downwards)]
    return _grouped((str(row[0]), str(row[1])) for row in rows)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
