"""What a report changes: the delivery, the address, the evidence of the case, who is told.

A report may arrive twice, late or out of order: what a delivery already is decides what is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from uuid import NAMESPACE_OID, uuid5

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.system_chain import record_change
from engine.model.case import SYSTEM
from engine.model.history import Chain
from engine.model.values import Value
from engine.store.access_reads import access_chain, take_chain
from engine.store.batch import StepBatch
from engine.store.bounces import (
    ReturnedDelivery,
    end_returned,
    fail_contact,
    find_returned,
    note_delay,
)
from engine.store.case_reads import head_of
from engine.store.return_secrets import read_return_secret
from engine.store.rows import OutboxRow
from engine.store.store import Session
from notifications.bounces.report import Report
from notifications.channels.mail.names import opened
from notifications.seals import is_seal

MOST_IDS = 20
"""How many ids of one report are looked up: a mail from outside must not choose how many."""
BOUNCED, DELAYED = "mail_bounced", "mail_delayed"
"""Codes of failure: it came back for good, it is still tried."""
ADDRESS_FAILED = "address_failed"
TOLD_GROUPS = ("administrator",)


class Outcome(Enum):
    """What became of a report."""

    BOUNCED = "bounced"
    """The delivery is dead."""
    DELAYED = "delayed"
    """The delay is noted; nothing is lost yet."""
    KNOWN = "known"
    """All of it was known already."""
    UNKNOWN = "unknown"
    """No delivery of ours: of another system, or long forgotten. Nothing changes."""
    FORGED = "forged"
    """A delivery of ours without its right seal. Nothing changes."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One report about one delivery, in its unit of work."""

    session: Session
    engine: Engine
    now: datetime
    row: ReturnedDelivery
    report: Report

    @property
    def cause(self) -> str:
        """Return what the other side said, with its status."""
        said, status = self.report.said, self.report.status
        return said if not status or status in said else f"{status} {said}".strip()


def apply_report(session: Session, report: Report, *, engine: Engine, now: datetime) -> Outcome:
    """Write what a report says of one of our deliveries, and say what became of it.

    It is believed only of a parcel that it names with its seal; of that one alone.
    """
    secret = read_return_secret(session)
    named = [opened(each) for each in report.ids[:MOST_IDS]]
    rows = find_returned(session, [id_ for id_, seal in named if is_seal(seal, secret, id_)])
    if not rows:
        is_ours = bool(find_returned(session, [id_ for id_, _ in named]))
        return Outcome.FORGED if is_ours else Outcome.UNKNOWN
    outcomes = [
        _applied(_Told(session, engine, now.astimezone(UTC), each, report)) for each in rows
    ]
    new = [each for each in outcomes if each is not Outcome.KNOWN]
    return next(iter([*new, *outcomes]))


def _applied(told: _Told) -> Outcome:
    if told.row.status not in ("sent", "pending"):
        return Outcome.KNOWN
    return _bounced(told) if told.report.is_final else _delayed(told)


def _bounced(told: _Told) -> Outcome:
    row = told.row
    failure = f"邮件被退回：{told.cause or '未说明原因'}"
    end_returned(told.session, row.id, at=told.now, code=BOUNCED, failure=failure)
    _record(told, "delivery_bounced", is_address=told.report.is_address)
    if told.report.is_address and fail_contact(
        told.session,
        person=row.person,
        channel=row.channel,
        since=row.created_at,
        at=told.now,
        failure=failure,
    ):
        _say_that_address_failed(told)
    return Outcome.BOUNCED


def _delayed(told: _Told) -> Outcome:
    failure = f"邮件尚未送到，对方服务器仍在尝试：{told.cause or '未说明原因'}"
    if not note_delay(told.session, told.row.id, code=DELAYED, failure=failure):
        return Outcome.KNOWN
    _record(told, "delivery_delayed")
    return Outcome.DELAYED


def _record(told: _Told, type_: str, *, is_address: bool = False) -> None:
    """Add the evidence to the reads of the case; a message of no case has its row alone."""
    row = told.row
    if row.case_id is None:
        return
    chain_id = access_chain(row.case_id)
    take_chain(told.session, chain_id)
    chain = Chain(chain_id, told.engine.new_salt, *head_of(told.session, chain_id))
    data: dict[str, Value] = {
        "delivery": row.id,
        "message": row.message_id,
        "channel": row.channel,
        "person": row.person,
        "status": told.report.status,
        "cause": told.report.said,
        "address_failed": is_address,
    }
    office = Office(told.session, told.engine, now=told.now)
    chain.append(
        type_, at=told.now, person=SYSTEM.person, data=data, calendar=office.calendar.version
    )
    batch = StepBatch()
    batch.add_events(chain.added)
    batch.flush(told.session)


def _say_that_address_failed(told: _Told) -> None:
    """Tell the person and the administrators, in their inbox, and keep it among what changed."""
    row = told.row
    person = Office(told.session, told.engine, now=told.now).person(row.person)
    name = row.person if person is None else person.name
    data: dict[str, Value] = {"person": row.person, "channel": row.channel, "cause": told.cause}
    record_change(
        told.session,
        ADDRESS_FAILED,
        new_salt=told.engine.new_salt,
        at=told.now,
        actor=SYSTEM,
        data=data,
    )
    audience: dict[str, Value] = {
        "people": [row.person],
        "groups": list(TOLD_GROUPS),
        "unit": None,
        "excluded_units": [],
    }
    text = f"{name}的邮件地址收不到邮件，已停止使用。请核对后重新填写。对方服务器说：{told.cause or '（未说明原因）'}"
    batch = StepBatch()
    batch.add_message(
        OutboxRow(
            id=str(uuid5(NAMESPACE_OID, f"{row.id}:{ADDRESS_FAILED}")),
            case_id=None,
            created_at=told.now,
            kind=ADDRESS_FAILED,
            audience=audience,
            body={"text": text, "person": name, "channel": row.channel, "cause": told.cause},
        )
    )
    batch.flush(told.session)
