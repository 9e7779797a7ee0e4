"""Many stored cases, quickly: copies of one case that real commands made, with new ids.

Every row of the case is copied inside the database; wherever its id stands in a text, the
history's bodies included, the new id takes its place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Column as NewColumn
from sqlalchemy import (
    ColumnElement,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.schema import CreateTable, DropTable

from engine.store import Session, Store
from engine.store.columns import TextList, ValueText
from engine.store.connections import connect
from engine.store.tables import (
    case_file,
    history_event,
    open_work,
    outbox_message,
    timer,
    waiting_message,
    work_candidate,
)

OF_A_CASE = (
    case_file,
    open_work,
    work_candidate,
    timer,
    waiting_message,
    history_event,
    outbox_message,
)
"""In an order that no foreign key minds."""

_NEW = Table("bench_new_case", MetaData(), NewColumn("id", Text), prefixes=["TEMPORARY"])


def multiply(store: Store, case_id: str, count: int) -> list[str]:
    """Copy a case `count` times; return the ids of the copies."""
    ids = sorted(str(uuid.uuid4()) for _ in range(count))
    with store.begin() as session:
        session.execute(CreateTable(_NEW))
        session.execute(insert(_NEW), [{"id": each} for each in ids])
        for table in OF_A_CASE:
            _copy(session, table, case_id)
        session.execute(DropTable(_NEW))
    return ids


def _copy(session: Session, table: Table, case_id: str) -> None:
    columns = [column for column in table.columns if (table, column.name) != (timer, "id")]
    values = [_value(table, column, case_id) for column in columns]
    rows = select(*values).select_from(table).join(_NEW, text("true"))
    rows = rows.where(belongs(table, case_id)).order_by(_NEW.c.id)
    session.execute(insert(table).from_select([column.name for column in columns], rows))


def belongs(table: Table, case_id: str) -> ColumnElement[bool]:
    """Say which rows of a table belong to a case."""
    if table is case_file:
        return case_file.c.id == case_id
    if table is work_candidate:
        ours = select(open_work.c.id).where(open_work.c.case_id == case_id)
        return work_candidate.c.work_id.in_(ours)
    return table.c.case_id == case_id


def _value(table: Table, column: NewColumn[object], case_id: str) -> ColumnElement[object]:
    if table is outbox_message and column.name == "id":
        # 24 characters of the case and the last 12 of the message: as long as a UUID, and new.
        head = func.substr(_NEW.c.id, 1, 24, type_=String)
        return cast("ColumnElement[object]", head + func.substr(column, 25, 12, type_=String))
    if isinstance(column.type, Text | ValueText | TextList):
        return func.replace(column, case_id, _NEW.c.id)
    return column


def settle(url: str) -> None:
    """Let the database come to rest: planner statistics, log written back."""
    engine = connect(url)
    is_sqlite = engine.dialect.name == "sqlite"
    said: Iterable[str] = (
        ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
        if is_sqlite
        else ("VACUUM ANALYZE", "CHECKPOINT")
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for each in said:
            connection.exec_driver_sql(each)
    engine.dispose()
