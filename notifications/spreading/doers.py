"""Who gave rise to a message: the person of the event after which it was said.

The id of a message is made of its case, the number of the event before it and its place after
that; so the event is found again without a column of its own.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import bindparam, select

from engine.store.rows import OutboxRow
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import history_event

_LOOKED_AT = 200
_SAID = 20
"""How many events back, and how many messages after one event, are looked at."""
_event = history_event.c
_last = (
    select(_event.seq, _event.at, _event.person)
    .where(_event.case_id == bindparam("case_id"))
    .order_by(_event.seq.desc())
    .limit(_LOOKED_AT)
    .subquery()
)
_AT = Statement(
    select(_last.c.seq, _last.c.person).where(_last.c.at == bindparam("at")).order_by(_last.c.seq),
    ["case_id", "at"],
)


def doer_of(session: Session, message: OutboxRow, *, among: AbstractSet[str]) -> str | None:
    """Return who of these people gave rise to a message; None for nobody of them."""
    if message.case_id is None or not among:
        return None
    events = _events_at(session, message.case_id, message.created_at)
    if not among & {person for _, person in events}:
        return None
    for seq, person in events:
        if person in among and _is_said_after(message, seq):
            return person
    return None


def _events_at(session: Session, case_id: str, at: datetime) -> list[tuple[int, str]]:
    rows = session.rows(_AT, case_id, at)
    return [(int(str(seq)), str(person)) for seq, person in rows]


def _is_said_after(message: OutboxRow, seq: int) -> bool:
    names = (f"{message.case_id}:{seq}:{number}" for number in range(1, _SAID + 1))
    return any(message.id == str(uuid5(NAMESPACE_OID, each)) for each in names)
