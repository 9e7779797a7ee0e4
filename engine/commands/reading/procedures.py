"""Read procedures the way people want to know them: which there are, and what happens in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.definitions import READ, version_of
from engine.commands.reading.names import Named, Names
from engine.commands.reading.standing import Looking
from engine.commands.reading.steps import Meanings, StepView, steps_of
from engine.decisions.decisions import read_decisions
from engine.decisions.model import Decision
from engine.decisions.remarks import Remarks, read_remarks
from engine.diagram.changes import Changes, changes_between
from engine.model.case import Actor, Clock
from engine.store import definitions as store
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class VersionView:
    """A published version, since when and by whom; `id` is that of the definition or table."""

    id: str
    key: str
    version: int
    name: str
    deployed_at: datetime
    deployed_by: Named


@dataclass(frozen=True, slots=True)
class PublishedView:
    """Everything that is published, in its newest versions."""

    processes: tuple[VersionView, ...]
    tables: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """A version of a process told step by step; `changes` are those against the version before."""

    shown: VersionView
    documentation: str
    versions: tuple[VersionView, ...]
    steps: tuple[StepView, ...]
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class TableView:
    """A version of a decision table with its rules, and what people wrote beside them."""

    shown: VersionView
    versions: tuple[VersionView, ...]
    decision: Decision
    remarks: Remarks


def list_published(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> PublishedView:
    """Return the newest version of each process and of each decision table, by key."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    names = Names(looking.turn)
    return PublishedView(
        tuple(_version(each, names) for each in store.list_definitions(session)),
        tuple(_version(each, names) for each in store.list_decision_tables(session)),
    )


def read_procedure(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> ProcedureView:
    """Return a version of a process step by step, by default the newest; NotFound when none."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    names = Names(looking.turn)
    listed = store.list_definitions(session, key)
    shown = version_of(listed, key, version)
    process = engine.library.published(session, shown.id).process
    before = next((each for each in listed if each.version < shown.version), None)
    changes = None
    if before is not None:
        changes = changes_between(engine.library.published(session, before.id).process, process)
    return ProcedureView(
        _version(shown, names),
        process.documentation,
        tuple(_version(each, names) for each in listed),
        steps_of(process, _meanings(session, looking)),
        changes,
    )


def read_table(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> TableView:
    """Return a version of a decision with its rules, by default the newest; NotFound when none."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    names = Names(looking.turn)
    listed = store.list_decision_tables(session, key)
    shown = version_of(listed, key, version)
    source = store.decision_table_by_id(session, shown.id).source
    return TableView(
        _version(shown, names),
        tuple(_version(each, names) for each in listed),
        read_decisions(source).definitions.decisions[key],
        read_remarks(source, key),
    )


def _meanings(session: Session, looking: Looking) -> Meanings:
    return Meanings(
        looking.turn.engine.groups,
        looking.turn.office.settings,
        tables={each.key: each.name for each in store.list_decision_tables(session)},
        processes={each.key: each.name for each in store.list_definitions(session)},
    )


def _version(listed: store.Listed, names: Names) -> VersionView:
    return VersionView(
        listed.id,
        listed.key,
        listed.version,
        listed.name,
        listed.deployed_at,
        names.person(listed.deployed_by),
    )
