"""How much open work people hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import func, select

from engine.store.store import Session
from engine.store.tables import open_work

_AT_ONCE = 500
"""Ids in one statement."""


def count_held_work(session: Session, people: Sequence[str]) -> dict[str, int]:
    """Return the number of pieces of open work that each of these people holds, if any."""
    return dict(pair for some in _parts(people) for pair in _counted(session, some))


def _parts(people: Sequence[str]) -> Iterator[Sequence[str]]:
    return (people[at : at + _AT_ONCE] for at in range(0, len(people), _AT_ONCE))


def _counted(session: Session, people: Sequence[str]) -> Iterator[tuple[str, int]]:
    query = (
        select(open_work.c.assignee, func.count())
        .where(open_work.c.assignee.in_(people))
        .group_by(open_work.c.assignee)
    )
    yield from cast("Sequence[tuple[str, int]]", session.execute(query).all())
