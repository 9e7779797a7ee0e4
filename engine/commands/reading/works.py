"""Read one piece of open work with its form, and who could be given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.over import TASK_OVER, became
from engine.commands.policy.acting import asking, substitutes
from engine.commands.policy.work import expect_fit
from engine.commands.reading.following import Following, following
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.rows import work_view
from engine.commands.reading.standing import Looking
from engine.commands.reading.states import Explained, explained
from engine.commands.reading.views import WorkView
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.commands.work_ids import parts_of
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
from engine.store.case_reads import history_of
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

    `values` has what read-only fields hold and what others are by default. `following` is what
    the diagram lets come next.
    """

    work: WorkView
    case: CaseSummary
    documentation: str
    schema: Mapping[str, Json]
    values: Mapping[str, Json]
    explanation: tuple[str, ...]
    explanation_en: tuple[str, ...]
    following: Following


@dataclass(frozen=True, slots=True)
class PastWork:
    """What became of work that is over (`zh`, `en`), and the form it had."""

    case_id: str
    name: str
    zh: str
    en: str
    schema: Mapping[str, Json]


def read_work(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> WorkForm:
    """Return open work with its form, and record that it was read.

    NotFound unless the actor sees the inner file of its case, or holds it or could take it.
    """
    looking, step, row = find_work(session, engine, clock, actor, work_id)
    node, names, case = step.published.node(row.node), Names(looking.turn), step.case
    fields = () if node.form is None else node.form.fields
    reasons = (
        Explained() if row.deadline is None else explained(step, deadline_from_record(row.deadline))
    )
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
        explanation=reasons.zh,
        explanation_en=reasons.en,
        following=following(step.published, row.node),
    )
    record_case_read(looking.turn, case.id, Part.WORK)
    return view


def read_past_work(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> PastWork:
    """Return what became of work, to who could have done it; NotFound to everybody else."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    case_id, aid = parts_of(work_id)
    step, refusal = turn.look_for(case_id), became(turn, work_id)
    if step is None or refusal.code != TASK_OVER:
        raise NotFound("待办不存在。", en=f"Expected work {work_id!r}, but there is none.")
    node = step.published.node(_node_of(session, case_id, aid))
    return PastWork(
        case_id, node.name or node.id, refusal.message, refusal.en, form_schema_of(node.form)
    )


def approvers_of(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> tuple[Named, ...]:
    """Return who else could approve more time for the work, by name."""
    looking, step, _ = find_work(session, engine, clock, actor, work_id)
    turn, names = looking.turn, Names(looking.turn)
    groups = tuple(sorted(engine.permissions.groups["approve_extension"]))
    audience = Audience(groups=groups, unit=step.case.unit)
    found = engine.directory.resolve(
        session, audience, on=local_day(turn.now), revision=turn.office.revision
    )
    others = (
        each
        for each in found
        if each not in actor.people
        and not any(substitutes(turn.office, who, for_=each) for who in actor.people)
    )
    return tuple(sorted(map(names.person, others), key=lambda each: (each.name, each.id)))


def candidates_of(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> tuple[Named, ...]:
    """Return whom the work could be given to: candidates in scope whom no duty forbids, by name.

    Work that names no candidates may be given to anybody in scope; then only its holder is named.
    """
    looking, step, row = find_work(session, engine, clock, actor, work_id)
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


def find_work(
    session: Session, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> tuple[Looking, Step, WorkRow]:
    """Return open work with its case, to who may read it; NotFound to everybody else."""
    found = reads.read_work(session, work_id)
    seer = asking(actor, found.work)
    looking = Looking(session, engine=engine, clock=clock, actor=seer)
    step = looking.turn.look_at(found.case, read_revision=found.revision)
    if looking.sees(step) and (looking.is_internal(step) or looking.concerns(found.work)):
        return looking, step, found.work
    raise NotFound(
        "待办不存在，或者已经办结。", en=f"Expected open work {work_id!r}, but there is none."
    )


def _node_of(session: Session, case_id: str, aid: int) -> str:
    """Return the node of work that is over, as the history of its case has it."""
    for event in history_of(session, case_id):
        body = event.members()
        data = body.get("data")
        if event.type == "task_created" and isinstance(data, Mapping) and data.get("aid") == aid:
            return str(body["node"])
    raise NotFound("待办不存在。", en=f"Expected work {aid} of case '{case_id}'.")


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
