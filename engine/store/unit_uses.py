"""What still hangs on a unit: running cases, open work, problem items, people and their posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, and_, or_, select

from engine.model.case import CaseStatus
from engine.store.store import Session
from engine.store.tables import case_file, membership, open_work, person, problem_item

MOST_NAMED = 50
"""Cases and people that are named; of more it is only said that there are more."""
_GOING_ON = case_file.c.status.in_((CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value))


@dataclass(frozen=True, slots=True)
class UnitUses:
    """Cases by id with what they are called, and people by id with their names."""

    cases: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


def uses_of_unit(session: Session, code: str, *, on: date) -> UnitUses:
    """Return what hangs on a unit itself (not on those below) on a day and after it.

    A case hangs on it that is about it, or has work or a problem item for it.
    """
    work = select(open_work.c.case_id).where(open_work.c.unit == code)
    items = select(problem_item.c.case_id).where(
        problem_item.c.owner == code, problem_item.c.ended_at.is_(None)
    )
    concerned = or_(case_file.c.unit == code, case_file.c.id.in_(work), case_file.c.id.in_(items))
    cases = (
        select(case_file.c.id, case_file.c.reference, case_file.c.title)
        .where(_GOING_ON, concerned)
        .order_by(case_file.c.opened_at, case_file.c.id)
        .limit(MOST_NAMED + 1)
    )
    lasts = or_(membership.c.until_on.is_(None), membership.c.until_on >= on)
    posts = select(membership.c.person).where(membership.c.unit == code, lasts)
    people = (
        select(person.c.id, person.c.name)
        .where(
            and_(person.c.is_active.is_(True), or_(person.c.unit == code, person.c.id.in_(posts)))
        )
        .order_by(person.c.id)
        .limit(MOST_NAMED + 1)
    )
    return UnitUses(
        tuple(
            (id_, f"{reference or '未编号'} {title}")
            for id_, reference, title in _rows(session, cases)
        ),
        tuple((id_, name) for id_, name in _rows(session, people)),
    )


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in session.execute(query):
        yield cast("tuple[Any, ...]", row)
