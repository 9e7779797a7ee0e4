"""What a case looks like from outside: read from the projections, never from the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.model.calendar import WorkCalendar
from engine.model.deadlines import Light, Term, light, local_day
from engine.store.documents import documents_of_case
from engine.store.store import Session
from engine.store.tables import case_file, history_event, open_work, outcome

WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)
ENDED = ("closed", "canceled")


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of open work; `item` is its position in the innermost multi-instance.

    `place` is the number of its problem item and which one of several in it, 0 for none.
    """

    id: str
    aid: int
    node: str
    name: str
    item: int | None
    place: tuple[int, int]
    due_at: datetime | None
    assignee: str | None

    @property
    def due_on(self) -> date | None:
        """Return the local due day."""
        return local_day(self.due_at) if self.due_at else None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as an official sees it."""

    id: str
    key: str
    reference: str | None
    title: str
    unit: str
    status: str
    end: str | None
    version: int
    light: Light
    work: tuple[Work, ...]
    history: tuple[str, ...]
    outcomes: tuple[str, ...]
    documents: tuple[str, ...]
    linked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Eyes:
    """By what lights are computed: the present, the calendar, how near is near."""

    now: datetime
    calendar: WorkCalendar
    near: Term


def case_tree(session: Session, root: str) -> dict[str, str]:
    """Return the ids of a case and of every case opened by it, the newest last, with their keys."""
    found: dict[str, str] = {}
    waiting = [root]
    columns = select(case_file.c.id, case_file.c.key)
    row = session.execute(columns.where(case_file.c.id == root)).first()
    if row is not None:
        found[root] = str(row.key)
    while waiting:
        below = columns.where(case_file.c.parent_id.in_(waiting)).order_by(case_file.c.opened_at)
        rows = session.execute(below).all()
        waiting = [str(row.id) for row in rows]
        found |= {str(row.id): str(row.key) for row in rows}
    return found


def view_case(session: Session, case_id: str, eyes: Eyes) -> CaseView:
    """Read a case."""
    row = session.execute(select(case_file).where(case_file.c.id == case_id)).one()
    work = work_of(session, case_id)
    status = str(row.status)
    statuses = select(case_file.c.id, case_file.c.status)
    linked = {key: each for each, key in case_tree(session, case_id).items() if each != case_id}
    states = {
        str(each.id): str(each.status)
        for each in session.execute(statuses.where(case_file.c.id.in_(linked.values())))
    }
    types = select(history_event.c.type).where(history_event.c.case_id == case_id)
    codes = select(outcome.c.code).where(outcome.c.case_id == case_id, outcome.c.kind == "outcome")
    return CaseView(
        id=case_id,
        key=str(row.key),
        reference=row.reference,
        title=str(row.title),
        unit=str(row.unit),
        status=status,
        end=row.end_code,
        version=int(row.version),
        light=light_of(status, work, eyes),
        work=work,
        history=tuple(
            str(each.type) for each in session.execute(types.order_by(history_event.c.seq))
        ),
        outcomes=tuple(
            str(each.code)
            for each in session.execute(codes.order_by(outcome.c.recorded_at, outcome.c.id))
        ),
        documents=tuple(row.template for row in documents_of_case(session, case_id)),
        linked={key: states[each] for key, each in linked.items()},
    )


def work_of(session: Session, case_id: str) -> tuple[Work, ...]:
    """Read the open work of a case in the order in which it came up."""
    wanted = select(open_work).where(open_work.c.case_id == case_id).order_by(open_work.c.aid)
    return tuple(
        Work(
            id=str(row.id),
            aid=int(row.aid),
            node=str(row.node),
            name=str(row.name),
            item=row.item if row.part is None else row.part,
            place=(row.item or 0, row.part or 0),
            due_at=row.due_at,
            assignee=row.assignee,
        )
        for row in session.execute(wanted)
    )


def light_of(status: str, work: tuple[Work, ...], eyes: Eyes) -> Light:
    """Return the worst light of the open work; grey when suspended, green when ended."""
    if status in ENDED:
        return Light.GREEN
    if status == "suspended":
        return Light.GREY
    lights = {
        light(each.due_at, eyes.now, calendar=eyes.calendar, near=eyes.near)
        for each in work
        if each.due_at is not None
    }
    return next((each for each in WORST_FIRST if each in lights), Light.GREEN)
