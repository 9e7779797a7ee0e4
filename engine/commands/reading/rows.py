"""Rows of a case as the actor reads them: with names, lights and what may be done."""

from __future__ import annotations

from engine.commands.reading import doing
from engine.commands.reading.names import Names
from engine.commands.reading.standing import Looking
from engine.commands.reading.views import (
    DefinitionName,
    IncidentView,
    TimerView,
    WaitView,
    WorkView,
)
from engine.commands.step import Step
from engine.definitions.published import Published
from engine.model.case import CaseStatus
from engine.model.deadlines import Light, light_bounds
from engine.model.errors import NotFound
from engine.store.rows import IncidentRow, TimerRow, WaitRow, WorkRow
from engine.store.urges import urges_of


def work_view(looking: Looking, step: Step, names: Names, row: WorkRow) -> WorkView:
    """Return open work with who it waits for, its light, and what the actor may do with it."""
    refusal = doing.refused(step, row)
    return WorkView(
        id=row.id,
        node=row.node,
        name=row.name,
        item=row.item,
        part=row.part,
        unit=None if row.unit is None else names.unit(row.unit),
        groups=tuple(names.group(each) for each in row.groups),
        users=tuple(names.person(each) for each in row.users),
        assignee=names.maybe(row.assignee),
        owner=names.maybe(row.owner),
        status=row.status,
        created_at=row.created_at,
        due_at=row.due_at,
        light=work_light(step, row),
        may=doing.on_work(looking, step, row, may_act=refusal is None),
        why_not="" if refusal is None else refusal.message,
        why_not_en="" if refusal is None else refusal.en,
        is_addressed=doing.is_addressed(looking, row),
        is_approval=row.node in step.published.approvals,
        urges=len(urges_of(looking.turn.session, row.id)),
    )


def work_light(step: Step, row: WorkRow) -> Light:
    """Return the colour of the clock of open work now."""
    if step.case.status == CaseStatus.SUSPENDED.value:
        return Light.GREY
    office = step.turn.office
    bounds = light_bounds(
        step.now, calendar=office.calendar, near=office.settings.term("light.near")
    )
    return bounds.light(row.due_at)


def timer_view(published: Published, row: TimerRow) -> TimerView:
    """Return a timer with the name of its activity."""
    return TimerView(
        case_id=row.case_id,
        aid=row.aid,
        node=row.node,
        name=node_name(published, row.node),
        kind=row.kind,
        due_at=row.due_at,
        paused=row.paused,
    )


def wait_view(published: Published, row: WaitRow) -> WaitView:
    """Return a wait with the name of its event."""
    found = published.nodes.get(row.node)
    words = "" if found is None else found.properties.get("words", "")
    return WaitView(row.node, node_name(published, row.node), row.message, words)


def incident_view(published: Published, names: Names, row: IncidentRow) -> IncidentView:
    """Return an incident with the name of its activity."""
    return IncidentView(
        id=row.id,
        case_id=row.case_id,
        node=row.node,
        name=node_name(published, row.node),
        kind=row.kind,
        zh=row.zh,
        en=row.en,
        raised_at=row.raised_at,
        attempts=row.attempts,
        retry_at=row.retry_at,
        ended_at=row.ended_at,
        ended_by=names.maybe(row.ended_by),
        resolution=row.resolution,
    )


def node_name(published: Published, node: str) -> str:
    """Return what an activity is called; its id where it has no name."""
    try:
        return published.node(node).name or node
    except NotFound:
        return node


def definition_name(published: Published) -> DefinitionName:
    """Return what a version of a process is called."""
    return DefinitionName(published.definition_id, published.key, published.version, published.name)
