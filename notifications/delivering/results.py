"""What came of an attempt: written on the delivery, and as evidence beside the case.

Each attempt is an event in the chain of reads of its case: with outcome, cause, channel, masked
address and what the other side answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update

from engine.commands.reading.recording import record_delivery
from engine.commands.turn import Turn
from engine.model.values import Value
from engine.store.deliveries import (
    Course,
    DeliveryRow,
    Rest,
    add_deliveries,
    course_of,
    end_claim,
    end_rest,
    forget_courses,
    rest_of,
    set_course,
    set_rest,
)
from engine.store.tables import contact
from notifications.channel import Deferred, Refused, Sent
from notifications.contacts.addresses import masked
from notifications.delivering.backoff import Patience
from notifications.delivering.looking import CAUSES, Skipped
from notifications.delivering.packing import Packed
from notifications.spreading.manners import Manners

Answer = Sent | Deferred | Refused | None
"""What came of sending; None where there was nothing to send."""


@dataclass(slots=True)
class Tally:
    """How many deliveries came to which end."""

    sent: int = 0
    deferred: int = 0
    dead: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """Write what came of a parcel, in one unit of work."""

    turn: Turn
    claim: str
    channel: str
    patience: Patience
    manners: Manners

    def write(self, packed: Packed, answer: Answer) -> Tally:
        """Write the result on each delivery whose claim is still ours, and record it."""
        tally, events = Tally(), list[tuple[DeliveryRow, str, dict[str, Value]]]()
        for each in packed.skipped:
            if self._skip(each):
                tally.skipped += 1
                events.append((each.row, "delivery_skipped", {"cause": each.cause}))
        for row in packed.rows:
            ended = self._ended(row, answer)
            if not end_claim(self.turn.session, ended, self.claim):
                continue
            type_ = _count(tally, ended)
            events.append((ended, type_, self._said(packed, ended)))
            if ended.ended_at is not None and not _is_of_digest(packed, row):
                forget_courses(self.turn.session, (row.id,))
        if packed.parcel is not None:
            self._channel(answer)
        self._address(packed, answer)
        self._record(events)
        return tally

    def _skip(self, skipped: Skipped) -> bool:
        session, row = self.turn.session, skipped.row
        over = replace(
            row,
            status="skipped",
            next_at=None,
            ended_at=self.turn.now,
            failure_code=skipped.cause,
            failure=CAUSES.get(skipped.cause),
        )
        is_ours = end_claim(session, over, self.claim)
        if is_ours:
            forget_courses(session, (row.id,))
            add_deliveries(session, skipped.instead)
        return is_ours

    # ----------------------------------------------------------------------------- one result

    def _ended(self, row: DeliveryRow, answer: Answer) -> DeliveryRow:
        now, attempts = self.turn.now, row.attempts + 1
        match answer:
            case Sent():
                return replace(
                    row,
                    status="sent",
                    attempts=attempts,
                    next_at=None,
                    ended_at=now,
                    receipt=answer.receipt,
                    failure_code=None,
                    failure=None,
                )
            case Deferred():
                failed = replace(
                    row, attempts=attempts, failure_code=answer.code, failure=answer.zh
                )
                return self._deferred(failed, answer, now)
            case Refused():
                return replace(
                    row,
                    status="dead",
                    attempts=attempts,
                    next_at=None,
                    ended_at=now,
                    failure_code=answer.code,
                    failure=answer.zh,
                )
        raise AssertionError  # nothing was sent, so there is no row

    def _deferred(self, failed: DeliveryRow, answer: Deferred, now: datetime) -> DeliveryRow:
        session = self.turn.session
        course = course_of(session, failed.id)
        since = course.failing_since or now
        if self.patience.is_over(failed.attempts, since, now):
            return replace(failed, status="dead", next_at=None, ended_at=now)
        set_course(session, Course(failed.id, since, course.parcel_id))
        name = course.parcel_id or failed.id  # what goes as one is tried again as one
        wait = self.patience.wait(name, failed.attempts, after=answer.after)
        again = now + wait
        return replace(failed, next_at=again if failed.is_urgent else self.manners.opening(again))

    # ------------------------------------------------------------------------- what else follows

    def _channel(self, answer: Answer) -> None:
        """Let a channel rest that nothing gets through, and work again when something did."""
        session, now = self.turn.session, self.turn.now
        if isinstance(answer, Deferred) and answer.is_channel:
            known = rest_of(session, self.channel)
            if known is not None and known.until > now:  # another lane has just said so
                return
            failures = 1 if known is None else known.failures + 1
            until = now + self.patience.rest(self.channel, failures, after=answer.after)
            since = now if known is None else known.since
            set_rest(session, Rest(self.channel, since, until, failures, answer.code, answer.zh))
        elif answer is not None:
            end_rest(session, self.channel)

    def _address(self, packed: Packed, answer: Answer) -> None:
        if not (isinstance(answer, Refused) and answer.is_address and packed.parcel):
            return
        for person in {each.person for each in packed.rows if each.person}:
            where = update(contact).where(
                contact.c.person == person,
                contact.c.channel == self.channel,
                contact.c.address == packed.parcel.to,
            )
            self.turn.session.execute(where.values(failed_at=self.turn.now, failure=answer.zh))

    def _said(self, packed: Packed, row: DeliveryRow) -> dict[str, Value]:
        said: dict[str, Value] = {"attempt": row.attempts}
        if packed.parcel is not None:
            said["address"] = masked(packed.parcel.to)
            if packed.parcel.id != row.id:
                said["parcel"] = packed.parcel.id
        if row.status == "sent":
            said["receipt"] = row.receipt
        else:
            said["cause"] = row.failure_code
            said["failure"] = row.failure
        return said

    def _record(self, events: Iterable[tuple[DeliveryRow, str, dict[str, Value]]]) -> None:
        for row, type_, said in sorted(events, key=lambda each: each[0].case_id or ""):
            record_delivery(self.turn, row.case_id, type_, {**naming(row), **said})


def naming(row: DeliveryRow) -> dict[str, Value]:
    """Return what evidence says of every delivery: which, of what, to whom, through what."""
    named: dict[str, Value] = {
        "delivery": row.id,
        "message": row.message_id,
        "kind": row.kind,
        "channel": row.channel,
    }
    if row.person:
        named["person"] = row.person
    if row.on_behalf_of:
        named["on_behalf_of"] = row.on_behalf_of
    return named


def _count(tally: Tally, row: DeliveryRow) -> str:
    """Count an attempt and return the type of its event."""
    match row.status:
        case "sent":
            tally.sent += 1
            return "delivery_sent"
        case "dead":
            tally.dead += 1
            return "delivery_failed"
        case _:
            tally.deferred += 1
            return "delivery_deferred"


def _is_of_digest(packed: Packed, row: DeliveryRow) -> bool:
    """Say whether a delivery went in a digest: its parcel must be known when it comes back."""
    return packed.parcel is not None and packed.parcel.id != row.id
