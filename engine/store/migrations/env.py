"""Alembic's entry: migrate over the connection that `engine.store.migrate` hands in."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Index, Table

from engine.store.columns import METADATA, Instant, TextList, ValueText
from engine.store.tables import revision

assert revision.metadata is METADATA  # noqa: S101 - all tables are known by this import


def render(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types by name into a new migration."""
    if kind == "type" and isinstance(item, Instant | TextList | ValueText):
        autogen.imports.add("from engine.store.columns import Instant, TextList, ValueText")
        return f"{type(item).__name__}()"
    return False


def is_ours(item: object, name: str | None, *rest: object) -> bool:
    """Say whether to compare a table or index: each store has its own for the full-text search."""
    del rest
    if isinstance(item, Index):
        store = context.config.attributes["connection"].dialect.name
        is_foreign = store == "sqlite" and item.dialect_options["postgresql"]["using"] == "gin"
        return not is_foreign and item.info.get("only", store) == store
    return not (isinstance(item, Table) and (name or "").startswith("search_index"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=render,
    include_object=is_ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
