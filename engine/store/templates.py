"""Templates of official documents: immutable rows, a new version for each change."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from engine.store.document_rows import TemplateRow
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import document_template as table

_of_key = select(table).where(table.c.key == bindparam("key"))
_NEWEST = Statement(_of_key.order_by(table.c.version.desc()).limit(1), ["key"])
_VERSION = Statement(
    _of_key.where(table.c.version == bindparam("version")),
    ["key", "version"],
)
_VERSIONS = Statement(_of_key.order_by(table.c.version.desc()), ["key"])
_other = table.alias()
_last = select(func.max(table.c.version)).where(table.c.key == _other.c.key).scalar_subquery()
_LIST = Statement(select(_other).where(_other.c.version == _last).order_by(_other.c.key))
_INSERT = inserting(table)
_cells = columns_of(TemplateRow)


def insert_template(session: Session, row: TemplateRow) -> None:
    """Publish a version; a version that exists already raises AlreadyExists."""
    session.run(_INSERT, *_cells(row))


def newest_template(session: Session, key: str) -> TemplateRow | None:
    """Return the newest version of a template, None when none was published."""
    return session.one(TemplateRow, _NEWEST, key)


def template_version(session: Session, key: str, version: int) -> TemplateRow | None:
    """Return one version of a template, None when there is none."""
    return session.one(TemplateRow, _VERSION, key, version)


def template_versions(session: Session, key: str) -> list[TemplateRow]:
    """Return every version of a template, the newest first; [] when none was published."""
    return session.all(TemplateRow, _VERSIONS, key)


def list_templates(session: Session) -> list[TemplateRow]:
    """Return the newest version of each template, by key."""
    return session.all(TemplateRow, _LIST)
