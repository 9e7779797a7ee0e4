"""Who holds a post at any time, whatever the day."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from engine.identity.tables import Session, membership


def holders_of(session: Session, groups: Collection[str]) -> tuple[str, ...]:
    """Return the ids of all people with a past, present or future post in one of the groups."""
    query = (
        select(membership.c.person)
        .where(membership.c.group_name.in_(groups))
        .distinct()
        .order_by(membership.c.person)
    )
    return tuple(str(row[0]) for row in session.execute(query))
