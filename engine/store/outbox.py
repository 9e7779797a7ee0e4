"""What has to be said outside: handed out after the commit, once.

A step writes its messages by `StepBatch.add_message`. Handing one out makes its deliveries and
marks it `sent` in the same unit of work: whoever dies in between leaves a message that is pending.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from engine.store.rows import OutboxRow
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import PENDING, outbox_message

_DUE = Statement(
    select(outbox_message)
    .where(outbox_message.c.status == PENDING, outbox_message.c.next_at <= bindparam("now"))
    .order_by(outbox_message.c.next_at, outbox_message.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True),
    ["now", "limit"],
)
_OF_CASE = Statement(
    select(outbox_message)
    .where(outbox_message.c.case_id == bindparam("case_id"))
    .order_by(outbox_message.c.created_at, outbox_message.c.id),
    ["case_id"],
)
_ONE = Statement(
    select(outbox_message).where(outbox_message.c.id == bindparam("message_id")), ["message_id"]
)
_mine = outbox_message.c.id == bindparam("message_id")
_SENT = Statement(
    update(outbox_message)
    .where(_mine)
    .values(status="sent", next_at=None, claimed_by=bindparam("worker")),
    ["worker", "message_id"],
)
_LATER = Statement(
    update(outbox_message)
    .where(_mine, outbox_message.c.status == PENDING)
    .values(next_at=bindparam("next_at"), attempts=outbox_message.c.attempts + 1),
    ["next_at", "message_id"],
)


def take_messages(session: Session, *, now: datetime, limit: int) -> list[OutboxRow]:
    """Take messages that are due, the earliest first; nobody else gets them in this unit of work."""
    return session.all(OutboxRow, _DUE, now, limit)


def mark_handed_out(session: Session, messages: Sequence[OutboxRow], *, worker: str) -> None:
    """Say that messages are out: their deliveries are made, and the messages are not taken again."""
    for each in messages:
        session.run(_SENT, worker, each.id)


def put_off(session: Session, message: OutboxRow, *, until: datetime) -> None:
    """Count a failed attempt to hand a message out; it is taken again at `until`."""
    session.run(_LATER, until, message.id)


def messages_of_case(session: Session, case_id: str) -> list[OutboxRow]:
    """Return all messages that a case gave rise to, in order."""
    return session.all(OutboxRow, _OF_CASE, case_id)


def messages_with(session: Session, ids: Collection[str]) -> dict[str, OutboxRow]:
    """Return messages by their ids, those that there are."""
    found = (session.one(OutboxRow, _ONE, each) for each in ids)
    return {each.id: each for each in found if each is not None}
