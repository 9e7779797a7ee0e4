"""People in somebody's scope, filtered, sorted by name, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, exists, func, or_, select

from engine.model.registers import Page, check_text
from engine.store import register_conditions as say
from engine.store.register_cursor import Sorting, page_of
from engine.store.store import Session
from engine.store.tables import membership, person
from engine.store.viewers import Scope


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people; an empty part filters nothing. `unit` includes everything below it."""

    unit: str | None = None
    group: str | None = None
    text: str = ""
    """Part of the name or of the id."""
    is_active: bool | None = True

    def __post_init__(self) -> None:
        check_text(self.text)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person in a list, with the groups they are in on the day of the question."""

    id: str
    name: str
    unit: str
    is_active: bool
    groups: tuple[str, ...] = ()


def list_people(
    session: Session, scope: Scope, wanted: PeopleFilter, *, on: date, page: Page
) -> tuple[list[ListedPerson], str | None]:
    """Return people of the units in scope, and the cursor of the next page."""
    column = say.sortable(person.c.name, session.kind)
    sorting = Sorting("name", column, person.c.id, page.is_descending)
    query = select(
        person.c.id, person.c.name, person.c.unit, person.c.is_active, person.c.name
    ).where(scope.covers(person.c.unit), *_filters(session, wanted, on))
    rows, cursor = page_of(session, query, sorting, page)
    groups = _groups(session, [row[0] for row in rows], on)
    people = [ListedPerson(id_, name, unit, active) for id_, name, unit, active, _ in rows]
    return [replace(each, groups=groups.get(each.id, ())) for each in people], cursor


_NAMED = ("id", "name", "unit")


def list_members(
    session: Session, scope: Scope, *, on: date, most: int
) -> dict[str, list[ListedPerson]]:
    """Return the first so many active people of each group by name, of the units in scope."""
    held = (
        select(membership.c.group_name, *(person.c[each] for each in _NAMED))
        .join_from(membership, person)
        .where(scope.covers(person.c.unit), person.c.is_active.is_(True), *_holds(on))
        .distinct()  # a post may be held in two units
        .subquery()
    )
    order = (say.sortable(held.c.name, session.kind), held.c.id)
    place = func.row_number().over(partition_by=held.c.group_name, order_by=order)
    placed = select(held, place.label("place")).subquery()
    query = select(placed).where(placed.c.place <= most).order_by("group_name", "place")
    found: dict[str, list[ListedPerson]] = {}
    for row in session.execute(query):
        group, id_, name, unit, _ = cast("tuple[Any, ...]", row)
        found.setdefault(group, []).append(ListedPerson(id_, name, unit, is_active=True))
    return found


def _filters(session: Session, wanted: PeopleFilter, on: date) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield say.within(person.c.unit, wanted.unit)
    if wanted.is_active is not None:
        yield person.c.is_active.is_(wanted.is_active)
    if wanted.group is not None:
        yield exists().where(
            membership.c.person == person.c.id,
            membership.c.group_name == wanted.group,
            *_holds(on),
        )
    if wanted.text:
        yield say.contains(wanted.text, (person.c.name, person.c.id), session.kind)


def _holds(on: date) -> tuple[ColumnElement[bool], ...]:
    until = membership.c.until_on
    return membership.c.from_on <= on, or_(until.is_(None), until >= on)


def _groups(session: Session, ids: list[str], on: date) -> dict[str, tuple[str, ...]]:
    query = (
        select(membership.c.person, membership.c.group_name)
        .where(membership.c.person.in_(ids), *_holds(on))
        .order_by(membership.c.person, membership.c.group_name)
        .distinct()
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in session.execute(query):
        who, group = cast("tuple[Any, ...]", row)
        found[who] = (*found.get(who, ()), group)
    return found


def is_in(session: Session, scope: Scope, person_id: str) -> bool:
    """Say whether somebody belongs to a unit in scope."""
    query = select(person.c.id).where(person.c.id == person_id, scope.covers(person.c.unit))
    return session.execute(query).first() is not None
