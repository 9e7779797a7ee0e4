"""Read the registers (台账): who asks sees the cases of the units they answer for, and no others.

Whoever is in a group for `list_below` sees the cases of their unit and of all units below it; in
one for `list_own`, those of their own unit alone, and of its problem items only what has been
delivered. Anybody else sees nothing. The light is computed from the calendar and the setting
`light.near` at the instant of the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.papers import visible_case
from engine.commands.policy.acting import standing
from engine.commands.turn import Turn
from engine.definitions.system_chain import record_change
from engine.identity import CaseScope, Person
from engine.model.case import Actor, Clock
from engine.model.deadlines import light_bounds
from engine.model.errors import NotPermitted
from engine.model.registers import (
    MAX_PAGE,
    CaseFilter,
    CaseOrder,
    Held,
    ItemFilter,
    ItemOrder,
    ListedCase,
    ListedItem,
    Page,
)
from engine.model.values import Value
from engine.store import case_lists
from engine.store import register_lists as lists
from engine.store.case_lookups import shows
from engine.store.store import Session
from engine.store.viewers import Viewer

T = TypeVar("T")
FIRST_PAGE = Page()


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A page of a register, and the cursor of the next one (None at the end)."""

    rows: tuple[T, ...]
    next: str | None = None


def list_cases(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: CaseFilter,
    order: CaseOrder = CaseOrder.OPENED,
    page: Page = FIRST_PAGE,
) -> Listed[ListedCase]:
    """Return a page of the register of cases (案件台账), with open work and linked cases.

    Of a case whose inner file one does not see, only work that one holds or could take.
    """
    viewer = viewer_of(session, engine, clock, actor)
    if viewer is None:
        return Listed(())
    rows, cursor = case_lists.list_cases(session, viewer, wanted, order=order, page=page)
    office = Office(session, engine, now=clock())
    return Listed(tuple(_as_seen(office, engine, actor, rows)), cursor)


def _as_seen(
    office: Office, engine: Engine, actor: Actor, rows: Iterable[ListedCase]
) -> Iterator[ListedCase]:
    person = standing(office, actor).person
    inner: dict[str | None, bool] = {}
    for row in rows:
        if row.unit not in inner:
            allows = engine.permissions.allows
            inner[row.unit] = allows(office, actor, "see_internal", unit=row.unit)
        if inner[row.unit]:
            yield row
        else:
            yield replace(row, work=tuple(each for each in row.work if _is_theirs(person, each)))


def _is_theirs(person: Person, work: Held) -> bool:
    if work.assignee is not None:
        return work.assignee == person.id
    return person.id in work.users or not person.groups.isdisjoint(work.groups)


def list_items(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: ItemFilter,
    order: ItemOrder = ItemOrder.OPENED,
    page: Page = FIRST_PAGE,
) -> Listed[ListedItem]:
    """Return a page of the register of problem items (问题整改台账)."""
    viewer = viewer_of(session, engine, clock, actor)
    if viewer is None:
        return Listed(())
    rows, cursor = lists.list_items(session, viewer, wanted, order=order, page=page)
    return Listed(tuple(rows), cursor)


def list_items_of_case(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    page: Page = FIRST_PAGE,
) -> Listed[ListedItem]:
    """Return a page of the problem items of a case; NotFound where one has no part in it.

    Whoever's register shows the case has, and whoever may see some of its papers.
    """
    viewer = viewer_of(session, engine, clock, actor)
    if viewer is None or not shows(session, viewer, case_id):
        visible_case(Turn(session, engine=engine, clock=clock, actor=actor), case_id)
    return list_items(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        wanted=ItemFilter(case_id=case_id),
        page=page,
    )


def count_register(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: CaseFilter | ItemFilter,
) -> int:
    """Count the lines of a register over all pages."""
    viewer = viewer_of(session, engine, clock, actor)
    if viewer is None:
        return 0
    if isinstance(wanted, ItemFilter):
        return lists.count_items(session, viewer, wanted)
    return case_lists.count_cases(session, viewer, wanted)


def every_page(read: Callable[[Page], Listed[T]], *, is_descending: bool = False) -> Iterator[T]:
    """Yield the lines of all pages, reading one page at a time."""
    page = Page(MAX_PAGE, is_descending=is_descending)
    while True:
        listed = read(page)
        yield from listed.rows
        if listed.next is None:
            return
        page = replace(page, after=listed.next)


def record_export(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    register: str,
    filtered: str,
    count: int,
) -> int:
    """Record in the system chain who took a register out, filtered how, and how many lines.

    Return the number of the event. Somebody who sees no register has nothing to take out:
    NotPermitted.
    """
    if viewer_of(session, engine, clock, actor) is None:
        raise NotPermitted(
            "您没有可以查看的台账，不能导出。",
            en=f"Expected '{actor.person}' to see a register.",
        )
    data: dict[str, Value] = {"register": register, "filter": filtered, "count": count}
    return record_change(
        session,
        "register_exported",
        new_salt=engine.new_salt,
        at=clock(),
        actor=actor,
        data=data,
    )


def viewer_of(session: Session, engine: Engine, clock: Clock, actor: Actor) -> Viewer | None:
    """Return who asks with their scope in the registers; None for somebody unknown or without a register."""
    now = clock()
    office = Office(session, engine, now=now)
    below = engine.permissions.units(office, actor, "list_below")
    own = engine.permissions.units(office, actor, "list_own")
    if not below and not own:
        return None
    near = office.settings.term("light.near")
    bounds = light_bounds(now, calendar=office.calendar, near=near)
    return Viewer(actor.on_behalf_of or actor.person, CaseScope(below, own), bounds)
