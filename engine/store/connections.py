"""How the engine connects: what each store needs so that a commit is a commit.

SQLite: write-ahead log, synced at every commit, foreign keys on, writers take the write lock at
BEGIN IMMEDIATE, so that no unit of work fails half-way because another one wrote first.
PostgreSQL: UTC, and no endless wait for a lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Protocol, cast

from sqlalchemy import URL, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 10
"""How long a unit of work waits for a lock before it is told that the store is busy."""

_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")
_STATEMENTS = 256  # prepared per SQLite connection; all of ours and those of the pages


def parse_url(url: str) -> URL:
    """Read a database URL; any way of writing PostgreSQL means its psycopg driver."""
    parsed = make_url(url)
    if parsed.drivername in _POSTGRES:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def connect(url: str, *, pool_size: int = 5) -> Engine:
    """Make an engine.

    On SQLite whoever uses it says BEGIN, or each statement is a transaction of its own.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        # Compiling a statement (jit) takes longer than any of ours runs; several processes at
        # once shorten a page by little and take them from everybody else.
        options = (
            f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s -c jit=off"
            " -c max_parallel_workers_per_gather=0"
        )
        # Query parameters of the URL are the user's and win.
        arguments = {} if "options" in parsed.query else {"options": options}
        engine = create_engine(
            parsed, pool_size=pool_size, connect_args=arguments, hide_parameters=True
        )
        event.listen(engine, "do_execute", plan_anew)
        return engine
    engine = create_engine(
        parsed,
        pool_size=pool_size,
        hide_parameters=True,  # they are people's words and secrets, and errors are logged
        connect_args={"cached_statements": _STATEMENTS, "timeout": BUSY_SECONDS},
    )
    _prepare_sqlite(engine, "foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL")
    return engine


def connect_memory(image: bytes | None = None) -> Engine:
    """Make an engine on a private in-memory SQLite database, a copy of an image or empty."""

    def connected() -> sqlite3.Connection:
        connection = sqlite3.connect(
            ":memory:", check_same_thread=False, cached_statements=_STATEMENTS
        )
        if image is not None:
            connection.deserialize(image)
        return connection

    engine = create_engine("sqlite://", creator=connected, poolclass=StaticPool)
    _prepare_sqlite(engine, "foreign_keys = ON")
    return engine


class _Planned(Protocol):
    """psycopg's cursor, as far as it says whether a statement is prepared."""

    def execute(self, statement: str, values: Sequence[object], /, *, prepare: bool) -> object: ...


def plan_anew(
    cursor: DBAPICursor, statement: str, values: Sequence[object], context: ExecutionContext
) -> bool:
    """Let PostgreSQL plan a Core statement for the values it is run with, each time.

    psycopg prepares what comes again, and from the tenth time on PostgreSQL then plans for any
    values at all: a list that took 30 ms took 700 for as long as the connection lived. The
    statements of a step, which say what one row is, go past SQLAlchemy and stay prepared.
    """
    del context
    cast("_Planned", cursor).execute(statement, values, prepare=False)
    return True


def _prepare_sqlite(engine: Engine, *pragmas: str) -> None:
    def prepare(dbapi: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        dbapi.isolation_level = None  # the driver begins nothing of its own accord
        cursor = dbapi.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", prepare)
