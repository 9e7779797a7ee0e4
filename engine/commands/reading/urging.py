"""Which open work in a list may be urged now, and how often it was: one statement for a page.

It asks the very rules that the command asks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.over import expect_open_case
from engine.commands.reading.names import Named, Names
from engine.commands.turn import Turn
from engine.commands.urging import WORD, expect_others, expect_within_limits
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.deadlines import Light
from engine.model.errors import InvalidState
from engine.model.work_lists import ListedWork
from engine.store.store import Session
from engine.store.urges import Urge, WorkNamed, urges_among, works_named

_PRESSING = (Light.RED, Light.YELLOW)


@dataclass(frozen=True, slots=True)
class Urging:
    """How often listed work was urged, and whether whoever asks may urge it now."""

    times: int
    may: bool


@dataclass(frozen=True, slots=True)
class WorkToUrge:
    """One of several pieces of work chosen to be urged; `why_not` is blank where it may be."""

    id: str
    name: str
    item: int | None
    part: int | None
    case_title: str
    reference: str | None
    unit: Named | None
    assignee: Named | None
    due_at: datetime | None
    times: int
    why_not: str = ""
    why_not_en: str = ""


def urging_of(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, rows: Sequence[ListedWork]
) -> dict[str, Urging]:
    """Say of listed work that is overdue or near due, and in others' hands, how urging stands.

    By id; work that is not pressing, that whoever asks could do themself, or that is not theirs to
    urge is left out. Rows are those of `list_work`, which asked who may see them.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    wanted = [each for each in rows if is_worth_urging(each, actor) and _is_allowed(turn, each)]
    if not wanted:
        return {}
    urges = urges_among(session, [each.id for each in wanted])
    return {
        each.id: Urging(len(done), may=_refusal(turn, each, done) is None)
        for each in wanted
        for done in [urges.get(each.id, [])]
    }


def is_worth_urging(row: ListedWork, actor: Actor) -> bool:
    """Say whether listed work is overdue or near due, and somebody else is to act on it."""
    is_own = row.assignee in actor.people or row.may_complete
    return row.light in _PRESSING and not is_own


def works_to_urge(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_ids: Collection[str]
) -> tuple[WorkToUrge, ...]:
    """Return the open work of these ids that is the actor's to urge, with why it may not be now.

    In the order of the ids; what is over, or none of the actor's business, is left out.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    found, names = works_named(session, work_ids), Names(turn)
    allowed = [found[each] for each in work_ids if each in found and _is_allowed(turn, found[each])]
    urges = urges_among(session, [each.id for each in allowed])
    return tuple(_line(turn, names, each, urges=urges.get(each.id, [])) for each in allowed)


def _line(turn: Turn, names: Names, row: WorkNamed, *, urges: Sequence[Urge]) -> WorkToUrge:
    refusal = _refusal(turn, row, urges)
    return WorkToUrge(
        id=row.id,
        name=row.name,
        item=row.item,
        part=row.part,
        case_title=row.case_title,
        reference=row.reference,
        unit=None if row.case_unit is None else names.unit(row.case_unit),
        assignee=names.maybe(row.assignee),
        due_at=row.due_at,
        times=len(urges),
        why_not="" if refusal is None else refusal.message,
        why_not_en="" if refusal is None else refusal.en,
    )


def _is_allowed(turn: Turn, row: ListedWork | WorkNamed) -> bool:
    return turn.engine.permissions.allows(turn.office, turn.actor, WORD, unit=row.case_unit)


def _refusal(turn: Turn, row: ListedWork | WorkNamed, urges: Sequence[Urge]) -> InvalidState | None:
    try:
        expect_open_case(row.case_id, title=row.case_title, status=CaseStatus(row.case_status))
        expect_others(turn.actor, row)
        expect_within_limits(turn.office, row, urges)
    except InvalidState as refusal:
        return refusal
    return None
