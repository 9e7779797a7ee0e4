"""Deliveries: made once for each cause, claimed with a lease, ended with what came of them.

A claim moves `next_at` to the end of a lease: whoever dies in between leaves a delivery that is
due again then. What is written of a claimed delivery counts only while the claim is still ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.statements import Statement
from engine.store.step_statements import columns_of, deleting, setting
from engine.store.store import Session
from engine.store.tables import channel_rest, delivery, delivery_course

_row = delivery.c
# Spelled out, because a partial index does not serve bound values.
_WAITING = text("delivery.status IN ('pending', 'held')")


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message to one person through one channel; `person` is empty for a shared place."""

    id: str
    message_id: str
    case_id: str | None
    channel: str
    person: str
    on_behalf_of: str | None
    cause: str
    kind: str
    is_urgent: bool
    status: str
    created_at: datetime
    attempts: int = 0
    next_at: datetime | None = None
    claimed_by: str | None = None
    ended_at: datetime | None = None
    receipt: str | None = None
    failure_code: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Since when a delivery fails, and in which parcel it goes."""

    delivery_id: str
    failing_since: datetime | None = None
    parcel_id: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Until when a channel rests, since when and how often nothing got through, and why."""

    channel: str
    since: datetime
    until: datetime
    failures: int
    failure_code: str
    failure: str


_cells, _rest_cells, _course_cells = columns_of(DeliveryRow), columns_of(Rest), columns_of(Course)
_NAMES = [each.name for each in fields(DeliveryRow)]
_values = {name: bindparam(name, type_=_row[name].type) for name in _NAMES}
_ADD = Statement(
    sqlite.insert(delivery).values(_values).on_conflict_do_nothing(),
    _NAMES,
    postgresql=postgresql.insert(delivery).values(_values).on_conflict_do_nothing(),
)
_DUE = Statement(
    select(delivery)
    .where(_row.channel == bindparam("channel"), _WAITING, _row.next_at <= bindparam("now"))
    .order_by(_row.next_at, _row.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True),
    ["channel", "now", "limit"],
)
_HELD = Statement(
    select(delivery)
    .where(
        _row.channel == bindparam("channel"),
        _row.person == bindparam("person"),
        _row.status == "held",
        _WAITING,
        _row.next_at <= bindparam("now"),
    )
    .order_by(_row.created_at, _row.id),
    ["channel", "person", "now"],
)
_CLAIM = Statement(
    update(delivery)
    .where(_row.id == bindparam("delivery_id"))
    .values(next_at=bindparam("until"), claimed_by=bindparam("claim")),
    ["until", "claim", "delivery_id"],
)
_RESULT = ("status", "attempts", "next_at", "ended_at", "receipt", "failure_code", "failure")
_END = Statement(
    update(delivery)
    .where(_row.id == bindparam("delivery_id"), _row.claimed_by == bindparam("claim"), _WAITING)
    .values({name: bindparam(name) for name in _RESULT} | {"claimed_by": None}),
    [*_RESULT, "delivery_id", "claim"],
)
_PUT = Statement(
    update(delivery)
    .where(_row.id == bindparam("delivery_id"))
    .values({name: bindparam(name) for name in _RESULT} | {"claimed_by": None}),
    [*_RESULT, "delivery_id"],
)
_COURSE = Statement(
    select(delivery_course).where(delivery_course.c.delivery_id == bindparam("delivery_id")),
    ["delivery_id"],
)
_SET_COURSE = setting(
    delivery_course, [each.key for each in delivery_course.columns], ("delivery_id",)
)
_END_COURSE = deleting(delivery_course, ("delivery_id",))
_REST = Statement(
    select(channel_rest).where(channel_rest.c.channel == bindparam("channel")), ["channel"]
)
_SET_REST = setting(channel_rest, [each.key for each in channel_rest.columns], ("channel",))
_END_REST = Statement(
    delete(channel_rest).where(channel_rest.c.channel == bindparam("channel")), ["channel"]
)
# Two that claim at once would tear a digest apart.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:place, 0))")


def add_deliveries(session: Session, rows: Iterable[DeliveryRow]) -> int:
    """Add deliveries, leaving out those for a cause that has one; return how many were added."""
    return sum(session.run(_ADD, *_cells(each)).rowcount for each in rows)


def claim_deliveries(
    session: Session, channel: str, *, now: datetime, limit: int, claim: str, until: datetime
) -> list[DeliveryRow]:
    """Claim deliveries of a channel that are due until the end of a lease, the earliest first.

    With one that is held for its person's digest come all of that digest. The rows are returned
    as they were, with the `next_at` they had before.
    """
    if session.kind == "postgresql":
        session.execute(_LOCK.bindparams(place=f"deliver {channel}"))
    found = session.all(DeliveryRow, _DUE, channel, now, limit)
    rows = {each.id: each for each in found}
    for person in dict.fromkeys(each.person for each in found if each.status == "held"):
        held = session.all(DeliveryRow, _HELD, channel, person, now)
        rows |= {each.id: each for each in held}
    for each in rows:
        session.run(_CLAIM, until, claim, each)
    return [replace(each, claimed_by=claim) for each in rows.values()]


def end_claim(session: Session, row: DeliveryRow, claim: str) -> bool:
    """Write what came of a claimed delivery; False when the claim was lost meanwhile."""
    result = [getattr(row, name) for name in _RESULT]
    return session.run(_END, *result, row.id, claim).rowcount == 1


def course_of(session: Session, delivery_id: str) -> Course:
    """Return what is known of the course of a delivery."""
    return session.one(Course, _COURSE, delivery_id) or Course(delivery_id)


def set_course(session: Session, course: Course) -> None:
    """Keep the course of a delivery."""
    session.run(_SET_COURSE, *_course_cells(course))


def forget_courses(session: Session, ids: Sequence[str]) -> None:
    """Forget the courses of deliveries that are over, or begin anew."""
    for each in ids:
        session.run(_END_COURSE, each)


def rest_of(session: Session, channel: str) -> Rest | None:
    """Return until when a channel rests; None when it does not."""
    return session.one(Rest, _REST, channel)


def set_rest(session: Session, rest: Rest) -> None:
    """Let a channel rest."""
    session.run(_SET_REST, *_rest_cells(rest))


def end_rest(session: Session, channel: str) -> None:
    """Let a channel work again."""
    session.run(_END_REST, channel)


def put_again(session: Session, row: DeliveryRow) -> None:
    """Write what somebody decided of a delivery that was given up; nobody claims it meanwhile."""
    result = [getattr(row, name) for name in _RESULT]
    session.run(_PUT, *result, row.id)
