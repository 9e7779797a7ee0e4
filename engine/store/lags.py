"""How late the worker's jobs are: how long the oldest thing that is due has waited."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Text, bindparam, func, literal_column, select

from engine.store.load import measure_waiting
from engine.store.recomputations import running_recomputation
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import (
    PENDING,
    case_file,
    delivery,
    document,
    open_work,
    outbox_message,
)

NONE = timedelta(0)
_OPEN = literal_column("'open'", Text)
# Spelled out, because a partial index does not serve a bound value.
_WAITING = delivery.c.status.in_(
    (literal_column("'pending'", Text), literal_column("'held'", Text))
)
_MARK = Statement(
    select(func.min(open_work.c.mark_at))
    .join_from(open_work, case_file)
    .where(open_work.c.mark_at <= bindparam("now"), case_file.c.status == _OPEN),
    ["now"],
)
_MESSAGE = Statement(
    select(func.min(outbox_message.c.next_at)).where(
        outbox_message.c.status == PENDING, outbox_message.c.next_at <= bindparam("now")
    ),
    ["now"],
)
_DELIVERY = Statement(
    select(func.min(delivery.c.next_at)).where(
        _WAITING,
        delivery.c.channel == bindparam("channel"),
        delivery.c.next_at <= bindparam("now"),
    ),
    ["channel", "now"],
)
_DOCUMENT = Statement(
    select(func.min(document.c.issued_at)).where(
        document.c.rendered_at.is_(None), document.c.render_error.is_(None)
    )
)


def timers_lag(session: Session, now: datetime) -> timedelta:
    """Return how late the oldest timer that is due is."""
    return measure_waiting(session, now=now)[1]


def marks_lag(session: Session, now: datetime) -> timedelta:
    """Return how late the oldest due date is at which somebody should have looked."""
    return _since(session, _MARK, now, now)


def outbox_lag(session: Session, now: datetime) -> timedelta:
    """Return how long the oldest message has waited to be handed out."""
    return _since(session, _MESSAGE, now, now)


def delivery_lag(session: Session, now: datetime, *, channel: str) -> timedelta:
    """Return how late the oldest delivery of a channel is that is due."""
    return _since(session, _DELIVERY, now, channel, now)


def documents_lag(session: Session, now: datetime) -> timedelta:
    """Return how long the oldest document has waited for its files."""
    return _since(session, _DOCUMENT, now)


def recompute_lag(session: Session, now: datetime) -> timedelta:
    """Return how long computing deadlines again has stood still."""
    running = running_recomputation(session)
    return NONE if running is None else max(NONE, now - running.moved_at)


def _since(session: Session, statement: Statement, now: datetime, *arguments: object) -> timedelta:
    cells = session.row(statement, *arguments)
    oldest = cells[0] if cells else None
    return max(NONE, now - oldest) if isinstance(oldest, datetime) else NONE
