"""Counting rows no further than it matters."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CompoundSelect, Select, func, select

from engine.store.store import Session


def number_up_to(
    session: Session, rows: Select[*tuple[Any, ...]] | CompoundSelect[Any], most: int
) -> int:
    """Return how many rows there are, where there are more than `most` one more than that."""
    first = rows.limit(most + 1).subquery()
    return cast("int", session.execute(select(func.count()).select_from(first)).one()[0])
