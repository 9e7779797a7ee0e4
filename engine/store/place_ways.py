"""The cases of a place (those below one unit, or in somebody's scope): how many, and with a word."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, any_, func, select

from engine.store.counting import number_up_to
from engine.store.register_conditions import TEXTS, contains
from engine.store.store import Session
from engine.store.tables import case_file, unit

MOST = 20_000
"""Cases of a place that are counted; of more it is known only that there are more."""
_case = case_file.c
Ids = Select[*tuple[Any, ...]]
Covers = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""Says of a column that the unit it names is of some place."""


class Covering(Protocol):
    """Whose cases somebody sees, as a condition over a column; identity makes it."""

    def __hash__(self) -> int:
        """Two of the same units are the same."""
        ...

    def covers(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names a unit in scope."""
        ...


def number_in(session: Session, place: Hashable, covers: Covers) -> int:
    """Return how many cases a place has, up to `MOST` + 1, as it was known a short while ago."""
    ids = select(_case.id).where(covers(_case.unit))
    return session.hunches.of(("cases", place), lambda: number_up_to(session, ids, MOST))


def called_in(covers: Covers, word: str) -> Ids:
    """Return the ids of the cases of a place that have a word, as PostgreSQL finds them soonest.

    It would rather look for the word in the cases of everybody; but units that are named it looks
    up.
    """
    codes = select(unit.c.code).where(covers(unit.c.code)).scalar_subquery()
    return select(_case.id).where(
        _case.unit == any_(func.array(codes, type_=TEXTS)),
        contains(word, (_case.title, _case.reference), "postgresql"),
    )
