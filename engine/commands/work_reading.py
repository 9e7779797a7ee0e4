"""Read lists of open work: mine, what is offered to me, all that my scope covers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import Standing, standing
from engine.commands.policy.duties import expect_candidate, expect_in_scope, expect_not_excluded
from engine.commands.policy.lists import wanted_work
from engine.commands.registers import FIRST_PAGE
from engine.commands.separated import closed_to
from engine.commands.turn import Turn
from engine.identity import CaseScope
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.deadlines import Bounds, Light, light_bounds
from engine.model.errors import NotPermitted
from engine.model.registers import Page, check_text
from engine.model.search_results import Counted
from engine.model.work_lists import ListedWork, Whose, WorkFilter
from engine.store import work_lists as stored
from engine.store.rows import WorkRow
from engine.store.store import Session
from engine.store.work_conditions import Lights, Wanted

_IS_MINE = {Whose.MINE: True, Whose.OFFERED: False}
EVERYTHING = WorkFilter()


@dataclass(frozen=True, slots=True)
class WorkListed:
    """A page of open work, soonest due first; the cursor of the next one; how many in all."""

    rows: tuple[ListedWork, ...]
    next: str | None
    total: Counted


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who asks, with what is needed to say how work stands for them."""

    found: Standing
    office: Office
    bounds: Bounds


def list_work(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: WorkFilter = EVERYTHING,
    page: Page = FIRST_PAGE,
    is_counted: bool = True,
) -> WorkListed:
    """Return a page of open work, what has no due date last, whatever order the page names.

    Unless they are to be counted over all pages, `total` is how many are on this one.
    Whoever acts for an absent person gets the absent person's list. Nobody can act on work of
    suspended cases: it is in the list of a scope, and in one's own where grey is asked for by name.
    Somebody unknown, and somebody outside the groups for `list_below` who asks for a scope, raises
    NotPermitted.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    office, now = turn.office, turn.now
    near = office.settings.term("light.near")
    bounds = light_bounds(now, calendar=office.calendar, near=near)
    reader = _Reader(standing(office, actor), office, bounds)
    asked = _asked(engine, reader, actor, wanted)
    if wanted.is_approval:
        asked = replace(asked, activities=_deciding(office))
        if not asked.activities:  # nothing can be found, however much is looked through
            return WorkListed((), None, Counted.of(0))
        asked = replace(asked, offered=_among(asked.activities, asked.offered or ()))
    if is_counted:
        rows, cursor, total = stored.list_and_count_work(session, asked, page)
    else:
        rows, cursor = stored.list_work(session, asked, page)
        total = Counted(len(rows), is_more=cursor is not None)
    lines = tuple(_line(reader, row) for row in rows)
    return WorkListed(_separated(turn, reader, rows, lines), cursor, total)


def _separated(
    turn: Turn, reader: _Reader, rows: Sequence[stored.ListedWork], lines: Sequence[ListedWork]
) -> tuple[ListedWork, ...]:
    """Return the lines; what separation of duties closes says so and may not be done."""
    theirs = [row for row, line in zip(rows, lines, strict=True) if line.may_complete]
    closed = closed_to(turn, reader.found, theirs)
    return tuple(
        replace(each, may_claim=False, may_complete=False, why_not=why.zh, why_not_en=why.en)
        if (why := closed.get(each.id)) is not None
        else each
        for each in lines
    )


def _asked(engine: Engine, reader: _Reader, actor: Actor, wanted: WorkFilter) -> Wanted:
    check_text(wanted.text)
    office, bounds = reader.office, reader.bounds
    cases = None
    if wanted.whose is Whose.SCOPE:
        person = engine.permissions.expect(office, actor, "list_below")
        cases = (
            CaseScope(person.units_as(engine.permissions.groups["list_below"])) if person else None
        )
    return replace(
        wanted_work(office, actor),
        is_mine=_IS_MINE.get(wanted.whose),
        case_id=wanted.case_id,
        case_ids=wanted.case_ids,
        keys=wanted.keys,
        unit=wanted.unit,
        due_before=wanted.due_before,
        lights=None if not wanted.lights else Lights(wanted.lights, bounds),
        text=wanted.text,
        named=_named(office, wanted.text),
        cases=cases,
        case_unit=wanted.case_unit,
        opened=wanted.opened,
        holder=wanted.holder,
    )


def _named(office: Office, text: str) -> Collection[str]:
    """Return the activities, of any version of any process, whose names contain a text."""
    if not text:
        return ()
    wanted = text.lower()  # at least what the list takes for equal, which is ASCII alone
    return {
        node_id
        for each in office.every_published()
        for node_id, node in each.nodes.items()
        if wanted in (node.name or "").lower()
    }


def _among(activities: Mapping[str, Collection[str]], offered: Collection[str]) -> Collection[str]:
    return {node for nodes in activities.values() for node in nodes if node in offered}


def _deciding(office: Office) -> Mapping[str, Collection[str]]:
    """Return the activities that decide, of every version that has any."""
    return {
        each.definition_id: each.approvals for each in office.every_published() if each.approvals
    }


def _line(reader: _Reader, row: stored.ListedWork) -> ListedWork:
    work, unit = row.work, row.case_unit
    is_open = row.case_status == CaseStatus.OPEN.value
    may_claim = is_open and work.assignee is None and _may_take(reader, work)
    office = reader.office
    is_held = work.assignee == reader.found.person.id
    return ListedWork(
        id=work.id,
        case_id=work.case_id,
        node=work.node,
        name=work.name,
        item=work.item,
        part=work.part,
        unit=work.unit,
        assignee=work.assignee,
        owner=work.owner,
        groups=work.groups,
        users=work.users,
        due_at=work.due_at,
        created_at=work.created_at,
        light=reader.bounds.light(work.due_at) if is_open else Light.GREY,
        reference=row.reference,
        case_title=row.title,
        key=row.key,
        case_unit=unit,
        case_unit_name=None if unit is None else office.unit_name(unit),
        case_status=row.case_status,
        may_claim=may_claim,
        may_complete=may_claim or (is_open and is_held and _is_in_scope(reader, work)),
        is_approval=work.node in office.published(row.definition_id).approvals,
    )


def _may_take(reader: _Reader, work: WorkRow) -> bool:
    try:
        expect_candidate(reader.office, reader.found.person, work)
    except NotPermitted:
        return False
    return _is_in_scope(reader, work)


def _is_in_scope(reader: _Reader, work: WorkRow) -> bool:
    try:
        expect_in_scope(reader.office, reader.found.person, work)
        expect_not_excluded(reader.office, reader.found.hand, work)
    except NotPermitted:
        return False
    return True
