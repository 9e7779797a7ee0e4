"""The scope rule: work of a unit is for people of that unit or of one above it.

`may_act_in` decides for one piece of work; `WorkScope` says the same in SQL, so that no list shows
more than a command allows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Text, and_, false, func, literal_column, or_, select

from engine.identity.people import Person
from engine.identity.tables import unit_ancestor
from engine.identity.units import UnitTree


def may_act_in(
    person: Person, *, units: UnitTree, unit: str | None, excluded_units: Collection[str] = ()
) -> bool:
    """Say whether the scope of work lets a person act; work without a unit is for all units."""
    if not person.is_active or not set(excluded_units).isdisjoint(person.unit_path):
        return False
    return unit is None or units.is_within(unit, person.unit)


def may_see(person: Person, *, units: UnitTree, unit: str | None, is_below: bool) -> bool:
    """Say whether somebody sees the cases of a unit in a register.

    With `is_below` their own unit and all below it, else their own alone. A case without a unit
    is in nobody's register.
    """
    if not person.is_active or unit is None:
        return False
    return units.is_within(unit, person.unit) if is_below else unit == person.unit


@dataclass(frozen=True, slots=True)
class CaseScope:
    """What `may_see` says, as a condition over a column."""

    person: Person
    is_below: bool

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit whose cases the person sees."""
        if not self.person.is_active:
            return false()
        if not self.is_below:
            return unit == self.person.unit
        return WorkScope(self.person).covers(unit)


@dataclass(frozen=True, slots=True)
class WorkScope:
    """What `may_act_in` says, as conditions over columns."""

    person: Person

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names the person's unit or one below it."""
        below = unit_ancestor.c.ancestor == self.person.unit
        return unit.in_(select(unit_ancestor.c.unit).where(below))

    def allows(
        self, *, unit: ColumnElement[Any], excluded_units: ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """Return the whole rule; `excluded_units` is a column with a JSON list of codes."""
        if not self.person.is_active:
            return false()
        # Nearly all work excludes nobody: this keeps it cheap, and planners know how common it is.
        excludes_none = excluded_units == literal_column("'[]'", Text)
        lacks = and_(*(_lacks(excluded_units, code) for code in self.person.unit_path))
        return and_(or_(unit.is_(None), self.covers(unit)), or_(excludes_none, lacks))


def _lacks(listed: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """Say that a JSON list of texts does not contain one, in words that both stores know.

    The text in its quotation marks is found only as a whole element, because a quotation mark
    inside an element is escaped.
    """
    quoted = orjson.dumps(code).decode()
    return func.replace(listed, quoted, "") == listed
