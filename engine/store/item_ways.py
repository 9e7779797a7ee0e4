"""The way to the problem items of a list: from what few items have, or along an index of the order.

As with cases, quick counts decide: a rare word, the units asked for or a small scope lead to a few
items, which are sorted; else a page is soon full along the order. Who sees an item stands in each
index of an order, so that a walk reads the items alone that may be listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union

from engine.model.items import ItemStatus
from engine.model.registers import ItemFilter, ItemOrder
from engine.model.search_results import SearchKind
from engine.model.sure_tokens import sure_tokens
from engine.store import register_conditions as say
from engine.store.search_hits import cases_called, cases_of_items_called, names_with
from engine.store.store import Session
from engine.store.tables import case_file, problem_item
from engine.store.unit_lists import units_in
from engine.store.viewers import Viewer

MET = tuple(each.value for each in ItemStatus if each.is_met)
_INTERNAL = (ItemStatus.DRAFT.value, ItemStatus.ISSUED.value)
"""States in which nothing has been said to the unit yet."""
_FEW = 4_000
"""Items that may be read one by one for a page."""
_NARROW = 1_000
"""Items of some units that are rather looked up than met on the way: any index says whose they are.

PostgreSQL asks the index alone only where that answers all that is asked.
"""
_item = problem_item.c
_other = problem_item.alias("other")
_ORDERS: Mapping[ItemOrder, ColumnElement[Any]] = {
    ItemOrder.OPENED: _item.opened_at,
    ItemOrder.DUE: _item.due_at,
    ItemOrder.ENDED: _item.ended_at,
    ItemOrder.TITLE: _item.title,
    ItemOrder.OWNER: _item.owner,
}
Column = ColumnElement[Any]
Ids = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Way:
    """How to ask for items: the conditions, and the column to sort by as it must be written.

    `reads_cases`: a condition names the case, which must be joined.
    """

    conditions: tuple[say.Condition, ...]
    column: Column
    is_walk: bool
    reads_cases: bool

    def select(self, *columns: Column) -> Select[*tuple[Any, ...]]:
        """Ask for these columns of the items, sorted in no way yet."""
        source = problem_item.join(case_file) if self.reads_cases else problem_item
        return select(*columns).select_from(source).where(*self.conditions)


def way_to(session: Session, viewer: Viewer, wanted: ItemFilter, order: ItemOrder) -> Way:
    """Return the condition that an item is wanted and seen, said so that the order costs little."""
    column = _ORDERS[order]
    of_case = [*_of_case(session, viewer, wanted)]
    few = [] if wanted.case_id is not None else _few(session, viewer, wanted)
    is_walk = not few and wanted.case_id is None
    walked = column if is_walk else None
    conditions = [*few, *_seen(session, viewer, walked), *_asked(session, wanted, walked)]
    along = column if is_walk else say.unsorted(column, session.kind)
    return Way((*conditions, *of_case), along, is_walk=is_walk, reads_cases=bool(of_case))


# ------------------------------------------------------------------------------ what few have


def _few(session: Session, viewer: Viewer, wanted: ItemFilter) -> Sequence[say.Condition]:
    """Return a condition that says nothing new but names few items, if there is one."""
    if wanted.text and (tokens := sure_tokens(wanted.text)):
        names = names_with(session, tokens, (SearchKind.CASE, SearchKind.ITEM))
        if _are_few(session, names):
            called = union(cases_called(session, tokens), cases_of_items_called(session, tokens))
            return [_item.case_id.in_(called)]
    by_index = session.kind == "sqlite" or _is_of_units(wanted)
    most = _NARROW if by_index else _FEW
    for each in _ways(viewer, wanted):
        parts = [select(_other.c.id).where(each.covers(_other.c[name])) for name in each.columns]
        if _are_few(session, *parts, most=most):
            return [_led(session, each, parts)]
    return []


@dataclass(frozen=True, slots=True)
class _Units:
    """Items of some units, and the columns that may name one of them."""

    covers: Callable[[Column], say.Condition]
    columns: tuple[str, ...]


def _ways(viewer: Viewer, wanted: ItemFilter) -> Iterator[_Units]:
    yield _Units(viewer.scope.covers, ("owner", "unit"))
    if wanted.unit is not None:
        yield _Units(partial(say.within, above=wanted.unit), ("owner",))


def _led(session: Session, way: _Units, parts: Sequence[Ids]) -> say.Condition:
    """Say that an item is of the units, so that indexes lead to it."""
    codes = None if session.kind == "sqlite" else units_in(session, way.covers)
    if codes is None:
        return _item.id.in_(union(*parts))
    return or_(*(_item[name].in_(codes) for name in way.columns))


def _is_of_units(wanted: ItemFilter) -> bool:
    """Say whether no more is asked than what stands in the index of every order."""
    return wanted == ItemFilter(unit=wanted.unit, owner=wanted.owner, statuses=wanted.statuses)


def _are_few(session: Session, *parts: Ids, most: int = _FEW) -> bool:
    """Say whether several parts have few rows together.

    What is in two of them counts once: an item is mostly that of the case's own unit.
    """
    first = union(*(select(each.limit(most + 1).subquery()) for each in parts)).subquery()
    found = session.execute(select(func.count()).select_from(first)).one()[0]
    return cast("int", found) <= most


# -------------------------------------------------------------------------------- conditions


def _seen(session: Session, viewer: Viewer, walked: Column | None) -> Iterator[say.Condition]:
    """Say that the viewer sees an item, so that no index leads there."""
    scope, unit = viewer.scope, say.hidden(_item.unit, session.kind)
    owner = _item.owner if walked is _item.owner else say.hidden(_item.owner, session.kind)
    is_own = or_(scope.covers_own(unit), scope.covers_own(owner))
    yield or_(
        scope.covers_below(unit),
        scope.covers_below(owner),
        and_(is_own, _item.status.not_in(_INTERNAL)),
    )


def _asked(session: Session, wanted: ItemFilter, walked: Column | None) -> Iterator[say.Condition]:
    """Say what is asked of an item itself, hiding all columns but the one that is walked along."""

    def shown(column: Column) -> Column:
        return column if column is walked else say.hidden(column, session.kind)

    owner = shown(_item.owner)
    if wanted.unit is not None:
        yield say.row_by_row(say.within(owner, wanted.unit), session.kind)
    if wanted.owner is not None:
        yield _item.owner == wanted.owner
    if wanted.case_id is not None:
        yield _item.case_id == wanted.case_id
    yield from _named(wanted)
    yield from say.on_days(shown(_item.opened_at), wanted.opened)
    yield from say.on_days(shown(_item.due_at), wanted.due)
    yield from say.on_days(shown(_item.ended_at), wanted.ended)


def _named(wanted: ItemFilter) -> Iterator[say.Condition]:
    if wanted.statuses:
        yield _item.status.in_(wanted.statuses)
    if wanted.kinds:
        yield _item.kind.in_(wanted.kinds)
    if wanted.severities:
        yield _item.severity.in_(wanted.severities)
    if wanted.on_time is not None:
        yield _item.on_time.is_(wanted.on_time)


def _of_case(session: Session, viewer: Viewer, wanted: ItemFilter) -> Iterator[say.Condition]:
    """Say what is asked of an item's case, or of both."""
    if wanted.keys:
        yield case_file.c.key.in_(wanted.keys)
    if wanted.is_mine:
        yield say.is_of(viewer.person)
    if wanted.lights:
        is_met, due_at = _item.status.in_(MET), say.hidden(_item.due_at, session.kind)
        yield say.lit(wanted.lights, due_at, viewer.bounds, is_met=is_met)
    if wanted.text:
        columns = (_item.title, case_file.c.title, case_file.c.reference)
        yield say.contains(wanted.text, columns, session.kind)
