"""Complete a user task (办结)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands import undoing
from engine.commands.engine import Engine
from engine.commands.filling import fill_work
from engine.commands.over import open_work
from engine.commands.policy import work as policy
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.step import Completed
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.store.store import Session


@command(Result)
def complete(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    form: Mapping[str, object] | None = None,
    idempotency_key: str | None = None,
) -> Result:
    """Complete open work with a form: by its assignee, or by a candidate when nobody holds it.

    The form's values become variables of the case, which then runs to its next wait.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    place = open_work(turn, work_id)
    step, work = place.step, place.work
    found = policy.expect_may_act(step, work)
    variables = fill_work(step, work, form or {})
    step.completed = Completed(work, variables)
    undoing.prepare(step)
    people = policy.performers_of(work, found)
    step.run(lambda instance: instance.complete(work.aid, variables, people=people))
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)
