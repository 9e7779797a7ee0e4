"""The store: where units of work begin and end.

A command gets a `Session` and never commits; whoever opened the unit of work does, by leaving
the `with` block. If anything raises inside, nothing of the unit of work exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Protocol, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.exc import OperationalError

from engine.store.connections import connect, connect_memory
from engine.store.failures import translate
from engine.store.hunches import Hunches
from engine.store.migrate import blank_image
from engine.store.statements import Cell, Cursor, Driver, Statement
from engine.store.turns import Turns

Row = TypeVar("Row")


class Session:
    """One unit of work: run Core statements, or prepared ones over the driver itself."""

    __slots__ = (
        "_driver",
        "connection",
        "has_changed_configuration",
        "hunches",
        "kind",
        "only_reads",
        "revision",
    )

    def __init__(
        self, connection: Connection, hunches: Hunches, *, only_reads: bool = False
    ) -> None:
        self.connection = connection
        self.only_reads = only_reads
        self.revision: int | None = None
        """Of a unit that only reads: the revision that it saw first, and that it stays with."""
        self.hunches = hunches
        self.kind = connection.dialect.name
        """`sqlite` or `postgresql`."""
        self.has_changed_configuration = False
        """Whether this unit of work changed people, units, settings or the calendar: what it
        reads of them from now on may never be committed, so it must not be kept."""
        self._driver = cast("Driver", connection.connection.driver_connection)

    def execute(
        self, statement: Executable, values: Sequence[dict[str, object]] | None = None
    ) -> CursorResult[*tuple[Cell, ...]]:
        """Run a Core statement; for everything that is not part of every step."""
        return cast("CursorResult[*tuple[Cell, ...]]", self.connection.execute(statement, values))

    def run(self, statement: Statement, *arguments: Cell) -> Cursor:
        """Run a prepared statement; arguments stand in the order of its keys."""
        compiled = statement.on(self.kind)
        return self._driver.execute(compiled.sql, compiled.values(arguments))

    def run_many(self, statement: Statement, rows: Iterable[Sequence[Cell]]) -> None:
        """Run a prepared statement once for each row of arguments, in one go."""
        compiled = statement.on(self.kind)
        cells = [compiled.values(each) for each in rows]
        if cells:
            self._driver.cursor().executemany(compiled.sql, cells)

    def rows(self, statement: Statement, *arguments: Cell) -> list[list[Cell]]:
        """Return all rows of a prepared query, converted."""
        compiled = statement.on(self.kind)
        cursor = self._driver.execute(compiled.sql, compiled.values(arguments))
        return [compiled.row(cells) for cells in cursor.fetchall()]

    def row(self, statement: Statement, *arguments: Cell) -> list[Cell] | None:
        """Return the first row of a prepared query, or None."""
        compiled = statement.on(self.kind)
        cells = self._driver.execute(compiled.sql, compiled.values(arguments)).fetchone()
        return None if cells is None else compiled.row(cells)

    def one(self, kind: Callable[..., Row], statement: Statement, *arguments: Cell) -> Row | None:
        """Return the first row as a value whose fields are the columns in order, or None."""
        cells = self.row(statement, *arguments)
        return None if cells is None else kind(*cells)

    def all(self, kind: Callable[..., Row], statement: Statement, *arguments: Cell) -> list[Row]:
        """Return all rows as such values."""
        return [kind(*cells) for cells in self.rows(statement, *arguments)]

    @property
    def driver(self) -> Driver:
        """Return the driver's own connection, for the batch of a step."""
        return self._driver


class _Autocommitting(Protocol):
    """psycopg's connection, as far as it can do without transactions."""

    autocommit: bool


class Store:
    """A migrated database; make one per process and share it between threads."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        """Take an SQLAlchemy URL: ``sqlite:///path`` or ``postgresql://…``."""
        self._writing = self._reading = connect(url, pool_size=pool_size)
        self._turn: AbstractContextManager[object] = nullcontext()
        self._turn_to_read: AbstractContextManager[object] = nullcontext()
        self._hunches = Hunches()
        if self.kind == "sqlite":  # readers never wait for a connection that a writer holds
            self._reading = connect(url, pool_size=pool_size)
            if file := self._writing.url.database:
                self._turn = Turns(Path(file))

    @classmethod
    def memory(cls) -> Store:
        """Make a private, empty, migrated SQLite database in memory, within milliseconds."""
        store = cls.__new__(cls)
        store._writing = store._reading = connect_memory(_image())  # noqa: SLF001 - our own
        store._hunches = Hunches()  # noqa: SLF001 - our own
        store._turn = store._turn_to_read = RLock()  # noqa: SLF001 - one connection for all threads
        return store

    @property
    def kind(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return self._writing.dialect.name

    def begin(self) -> AbstractContextManager[Session]:
        """Open a unit of work; commit when the block ends, roll back when it raises.

        A lock not given in time raises Conflict with the code ``busy``, an identity taken twice
        AlreadyExists.
        """
        return self._unit(self._writing, "BEGIN IMMEDIATE", self._turn, only_reads=False)

    def read(self) -> AbstractContextManager[Session]:
        """Open a unit of work that only reads; it does not wait for those that write."""
        return self._unit(self._reading, "BEGIN", self._turn_to_read, only_reads=True)

    @contextmanager
    def glance(self) -> Iterator[Session]:
        """Open a unit of work for a single query.

        On PostgreSQL it is no transaction: beginning and ending one are two more round trips.
        """
        if self.kind == "sqlite":
            with self.read() as session:
                yield session
            return
        with self._reading.connect() as connection:
            session = Session(connection, self._hunches)
            driver = cast("_Autocommitting", session.driver)
            driver.autocommit = True
            try:
                yield session
            except Exception as error:
                _give_up_if_lost(self._reading, session, error)
                named = translate(error)
                if named is None:
                    raise
                raise named from error
            finally:
                if not connection.invalidated:
                    driver.autocommit = False

    def close(self) -> None:
        """Give all connections back."""
        self._writing.dispose()
        self._reading.dispose()

    @contextmanager
    def _unit(
        self,
        engine: Engine,
        begin: str,
        turn: AbstractContextManager[object],
        *,
        only_reads: bool,
    ) -> Iterator[Session]:
        # The connection first: whoever has the turn waits for nothing more.
        with engine.connect() as connection, turn:
            session = Session(connection, self._hunches, only_reads=only_reads)
            driver = session.driver
            try:
                # Said to the driver: SQLAlchemy's own way costs a fifth of a step on SQLite.
                # psycopg begins by itself.
                if session.kind == "sqlite":
                    driver.execute(begin, ())
                yield session
                driver.commit()
            except Exception as error:
                _roll_back(driver)
                _give_up_if_lost(engine, session, error)
                named = translate(error)
                if named is None:
                    raise
                raise named from error
            except BaseException:
                driver.rollback()
                raise


def _roll_back(driver: Driver) -> None:
    """Roll back; where the connection is lost the server has done so."""
    try:
        driver.rollback()
    except Exception:
        if not _is_lost(driver):
            raise


def _give_up_if_lost(engine: Engine, session: Session, error: Exception) -> None:
    """Forget a connection that the server has ended, with all others that are idle.

    Statements go to the driver past SQLAlchemy, which therefore cannot notice it. When the server
    restarts all connections are lost at once: only those in use fail. Raises OperationalError.
    """
    if _is_lost(session.driver) and not session.connection.invalidated:
        session.connection.invalidate()
        engine.dispose()
        raise OperationalError("", None, error, hide_parameters=True) from error


def _is_lost(driver: Driver) -> bool:
    """Say whether a connection has ended; one of SQLite does not end by itself."""
    return bool(getattr(driver, "closed", False))


@cache
def _image() -> bytes:
    """Return the empty database that each one in memory is a copy of."""
    return blank_image()
