"""Read a desk (工作台): what one started and did, was told of, and how one's work stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import standing
from engine.commands.policy.lists import wanted_work
from engine.commands.reading.names import Named, Names
from engine.commands.reading.notifications import NotificationView, list_notifications
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.deadlines import Bounds, Light, is_overdue, light_bounds
from engine.model.history import SealedEvent
from engine.model.registers import Page
from engine.model.search_results import Counted
from engine.model.values import from_json
from engine.store import desk_lists as stored
from engine.store.store import Session
from engine.store.work_lists import count_by_light

_OF_WORK = ("task_assigned", "task_canceled", "task_withdrawn")
"""Messages about work itself: it is, or was, on the desk, and not a copy."""


@dataclass(frozen=True, slots=True)
class StartedView:
    """A case that one opened, with its light now."""

    id: str
    reference: str | None
    title: str
    key: str
    unit: Named | None
    status: str
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    light: Light


@dataclass(frozen=True, slots=True)
class DoneView:
    """A task that one completed; `person` did it, on behalf of whoever is named.

    `name` is "" once the content of the event was removed; `is_taken_back` says that it was
    withdrawn afterwards.
    """

    case_id: str
    reference: str | None
    case_title: str
    key: str
    case_unit: Named | None
    case_status: str
    seq: int
    node: str | None
    name: str
    item: int | None
    part: int | None
    at: datetime
    person: Named | None
    on_behalf_of: Named | None
    was_late: bool
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How one's work stands by the colours of the lights, and one's cases by their status.

    Offered work is counted up to 99 of each colour, cases up to the newest 10,000.
    """

    mine: Mapping[str, int]
    offered: Mapping[str, Counted]
    started: Mapping[str, int]


def list_started(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[StartedView]:
    """Return the cases that the actor opened (我发起), the newest first, whatever order is named."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    person = standing(looking.turn.office, actor).person
    rows, cursor = stored.cases_opened_by(session, person.id, page=page)
    names, bounds = Names(looking.turn), _bounds(looking.turn.office, looking.turn.now)
    return Listed(tuple(_started(names, bounds, each) for each in rows), cursor)


def _started(names: Names, bounds: Bounds, row: stored.StartedCase) -> StartedView:
    if row.status == CaseStatus.SUSPENDED.value:
        light = Light.GREY
    else:
        light = Light.GREEN if row.ended_at is not None else bounds.light(row.due_at)
    return StartedView(
        id=row.id,
        reference=row.reference,
        title=row.title,
        key=row.key,
        unit=None if row.unit is None else names.unit(row.unit),
        status=row.status,
        opened_at=row.opened_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        light=light,
    )


def list_done(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[DoneView]:
    """Return the tasks that the actor completed (已办), or had completed, the newest first."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    person = standing(looking.turn.office, actor).person
    rows, cursor = stored.done_by(session, person.id, page=page)
    taken_back = stored.withdrawals(session, {each.event.case_id for each in rows})
    names = Names(looking.turn)
    return Listed(tuple(_done(names, each, taken_back) for each in rows), cursor)


def _done(names: Names, row: stored.DoneEvent, taken_back: Iterable[SealedEvent]) -> DoneView:
    event, data = row.event, _data(row.event)
    name, due_at = data.get("name"), data.get("due_at")
    return DoneView(
        case_id=event.case_id,
        reference=row.reference,
        case_title=row.title,
        key=row.key,
        case_unit=None if row.unit is None else names.unit(row.unit),
        case_status=row.status,
        seq=event.seq,
        node=event.node,
        name=name if isinstance(name, str) else "",
        item=_number(data, "item"),
        part=_number(data, "part"),
        at=event.at,
        person=names.maybe(event.person),
        on_behalf_of=names.maybe(event.on_behalf_of),
        was_late=isinstance(due_at, datetime) and is_overdue(due_at, event.at),
        is_taken_back=any(_takes_back(each, event) for each in taken_back),
    )


def _takes_back(later: SealedEvent, done: SealedEvent) -> bool:
    if later.case_id != done.case_id or later.seq < done.seq:
        return False
    return "aid" in _data(done) and _data(later).get("aid") == _data(done)["aid"]


def _number(data: Mapping[str, object], name: str) -> int | None:
    found = data.get(name)
    return found if isinstance(found, int) else None


def _data(event: SealedEvent) -> Mapping[str, object]:
    data = from_json(event.members().get("data"))
    return data if isinstance(data, Mapping) else {}


def list_copied(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[NotificationView]:
    """Return the latest word of each case in which the actor was told something but holds no work.

    Copying (抄送) is not modelled as such: a message names an audience and does not say who is to
    act and who is only to know. So messages about work itself are left out, and cases in which the
    actor holds work; a case is named once on a page, by its newest message, and perhaps again on a
    later one. A page may be short while `next` leads on, as in `list_notifications`.
    """
    found = list_notifications(session, engine=engine, clock=clock, actor=actor, page=page)
    whose = actor.on_behalf_of or actor.person
    told: dict[str, NotificationView] = {}
    for each in found.rows:
        if each.case_id is not None and each.kind not in _OF_WORK:
            told.setdefault(each.case_id, each)
    held = stored.cases_held_by(session, whose, told)
    return Listed(tuple(each for case, each in told.items() if case not in held), found.next)


def count_desk(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> DeskCounts:
    """Count one's open work and what is offered by light, and the cases one opened by status.

    Work of suspended cases is grey; it is never offered.
    """
    office = Office(session, engine, now=clock())
    wanted = wanted_work(office, actor)
    bounds = _bounds(office, clock())
    mine = Counter(
        (Light.GREY if is_suspended else bounds.light(due_at)).value
        for due_at, is_suspended in stored.held_instants(session, wanted.person)
    )
    offered = count_by_light(session, replace(wanted, is_mine=False), bounds)
    started = stored.count_opened_by(session, wanted.person)
    return DeskCounts(
        mine={each.value: mine[each.value] for each in Light},
        offered={light.value: counted for light, counted in offered.items()},
        started={each.value: started.get(each.value, 0) for each in CaseStatus},
    )


def desk_tag(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> str:
    """Return a short text that is another one once the actor's list or counts may have changed.

    It is another one more often than that: it tells whether open work of anybody, a colour, the
    directory or a setting has changed, because that is cheap to ask every few seconds.
    """
    office = Office(session, engine, now=clock())
    found = standing(office, actor)
    state = (found.person.id, found.hand.id, office.today, office.revision)
    changed = stored.stirs(session, _bounds(office, clock()))
    return hashlib.sha256(repr((state, changed)).encode()).hexdigest()[:16]


def _bounds(office: Office, now: datetime) -> Bounds:
    return light_bounds(now, calendar=office.calendar, near=office.settings.term("light.near"))
