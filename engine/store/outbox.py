"""What has to be said outside: claimed after the commit, marked when said.

A step writes its messages by `StepBatch.add_message`. Delivery claims them by moving `next_at`
to the end of a lease: whoever dies in between leaves a message that is due again then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

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
_mine = (
    outbox_message.c.id == bindparam("message_id"),
    outbox_message.c.claimed_by == bindparam("worker"),
)
_SENT = Statement(
    update(outbox_message).where(*_mine).values(status="sent", next_at=None),
    ["message_id", "worker"],
)
_AGAIN = Statement(
    update(outbox_message)
    .where(*_mine)
    .values(
        next_at=bindparam("next_at"),
        status=bindparam("status"),
        attempts=outbox_message.c.attempts + 1,
    ),
    ["next_at", "status", "message_id", "worker"],
)


def claim_messages(
    session: Session, *, now: datetime, limit: int, worker: str, lease: timedelta
) -> list[OutboxRow]:
    """Claim messages that are due, the earliest first, for `lease` from now on."""
    found = session.all(OutboxRow, _DUE, now, limit)
    if found:
        session.execute(
            update(outbox_message)
            .where(outbox_message.c.id.in_([each.id for each in found]))
            .values(next_at=now + lease, claimed_by=worker)
        )
    return found


def mark_sent(session: Session, messages: Sequence[OutboxRow], *, worker: str) -> int:
    """Say that messages were delivered; return for how many the claim was still ours."""
    return sum(session.run(_SENT, each.id, worker).rowcount for each in messages)


def mark_failed(
    session: Session, message: OutboxRow, *, worker: str, next_at: datetime | None
) -> bool:
    """Count a failed attempt: try again at `next_at`, or give up for good when that is None."""
    status = "dead" if next_at is None else "pending"
    return session.run(_AGAIN, next_at, status, message.id, worker).rowcount == 1


def messages_of_case(session: Session, case_id: str) -> list[OutboxRow]:
    """Return all messages that a case gave rise to, in order."""
    return session.all(OutboxRow, _OF_CASE, case_id)
