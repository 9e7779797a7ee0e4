"""How many deliveries wait or were given up, and how many ended lately: for whoever watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, bindparam, func, literal_column, select

from engine.store.columns import Instant
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import delivery

LATELY = timedelta(hours=1)


def _is_one_of(*statuses: str) -> ColumnElement[bool]:
    """Spell the statuses out: a list of bound values is no prepared statement."""
    return delivery.c.status.in_([literal_column(f"'{each}'", Text) for each in statuses])


_counted = select(delivery.c.channel, delivery.c.status, func.count()).group_by(
    delivery.c.channel, delivery.c.status
)
# Neither looks at what was sent long ago: the index begins with the status, and goes on by when.
_STILL = Statement(_counted.where(_is_one_of("pending", "held", "dead")))
_ENDED = Statement(
    _counted.where(
        _is_one_of("sent", "skipped"),
        delivery.c.ended_at >= bindparam("since", type_=Instant),
    ),
    ["since"],
)


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many deliveries of a channel have a status."""

    channel: str
    status: str
    count: int


def deliveries_now(session: Session) -> list[DeliveryCount]:
    """Count what waits (`pending`, `held`) and what was given up (`dead`), by channel."""
    return session.all(DeliveryCount, _STILL)


def deliveries_lately(session: Session, *, now: datetime) -> list[DeliveryCount]:
    """Count what was `sent` or `skipped` in the last hour, by channel."""
    return session.all(DeliveryCount, _ENDED, now - LATELY)
