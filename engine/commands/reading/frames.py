"""Read what stands around every page: who has signed in, and what they may do here at all."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.policy.acting import standing
from engine.commands.reading.names import Named
from engine.commands.reading.substitutions import read_acting_for
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import NotPermitted
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Frame:
    """A person with their unit and groups; `may` are permission words they have in some unit.

    `acting_for` are those in whose place they may act today, `absent` the one they act for now.
    """

    person: str
    name: str
    unit: Named
    groups: tuple[str, ...]
    may: frozenset[str]
    acting_for: tuple[Named, ...]
    absent: Named | None


def read_frame(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> Frame:
    """Return the frame of whoever asks; somebody without a post in force may do nothing."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    office = turn.office
    hand = office.person(actor.person)
    groups: frozenset[str] = frozenset()
    absent = None
    try:
        found = standing(office, actor)
        groups = found.person.groups
        if actor.on_behalf_of is not None:
            absent = Named(found.person.id, found.person.name)
    except NotPermitted:
        if actor.on_behalf_of is not None:
            raise
    unit = "" if hand is None else hand.unit
    may = frozenset(
        word
        for word, allowed in engine.permissions.groups.items()
        if not groups.isdisjoint(allowed)
    )
    return Frame(
        person=actor.person,
        name=actor.person if hand is None else hand.name,
        unit=Named(unit, office.unit_name(unit) or unit),
        groups=tuple(sorted(groups)),
        may=may,
        acting_for=read_acting_for(session, engine=engine, clock=clock, actor=actor),
        absent=absent,
    )
