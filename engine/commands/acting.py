"""May this person act on this open work now? All duties at once, for the commands."""

from __future__ import annotations

from engine.commands import duties
from engine.commands.step import Step
from engine.identity import Person
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.rows import WorkRow


def expect_may_act(step: Step, work: WorkRow) -> Person:
    """Expect the actor to be allowed to act on open work; raise NotPermitted otherwise.

    The system acts on no work: what a person must decide is never decided by silence.
    """
    turn = step.turn
    node = step.published.node(work.node)
    if turn.actor.is_system:
        raise NotPermitted(
            f"“{work.name}”须由人员办理。", en=f"Expected a person to act on '{work.node}'."
        )
    person = duties.expect_may_take(turn.office, turn.actor, work, node)
    expect_fit(step, work, people_bound(turn.actor, work))
    return person


def expect_fit(step: Step, work: WorkRow, people: tuple[str, ...]) -> None:
    """Expect everybody bound by the duties of open work to be in scope and separate."""
    office = step.turn.office
    for each in people:
        known = office.person(each)
        if known is not None:  # who delegated may have left since; separation still binds them
            duties.expect_in_scope(office, known, work)
    node = step.published.node(work.node)
    if duties.separated_from(node):
        duties.expect_separate(node, work, people, step.case, step.instance.performers)


def people_bound(actor: Actor, work: WorkRow) -> tuple[str, ...]:
    """Return the real person and whoever they act for, each once."""
    return tuple(dict.fromkeys([*actor.people, *([work.owner] if work.owner else [])]))
