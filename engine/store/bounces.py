"""What a mail that came back changes: its delivery, and the address it was sent to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import contact, delivery, delivery_course

_COLUMNS = (
    delivery.c.id,
    delivery.c.message_id,
    delivery.c.case_id,
    delivery.c.channel,
    delivery.c.person,
    delivery.c.kind,
    delivery.c.status,
    delivery.c.created_at,
)
_of_digest = select(delivery_course.c.delivery_id).where(
    delivery_course.c.parcel_id == bindparam("parcel")
)
_BY_ID = Statement(
    select(*_COLUMNS)
    .where(or_(delivery.c.id == bindparam("id"), delivery.c.id.in_(_of_digest)))
    .order_by(delivery.c.id)
    .with_for_update(),
    ["id", "parcel"],
)
# Whoever is about to send it loses the claim, so that they do not write over this.
_DEAD = Statement(
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"))
    .values(
        status="dead",
        next_at=None,
        claimed_by=None,
        ended_at=bindparam("ended_at"),
        failure_code=bindparam("failure_code"),
        failure=bindparam("failure"),
    ),
    ["ended_at", "failure_code", "failure", "delivery_id"],
)
_DELAYED = Statement(
    update(delivery)
    .where(
        delivery.c.id == bindparam("delivery_id"),
        or_(delivery.c.failure.is_(None), delivery.c.failure != bindparam("said")),
    )
    .values(failure_code=bindparam("failure_code"), failure=bindparam("failure")),
    ["failure_code", "failure", "delivery_id", "said"],
)
_FAILED = Statement(
    update(contact)
    .where(
        contact.c.person == bindparam("whom"),
        contact.c.channel == bindparam("by"),
        contact.c.failed_at.is_(None),
        contact.c.given_at <= bindparam("since"),
    )
    .values(failed_at=bindparam("failed_at"), failure=bindparam("failure")),
    ["failed_at", "failure", "whom", "by", "since"],
)


@dataclass(frozen=True, slots=True)
class ReturnedDelivery:
    """A delivery as far as a bounce needs it."""

    id: str
    message_id: str
    case_id: str | None
    channel: str
    person: str
    kind: str
    status: str
    created_at: datetime


def find_returned(session: Session, ids: Sequence[str]) -> list[ReturnedDelivery]:
    """Return what the first known of these parcels carried, locked until the unit of work ends.

    A parcel has the id of its delivery.
    """
    for each in ids:
        found = session.all(ReturnedDelivery, _BY_ID, each, each)
        if found:
            return found
    return []


def end_returned(
    session: Session, delivery_id: str, *, at: datetime, code: str, failure: str
) -> None:
    """Say of a delivery that it came back for good, and why."""
    session.run(_DEAD, at, code, failure, delivery_id)


def note_delay(session: Session, delivery_id: str, *, code: str, failure: str) -> bool:
    """Note why a delivery is not there yet; say whether that is new."""
    return session.run(_DELAYED, code, failure, delivery_id, failure).rowcount == 1


def fail_contact(
    session: Session, *, person: str, channel: str, since: datetime, at: datetime, failure: str
) -> bool:
    """Say of an address that nothing arrives there any more.

    Only of the one that was given by `since`, and only once; an address given later stays.
    """
    return session.run(_FAILED, at, failure, person, channel, since).rowcount == 1
