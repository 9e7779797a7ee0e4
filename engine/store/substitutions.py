"""Absence substitutions (代理) as they are kept: none is changed but to note that it was ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update

from engine.store.store import Session
from engine.store.tables_substitutions import substitution


@dataclass(frozen=True, slots=True)
class SubstitutionRow:
    """Who is absent, who substitutes, on which local days, and who said so and ended it."""

    id: str
    absent: str
    substitute: str
    from_on: date
    until_on: date
    reason: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


def find_substitution(session: Session, substitution_id: str) -> SubstitutionRow | None:
    """Return a substitution by its id; None where there is none."""
    found = _read(session, substitution.c.id == substitution_id)
    return found[0] if found else None


def substitutions_with(session: Session, person: str) -> list[SubstitutionRow]:
    """Return those in which a person is absent or substitutes, ended ones too."""
    return _read(session, or_(substitution.c.absent == person, substitution.c.substitute == person))


def all_substitutions(session: Session) -> list[SubstitutionRow]:
    """Return every substitution there was, the earliest first."""
    return _read(session)


def overlapping(
    session: Session, absent: str, *, from_on: date, until_on: date
) -> list[SubstitutionRow]:
    """Return the substitutions of a person, not ended, that hold on one of these days."""
    return _read(
        session,
        substitution.c.absent == absent,
        substitution.c.ended_at.is_(None),
        substitution.c.from_on <= until_on,
        substitution.c.until_on >= from_on,
    )


def insert_substitution(session: Session, row: SubstitutionRow) -> None:
    """Keep a new substitution."""
    session.execute(insert(substitution), [asdict(row)])


def mark_ended(session: Session, substitution_id: str, *, at: datetime, by: str) -> None:
    """Note that a substitution is over from now on."""
    which = update(substitution).where(substitution.c.id == substitution_id)
    session.execute(which.values(ended_at=at, ended_by=by))


def _read(session: Session, *conditions: ColumnElement[bool]) -> list[SubstitutionRow]:
    query = select(substitution).where(*conditions)
    rows: Sequence[Any] = session.execute(
        query.order_by(substitution.c.from_on, substitution.c.id)
    ).all()
    return [SubstitutionRow(*row) for row in rows]
