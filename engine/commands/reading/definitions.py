"""Read what was deployed: process definitions and decision tables, with their forms and roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.open_case import may_start
from engine.commands.policy.acting import standing
from engine.commands.policy.duties import separated_from, words_in
from engine.commands.reading.names import Named, Names
from engine.commands.reading.paging import paged
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.decisions.xml import source_text
from engine.definitions.published import Published
from engine.diagram.encoding import as_written
from engine.diagram.findings import DiagramError
from engine.diagram.model import Node, NodeKind
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.form_description import form_schema_of
from engine.model.registers import Page
from engine.model.values import Json
from engine.store import definitions as store
from engine.store.store import Session

READ = "read_configuration"


@dataclass(frozen=True, slots=True)
class TaskForm:
    """A user task of a diagram: who may do it, as the diagram says it, and with what form."""

    node: str
    name: str
    candidate_groups: str
    candidate_users: str
    assignee: str
    separate_from: tuple[str, ...]
    schema: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """One version of a process definition with its diagram; `groups` are those it names."""

    deployed: store.Listed
    xml: str
    calls: Mapping[str, str]
    start_form: Mapping[str, Json]
    starters: tuple[Named, ...]
    tasks: tuple[TaskForm, ...]
    groups: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class DefinitionListed:
    """A version in a list; what one may start also has its form and says what it is for."""

    id: str
    key: str
    version: int
    name: str
    content_hash: str
    deployed_at: datetime
    deployed_by: str
    start_form: Mapping[str, Json] | None = None
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTableView:
    """One version of a decision table with its source."""

    deployed: store.Listed
    xml: str


def list_definitions(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[DefinitionListed]:
    """Return the newest version of each process, or all versions of one."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    listed = paged(store.list_definitions(session, key), page, name="definitions", key=_place)
    return Listed(tuple(DefinitionListed(**asdict(each)) for each in listed.rows), listed.next)


def name_processes(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[Named, ...]:
    """Return what each process is called, as its newest version has it; for anybody registered."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    standing(looking.turn.office, actor)
    newest: dict[str, Named] = {}
    for each in store.list_definitions(session, None):  # the newest first
        newest.setdefault(each.key, Named(each.key, each.name))
    return tuple(sorted(newest.values(), key=lambda each: each.id))


def list_startable(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[DefinitionListed]:
    """Return the newest version of each process of which one may open a case, with its form.

    For anybody registered; against which units, `open_case` says.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    office = looking.turn.office
    person = standing(office, actor).person
    newest: dict[str, store.Listed] = {}
    for each in store.list_definitions(session, key):  # the newest first
        newest.setdefault(each.key, each)
    found = (
        DefinitionListed(
            **asdict(each),
            start_form=form_schema_of(published.start_form),
            documentation=published.process.documentation,
        )
        for each in newest.values()
        if may_start(looking.turn, published := engine.library.published(session, each.id), person)
    )
    return paged(found, page, name="startable", key=lambda each: each.key)


def read_diagram_source(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> bytes:
    """Return a version of a diagram byte for byte as it was deployed."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    listed = version_of(store.list_definitions(session, key), key, version)
    return store.definition_by_id(session, listed.id).source


def read_table_source(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> bytes:
    """Return the file of a version of a decision table byte for byte as it was deployed."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    listed = version_of(store.list_decision_tables(session, key), key, version)
    return store.decision_table_by_id(session, listed.id).source


def list_decision_tables(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[store.Listed]:
    """Return the newest version of each decision table, or all versions of one."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    return paged(store.list_decision_tables(session, key), page, name="decision_tables", key=_place)


def read_definition(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> DefinitionView:
    """Return a version of a process, by default the newest; raise NotFound when there is none."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    listed = version_of(store.list_definitions(session, key), key, version)
    row = store.definition_by_id(session, listed.id)
    published = engine.library.published(session, listed.id)
    names = Names(looking.turn)
    tasks = [each for each in published.nodes.values() if each.kind is NodeKind.USER_TASK]
    starters = words_in(published.process.starter_groups)
    return DefinitionView(
        deployed=listed,
        xml=as_written(row.source),
        calls=row.calls,
        start_form=form_schema_of(published.start_form),
        starters=tuple(names.group(each) for each in starters),
        tasks=tuple(_task(each) for each in tasks),
        groups=tuple(names.group(each) for each in _groups(published, engine.groups)),
    )


def read_decision_table(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> DecisionTableView:
    """Return a version of a decision table, by default the newest; raise NotFound when none."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    listed = version_of(store.list_decision_tables(session, key), key, version)
    row = store.decision_table_by_id(session, listed.id)
    return DecisionTableView(listed, _table_text(row.source))


def _table_text(source: bytes) -> str:
    """Return a table as text: tables are read in more encodings than diagrams are."""
    try:
        return as_written(source)
    except DiagramError:
        return source_text(source)


def _place(listed: store.Listed) -> str:
    return f"{listed.key} {listed.version:010d}"


def version_of(listed: list[store.Listed], key: str, version: int | None) -> store.Listed:
    """Return the version that is wanted, the newest where none is named; NotFound for none."""
    for each in listed:  # the newest first
        if version in (None, each.version):
            return each
    raise NotFound(
        f"没有发布名为“{key[:80]}”的这一版本。",
        en=f"Expected a published '{key[:80]}' of version {version or 'any'}.",
    )


def _task(node: Node) -> TaskForm:
    return TaskForm(
        node=node.id,
        name=node.name or node.id,
        candidate_groups=node.candidate_groups,
        candidate_users=node.candidate_users,
        assignee=node.assignee,
        separate_from=separated_from(node),
        schema=form_schema_of(node.form),
    )


def _groups(published: Published, known: Mapping[str, str]) -> list[str]:
    """Return the groups that starters, senders and candidates name; expressions name none."""
    said = [published.process.starter_groups]
    for node in published.nodes.values():
        said += [node.candidate_groups, node.properties.get("senders", "")]
    named = {word for text in said for word in words_in(text)}
    return sorted(named & set(known))
