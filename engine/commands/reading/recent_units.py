"""The units one opened cases against lately, to choose from again."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.policy.acting import standing
from engine.commands.policy.duties import reaches
from engine.commands.reading.names import Named, Names
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.store.desk_lists import cases_opened_by
from engine.store.store import Session

_LOOKED_AT = 50
_MOST = 6


def list_recent_units(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[Named, ...]:
    """Return up to six units of the cases that the actor opened last, within their reach today."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    person, names = standing(turn.office, actor).person, Names(turn)
    opened, _ = cases_opened_by(session, person.id, page=Page(_LOOKED_AT, is_descending=True))
    codes = dict.fromkeys(each.unit for each in opened if each.unit is not None)
    reached = [each for each in codes if reaches(turn.office, person, each)]
    return tuple(map(names.unit, reached[:_MOST]))
