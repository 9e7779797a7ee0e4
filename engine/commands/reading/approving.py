"""Read who could approve that a deadline of a case is extended."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.policy.acting import substitutes
from engine.commands.reading.names import Named, Names
from engine.commands.reading.standing import Looking
from engine.identity import Audience
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.store.store import Session

_APPROVE = "approve_extension"


def read_approvers(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[Named, ...]:
    """Return whom `extend_deadline` would take as approver, by name.

    Nobody behind the request is among them; whoever may approve it themself names nobody. For
    those who may extend deadlines: NotPermitted else.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    turn, unit = looking.turn, looking.case(case_id).case.unit
    engine.permissions.expect(turn.office, actor, "extend_deadline", unit=unit)
    groups = tuple(sorted(engine.permissions.groups.get(_APPROVE, ())))
    found = engine.directory.resolve(
        session,
        Audience(groups=groups, unit=unit),
        on=local_day(turn.now),
        revision=turn.office.revision,
    )
    names = Names(turn)
    fitting = [names.person(each) for each in found if _may_approve(looking, each, unit)]
    return tuple(sorted(fitting, key=lambda each: (each.name, each.id)))


def _may_approve(looking: Looking, person: str, unit: str | None) -> bool:
    turn = looking.turn
    people = turn.actor.people
    if person in people or any(substitutes(turn.office, each, for_=person) for each in people):
        return False
    return turn.engine.permissions.allows(turn.office, Actor(person), _APPROVE, unit=unit)
