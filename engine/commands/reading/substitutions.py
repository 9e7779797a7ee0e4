"""Read absence substitutions (代理): those one sees, and for whom one may act today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.engine import Engine
from engine.commands.policy.acting import standing
from engine.commands.reading.names import Named, Names
from engine.commands.reading.paging import paged
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.substitutions import list_substitutions
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.errors import NotFound, NotPermitted
from engine.model.registers import Page
from engine.store.store import Session
from engine.store.substitutions import SubstitutionRow, substitutions_with


@dataclass(frozen=True, slots=True)
class SubstitutionView:
    """Somebody acts in the place of an absent person on these local days, both included."""

    id: str
    absent: Named
    substitute: Named
    from_on: date
    until_on: date
    reason: str
    made_by: Named
    made_at: datetime
    ended_by: Named | None
    ended_at: datetime | None
    holds_today: bool


def read_substitutions(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[SubstitutionView]:
    """Return those that `list_substitutions` does, the earliest first."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    rows = list_substitutions(session, engine=engine, clock=clock, actor=actor)
    listed = paged(rows, page, name="substitutions", key=lambda each: f"{each.from_on} {each.id}")
    return Listed(tuple(_view(turn, Names(turn), each) for each in listed.rows), listed.next)


def read_substitution(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, substitution_id: str
) -> SubstitutionView:
    """Return one of those that `list_substitutions` does; else NotFound."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    rows = list_substitutions(session, engine=engine, clock=clock, actor=actor)
    row = next((each for each in rows if each.id == substitution_id), None)
    if row is None:
        raise NotFound("没有这一代理。", en="Expected a substitution, but there is none.")
    return _view(turn, Names(turn), row)


def read_acting_for(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[Named, ...]:
    """Return in whose place the person who asks may act today, by name."""
    turn = Turn(session, engine=engine, clock=clock, actor=Actor(actor.person))
    absent = {
        row.absent
        for row in substitutions_with(session, actor.person)
        if row.substitute == actor.person and _is_in_force(row, local_day(turn.now))
    }
    named = (Names(turn).person(each) for each in absent if _may_act_for(turn, each))
    return tuple(sorted(named, key=lambda each: (each.name, each.id)))


def _may_act_for(turn: Turn, absent: str) -> bool:
    try:
        standing(turn.office, Actor(turn.actor.person, on_behalf_of=absent))
    except NotPermitted:
        return False
    return True


def _is_in_force(row: SubstitutionRow, on: date) -> bool:
    return row.ended_at is None and row.from_on <= on <= row.until_on


def _view(turn: Turn, names: Names, row: SubstitutionRow) -> SubstitutionView:
    return SubstitutionView(
        id=row.id,
        absent=names.person(row.absent),
        substitute=names.person(row.substitute),
        from_on=row.from_on,
        until_on=row.until_on,
        reason=row.reason,
        made_by=names.person(row.made_by),
        made_at=row.made_at,
        ended_by=names.maybe(row.ended_by),
        ended_at=row.ended_at,
        holds_today=_is_in_force(row, local_day(turn.now)),
    )
