"""The way to the cases of a list: from what few cases have, or along an index of the order.

No one way is fast for everybody. What few cases have (a rare word, a small scope, a week) leads to
them, and they are sorted. Where nothing asked is rare, a page is soon full along the order, and
what filters ask most stands in the index that is walked. A database that guesses wrong reads a
hundred thousand cases for a page of fifty, so quick counts decide, and the columns that must not
lead are hidden from its planner.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all

from engine.model.case import CaseStatus
from engine.model.deadlines import Light
from engine.model.registers import ANY_DAY, CaseFilter, CaseOrder
from engine.model.search_results import SearchKind
from engine.model.sure_tokens import sure_tokens
from engine.store import register_conditions as say
from engine.store.counting import number_up_to
from engine.store.place_ways import Covers, called_in, number_in
from engine.store.search_hits import cases_called, number_called
from engine.store.store import Session
from engine.store.tables import case_file, open_work, unit
from engine.store.viewers import Viewer

_FEW = 4_000
"""Cases that may be read one by one for a page."""
_MORE = 8_000
"""Cases of a place that may be looked through for a word."""
_case = case_file.c
_other = case_file.alias("other")
ORDERS: Mapping[CaseOrder, ColumnElement[Any]] = {
    CaseOrder.OPENED: _case.opened_at,
    CaseOrder.DUE: _case.due_at,
    CaseOrder.ENDED: _case.ended_at,
    CaseOrder.TITLE: _case.title,
    CaseOrder.UNIT: _case.unit,
}
Ids = Select[*tuple[Any, ...]]
Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Way:
    """How to ask for cases: the conditions, and the column to sort by as it must be written."""

    conditions: tuple[say.Condition, ...]
    column: Column
    is_walk: bool


def way_to(session: Session, viewer: Viewer, wanted: CaseFilter, order: CaseOrder) -> Way:
    """Return the condition that a case is wanted and seen, said so that the order costs little."""
    column = ORDERS[order]
    for each in _rare(session, viewer, wanted, order):
        if _are_few(each):
            conditions = (_case.id.in_(each.ids), *_wanted(session, viewer, wanted, None))
            return Way(conditions, _hiding(session)(column), is_walk=False)
    conditions = (*_wanted(session, viewer, wanted, column), *_along(viewer, wanted, order))
    return Way(conditions, column, is_walk=True)


def has_value(wanted: CaseFilter, order: CaseOrder) -> bool:
    """Say whether all cases that are wanted have a value in what is sorted by.

    A case without a unit is in nobody's register.
    """
    if order is CaseOrder.DUE:
        is_dated = bool(wanted.lights) and say.DATED.issuperset(wanted.lights)
        return is_dated or wanted.due != ANY_DAY
    return order is not CaseOrder.ENDED or wanted.ended != ANY_DAY


def _hiding(session: Session) -> Callable[[Column], Column]:
    """Return what hides a column from the planner: an expression is served by no index."""
    if session.kind == "sqlite":
        return lambda column: say.hidden(column, session.kind)
    # PostgreSQL knows how common each value is; only of the units of a scope it knows nothing.
    return lambda column: column.concat("") if column is _case.unit else column


def _wanted(
    session: Session, viewer: Viewer, wanted: CaseFilter, walked: Column | None
) -> Iterator[say.Condition]:
    """Say what is wanted, hiding all columns but the one that is walked along."""
    hide = _hiding(session)

    def shown(column: Column) -> Column:
        return column if column is walked else hide(column)

    status = shown(_case.status)
    within = _within(viewer, wanted, hide(_case.unit))
    yield from (say.row_by_row(each, session.kind) for each in within)
    if wanted.on_time is not None:
        yield _case.on_time.is_(wanted.on_time)
    if wanted.keys:
        yield shown(_case.key).in_(wanted.keys)
    if wanted.statuses:
        yield status.in_(wanted.statuses)
    yield from say.on_days(shown(_case.opened_at), wanted.opened)
    yield from say.on_days(shown(_case.due_at), wanted.due)
    yield from say.on_days(shown(_case.ended_at), wanted.ended)
    if wanted.lights:
        is_met = status.in_(say.ENDED)
        yield say.lit(
            wanted.lights, hide(_case.due_at), viewer.bounds, is_met=is_met, case_status=status
        )
    if wanted.is_mine:
        yield say.is_of(viewer.person, opened_by=shown(_case.opened_by))
    if wanted.text:
        yield say.contains(wanted.text, (shown(_case.title), shown(_case.reference)), session.kind)


def _within(viewer: Viewer, wanted: CaseFilter, of_unit: Column) -> Iterator[say.Condition]:
    yield viewer.scope.covers(of_unit)
    if wanted.unit is not None:
        is_alone = wanted.is_unit_alone
        yield of_unit == wanted.unit if is_alone else say.within(of_unit, wanted.unit)


def _along(viewer: Viewer, wanted: CaseFilter, order: CaseOrder) -> Iterator[say.Condition]:
    """Say between which places of the order all lie that are wanted."""
    if order is CaseOrder.DUE:
        yield from say.dated(wanted.lights, _case.due_at, viewer.bounds)
    if order is CaseOrder.UNIT:
        # The codes of what lies below a unit mostly stand together.
        code = unit.c.code
        seen = [viewer.scope.covers(code)]
        if wanted.unit is not None:
            seen.append(say.within(code, wanted.unit))
        yield _case.unit >= select(func.min(code)).where(*seen).scalar_subquery()
        yield _case.unit <= select(func.max(code)).where(*seen).scalar_subquery()


# ------------------------------------------------------------------------------ what few have


@dataclass(frozen=True, slots=True)
class Rare:
    """Cases that an index leads to; whether they are few is known by their number.

    `is_place`: they are all those of a place that have the words.
    """

    ids: Ids
    number: Callable[[], int]
    is_place: bool = False


def _rare(session: Session, viewer: Viewer, wanted: CaseFilter, order: CaseOrder) -> Iterator[Rare]:
    """Yield ways to cases among which are all that are wanted, the rarest first, roughly."""
    if wanted.text and (tokens := sure_tokens(wanted.text)):
        called = partial(number_called, session, tokens, (SearchKind.CASE,), _FEW)
        yield Rare(cases_called(session, tokens), called)
    if wanted.text and session.kind == "postgresql":
        yield from _called_in_place(session, viewer, wanted)
    for condition in _conditions(session, viewer, wanted, order):
        yield _counted(session, select(_other.c.id).where(condition))
    if wanted.is_mine:
        yield _counted(session, _of(viewer.person))


def _counted(session: Session, ids: Ids) -> Rare:
    return Rare(ids, partial(number_up_to, session, ids, _FEW))


def _called_in_place(session: Session, viewer: Viewer, wanted: CaseFilter) -> Iterator[Rare]:
    """Yield the cases of a place that have the words, which are rather read than walked along."""
    if wanted.unit is not None:
        whose: Hashable = wanted.unit
        covers: Covers = partial(say.within, above=wanted.unit)
    else:
        whose, covers = viewer.scope, viewer.scope.covers
    number = partial(number_in, session, whose, covers)
    yield Rare(called_in(covers, wanted.text), number, is_place=True)


def _conditions(
    session: Session, viewer: Viewer, wanted: CaseFilter, order: CaseOrder
) -> Iterator[say.Condition]:
    """Yield conditions that an index other than that of the order serves."""
    other, lights, bounds = _other.c, wanted.lights, viewer.bounds
    is_seen = say.row_by_row(viewer.scope.covers(other.unit.concat("")), session.kind)
    if wanted.statuses:
        yield other.status.in_(wanted.statuses)
    elif lights == (Light.GREY,):
        yield other.status == CaseStatus.SUSPENDED.value
    if wanted.on_time is not None:
        # What has closed stands in an index of its own, which has all that is asked here.
        in_time = (other.status == CaseStatus.CLOSED.value, other.on_time.is_(wanted.on_time))
        yield and_(*in_time, is_seen)
    if wanted.unit is None:
        yield viewer.scope.covers(other.unit)
    else:
        yield and_(say.within(other.unit, wanted.unit), is_seen)
    for days, column, its_order in (
        (wanted.due, other.due_at, CaseOrder.DUE),
        (wanted.ended, other.ended_at, CaseOrder.ENDED),
        (wanted.opened, other.opened_at, CaseOrder.OPENED),
    ):
        if days != ANY_DAY and order is not its_order:
            yield and_(*say.on_days(column, days))
    if order is not CaseOrder.DUE and (span := [*say.dated(lights, other.due_at, bounds)]):
        yield and_(*span)


def _of(person: str) -> Ids:
    opened = select(_other.c.id).where(_other.c.opened_by == literal(person))
    held = select(open_work.c.case_id).where(open_work.c.assignee == person)
    return select(union_all(opened, held).subquery().c.id)


def _are_few(rare: Rare) -> bool:
    return rare.number() <= (_MORE if rare.is_place else _FEW)
