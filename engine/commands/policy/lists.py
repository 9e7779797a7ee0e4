"""What somebody may do, as a list asks for it: theirs, or an absent person's in whose place they act."""

from __future__ import annotations

from engine.commands.office import Office
from engine.commands.policy.acting import standing
from engine.identity import WorkScope
from engine.model.case import Actor
from engine.store.work_conditions import Wanted


def wanted_work(office: Office, actor: Actor) -> Wanted:
    """Return whose open work to list; with `on_behalf_of`, what one may do for the absent person.

    Raises NotPermitted for anybody who may nothing, and without a substitution in force today.
    Separation of duties is no part of it: it is in the state of each case, and asked on taking.
    """
    found = standing(office, actor)
    person = found.person
    through = None if found.hand is person else found.hand
    return Wanted(
        person=person.id,
        groups=person.groups,
        scope=WorkScope(person, through),
        offered=office.offered_to(person.id, person.groups),
    )
