"""The history of what belongs to no case: definitions, settings, the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from engine.model.case import Actor, NewSalt
from engine.model.history import SYSTEM, Chain
from engine.model.values import Value
from engine.store.batch import StepBatch
from engine.store.calendar_uploads import current_calendar
from engine.store.case_reads import head_of
from engine.store.store import Session

# No row carries the head of this chain, so on PostgreSQL there is no row to lock.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('dudao system chain', 0))")


@dataclass(frozen=True, slots=True)
class Change:
    """One event of the chain, before it has a number."""

    type: str
    before: Mapping[str, Value] | None = None
    after: Mapping[str, Value] | None = None
    data: Mapping[str, Value] | None = None


def lock_system_chain(session: Session) -> None:
    """Let nobody else append to the chain until the unit of work ends; SQLite's writers do so."""
    if session.kind == "postgresql":
        session.execute(_LOCK)


def record_change(
    session: Session,
    type: str,  # noqa: A002 - the word of the glossary
    *,
    new_salt: NewSalt,
    at: datetime,
    actor: Actor,
    before: Mapping[str, Value] | None = None,
    after: Mapping[str, Value] | None = None,
    data: Mapping[str, Value] | None = None,
) -> int:
    """Append an event to the chain SYSTEM and return its number."""
    change = Change(type, before, after, data)
    return record_changes(session, (change,), new_salt=new_salt, at=at, actor=actor)


def record_changes(
    session: Session, changes: Iterable[Change], *, new_salt: NewSalt, at: datetime, actor: Actor
) -> int:
    """Append events to the chain SYSTEM in one go and return the number of the last."""
    lock_system_chain(session)
    seq, head = head_of(session, SYSTEM)
    chain = Chain(SYSTEM, new_salt, seq, head)
    calendar = current_calendar(session).version
    for change in changes:
        chain.append(
            change.type,
            at=at,
            person=actor.person,
            on_behalf_of=actor.on_behalf_of,
            before=change.before,
            after=change.after,
            data=change.data,
            calendar=calendar,
        )
    batch = StepBatch()
    batch.add_events(chain.added)
    batch.flush(session)
    return chain.seq
