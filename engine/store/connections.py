"""How the engine connects: what each store needs so that a commit is a commit.

SQLite: write-ahead log, synced at every commit, foreign keys on, writers take the write lock at
BEGIN IMMEDIATE, so that no unit of work fails half-way because another one wrote first.
PostgreSQL: UTC, and no endless wait for a lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
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


def connect(url: str, *, is_writer: bool, pool_size: int = 5) -> Engine:
    """Make the engine for units of work that write, or for those that only read."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        # Compiling a statement (jit) takes longer than any of ours runs.
        options = f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s -c jit=off"
        # Query parameters of the URL are the user's and win.
        arguments = {} if "options" in parsed.query else {"options": options}
        return create_engine(parsed, pool_size=pool_size, connect_args=arguments)
    engine = create_engine(
        parsed,
        pool_size=pool_size,
        connect_args={"cached_statements": _STATEMENTS, "timeout": BUSY_SECONDS},
    )
    _prepare_sqlite(engine, is_writer=is_writer, is_file=True)
    return engine


def connect_memory(image: bytes) -> Engine:
    """Make an engine on a private in-memory SQLite database with the content of an image."""

    def connected() -> sqlite3.Connection:
        connection = sqlite3.connect(
            ":memory:", check_same_thread=False, cached_statements=_STATEMENTS
        )
        connection.deserialize(image)
        return connection

    engine = create_engine("sqlite://", creator=connected, poolclass=StaticPool)
    _prepare_sqlite(engine, is_writer=True, is_file=False)
    return engine


def connect_blank_memory() -> Engine:
    """Make an engine on a private in-memory SQLite database without any table."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    _prepare_sqlite(engine, is_writer=True, is_file=False)
    return engine


def _prepare_sqlite(engine: Engine, *, is_writer: bool, is_file: bool) -> None:
    pragmas = ["foreign_keys = ON"]
    if is_file:
        pragmas += ["journal_mode = WAL", "synchronous = FULL"]
    event.listen(engine, "connect", _on_connect(pragmas))
    begin = "BEGIN IMMEDIATE" if is_writer else "BEGIN"
    event.listen(engine, "begin", _on_begin(begin))


def _on_connect(pragmas: list[str]) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(dbapi: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        dbapi.isolation_level = None  # the driver begins nothing of its own accord
        cursor = dbapi.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _on_begin(begin: str) -> Callable[[Connection], None]:
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return start
