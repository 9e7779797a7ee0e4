"""L: the rows of a step and nothing else, in two ways.

`Core` is L as the target names it: the case row with its work is read, then the recorded rows are
written by plain SQLAlchemy Core statements, many rows of a table in one call, in one transaction
on the engine's own connection settings. `Driver` writes the same rows below SQLAlchemy: texts
compiled and values converted before the clock starts, on PostgreSQL all in one pipeline. All
values are made ready before the clock starts in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import Protocol, cast

from sqlalchemy import (
    Delete,
    Engine,
    Insert,
    Table,
    Update,
    bindparam,
    delete,
    event,
    insert,
    select,
    update,
)

from bench.writes import Deleted, Inserted, Recorded, Row, Updated, Write, for_case
from engine.store.connections import connect, plan_anew
from engine.store.statements import Cell, Cursor, Statement
from engine.store.tables import case_file, open_work

Sent = Insert | Update | Delete
_READ = (
    select(open_work, case_file)
    .join_from(open_work, case_file)
    .where(open_work.c.id == bindparam("work_id"))
)


class Driver(Protocol):
    """What of sqlite3's and psycopg's connections is needed."""

    def execute(self, sql: str, values: Sequence[Cell], /) -> Cursor: ...

    def commit(self) -> None: ...

    def pipeline(self) -> AbstractContextManager[object]: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """One statement with the rows it is sent with."""

    statement: Sent
    rows: tuple[dict[str, object], ...]
    keys: tuple[str, ...]
    must_hit: bool


class Floor:
    """Write recorded steps on one database."""

    def __init__(self, url: str, steps: Sequence[Recorded]) -> None:
        self.engine = connect(url)
        if self.engine.dialect.name == "postgresql":  # what comes again is prepared, as by default
            event.remove(self.engine, "do_execute", plan_anew)
        self._steps = steps

    def prepare(self, case_ids: Sequence[str]) -> list[tuple[str, list[Prepared]]]:
        """Make all values ready: (work id, writes) of each step of each case."""
        moved = [for_case(step, case_id) for case_id in case_ids for step in self._steps]
        return [(step.work_id, [_prepared(step, each) for each in step.writes]) for step in moved]

    def core(self, case_ids: Sequence[str]) -> list[float]:
        """Return the seconds of each step, written by SQLAlchemy Core."""
        steps = self.prepare(case_ids)
        return [_core(self.engine, work_id, writes) for work_id, writes in steps]

    def driver(self, case_ids: Sequence[str]) -> list[float]:
        """Return the seconds of each step, written by the driver alone."""
        kind = self.engine.dialect.name
        read = Statement(_READ, ["work_id"])
        compiled: dict[int, Statement] = {}  # by identity: there is one of each
        steps = []
        for work_id, writes in self.prepare(case_ids):
            texts: list[tuple[str, list[Cell]]] = []
            for write in writes:
                place = id(write.statement)
                if place not in compiled:
                    compiled[place] = Statement(write.statement, write.keys)
                form = compiled[place].on(kind)
                texts += [
                    (form.sql, form.values([row[key] for key in write.keys])) for row in write.rows
                ]
            steps.append((read.on(kind).values([work_id]), texts))
        sql = read.on(kind).sql
        return [_driver(self.engine, sql, values, texts) for values, texts in steps]

    def close(self) -> None:
        self.engine.dispose()


def _core(engine: Engine, work_id: str, writes: Sequence[Prepared]) -> float:
    begin = perf_counter()
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(_READ, {"work_id": work_id}).one()
        for write in writes:
            rows = write.rows[0] if len(write.rows) == 1 else list(write.rows)
            done = connection.execute(write.statement, rows)
            assert not write.must_hit or done.rowcount == 1
    return perf_counter() - begin


def _driver(
    engine: Engine, read: str, values: Sequence[Cell], texts: Sequence[tuple[str, list[Cell]]]
) -> float:
    begin = perf_counter()
    with engine.connect() as connection:
        driver = cast("Driver", connection.connection.driver_connection)
        together: AbstractContextManager[object] = nullcontext()
        if engine.dialect.name == "sqlite":
            driver.execute("BEGIN IMMEDIATE", ())
        assert driver.execute(read, values).fetchone() is not None
        if engine.dialect.name == "postgresql":
            together = driver.pipeline()
        with together:
            (update_sql, update_values), *rest = texts
            first = driver.execute(update_sql, update_values)
            for sql, cells in rest:
                driver.execute(sql, cells)
        assert first.rowcount == 1
        driver.commit()
    return perf_counter() - begin


def _prepared(step: Recorded, write: Write) -> Prepared:
    match write:
        case Inserted(table, rows):
            return _with_rows(_inserting(table, tuple(rows[0])), rows)
        case Deleted(table, keys):
            return _with_rows(_deleting(table, tuple(keys[0])), keys)
        case Updated(table, key, changes):
            found = dict(key)
            if table is case_file:
                found["version"] = step.version
            statement = _updating(table, tuple(changes), tuple(found))
            given = {f"old_{name}": cell for name, cell in found.items()}
            return _with_rows(statement, ({**changes, **given},), must_hit=table is case_file)


# Each statement is made once, as a careful programmer would: making it costs more than sending it.


@cache
def _inserting(table: Table, names: tuple[str, ...]) -> Insert:
    # Named one by one: `timer.id` is given by the database.
    return insert(table).values({name: bindparam(name) for name in names})


@cache
def _deleting(table: Table, names: tuple[str, ...]) -> Delete:
    return delete(table).where(*(table.c[name] == bindparam(name) for name in names))


@cache
def _updating(table: Table, names: tuple[str, ...], found: tuple[str, ...]) -> Update:
    conditions = (table.c[name] == bindparam(f"old_{name}") for name in found)
    return update(table).where(*conditions).values({name: bindparam(name) for name in names})


def _with_rows(statement: Sent, rows: Sequence[Row], *, must_hit: bool = False) -> Prepared:
    given = tuple(dict(row) for row in rows)
    return Prepared(statement, given, tuple(given[0]), must_hit)
