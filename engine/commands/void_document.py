"""Make an issued document void, with a reason (作废)."""

from __future__ import annotations

from engine.commands.built_in.papers import described
from engine.commands.engine import Engine
from engine.commands.papers import visible_document
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.documents import DocumentStatus
from engine.model.errors import InvalidState
from engine.store.documents import mark_void
from engine.store.numbers import VoidNumber, void
from engine.store.store import Session


@command(Result)
def void_document(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    document_id: str,
    reason: str,
    idempotency_key: str | None = None,
) -> Result:
    """Make a document void; a number it took itself is logged as void and never used again.

    The case goes on as it is: what was delivered has to be taken back by what the diagram or the
    law provides. A reference that the case took from the document stays the name of the file.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, row = visible_document(turn, document_id)
    engine.permissions.expect(turn.office, actor, "void_document", unit=step.case.unit)
    if row.status == DocumentStatus.VOID.value:
        raise InvalidState(
            f"“{row.title}”已经作废。",
            en=f"Expected document '{row.id}' to hold, but it is void.",
            code="document_void",
        )
    said = expect_reason(reason)
    person = actor.person
    mark_void(session, row.id, at=turn.now, by=person, reason=said)
    if row.series is not None and row.year is not None and row.serial is not None:
        void(session, VoidNumber(row.series, row.year, row.serial, said, turn.now, person))
    step.record(
        "document_voided",
        node=row.node,
        before={"status": row.status},
        after={"status": DocumentStatus.VOID.value},
        data={**described(row), "reason": said},
    )
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)
