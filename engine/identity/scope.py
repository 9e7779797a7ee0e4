"""The scope rule: work of a unit is for people of that unit or of one above it.

`may_act_in` decides for one piece of work; `within` and `actionable` say the same in SQL, so
that no list shows more than a command allows.
"""

from __future__ import annotations

from collections.abc import Collection

import orjson
from sqlalchemy import ColumnElement, and_, false, func, or_, select

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


def within(unit: ColumnElement[str], ancestor: str) -> ColumnElement[bool]:
    """Return the condition that a column names a unit or one below it."""
    return unit.in_(select(unit_ancestor.c.unit).where(unit_ancestor.c.ancestor == ancestor))


def actionable(
    person: Person, *, unit: ColumnElement[str], excluded_units: ColumnElement[str]
) -> ColumnElement[bool]:
    """Return `may_act_in` as a condition; `excluded_units` is a column with a JSON list."""
    if not person.is_active:
        return false()
    in_scope = or_(unit.is_(None), within(unit, person.unit))
    return and_(in_scope, *(_lacks(excluded_units, code) for code in person.unit_path))


def _lacks(listed: ColumnElement[str], code: str) -> ColumnElement[bool]:
    """Say that a JSON list of texts does not contain one, in words that both stores know.

    The text in its quotation marks is found only as a whole element, because a quotation mark
    inside an element is escaped.
    """
    quoted = orjson.dumps(code).decode()
    return func.replace(listed, quoted, "") == listed
