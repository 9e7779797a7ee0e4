"""Deployed diagrams and decision tables: immutable rows, a new version for each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Table, bindparam, func, select

from engine.model.errors import NotFound
from engine.store.changes import bump_revision
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import decision_table, definition


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One version of a process definition; `calls` pins what its call activities call."""

    id: str
    key: str
    version: int
    name: str
    content_hash: str
    source: bytes
    calls: Mapping[str, str]
    deployed_at: datetime
    deployed_by: str


@dataclass(frozen=True, slots=True)
class DecisionTableRow:
    """One version of a decision table; `key` is the decision's id."""

    id: str
    key: str
    version: int
    name: str
    content_hash: str
    source: bytes
    deployed_at: datetime
    deployed_by: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A version in a list, without its source."""

    id: str
    key: str
    version: int
    name: str
    content_hash: str
    deployed_at: datetime
    deployed_by: str


_LISTED = [field.name for field in fields(Listed)]
_definition_cells = columns_of(DefinitionRow)
_table_cells = columns_of(DecisionTableRow)


def _newest(table: Table) -> Statement:
    query = select(table).where(table.c.key == bindparam("key"))
    return Statement(query.order_by(table.c.version.desc()).limit(1), ["key"])


def _by_id(table: Table) -> Statement:
    return Statement(select(table).where(table.c.id == bindparam("id")), ["id"])


def _newest_of_each(table: Table) -> Statement:
    last = select(func.max(table.c.version)).where(table.c.key == (other := table.alias()).c.key)
    columns = [other.c[name] for name in _LISTED]
    return Statement(
        select(*columns).where(other.c.version == last.scalar_subquery()).order_by(other.c.key)
    )


def _versions(table: Table) -> Statement:
    columns = [table.c[name] for name in _LISTED]
    query = select(*columns).where(table.c.key == bindparam("key"))
    return Statement(query.order_by(table.c.version.desc()), ["key"])


_INSERT, _INSERT_TABLE = inserting(definition), inserting(decision_table)
_NEWEST, _NEWEST_TABLE = _newest(definition), _newest(decision_table)
_BY_ID, _TABLE_BY_ID = _by_id(definition), _by_id(decision_table)
_LIST, _LIST_TABLES = _newest_of_each(definition), _newest_of_each(decision_table)
_VERSIONS, _TABLE_VERSIONS = _versions(definition), _versions(decision_table)


def insert_definition(session: Session, row: DefinitionRow) -> None:
    """Publish a version; a version that exists already raises AlreadyExists."""
    session.run(_INSERT, *_definition_cells(row))
    bump_revision(session)


def insert_decision_table(session: Session, row: DecisionTableRow) -> None:
    """Publish a version of a decision table."""
    session.run(_INSERT_TABLE, *_table_cells(row))
    bump_revision(session)


def definition_by_id(session: Session, definition_id: str) -> DefinitionRow:
    """Return a version by its id; raise NotFound when there is none."""
    row = session.one(DefinitionRow, _BY_ID, definition_id)
    if row is None:
        raise NotFound("流程定义不存在。", en=f"There is no definition {definition_id!r}.")
    return row


def newest_definition(session: Session, key: str) -> DefinitionRow | None:
    """Return the newest version of a process definition."""
    return session.one(DefinitionRow, _NEWEST, key)


def decision_table_by_id(session: Session, table_id: str) -> DecisionTableRow:
    """Return a version of a decision table by its id; raise NotFound when there is none."""
    row = session.one(DecisionTableRow, _TABLE_BY_ID, table_id)
    if row is None:
        raise NotFound("决策表不存在。", en=f"There is no decision table {table_id!r}.")
    return row


def newest_decision_table(session: Session, key: str) -> DecisionTableRow | None:
    """Return the newest version of the decision with this id."""
    return session.one(DecisionTableRow, _NEWEST_TABLE, key)


def list_definitions(session: Session, key: str | None = None) -> list[Listed]:
    """List the newest version of each definition, or all versions of one, newest first."""
    if key is None:
        return session.all(Listed, _LIST)
    return session.all(Listed, _VERSIONS, key)


def definition_ids(session: Session) -> list[str]:
    """Return the ids of all versions of all processes."""
    return [str(row[0]) for row in session.execute(select(definition.c.id))]


def list_decision_tables(session: Session, key: str | None = None) -> list[Listed]:
    """List the newest version of each decision table, or all versions of one, newest first."""
    if key is None:
        return session.all(Listed, _LIST_TABLES)
    return session.all(Listed, _TABLE_VERSIONS, key)
