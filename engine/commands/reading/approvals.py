"""Read what waits for one's decision (审批): what is proposed, by whom, and what follows from each answer."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading import doing
from engine.commands.reading.names import Named, Names
from engine.commands.reading.standing import Looking
from engine.commands.reading.works import WorkForm, find_work, read_work
from engine.commands.step import Step
from engine.commands.work_reading import list_work
from engine.diagram.approvals import Approval, Way
from engine.feel import is_wrapped
from engine.model.case import Actor, Clock
from engine.model.duty_review import START, Act, acts_of
from engine.model.errors import NotFound
from engine.model.form_description import form_schema_of, form_value
from engine.model.forms import Form
from engine.model.registers import Page
from engine.model.surroundings import ActivityFailed
from engine.model.values import Json, Value
from engine.model.work_lists import ListedWork, WorkFilter
from engine.store import reads
from engine.store.case_reads import history_of
from engine.store.rows import WorkRow
from engine.store.store import Session

MOST = 20
"""Approvals of one queue: each is looked at, whether a duty forbids it to whoever asks."""
_PLAIN = frozenset({"是", "否"})


@dataclass(frozen=True, slots=True)
class Queue:
    """The most urgent approvals that whoever asks may give; `is_more` says that others may follow.

    `batch` has the ids of those that may be agreed to several at once.
    """

    rows: tuple[ListedWork, ...]
    batch: frozenset[str]
    is_more: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the value of its field, its word, and what follows from it.

    `steps` happen by themselves, then one of `waits` has to be done; `ends` are ends of the path.
    Behind the questions `asks` it goes on one way or another.
    """

    value: bool | str
    word: str
    agrees: bool
    steps: tuple[str, ...]
    waits: tuple[str, ...]
    ends: tuple[str, ...]
    asks: tuple[str, ...]
    is_back: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody did before: by whom, when, and their form with what it holds now."""

    name: str
    people: tuple[Named, ...]
    at: datetime
    schema: Mapping[str, Json]
    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ApprovalForm:
    """An approval: its work, the ids of the fields for decision and words, and what is decided.

    `prepared` has the newest first; only when it was done and by whom where the reader does not
    see the inner file.
    """

    form: WorkForm
    field: str
    opinion: str
    choices: tuple[Choice, ...]
    prepared: tuple[Prepared, ...]
    may_batch: bool


def list_approvals(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> Queue:
    """Return what waits for the decision of whoever asks, soonest due first.

    What a duty closes to them is left out. Somebody unknown raises NotPermitted.
    """
    found = list_work(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        wanted=WorkFilter(is_approval=True),
        page=Page(MOST),
        is_counted=False,
    )
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    listed = [each for each in found.rows if each.may_complete]
    read = reads.read_works(session, [each.id for each in listed])
    rows = [
        (each, approval)
        for each in listed
        if each.id in read and (approval := _free(looking, read[each.id])) is not None
    ]
    batch = frozenset(each.id for each, approval in rows if approval.may_batch)
    return Queue(tuple(each for each, _ in rows), batch, found.next is not None)


def read_approval(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> ApprovalForm:
    """Return work that decides, and record that it was read; NotFound for what decides nothing."""
    looking, step, row = find_work(session, engine, clock, actor, work_id)
    approval = step.published.approvals.get(row.node)
    if approval is None:
        raise NotFound("没有这项审批。", en=f"Expected an approval, but '{work_id}' is none.")
    form = read_work(session, engine=engine, clock=clock, actor=actor, work_id=work_id)
    return ApprovalForm(
        form=form,
        field=approval.field.id,
        opinion=approval.opinion,
        choices=tuple(_choices(step, row, approval)),
        prepared=tuple(_prepared(looking, step, row, approval)),
        may_batch=approval.may_batch,
    )


def _free(looking: Looking, found: reads.WorkRead) -> Approval | None:
    """Return what is to be decided; None where a duty forbids it."""
    step = looking.turn.look_at(found.case, read_revision=found.revision)
    if doing.refused(step, found.work) is not None:
        return None
    return step.published.approvals.get(found.work.node)


def _choices(step: Step, row: WorkRow, approval: Approval) -> Iterator[Choice]:
    variables = step.instance.view(row.scope)
    for number, (value, label) in enumerate(approval.choices):
        ways = _ways(step, approval, variables, value)
        known = ways[0] if len(ways) == 1 else None
        yield Choice(
            value=value,
            word=label if isinstance(value, str) else _word(approval, known, agrees=value),
            agrees=number == 0,
            steps=_joined(way.onward.steps for way in ways),
            waits=_joined(way.onward.waits for way in ways),
            ends=_joined(way.onward.ends for way in ways),
            asks=_joined(way.onward.asks for way in ways),
            is_back=known is not None and known.is_back,
        )


def _ways(
    step: Step, approval: Approval, variables: Mapping[str, Value], value: Value
) -> tuple[Way, ...]:
    """Return the way that an answer takes; all that it may take where the rest of the form decides."""
    seen = {approval.field.id: value}
    view = ChainMap(seen, dict(variables))
    possible: list[Way] = []
    try:
        for name, text in approval.outputs:
            seen[name] = step.surroundings.evaluate(text, view) if is_wrapped(text) else text
    except ActivityFailed:
        return approval.ways
    for way in approval.ways:
        if way.flow.is_default:
            continue
        holds = _holds(step, way, view)
        if holds:
            return (*possible, way)
        if holds is None:
            possible.append(way)
    return (*possible, *(each for each in approval.ways if each.flow.is_default))


def _holds(step: Step, way: Way, view: Mapping[str, Value]) -> bool | None:
    if not way.flow.condition:
        return True
    try:
        found = step.surroundings.evaluate(way.flow.condition, view)
    except ActivityFailed:
        return None
    return found if isinstance(found, bool) else None


def _word(approval: Approval, way: Way | None, *, agrees: bool) -> str:
    """Return the word for a yes or no: that of the flow it takes, else that of the field."""
    word = "" if way is None else "".join(way.flow.name.split())
    if word and word not in _PLAIN:
        return word
    title = approval.field.name
    if agrees:
        return title
    return f"不{title}" if title.startswith("同意") else f"{title}：否"


def _joined(names: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names for name in each))


def _prepared(looking: Looking, step: Step, row: WorkRow, approval: Approval) -> Iterator[Prepared]:
    """Yield what was done of that which is decided, each activity once, the newest first."""
    names, seen = Names(looking.turn), set[str]()
    is_internal = looking.is_internal(step)
    for act in reversed(acts_of(history_of(looking.turn.session, step.case.id))):
        if act.activity not in approval.prepared_by or act.activity in seen:
            continue
        if act.item is not None and row.item is not None and act.item != row.item:
            continue
        seen.add(act.activity)
        name, form = _form_of(step, act)
        shown = form if is_internal else None
        yield Prepared(
            name=name,
            people=tuple(map(names.person, act.people)),
            at=act.at,
            schema=form_schema_of(shown) if shown else {},
            values=_values(step, row, shown) if shown else {},
        )


def _form_of(step: Step, act: Act) -> tuple[str, Form | None]:
    if act.activity == START:
        node = step.published.compiled.start_node
        return ("" if node is None else node.name), step.published.start_form
    found = step.published.node(act.activity)
    return found.name or found.id, found.form


def _values(step: Step, row: WorkRow, form: Form) -> dict[str, Json]:
    view = step.instance.view(row.scope)
    found = {each.id: view.get(each.id) for each in form.fields}
    return {name: form_value(value) for name, value in found.items() if value is not None}
