"""Who urged open work when (催办)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import work_urge

_OF_WORK = Statement(
    select(work_urge)
    .where(work_urge.c.work_id == bindparam("work_id"))
    .order_by(work_urge.c.number),
    ["work_id"],
)
_ADD = inserting(work_urge)


@dataclass(frozen=True, slots=True)
class Urge:
    """One time that somebody urged open work, counted from 1."""

    work_id: str
    number: int
    urged_at: datetime
    urged_by: str


_cells = columns_of(Urge)


def urges_of(session: Session, work_id: str) -> list[Urge]:
    """Return how often work was urged, in order."""
    return session.all(Urge, _OF_WORK, work_id)


def add_urge(session: Session, urge: Urge) -> None:
    """Keep that work was urged; AlreadyExists when this time was counted already."""
    session.run(_ADD, *_cells(urge))
