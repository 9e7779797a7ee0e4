"""The second chain of a case: who read it. It never touches the chain or the row of the case.

The chain is called `<case id>/access`; its events are history events like any others.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, text

from engine.model.history import SealedEvent
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import history_event

_ENDING = "/access"
_NEAR = 200
"""How many events from the end of a chain count as recent: a bound for the look-up."""
# No row carries the head of these chains, so on PostgreSQL there is no row to lock.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 0))")
_last = (
    select(history_event)
    .where(history_event.c.case_id == bindparam("chain"))
    .order_by(history_event.c.seq.desc())
    .limit(_NEAR)
    .subquery()
)
_RECENT = Statement(
    select(_last)
    .where(
        _last.c.type == bindparam("type"),
        _last.c.person == bindparam("person"),
        _last.c.at > bindparam("since"),
    )
    .order_by(_last.c.seq),
    ["chain", "type", "person", "since"],
)


def access_chain(case_id: str) -> str:
    """Return the name of the chain that says who read a case."""
    return case_id + _ENDING


def take_chain(session: Session, chain: str) -> None:
    """Let nobody else append to a chain until this unit of work ends; SQLite's writers wait."""
    if session.kind == "postgresql":
        session.execute(_LOCK.bindparams(chain=chain))


def recent_reads(
    session: Session,
    chain: str,
    type: str,  # noqa: A002 - the word of the glossary
    *,
    person: str,
    since: datetime,
) -> list[SealedEvent]:
    """Return the events of a type that somebody left later than an instant, among the last 200."""
    return session.all(SealedEvent, _RECENT, chain, type, person, since)
