"""What a clock that was set back leaves behind: instants that would not come for as long again.

A lease is minutes, and what is said at once is due at once; both are written as instants. Set back
an hour, the clock would keep the work of a worker that died, and what was just said, for an hour.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, text, update

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import PENDING, delivery, outbox_message, timer

# Spelled out, because a partial index does not serve bound values.
_WAITING = text("delivery.status IN ('pending', 'held')")
_TIMERS = Statement(
    update(timer)
    .where(timer.c.claimed_until > bindparam("until"))
    .values(claimed_until=bindparam("until")),
    ["until"],
)
_DELIVERIES = Statement(
    update(delivery)
    .where(
        _WAITING,
        delivery.c.claimed_by.is_not(None),
        delivery.c.next_at > bindparam("until"),
    )
    .values(next_at=bindparam("until")),
    ["until"],
)
_SAID = Statement(
    update(outbox_message)
    .where(
        outbox_message.c.status == PENDING,
        outbox_message.c.next_at > bindparam("now"),
        outbox_message.c.next_at == outbox_message.c.created_at,
    )
    .values(next_at=bindparam("now")),
    ["now"],
)
_HANDED_OUT = Statement(
    update(delivery)
    .where(
        _WAITING,
        delivery.c.claimed_by.is_(None),
        delivery.c.next_at > bindparam("now"),
        delivery.c.next_at == delivery.c.created_at,
    )
    .values(next_at=bindparam("now")),
    ["now"],
)


def shorten_timer_claims(session: Session, *, until: datetime) -> int:
    """Let no claim of a timer hold beyond an instant; who holds one keeps it until then."""
    return session.run(_TIMERS, until).rowcount


def shorten_delivery_claims(session: Session, *, until: datetime) -> int:
    """Let no claim of a delivery hold beyond an instant; who sends it now still ends it."""
    return session.run(_DELIVERIES, until).rowcount


def say_now(session: Session, *, now: datetime) -> int:
    """Make due now what was to be said at once at an instant that has not come yet."""
    return session.run(_SAID, now).rowcount + session.run(_HANDED_OUT, now).rowcount
