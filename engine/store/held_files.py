"""Files chosen for cases that are not opened yet: held, found again, let go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, delete, insert, select

from engine.store.document_rows import HeldFileRow
from engine.store.statements import Statement
from engine.store.step_statements import columns_of
from engine.store.store import Session
from engine.store.tables import held_file

_held = held_file.c
_BY_ID = Statement(select(held_file).where(_held.id == bindparam("id")), ["id"])
_OF = Statement(
    select(held_file)
    .where(_held.held_by == bindparam("held_by"), _held.process == bindparam("process"))
    .order_by(_held.held_at, _held.id),
    ["held_by", "process"],
)
_BEFORE = Statement(
    select(held_file)
    .where(_held.held_at < bindparam("before"))
    .order_by(_held.held_at)
    .limit(bindparam("limit")),
    ["before", "limit"],
)
_cells = columns_of(HeldFileRow)


def insert_held(session: Session, row: HeldFileRow) -> None:
    """Hold a file whose content is stored."""
    names = [column.key for column in held_file.columns]
    session.execute(insert(held_file), [dict(zip(names, _cells(row), strict=True))])


def find_held(session: Session, file_id: str) -> HeldFileRow | None:
    """Return a held file by its id; None when there is none (any longer)."""
    return session.one(HeldFileRow, _BY_ID, file_id)


def held_by(session: Session, person: str, process: str) -> list[HeldFileRow]:
    """Return what somebody holds for a case of a process, the oldest first."""
    return session.all(HeldFileRow, _OF, person, process)


def held_before(session: Session, before: datetime, *, limit: int) -> list[HeldFileRow]:
    """Return what has been held since before an instant, the oldest first."""
    return session.all(HeldFileRow, _BEFORE, before, limit)


def let_go(session: Session, ids: Collection[str]) -> None:
    """Hold these files no longer; their content stays."""
    if ids:
        session.execute(delete(held_file).where(cast("Any", _held.id).in_(ids)))
