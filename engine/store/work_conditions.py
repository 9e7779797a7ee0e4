"""Which open work is wanted, as conditions: whose it is, of which cases, and shortcuts to little of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    and_,
    exists,
    false,
    literal_column,
    or_,
    select,
    union_all,
)

from engine.model.case import CaseStatus
from engine.model.deadlines import Bounds, Light
from engine.model.registers import ANY_DAY, Days
from engine.model.work_lists import Holder, HolderKind
from engine.store.counting import number_up_to
from engine.store.place_ways import Covering
from engine.store.register_conditions import (
    DATED,
    contains,
    dated,
    lit,
    on_days,
    one_of,
    within,
)
from engine.store.store import Session
from engine.store.tables import case_file, open_work, unit, work_candidate

_FEW = 4_000
"""Rows that may be read one by one for a page."""
_SOME = 8_000
"""Rows that may be, where all work there is would else be looked through."""
_MANY = {"sqlite": 20_000, "postgresql": 8_000}
"""Rows that may be, where an index tells all of them; SQLite leaves each unit's work as soon as
what is due later would not be on the page."""
_OPEN = literal_column("'open'", Text)
_GOING_ON = (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value)
_other = open_work.alias("other")
Ids = Select[*tuple[Any, ...]]


class _Way(Enum):
    """From where there is little work to look through."""

    CANDIDATES = auto()
    SCOPE = auto()


_OFFERED = work_candidate.c.work_id == open_work.c.id


class Scope(Covering, Protocol):
    """The scope rule as conditions over columns of open work; identity makes it."""

    def allows(
        self, *, unit: ColumnElement[Any], excluded_units: ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """Return what holds for work that names its people; work without a unit is for all."""
        ...

    def offers(
        self, groups: ColumnElement[Any], unit: ColumnElement[Any], *, among: Collection[str]
    ) -> ColumnElement[bool]:
        """Return the condition that a post in one of the groups listed reaches a unit, too."""
        ...


@dataclass(frozen=True, slots=True)
class Lights:
    """The colours wanted, and the instants at which they change now."""

    colours: tuple[Light, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose open work to list; None leaves a filter out.

    `groups` are those of the person whose work is wanted; in which units they count, `scope` says.
    """

    person: str
    groups: Collection[str]
    scope: Scope
    is_mine: bool | None = None
    """True: assigned to the person; False: nobody's yet; None: both."""
    case_id: str | None = None
    case_ids: tuple[str, ...] = ()
    """Work of these cases; of all when empty."""
    keys: tuple[str, ...] = ()
    unit: str | None = None
    """Work of this unit and of those below it."""
    due_before: datetime | None = None
    lights: Lights | None = None
    text: str = ""
    """What the name of the work, or the title or reference of its case, contains."""
    named: Collection[str] = ()
    """The activities, of whatever process, whose names contain that text."""
    cases: Covering | None = None
    """All work of cases in this scope, suspended ones too, whoever may act on it."""
    case_unit: str | None = None
    """Work of cases of this unit and of those below it."""
    opened: Days = ANY_DAY
    """Work of cases opened on these days."""
    holder: Holder | None = None
    activities: Mapping[str, Collection[str]] | None = None
    """Work of these activities, each of a version of a process: definition id → nodes."""
    offered: Collection[str] | None = None
    """The activities whose work can be offered to the person at all, where that is known."""

    @property
    def is_soon_full(self) -> bool:
        """Say whether a page is near along the due dates.

        It is for one's own list, asked for nothing but colours, and for colours of a few days.
        """
        asked = (self.case_id, self.case_ids, self.keys, self.unit, self.case_unit)
        if self.is_mine or any(asked) or self.opened != ANY_DAY:
            return False
        if self.cases is None:
            return self.holder is None
        return self.lights is not None and DATED.issuperset(self.lights.colours)

    @property
    def is_mine_suspended(self) -> bool:
        """Say whether work that the person holds is wanted although its case is suspended."""
        return bool(self.is_mine and self.lights and Light.GREY in self.lights.colours)


def ids_of(session: Session, wanted: Wanted, *, is_placed: bool = False) -> tuple[Ids, bool]:
    """Return the ids of the work that is wanted, and whether they are among little work.

    What is quick to tell is asked first. `is_placed`: that the case is of the unit wanted, or else
    of the scope, is said already.
    """
    if is_placed and wanted.case_unit is not None:
        wanted, is_placed = replace(wanted, case_unit=None), False
    ids, narrowed = (
        select(open_work.c.id),
        [*_between(session, wanted), *_narrowed(session, wanted)],
    )
    status = case_file.c.status
    if wanted.cases is not None:
        covered = () if is_placed else (wanted.cases.covers(case_file.c.unit),)
        case = _of_case(session, wanted, status.in_(_GOING_ON), *covered)
        return ids.where(*narrowed, case), False
    among = status.in_(_GOING_ON) if wanted.is_mine_suspended else status == _OPEN
    # An expression is served by no index: the way in is a shortcut, or along the due dates.
    unit = open_work.c.unit.concat("")
    # A page is soon full along the due dates; not so one with a word.
    shortcut = _shortcut(session, wanted, _SOME if wanted.text else _FEW)
    ids = ids.where(
        *narrowed,
        wanted.scope.allows(unit=unit, excluded_units=open_work.c.excluded_units),
        _theirs(wanted),
        _of_case(session, wanted, among),
        *shortcut,
    )
    return ids, bool(shortcut)


def _of_case(
    session: Session, wanted: Wanted, *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Say something of the case: looked up for work already found, never the other way round."""
    more: list[ColumnElement[bool]] = []
    if wanted.activities is not None:
        more.append(or_(false(), *_of_activities(wanted.activities)))
    if wanted.keys:
        more.append(case_file.c.key.in_(wanted.keys))
    if wanted.case_unit is not None:
        more.append(within(case_file.c.unit, wanted.case_unit))
    more += on_days(case_file.c.opened_at, wanted.opened)
    if wanted.lights is not None:
        colours, bounds = wanted.lights.colours, wanted.lights.bounds
        more.append(lit(colours, open_work.c.due_at, bounds, is_met=false()))
    if wanted.text:
        columns = (open_work.c.name, case_file.c.title, case_file.c.reference)
        more.append(contains(wanted.text, columns, session.kind))
    return exists().where(case_file.c.id == open_work.c.case_id, *conditions, *more)


def _of_activities(wanted: Mapping[str, Collection[str]]) -> Iterator[ColumnElement[bool]]:
    for definition_id, nodes in wanted.items():
        yield and_(case_file.c.definition_id == definition_id, open_work.c.node.in_(sorted(nodes)))


def _between(session: Session, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """Say between which due dates the colours wanted are shown."""
    if wanted.lights is None or session.kind == "postgresql":
        return ()  # it sees as much in what is said of the case
    return dated(wanted.lights.colours, open_work.c.due_at, wanted.lights.bounds)


def _narrowed(session: Session, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.case_id is not None:
        yield open_work.c.case_id == wanted.case_id
    if wanted.case_ids:
        yield open_work.c.case_id.in_(wanted.case_ids)
    if wanted.unit is not None:
        yield within(open_work.c.unit.concat(""), wanted.unit)
    if wanted.offered is not None and wanted.cases is None:
        # Said first, it spares the looks at units of all other work.
        nobodys = open_work.c.assignee.is_(None)
        is_offered = and_(nobodys, one_of(open_work.c.node, sorted(wanted.offered), session.kind))
        is_mine = open_work.c.assignee == wanted.person
        yield is_offered if wanted.is_mine is False else or_(is_mine, is_offered)
    if wanted.activities is not None:
        # First the node, which stands with the work; of which definition only its case knows.
        nodes = {node for each in wanted.activities.values() for node in each}
        yield one_of(open_work.c.node, sorted(nodes), session.kind)
    if wanted.due_before is not None:
        yield open_work.c.due_at < wanted.due_before
    if wanted.holder is not None:
        yield lies_with(wanted.holder)


def lies_with(holder: Holder) -> ColumnElement[bool]:
    """Say that open work is held by a person, or is nobody's and offered to these."""
    if holder.kind is HolderKind.PERSON:
        return open_work.c.assignee == holder.id
    if holder.kind is HolderKind.NOBODY:
        return and_(open_work.c.assignee.is_(None), ~exists().where(_OFFERED))
    kind = "group" if holder.kind is HolderKind.GROUP else "user"
    candidate = work_candidate.c
    named = and_(_OFFERED, candidate.kind == kind, candidate.value == holder.id)
    return and_(open_work.c.assignee.is_(None), exists().where(named))


def _theirs(wanted: Wanted) -> ColumnElement[bool]:
    mine = open_work.c.assignee == wanted.person
    if wanted.is_mine:
        return mine
    if wanted.offered is not None and not wanted.offered:  # else all work there is were walked
        return false() if wanted.is_mine is False else mine
    unit = open_work.c.unit.concat("")
    as_one_of = wanted.scope.offers(open_work.c.groups, unit, among=wanted.groups)
    by_name = open_work.c.id.in_(_naming("user", [wanted.person]))
    offered = and_(open_work.c.assignee.is_(None), or_(as_one_of, by_name))
    return offered if wanted.is_mine is False else or_(mine, offered)


def _shortcut(session: Session, wanted: Wanted, most: int) -> list[ColumnElement[bool]]:
    """Return a condition that says nothing new but names few rows, if there is one."""
    if wanted.is_mine or wanted.case_id is not None or wanted.case_ids:
        return []
    asked = ("shortcut to work", wanted.person, frozenset(wanted.groups), wanted.scope, most)
    way = session.hunches.of(asked, lambda: _shortest(session, wanted, most))
    if way is _Way.CANDIDATES:
        mine = select(_other.c.id).where(_other.c.assignee == wanted.person)
        return [open_work.c.id.in_(union_all(*_to_candidates(wanted), mine))]
    if way is _Way.SCOPE:
        return [_in_scope(session, wanted)]
    return []


def _shortest(session: Session, wanted: Wanted, most: int) -> _Way | None:
    if _are_few(session, union_all(*_to_candidates(wanted)), most):
        return _Way.CANDIDATES
    in_scope = select(_other.c.unit).where(wanted.scope.covers(_other.c.unit))
    return _Way.SCOPE if _are_few(session, in_scope, _MANY[session.kind]) else None


def _to_candidates(wanted: Wanted) -> Iterator[Ids]:
    # One by one: of a single condition with an "or", SQLite reads all candidates there are.
    yield _naming("user", [wanted.person])
    yield _naming("group", sorted(wanted.groups))


def _naming(kind: str, values: Sequence[str]) -> Ids:
    candidate = work_candidate.c
    is_named = candidate.value == values[0] if len(values) == 1 else candidate.value.in_(values)
    return select(candidate.work_id).where(candidate.kind == kind, is_named)


def _in_scope(session: Session, wanted: Wanted) -> ColumnElement[bool]:
    is_covered = wanted.scope.covers(open_work.c.unit)
    if session.kind == "postgresql":  # it knows how much there is of a unit that is named
        units = session.execute(select(unit.c.code).where(wanted.scope.covers(unit.c.code)))
        is_covered = one_of(open_work.c.unit, [str(row[0]) for row in units], session.kind)
    is_nobodys = open_work.c.unit.is_(None)
    # Beside an "or" each row would be fetched; hardly ever is there any work without a unit.
    found = session.execute(select(_other.c.id).where(_other.c.unit.is_(None)).limit(1))
    return or_(is_covered, is_nobodys) if found.all() else is_covered


def _are_few(session: Session, rows: Ids | CompoundSelect[Any], most: int) -> bool:
    return number_up_to(session, rows, most) <= most
