"""Read where a case stands in its diagram, and what it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.reading.names import Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.rows import definition_name, incident_view, node_name
from engine.commands.reading.standing import Looking
from engine.commands.reading.views import DefinitionName, IncidentView
from engine.commands.step import Step
from engine.definitions.deadline_context import deadline_in
from engine.diagram.encoding import as_written
from engine.model.case import Actor, Clock
from engine.model.deadline_story import explain_en
from engine.model.deadlines import Deadline, explain
from engine.model.errors import InvalidArgument, NotFound
from engine.model.values import Value
from engine.spiff.overview import ScopeContent, active, scope_contents
from engine.store.calendar_uploads import calendar_of_version
from engine.store.case_reads import incidents_of_case
from engine.store.definitions import definition_by_id
from engine.store.history_lists import counts_by_node
from engine.store.store import Session

_DONE = (
    "case_closed",
    "task_completed",
    "activity_passed",
    "handler_called",
    "decision_made",
    "timer_fired",
    "message_received",
    "message_sent",
)
"""Events that say that a node was passed once."""
_TAKEN_BACK = ("task_withdrawn",)


@dataclass(frozen=True, slots=True)
class ScopeView:
    """The variables of one scope: the case itself, a subprocess, or an item of many.

    `variables` are JSON as the history writes it; `node` is that of the host, `item` the position
    among the instances of its multi-instance, whether they are problem items or not.
    """

    number: int
    node: str | None
    name: str | None
    item: int | None
    variables: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline that a variable holds, with the reason for every day."""

    variable: str
    scope: int
    due_at: datetime
    explanation: tuple[str, ...]
    explanation_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariablesView:
    """What a case knows: scope by scope, and its deadlines explained."""

    scopes: tuple[ScopeView, ...]
    deadlines: tuple[DeadlineView, ...]


@dataclass(frozen=True, slots=True)
class ActiveView:
    """An activity instance that is under way, and for what it waits."""

    aid: int
    node: str
    name: str
    scope: int
    item: int | None
    part: int | None
    waits_for: str
    """`person`, `timer`, `message`, `operator` (an incident), `others` (tokens that a gateway
    joins) or `inside` (what runs within it)."""


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The diagram of a case as deployed, and how the case stands in it.

    `done` says how often a node was passed, as far as the history tells: gateways and plain events
    leave no event, and which sequence flows were taken is not kept. `names` says what those nodes
    are called. `called` are the definitions whose nodes may be among them, by process.
    """

    definition: DefinitionName
    xml: str
    active: tuple[ActiveView, ...]
    done: Mapping[str, int]
    names: Mapping[str, str]
    incidents: tuple[IncidentView, ...]
    called: Mapping[str, str]


def read_case_variables(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> VariablesView:
    """Return the variables of a case, and record that they were read; needs `see_internal`."""
    looking, step = _inner(session, engine, clock, actor, case_id)
    view = VariablesView(
        scopes=tuple(_scope(step, each) for each in scope_contents(step.instance)),
        deadlines=tuple(_deadlines(step)),
    )
    record_case_read(looking.turn, step.case.id, Part.VARIABLES)
    return view


def read_diagram(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> DiagramView:
    """Return the diagram of a case and its state, and record the read; needs `see_internal`."""
    looking, step = _inner(session, engine, clock, actor, case_id)
    published, names = step.published, Names(looking.turn)
    row = definition_by_id(session, published.definition_id)
    incidents = incidents_of_case(session, step.case.id)
    done = _done(session, step)
    view = DiagramView(
        definition=definition_name(published),
        xml=as_written(row.source),
        active=tuple(_active(step)),
        done=done,
        names={node: node_name(published, node) for node in done},
        incidents=tuple(incident_view(published, names, each) for each in incidents),
        called=row.calls,
    )
    record_case_read(looking.turn, step.case.id, Part.DIAGRAM)
    return view


def _inner(
    session: Session, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[Looking, Step]:
    """Return a case whose inner file the actor may see; NotPermitted for the reduced view."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "see_internal", unit=step.case.unit)
    return looking, step


def _scope(step: Step, scope: ScopeContent) -> ScopeView:
    return ScopeView(
        number=scope.number,
        node=scope.host,
        name=None if scope.host is None else node_name(step.published, scope.host),
        item=scope.item,
        variables=dict(scope.variables),
    )


def _deadlines(step: Step) -> Iterator[DeadlineView]:
    for scope, name, context in step.instance.deadlines():
        deadline = deadline_in(context)
        if deadline is not None:
            reasons = explained(step, deadline)
            yield DeadlineView(name, scope, deadline.due_at, reasons.zh, reasons.en)


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a deadline falls on its day, line by line; empty where its calendar is not at hand."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


def explained(step: Step, deadline: Deadline) -> Explained:
    """Explain a deadline by the calendar it was computed with."""
    return explained_to(step.turn.session, step.turn.office, deadline)


def explained_to(session: Session, office: Office, deadline: Deadline) -> Explained:
    """Explain a deadline outside of any step; nothing where its calendar is no longer known."""
    calendar, version = office.calendar, deadline.calendar_version
    try:
        if calendar.version != version:
            calendar = calendar_of_version(session, version)
        return Explained(explain(deadline, calendar), explain_en(deadline, calendar))
    except (NotFound, InvalidArgument):  # arrangements of another release of the library
        return Explained()


def _active(step: Step) -> Iterator[ActiveView]:
    for each in active(step.instance):
        name = node_name(step.published, each.node)
        yield ActiveView(
            each.aid, each.node, name, each.scope, each.item, each.part, each.waits_for
        )


def _done(session: Session, step: Step) -> Mapping[str, int]:
    done = Counter(counts_by_node(session, step.case.id, _DONE))
    done.subtract(counts_by_node(session, step.case.id, _TAKEN_BACK))
    start = step.published.compiled.start_node
    if start is not None:
        done[start.id] += 1
    return {node: count for node, count in sorted(done.items()) if count > 0}
