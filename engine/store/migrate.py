"""Bring a database to the schema of this release."""

from __future__ import annotations

import io
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from engine.store.connections import connect, connect_memory

# Any number, the same for all of ours: two processes that start together migrate in turn.
_LOCK = 0x6475_6461_6F


def migrate(url: str) -> None:
    """Create the schema or bring it up to date; do nothing when it is."""
    engine = connect(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            else:
                connection.execute(text("BEGIN IMMEDIATE"))
            _upgrade(connection)
    finally:
        engine.dispose()


def is_current(url: str) -> bool:
    """Say whether the database has exactly the schema of this release."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return revision_of(connection) == newest_revision()
    finally:
        engine.dispose()


def check(url: str) -> None:
    """Compare the migrated schema with the tables; Alembic's error says what differs."""
    engine = connect(url)
    try:
        _run_check(engine)
    finally:
        engine.dispose()


def newest_revision() -> str:
    """Return the id of the last migration."""
    with as_file(files("engine.store") / "migrations") as folder:
        head = ScriptDirectory(str(folder)).get_current_head()
    return head or ""


def blank_image() -> bytes:
    """Return a SQLite database with the whole schema and no cases, as one piece of memory."""
    engine = connect_memory()
    try:
        with engine.begin() as connection:
            connection.execute(text("BEGIN"))
            _upgrade(connection)
        raw = engine.raw_connection()
        try:
            image = raw.driver_connection.serialize()  # type: ignore[union-attr]
        finally:
            raw.close()
    finally:
        engine.dispose()
    return bytes(image)


def _upgrade(connection: Connection) -> None:
    with as_file(files("engine.store") / "migrations") as folder:
        command.upgrade(_config(str(folder), connection), "head")


def _run_check(engine: Engine) -> None:
    with engine.connect() as connection, as_file(files("engine.store") / "migrations") as folder:
        command.check(_config(str(folder), connection))


def _config(folder: str, connection: Connection) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision_of(connection: Connection) -> str | None:
    """Return the id of the migration that a database stands at, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
