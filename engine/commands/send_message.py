"""Give a message from outside to a case (BPMN message, correlated by case)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.engine import Engine
from engine.commands.over import expect_open
from engine.commands.policy.acting import standing
from engine.commands.policy.duties import reaches_as, words_in
from engine.commands.requests import command
from engine.commands.results import MessageSent
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState, NotPermitted
from engine.model.form_free import load_free
from engine.store.store import Session


@command(MessageSent)
def send_message(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    message: str,
    payload: Mapping[str, object] | None = None,
    correlation: str | None = None,
    idempotency_key: str | None = None,
) -> MessageSent:
    """Give a message to the first activity of the case that waits for it.

    What the message carries becomes variables. A case that does not wait for it raises
    InvalidState. Where the diagram names `senders` on the event, those groups may send it;
    elsewhere the groups that `Permissions` names.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    expect_open(step.case)
    expect_may_send(step, message)
    values = load_free(payload or {})
    if not step.deliver(message, values, correlation):
        raise InvalidState(
            f"案件当前不等待消息“{message}”。",
            en=f"Expected case '{case_id}' to wait for message '{message}', but it does not.",
            code="message_not_expected",
        )
    turn.finish()
    case = step.case
    return MessageSent(case.id, case.version, case.status, taken=True)


def expect_may_send(step: Step, message: str) -> None:
    """Expect the actor to be one of those who may send a message to the case."""
    turn = step.turn
    if turn.actor.is_system:
        return
    senders: set[str] = set()
    for _, node, _, name in step.instance.waits():
        if name == message:
            senders |= set(words_in(step.published.node(node).properties.get("senders", "")))
    if not senders:
        turn.engine.permissions.expect(turn.office, turn.actor, "send_message", unit=step.case.unit)
        return
    person = standing(turn.office, turn.actor).person
    if not reaches_as(turn.office, person, senders, step.case.unit):
        raise NotPermitted(
            f"您不能向案件发送消息“{message}”。",
            en=f"Expected '{person.id}' to be in one of {sorted(senders)} and in scope.",
        )
