"""The scope rule: work of a unit is for people with a post in that unit or in one above it.

A right holds per post: the group that gives it and the unit it reaches are those of the same
post. Whoever is 督学 of the city and head of a school is no head of the city, and no 督学 of the
school alone. Work that names a person, as candidate or as who holds it, asks for no group: their
own unit or that of any post reaches it. Nobody acts who belongs to an excluded unit, or has a
post in one, or below it.

`may_act_in`, `may_take` and `may_see` decide for one piece; `WorkScope` and `CaseScope` say the
same in SQL, so that no list shows more than a command allows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from engine.identity.listed import Lists
from engine.identity.people import Person
from engine.identity.tables import unit_ancestor
from engine.identity.units import UnitTree


def reaches(person: Person, path: Collection[str]) -> bool:
    """Say whether one of a person's units is among a unit and those above it."""
    return any(each in path for each in person.units)


def reaches_as(person: Person, groups: Collection[str], path: Collection[str] | None) -> bool:
    """Say whether a post in one of the groups reaches a unit, given as the path to its root.

    None stands for work without a unit, which every post reaches.
    """
    if path is None:
        return not person.groups.isdisjoint(groups)
    return any(each.group in groups and each.unit in path for each in person.posts)


def may_act_in(
    person: Person, *, units: UnitTree, unit: str | None, excluded_units: Collection[str] = ()
) -> bool:
    """Say whether the scope of work lets a person act; work without a unit is for all units."""
    if not person.posts or not person.above.isdisjoint(excluded_units):
        return False
    return unit is None or reaches(person, units.path(unit))


def may_take(
    person: Person,
    *,
    units: UnitTree,
    unit: str | None,
    groups: Collection[str],
    users: Collection[str] = (),
    excluded_units: Collection[str] = (),
) -> bool:
    """Say whether a person may take work that is offered to these groups and people."""
    if not may_act_in(person, units=units, unit=unit, excluded_units=excluded_units):
        return False
    path = None if unit is None else units.path(unit)
    return person.id in users or reaches_as(person, groups, path)


@dataclass(frozen=True, slots=True)
class CaseScope:
    """Whose cases somebody sees in a register: those of some units and all below, or of some alone.

    `below` are the units of the posts that see all below, `own` those of posts that see their own
    unit alone.
    """

    below: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit whose cases the person sees."""
        return or_(self.covers_below(unit), self.covers_own(unit))

    def covers_below(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit that a post above it answers for."""
        return _is_below(unit, self.below) if self.below else false()

    def covers_own(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit that sees what concerns itself."""
        return _is_one_of(unit, self.own) if self.own else false()


def may_see(scope: CaseScope, *, units: UnitTree, unit: str | None) -> bool:
    """Say whether somebody sees the cases of a unit in a register.

    A case without a unit is in nobody's register.
    """
    if unit is None:
        return False
    return unit in scope.own or not set(scope.below).isdisjoint(units.path(unit))


@dataclass(frozen=True, slots=True)
class WorkScope:
    """What `may_act_in` and `may_take` say, as conditions over columns.

    `through` is whoever acts in the person's place: excluded units bind both.
    """

    person: Person
    through: Person | None = None

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit that some post reaches."""
        return _is_below(unit, self.person.units) if self.person.units else false()

    def allows(
        self, *, unit: ColumnElement[Any], excluded_units: ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """Return what `may_act_in` says; `excluded_units` is a column with a JSON list of codes."""
        if not self.person.posts:
            return false()
        bound = self.person.above | (self.through.above if self.through is not None else set())
        lacks = (~Lists(excluded_units, code) for code in sorted(bound))
        return and_(or_(unit.is_(None), self.covers(unit)), *lacks)

    def offers(
        self, groups: ColumnElement[Any], unit: ColumnElement[Any], *, among: Collection[str]
    ) -> ColumnElement[bool]:
        """Return the condition that work names a group of the person's, in a post that reaches it.

        `groups` is a column with a JSON list, `among` are the groups asked about. `allows` must
        hold too; where all posts are in one unit and no other unit counts, it has said already
        that this unit reaches.
        """
        by_unit: dict[str, list[str]] = {}
        for post in sorted(self.person.posts, key=lambda each: (each.unit, each.group)):
            if post.group in among:
                by_unit.setdefault(post.unit, []).append(post.group)
        named = {code: or_(*(Lists(groups, each) for each in own)) for code, own in by_unit.items()}
        if len(named) == 1 and tuple(named) == self.person.units:
            return named[self.person.unit]
        reached = {code: or_(unit.is_(None), _is_below(unit, (code,))) for code in named}
        return or_(false(), *(and_(each, reached[code]) for code, each in named.items()))


def _is_below(unit: ColumnElement[Any], codes: tuple[str, ...]) -> ColumnElement[bool]:
    return unit.in_(select(unit_ancestor.c.unit).where(_is_one_of(unit_ancestor.c.ancestor, codes)))


def _is_one_of(column: ColumnElement[Any], codes: tuple[str, ...]) -> ColumnElement[bool]:
    return column == codes[0] if len(codes) == 1 else column.in_(codes)
