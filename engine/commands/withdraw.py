"""Withdraw what one has completed, as long as nobody has acted on it (撤回)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from engine.commands.engine import Engine
from engine.commands.indexing import forget_item, index_item
from engine.commands.over import expect_open
from engine.commands.policy.acting import standing_for
from engine.commands.projecting import tell_candidates
from engine.commands.requests import command
from engine.commands.results import WorkHeld
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.commands.undoing import Undo, unpacked
from engine.commands.work_ids import parts_of, work_id_of
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState, NotPermitted
from engine.spiff import Instance
from engine.store.rows import WorkRow
from engine.store.store import Session


@command(WorkHeld)
def withdraw(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    idempotency_key: str | None = None,
) -> WorkHeld:
    """Take back the completion of this work: the case is as it was before, the work open again.

    Only who completed it may, only while nobody claimed or did anything since, and only when
    the step did nothing irrevocable (a number, an outcome, a message, another case).
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    case_id, aid = parts_of(work_id)
    step = turn.case(case_id)
    expect_open(step.case)
    undo = unpacked(step.case)
    if undo is None or undo.aid != aid:
        raise InvalidState(
            "不能撤回：该环节办结之后已有人处理，或者办结已产生不可撤回的后果。",
            en="Expected the completion of this work to be the last step of the case, and that "
            "step to be revocable.",
            code="not_withdrawable",
        )
    restored = next(row for row in undo.work if row.aid == aid)
    if not _is_theirs(turn, undo, restored):
        raise NotPermitted(
            f"“{undo.name}”由他人办结，只能由其本人撤回。",
            en=f"Expected '{undo.person}', who completed '{undo.node}', to withdraw it.",
        )
    _restore(step, undo)
    turn.finish()
    case = step.case
    return WorkHeld(case.id, case.version, case.status, work_id_of(case.id, aid), restored.assignee)


def _is_theirs(turn: Turn, undo: Undo, work: WorkRow) -> bool:
    """Say whether the actor completed the work, or it was completed for them.

    Whoever did it as a substitute may take it back as a substitute only, like anybody who
    substitutes for the absent person now.
    """
    people = {undo.person, undo.on_behalf_of}
    if undo.on_behalf_of not in (None, work.owner):
        people.remove(undo.person)
        people.add(work.owner)
    return standing_for(turn.office, turn.actor, work).person.id in people


def _put_back(step: Step, undo: Undo) -> None:
    batch = step.turn.batch
    for work in undo.work:
        batch.add_work(work)
    for timer in undo.timers:
        batch.set_timer(timer)
    for wait in undo.waits:
        batch.add_wait(wait)
    for each in undo.items:
        # A record left by an earlier release does not say the unit.
        item = replace(each, unit=step.case.unit)
        batch.set_item(item)
        index_item(step.turn, step.case, item, None)


def _restore(step: Step, undo: Undo) -> None:
    batch, case_id = step.turn.batch, step.case.id
    taken_back = [step.old_work()[aid] for aid in undo.added_work if aid in step.old_work()]
    for row in taken_back:
        batch.end_work(case_id, row.aid)
    for aid in undo.added_timers:
        batch.end_timer(case_id, aid)
    for aid in undo.added_waits:
        batch.end_wait(case_id, aid)
    for item_id in undo.added_items:
        batch.drop_item(item_id)
        forget_item(step.turn, item_id)
    _put_back(step, undo)
    before = Instance.load(step.published.compiled, undo.state, step.surroundings)
    before.next_number = step.instance.next_number  # numbers are never used again
    step.change(state=before.dump(), due_at=cast("datetime | None", undo.due_at))
    step.record(
        "task_withdrawn",
        node=undo.node,
        before={"status": "COMPLETED", "assignee": undo.person},
        after={"status": "ASSIGNED" if undo.work[0].assignee else "CREATED"},
        data={"aid": undo.aid, "name": undo.name, "taken_back": list(undo.added_work)},
    )
    step.forget_instance()
    for row in taken_back:
        tell_candidates(step, "task_withdrawn", row)
