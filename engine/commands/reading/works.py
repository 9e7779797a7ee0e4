"""Read one piece of open work with its form, and who could be given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.policy.acting import asking
from engine.commands.policy.work import expect_fit
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.rows import work_view
from engine.commands.reading.standing import Looking
from engine.commands.reading.states import explained
from engine.commands.reading.views import WorkView
from engine.commands.step import Step
from engine.identity import Audience
from engine.model.case import Actor, Clock
from engine.model.deadlines import deadline_from_record, local_day
from engine.model.errors import NotFound, NotPermitted
from engine.model.form_description import form_schema_of, form_value
from engine.model.form_schema import default_value
from engine.model.form_values import Wrong
from engine.model.forms import Field
from engine.model.surroundings import ActivityFailed
from engine.model.values import Json, Value
from engine.store import reads
from engine.store.rows import WorkRow
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What open work needs to say of its case."""

    id: str
    reference: str | None
    title: str
    key: str
    unit: Named | None
    status: str
    version: int


@dataclass(frozen=True, slots=True)
class WorkForm:
    """Open work with its form (JSON Schema and prefilled values) and the reason for its due day.

    `values` has what read-only fields hold and what others are by default.
    """

    work: WorkView
    case: CaseSummary
    documentation: str
    schema: Mapping[str, Json]
    values: Mapping[str, Json]
    explanation: tuple[str, ...]


def read_work(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> WorkForm:
    """Return open work with its form, and record that it was read.

    NotFound unless the actor sees the inner file of its case, or holds it or could take it.
    """
    looking, step, row = _work(session, engine, clock, actor, work_id)
    node, names, case = step.published.node(row.node), Names(looking.turn), step.case
    fields = () if node.form is None else node.form.fields
    view = WorkForm(
        work=work_view(looking, step, names, row),
        case=CaseSummary(
            id=case.id,
            reference=case.reference,
            title=case.title,
            key=case.key,
            unit=None if case.unit is None else names.unit(case.unit),
            status=case.status,
            version=case.version,
        ),
        documentation=node.documentation,
        schema=form_schema_of(node.form),
        values=_values(step, row, fields),
        explanation=(
            () if row.deadline is None else explained(step, deadline_from_record(row.deadline))
        ),
    )
    record_case_read(looking.turn, case.id, Part.WORK)
    return view


def candidates_of(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> tuple[Named, ...]:
    """Return whom the work could be given to: candidates in scope whom no duty forbids, by name.

    Work that names no candidates may be given to anybody in scope; then only its holder is named.
    """
    looking, step, row = _work(session, engine, clock, actor, work_id)
    turn, names = looking.turn, Names(looking.turn)
    audience = Audience(
        people=row.users,
        groups=row.groups,
        unit=row.unit,
        excluded_units=row.excluded_units,
    )
    held = (row.assignee,) if row.assignee is not None else ()
    found = engine.directory.resolve(
        session, audience, on=local_day(turn.now), revision=turn.office.revision
    )
    everyone = dict.fromkeys([*found, *(held if not (row.groups or row.users) else ())])
    fitting = [names.person(each) for each in everyone if _fits(step, row, each)]
    return tuple(sorted(fitting, key=lambda each: (each.name, each.id)))


def _work(
    session: Session, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> tuple[Looking, Step, WorkRow]:
    found = reads.read_work(session, work_id)
    seer = asking(actor, found.work)
    looking = Looking(session, engine=engine, clock=clock, actor=seer)
    step = looking.turn.look_at(found.case, read_revision=found.revision)
    if looking.sees(step) and (looking.is_internal(step) or looking.concerns(found.work)):
        return looking, step, found.work
    raise NotFound(
        "待办不存在，或者已经办结。", en=f"Expected open work {work_id!r}, but there is none."
    )


def _fits(step: Step, row: WorkRow, person: str) -> bool:
    """Say whether the duties of the work let a person have it."""
    try:
        expect_fit(step, row, (person, *((row.owner,) if row.owner else ())))
    except NotPermitted:
        return False
    return True


def _values(step: Step, row: WorkRow, fields: tuple[Field, ...]) -> dict[str, Json]:
    variables = step.instance.view(row.scope)
    found = {each.id: _value(step, each, variables) for each in fields}
    return {name: form_value(value) for name, value in found.items() if value is not None}


def _value(step: Step, field: Field, variables: Mapping[str, Value]) -> Value:
    """Return what a field holds before anything is filled in; None for nothing."""
    if field.read_only and field.id in variables:
        return variables[field.id]
    try:
        return default_value(
            field, evaluate=lambda text: step.surroundings.evaluate(text, variables)
        )
    except (Wrong, ActivityFailed):  # sending the form says what is wrong with the default
        return None
