"""What to do about messages that did not get through: send them again, or give them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.commands.engine import Engine
from engine.commands.reading.deliveries import RESEND
from engine.commands.reading.recording import record_delivery
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import DeliveriesChanged
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState, NotFound
from engine.store.deliveries import DeliveryRow, end_rest, forget_courses, put_again
from engine.store.delivery_lists import dead_of, find_delivery
from engine.store.reads import read_case
from engine.store.store import Session

GIVEN_UP = "given_up"
AT_ONCE = 1_000
"""How many are sent again by one command; more by another one."""


@command(DeliveriesChanged)
def resend_delivery(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    delivery_id: str,
    reason: str,
    idempotency_key: str | None = None,
) -> DeliveriesChanged:
    """Let a delivery that was given up be tried from the beginning, for this reason."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    row = _expect_dead(turn, delivery_id)
    return _again(turn, (row,), expect_reason(reason))


@command(DeliveriesChanged)
def resend_channel(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channel: str,
    reason: str,
    idempotency_key: str | None = None,
) -> DeliveriesChanged:
    """Let all dead deliveries of a channel be tried again, at most 1,000, and end its rest."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, RESEND)
    said = expect_reason(reason)
    end_rest(session, channel)
    return _again(turn, dead_of(session, channel, limit=AT_ONCE), said)


@command(DeliveriesChanged)
def give_up_delivery(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    delivery_id: str,
    reason: str,
    idempotency_key: str | None = None,
) -> DeliveriesChanged:
    """Take a dead delivery off the list for good, for this reason."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    row = _expect_dead(turn, delivery_id)
    said = expect_reason(reason)
    over = replace(row, status="skipped", ended_at=turn.now, failure_code=GIVEN_UP, failure=said)
    put_again(session, over)
    _keep(turn, (row,), "delivery_given_up", said)
    return _changed(1)


def _expect_dead(turn: Turn, delivery_id: str) -> DeliveryRow:
    """Expect a dead delivery about a case of the actor's units; one about no case is everybody's.

    To whoever may do it nowhere, the refusal says so; else what is elsewhere does not exist.
    """
    permissions, office, actor = turn.engine.permissions, turn.office, turn.actor
    if not permissions.units(office, actor, RESEND):
        permissions.expect(office, actor, RESEND)
    row = find_delivery(turn.session, delivery_id)
    if row is None or not permissions.allows(office, actor, RESEND, unit=_unit(turn, row)):
        raise NotFound("外发记录不存在。", en=f"There is no delivery '{delivery_id[:80]}'.")
    if row.status != "dead":
        raise InvalidState(
            "这条消息已经送出、不必再发或者正在发送，不能再作处理。",
            en=f"Expected the delivery to be dead, but it is {row.status}.",
            code="not_dead",
        )
    return row


def _unit(turn: Turn, row: DeliveryRow) -> str | None:
    return None if row.case_id is None else read_case(turn.session, row.case_id).case.unit


def _again(turn: Turn, rows: Iterable[DeliveryRow], reason: str) -> DeliveriesChanged:
    rows = tuple(rows)
    for row in rows:
        fresh = replace(
            row,
            status="pending",
            attempts=0,
            next_at=turn.now,
            ended_at=None,
            failure_code=None,
            failure=None,
        )
        put_again(turn.session, fresh)
    forget_courses(turn.session, [each.id for each in rows])
    _keep(turn, rows, "delivery_resent", reason)
    return _changed(len(rows))


def _keep(turn: Turn, rows: Iterable[DeliveryRow], type_: str, reason: str) -> None:
    for row in sorted(rows, key=lambda each: each.case_id or ""):
        said = {
            "delivery": row.id,
            "message": row.message_id,
            "kind": row.kind,
            "channel": row.channel,
            "reason": reason,
        }
        record_delivery(turn, row.case_id, type_, said)


def _changed(count: int) -> DeliveriesChanged:
    return DeliveriesChanged("", 0, "done", count)
