"""The secret addresses of personal calendars, known by their hashes alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import insert, or_, select, update

from engine.store.store import Session
from engine.store.tables import calendar_feed, case_file, history_event, timer

_feed = calendar_feed.c


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A calendar of somebody: made, last read, and since when it is no more."""

    token_hash: str
    person: str
    made_at: datetime
    revoked_at: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseMark:
    """Which version a case is in, and since when."""

    version: int
    changed_at: datetime


def insert_feed(session: Session, row: FeedRow) -> None:
    """Keep a new calendar."""
    session.execute(insert(calendar_feed).values(asdict(row)))


def find_feed(session: Session, token_hash: str) -> FeedRow | None:
    """Return the calendar with this hash unless it was revoked."""
    query = select(calendar_feed).where(_feed.token_hash == token_hash, _feed.revoked_at.is_(None))
    row = session.execute(query).first()
    return None if row is None else FeedRow(*cast("tuple[Any, ...]", row))


def feed_of(session: Session, person: str) -> FeedRow | None:
    """Return the calendar of somebody that is in force."""
    query = select(calendar_feed).where(_feed.person == person, _feed.revoked_at.is_(None))
    row = session.execute(query.order_by(_feed.made_at.desc()).limit(1)).first()
    return None if row is None else FeedRow(*cast("tuple[Any, ...]", row))


def revoke_feeds(session: Session, person: str, *, at: datetime) -> int:
    """Let the calendars of somebody be no more; return how many there were."""
    found = update(calendar_feed).where(_feed.person == person, _feed.revoked_at.is_(None))
    gone = session.execute(found.values(revoked_at=at).returning(_feed.token_hash))
    return len(gone.all())


def note_read(session: Session, token_hash: str, *, at: datetime, not_since: datetime) -> None:
    """Note that a calendar was read, unless that was noted since an instant."""
    is_old = or_(_feed.read_at.is_(None), _feed.read_at <= not_since)
    session.execute(
        update(calendar_feed).where(_feed.token_hash == token_hash, is_old).values(read_at=at)
    )


def marks_of_cases(session: Session, case_ids: Collection[str]) -> dict[str, CaseMark]:
    """Return the version of each of these cases and when it came about."""
    event = history_event.c
    query = (
        select(case_file.c.id, case_file.c.version, event.at)
        .join(
            history_event,
            (event.case_id == case_file.c.id) & (event.seq == case_file.c.head_seq),
        )
        .where(case_file.c.id.in_(sorted(case_ids)))
    )
    rows = session.execute(query).all() if case_ids else []
    return {str(row[0]): CaseMark(*cast("tuple[Any, Any]", tuple(row)[1:])) for row in rows}


def timed_instants(session: Session, case_ids: Collection[str]) -> dict[str, set[datetime]]:
    """Return the instants that each of these cases waits for."""
    query = select(timer.c.case_id, timer.c.due_at).where(
        timer.c.case_id.in_(sorted(case_ids)), timer.c.paused.is_(False)
    )
    found: dict[str, set[datetime]] = {}
    for case_id, due_at in session.execute(query) if case_ids else ():
        found.setdefault(str(case_id), set()).add(cast("datetime", due_at))
    return found
