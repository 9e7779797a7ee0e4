"""The statements with which a step writes, each compiled once per store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.rows import TimerRow
from engine.store.statements import Cell, Statement
from engine.store.tables import (
    allocated_number,
    case_file,
    document,
    history_event,
    idempotency_key,
    incident,
    open_work,
    outbox_message,
    outcome,
    problem_item,
    timer,
    waiting_message,
    work_candidate,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CASE_ADVANCES = ("state", "version", "head_seq", "head_hash", "undo", "due_at")
"""What every step of a case changes."""
CASE_CHANGES = (
    "reference",
    "unit",
    "title",
    "status",
    "state",
    "version",
    "ended_at",
    "end_code",
    "suspended_at",
    "head_seq",
    "head_hash",
    "undo",
    "due_at",
    "on_time",
)
WORK_CHANGES = ("unit", "assignee", "owner", "status", "due_at", "deadline")
INCIDENT_CHANGES = ("attempts", "retry_at", "ended_at", "ended_by", "resolution")


def columns_of(
    row: type[DataclassInstance], *, without: str = ""
) -> Callable[[object], tuple[Cell, ...]]:
    """Return what takes the fields of such a row out, in the order of the columns."""
    names = [field.name for field in fields(row) if field.name != without]
    return cast("Callable[[object], tuple[Cell, ...]]", attrgetter(*names))


def inserting(table: Table) -> Statement:
    """Insert a row; the arguments are all columns in order."""
    return Statement(insert(table), [column.key for column in table.columns])


def changing(table: Table, names: Sequence[str], where: Sequence[str]) -> Statement:
    """Update the named columns of the row found by others, whose values follow them."""
    found = [f"old_{name}" for name in where]
    statement = (
        update(table)
        .where(*(table.c[name] == bindparam(f"old_{name}") for name in where))
        .values({name: bindparam(name) for name in names})
    )
    return Statement(statement, [*names, *found])


def deleting(table: Table, where: Sequence[str]) -> Statement:
    """Delete the row with these values."""
    conditions = (table.c[name] == bindparam(name) for name in where)
    return Statement(delete(table).where(*conditions), where)


def setting(table: Table, names: Sequence[str], place: Sequence[str]) -> Statement:
    """Insert a row, or change the one that is in this place already."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    lite = sqlite.insert(table).values(values).inline()
    post = postgresql.insert(table).values(values).inline()
    rest = [name for name in names if name not in place]
    return Statement(
        lite.on_conflict_do_update(
            index_elements=place, set_={name: lite.excluded[name] for name in rest}
        ),
        names,
        postgresql=post.on_conflict_do_update(
            index_elements=place, set_={name: post.excluded[name] for name in rest}
        ),
    )


_TIMER = [field.name for field in fields(TimerRow) if field.name != "id"]
INSERT_CASE = inserting(case_file)
CHANGE_CASE = changing(case_file, CASE_CHANGES, ("id", "version"))
# SQLite writes the index of each column that is named, changed or not.
ADVANCE_CASE = changing(case_file, CASE_ADVANCES, ("id", "version"))
INSERT_WORK = inserting(open_work)
CHANGE_WORK = changing(open_work, WORK_CHANGES, ("case_id", "aid"))
MARK_WORK = changing(open_work, ("mark_at",), ("case_id", "aid"))
DELETE_WORK = deleting(open_work, ("case_id", "aid"))  # its candidates go with it
INSERT_CANDIDATE = inserting(work_candidate)
SET_TIMER = setting(timer, _TIMER, ("case_id", "aid", "kind"))
DELETE_TIMER = deleting(timer, ("case_id", "aid", "kind"))
INSERT_WAIT = inserting(waiting_message)
DELETE_WAIT = deleting(waiting_message, ("case_id", "aid"))
SET_ITEM = setting(problem_item, [column.key for column in problem_item.columns], ("id",))
DELETE_ITEM = deleting(problem_item, ("id",))
INSERT_INCIDENT = inserting(incident)
CHANGE_INCIDENT = changing(incident, INCIDENT_CHANGES, ("id",))
INSERT_OUTCOME = inserting(outcome)
INSERT_NUMBER = inserting(allocated_number)
INSERT_DOCUMENT = inserting(document)
INSERT_EVENT = inserting(history_event)
INSERT_MESSAGE = inserting(outbox_message)
INSERT_RESULT = inserting(idempotency_key)
