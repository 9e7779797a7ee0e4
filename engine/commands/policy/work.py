"""May this person act on this open work now? All duties at once, for the commands.

The rules bind an assignee as they bind a candidate, and everybody behind an act alike, so that no
delegation and no substitution gets round them.
"""

from __future__ import annotations

from engine.commands.policy import duties
from engine.commands.policy.acting import Standing
from engine.commands.policy.asked import Place
from engine.commands.policy.separation import expect_separate
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.rows import WorkRow


def expect_may_act(step: Place, work: WorkRow) -> Standing:
    """Expect the actor to be allowed to act on open work; raise NotPermitted otherwise.

    The system acts on no work: what a person must decide is never decided by silence.
    """
    turn = step.turn
    if turn.actor.is_system:
        raise NotPermitted(
            f"“{work.name}”须由人员办理。", en=f"Expected a person to act on '{work.node}'."
        )
    found = duties.expect_may_take(turn.office, turn.actor, work)
    if (
        found.hand is not found.person
    ):  # only the absent person's units count, but who acts is bound
        duties.expect_not_excluded(turn.office, found.hand, work)
        expect_separate(step, work, (found.hand.id,))
    expect_fit(step, work, people_bound(turn.actor, work, found))
    return found


def expect_fit(step: Place, work: WorkRow, people: tuple[str, ...]) -> None:
    """Expect everybody bound by the duties of open work to be in scope and separate."""
    office = step.turn.office
    for each in people:
        known = office.person(each)
        if known is not None:  # who delegated may have left since; separation still binds them
            duties.expect_in_scope(office, known, work)
    expect_separate(step, work, people)


def people_bound(actor: Actor, work: WorkRow, found: Standing) -> tuple[str, ...]:
    """Return who answers for the act: whoever decides, and whoever delegated it, each once."""
    named = (found.person.id, actor.on_behalf_of, work.owner)
    return tuple(dict.fromkeys(each for each in named if each is not None))


def performers_of(work: WorkRow, found: Standing) -> tuple[str, ...]:
    """Return everybody who counts as having performed the work, who answers for it last."""
    owner = () if work.owner is None else (work.owner,)
    return tuple(each for each in owner if each not in found.people) + found.people
