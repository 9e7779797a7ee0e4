"""The units of a scope as a list of values.

PostgreSQL looks up values by several indexes at once, and together with what else it knows; what a
subquery names it joins instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from engine.store.store import Session
from engine.store.tables import unit

_SOME = 300
"""Units that are looked up one by one; who sees more sees most of what there is."""


def units_in(
    session: Session, covers: Callable[[ColumnElement[Any]], ColumnElement[bool]]
) -> Sequence[str] | None:
    """Return the codes of the units that a scope covers; None where they are many."""
    codes = select(unit.c.code).where(covers(unit.c.code)).limit(_SOME + 1)
    found = [str(row[0]) for row in session.execute(codes)]
    return found if len(found) <= _SOME else None
