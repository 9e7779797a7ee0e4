"""What opening a case would lead to, before it is opened: nothing is written.

The opening is tried out as it would be done, with the same permission, form, diagram, tables,
settings and calendar; what would be written is looked at and thrown away. No number is used up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.open_case import begin_case
from engine.commands.reading.item_outlooks import ItemOutlook, outlooks
from engine.commands.reading.names import Named, Names
from engine.commands.reading.rows import node_name
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.identity import Audience
from engine.model.case import Actor, Clock
from engine.model.deadline_story import DeadlineStory, story_of
from engine.model.deadlines import deadline_from_record
from engine.store.rows import WorkRow
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class ExpectedWork:
    """Work that would be there at once, when it would be due and why, and who could do it.

    `case` is the title of the case that would have it: that of a linked one, or the case's own.
    `people` are today's candidates, or the one who would hold it; `story` is None for work
    without a deadline.
    """

    name: str
    case: str
    item: int | None
    part: int | None
    groups: tuple[Named, ...]
    people: tuple[Named, ...]
    due_at: datetime | None
    story: DeadlineStory | None


@dataclass(frozen=True, slots=True)
class ExpectedClock:
    """Something of the diagram that would happen by itself at an instant unless work is done."""

    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ExpectedTrouble:
    """An activity that could not be carried out: the case would begin with an incident."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CasePreview:
    """How a case would stand right after it is opened.

    `reference` is the number it would have if nobody takes it first; None where it gets none yet.
    `linked` are titles of cases that it would open at once.
    """

    reference: str | None
    status: str
    unit: Named
    work: tuple[ExpectedWork, ...]
    items: tuple[ItemOutlook, ...]
    clocks: tuple[ExpectedClock, ...]
    troubles: tuple[ExpectedTrouble, ...]
    linked: tuple[str, ...]


def preview_case(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    process: str,
    unit: str,
    title: str,
    form: Mapping[str, object] | None = None,
) -> CasePreview:
    """Return what `open_case` would lead to now; it refuses what `open_case` would refuse.

    Deadlines are told with every day counted (《民法典》第二百零一条至第二百零三条). Nothing is
    written or recorded, and no number is taken.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor, is_trial=True)
    step = begin_case(turn, process=process, unit=unit, title=title, form=form or {}).step
    turn.try_out()
    names, steps = Names(turn), tuple(turn.steps.values())
    return CasePreview(
        reference=step.case.reference,
        status=step.case.status,
        unit=names.unit(unit),
        work=tuple(_work(one, row, names) for one, row in _placed(steps)),
        items=tuple(outlooks(step, names)),
        clocks=tuple(_clocks(step)),
        troubles=tuple(each for one in steps for each in _troubles(one)),
        linked=tuple(each.case.title for each in steps if each is not step),
    )


def _placed(steps: Iterable[Step]) -> Iterator[tuple[Step, WorkRow]]:
    for step in steps:
        yield from ((step, row) for _, row in sorted(step.added_work.items()))


def _work(step: Step, row: WorkRow, names: Names) -> ExpectedWork:
    calendar = step.turn.office.calendar
    deadline = None if row.deadline is None else deadline_from_record(row.deadline)
    return ExpectedWork(
        name=row.name,
        case=step.case.title,
        item=row.item,
        part=row.part,
        groups=tuple(map(names.group, row.groups)),
        people=tuple(names.person(each) for each in _people(step, row)),
        due_at=row.due_at,
        story=None if deadline is None else story_of(deadline, calendar),
    )


def _people(step: Step, row: WorkRow) -> tuple[str, ...]:
    """Return who holds work, or else whom it would be offered to today."""
    if row.assignee is not None:
        return (row.assignee,)
    turn = step.turn
    audience = Audience(
        people=row.users, groups=row.groups, unit=row.unit, excluded_units=row.excluded_units
    )
    return turn.engine.directory.resolve(
        turn.session, audience, on=turn.office.today, revision=turn.office.revision
    )


def _clocks(step: Step) -> Iterator[ExpectedClock]:
    for row in sorted(step.armed.values(), key=lambda each: (each.due_at, each.aid)):
        yield ExpectedClock(node_name(step.published, row.node), row.due_at)


def _troubles(step: Step) -> Iterator[ExpectedTrouble]:
    for row in step.added_incidents.values():
        yield ExpectedTrouble(node_name(step.published, row.node), row.zh, row.en)
