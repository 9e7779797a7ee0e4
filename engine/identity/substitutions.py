"""Absence substitution (代理) as the directory answers it: who acts in whose place, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from engine.identity.tables import Session, substitution


@dataclass(frozen=True, slots=True)
class Substitution:
    """One person acts in the place of another on these local days, both included."""

    id: str
    absent: str
    substitute: str
    from_on: date
    until_on: date

    def holds(self, on: date) -> bool:
        """Say whether it is in force on a day."""
        return self.from_on <= on <= self.until_on


def substitutions_of(session: Session, absent: str) -> tuple[Substitution, ...]:
    """Return the substitutions of an absent person that nobody has ended, the earliest first."""
    named = substitution.c
    query = (
        select(named.id, named.absent, named.substitute, named.from_on, named.until_on)
        .where(named.absent == absent, named.ended_at.is_(None))
        .order_by(named.from_on, named.id)
    )
    rows = cast("Sequence[Any]", session.execute(query).all())
    return tuple(Substitution(*row) for row in rows)
