"""What belongs to one case: its open work, timers, waits, incidents, history, linked cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from engine.model.errors import NotFound
from engine.model.history import SYSTEM, SealedEvent
from engine.model.ledger import OutcomeEntry
from engine.store.rows import (
    CaseRow,
    IncidentRow,
    ItemRow,
    TimerRow,
    WaitRow,
    WorkRow,
)
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import (
    case_file,
    history_event,
    incident,
    open_work,
    outcome,
    problem_item,
    timer,
    waiting_message,
)

_PAGE = 1_000


def _listing(table: Table, by: str, *order: str) -> Statement:
    query = select(table).where(table.c[by] == bindparam(by))
    return Statement(query.order_by(*(table.c[name] for name in order)), [by])


_WORK = _listing(open_work, "case_id", "aid")
_TIMERS = _listing(timer, "case_id", "due_at", "id")
_WAITS = _listing(waiting_message, "case_id", "aid")
_WAITING = _listing(waiting_message, "message", "case_id", "aid")
_ITEMS = _listing(problem_item, "case_id", "id")
_INCIDENTS = _listing(incident, "case_id", "raised_at", "aid", "id")
_INCIDENT = _listing(incident, "id")
_OUTCOMES = _listing(outcome, "case_id", "recorded_at", "id")
_LINKED = _listing(case_file, "parent_id", "opened_at", "id")
_HISTORY = Statement(
    select(history_event)
    .where(
        history_event.c.case_id == bindparam("case_id"),
        history_event.c.seq > bindparam("after"),
    )
    .order_by(history_event.c.seq)
    .limit(bindparam("limit")),
    ["case_id", "after", "limit"],
)
_HEAD = Statement(
    select(history_event.c.seq, history_event.c.hash)
    .where(history_event.c.case_id == bindparam("case_id"))
    .order_by(history_event.c.seq.desc())
    .limit(1),
    ["case_id"],
)
_FIRST = Statement(
    select(history_event.c.seq, history_event.c.hash)
    .where(history_event.c.case_id == bindparam("case_id"))
    .order_by(history_event.c.seq)
    .limit(1),
    ["case_id"],
)


def work_of_case(session: Session, case_id: str) -> list[WorkRow]:
    """Return the open work of a case, oldest first."""
    return session.all(WorkRow, _WORK, case_id)


def timers_of_case(session: Session, case_id: str) -> list[TimerRow]:
    """Return the timers of a case, paused ones too, the next due first."""
    return session.all(TimerRow, _TIMERS, case_id)


def waits_of_case(session: Session, case_id: str) -> list[WaitRow]:
    """Return the messages a case waits for."""
    return session.all(WaitRow, _WAITS, case_id)


def waits_of_cases(session: Session, case_ids: Collection[str]) -> dict[str, list[WaitRow]]:
    """Return the messages that each of some cases waits for."""
    query = select(waiting_message).where(waiting_message.c.case_id.in_(sorted(case_ids)))
    found: dict[str, list[WaitRow]] = {}
    for row in session.execute(query.order_by(waiting_message.c.case_id, waiting_message.c.aid)):
        wait = WaitRow(*cast("tuple[Any, ...]", row))
        found.setdefault(wait.case_id, []).append(wait)
    return found


def waits_for(session: Session, message: str) -> list[WaitRow]:
    """Return who waits for a message, over all cases."""
    return session.all(WaitRow, _WAITING, message)


def items_of_case(session: Session, case_id: str) -> list[ItemRow]:
    """Return the problem items of a case, ended ones too, batch by batch."""
    return session.all(ItemRow, _ITEMS, case_id)


def incidents_of_case(session: Session, case_id: str) -> list[IncidentRow]:
    """Return the incidents of a case, ended ones too."""
    return session.all(IncidentRow, _INCIDENTS, case_id)


def read_incident(session: Session, incident_id: str) -> IncidentRow:
    """Read an incident; raise NotFound when there is none."""
    row = session.one(IncidentRow, _INCIDENT, incident_id)
    if row is None:
        raise NotFound("故障记录不存在。", en=f"There is no incident {incident_id!r}.")
    return row


def outcomes_of_case(session: Session, case_id: str) -> list[OutcomeEntry]:
    """Return the outcomes recorded by a case, reversed ones too, but no entries about them."""
    return [each for each in entries_of_case(session, case_id) if each.is_outcome]


def entries_of_case(session: Session, case_id: str) -> list[OutcomeEntry]:
    """Return every entry recorded by a case, those about its outcomes too."""
    return session.all(OutcomeEntry, _OUTCOMES, case_id)


def linked_cases(session: Session, parent_id: str) -> list[CaseRow]:
    """Return the cases that a case has opened."""
    return session.all(CaseRow, _LINKED, parent_id)


def history_of(session: Session, case_id: str = SYSTEM, *, after: int = 0) -> Iterator[SealedEvent]:
    """Yield the history events of a case later than `after`, in order, a page at a time."""
    while True:
        page = session.all(SealedEvent, _HISTORY, case_id, after, _PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].seq


def head_of(session: Session, case_id: str = SYSTEM) -> tuple[int, bytes]:
    """Return number and hash of the last event; a case row carries its own, SYSTEM has no row."""
    return session.one(_head, _HEAD, case_id) or (0, b"")


def first_hash_of(session: Session, case_id: str = SYSTEM) -> bytes:
    """Return the hash of the first event: no other installation has it; empty before there is one."""
    _, first = session.one(_head, _FIRST, case_id) or (0, b"")
    return first


def _head(seq: int, last: bytes) -> tuple[int, bytes]:
    return seq, last
