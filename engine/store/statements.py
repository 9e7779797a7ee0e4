"""Statements compiled once per store and run by the driver itself.

SQLAlchemy's own execution costs more than SQLite needs for a row. The statements of a step are
always the same, so each is written in Core, compiled on first use for each of the two stores,
and from then on handed to the driver with a plain tuple. The column types still do the
conversion, so a row looks the same whichever way it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import CompoundSelect, Dialect, Select, UpdateBase
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

Cell = object
Convert = Callable[[Cell], Cell]
Core = Select[*tuple[Cell, ...]] | CompoundSelect[*tuple[Cell, ...]] | UpdateBase


class Cursor(Protocol):
    """What of a driver's cursor we use; sqlite3 and psycopg both have it."""

    @property
    def rowcount(self) -> int:
        """Return how many rows the last statement wrote."""
        ...

    def fetchall(self) -> list[tuple[Cell, ...]]:
        """Return all rows not fetched yet."""
        ...

    def fetchone(self) -> tuple[Cell, ...] | None:
        """Return the next row."""
        ...


class ManyCursor(Protocol):
    """What of a driver's cursor runs a statement many times."""

    def executemany(self, sql: str, values: Sequence[Sequence[Cell]], /) -> object:
        """Run one statement with each of these rows of values."""
        ...


class Driver(Protocol):
    """What of a driver's connection we use."""

    def execute(self, sql: str, values: Sequence[Cell], /) -> Cursor:
        """Run one statement."""
        ...

    def cursor(self) -> ManyCursor:
        """Return a cursor for running a statement many times."""
        ...

    def commit(self) -> None:
        """End the transaction, keeping what it wrote."""
        ...

    def rollback(self) -> None:
        """End the transaction, if one is open, as if it had never been."""
        ...


@dataclass(frozen=True, slots=True)
class Compiled:
    """One statement in the words of one store."""

    sql: str
    order: tuple[int, ...] | None
    """Which argument goes into each placeholder; None: all of them, as they come."""
    constants: tuple[Cell, ...]
    """Values that stand in the statement itself; in `order` they follow the arguments."""
    writing: tuple[tuple[int, Convert], ...]
    """The placeholders whose values must be converted."""
    reading: tuple[tuple[int, Convert], ...]
    """The columns of the result that must be converted."""

    def values(self, arguments: Sequence[Cell]) -> list[Cell]:
        """Convert the arguments and put them in the order of the placeholders."""
        order, cells = self.order, [*arguments, *self.constants]
        if order is not None:
            cells = [cells[index] for index in order]
        for index, convert in self.writing:
            cells[index] = convert(cells[index])
        return cells

    def row(self, found: Iterable[Cell]) -> list[Cell]:
        """Convert one row that the driver returned."""
        cells = list(found)
        for index, convert in self.reading:
            if cells[index] is not None:
                cells[index] = convert(cells[index])
        return cells


class Statement:
    """A Core statement whose arguments are given by position, in the order of `keys`."""

    __slots__ = ("_compiled", "_core", "_keys", "_postgresql")

    def __init__(
        self, core: Core, keys: Sequence[str] = (), *, postgresql: Core | None = None
    ) -> None:
        """Take the statement, and another one for PostgreSQL where it must be said differently."""
        self._core = core
        self._postgresql = core if postgresql is None else postgresql
        self._keys = tuple(keys)
        # Compiling twice from two threads gives the same text, so this needs no lock.
        self._compiled: dict[str, Compiled] = {}

    def on(self, store: str) -> Compiled:
        """Return the statement for `sqlite` or `postgresql`."""
        compiled = self._compiled.get(store)
        if compiled is None:
            compiled = self._compiled[store] = self._compile(store)
        return compiled

    def _compile(self, store: str) -> Compiled:
        dialect = _dialect(store)
        core = self._core if store == "sqlite" else self._postgresql
        compiled = core.compile(dialect=dialect)
        bound = [compiled.binds[name] for name in compiled.positiontup or ()]
        constant = [each for each in bound if each.key not in self._keys]
        places = [*self._keys, *(each.key for each in constant)]
        order = tuple(places.index(each.key) for each in bound)
        return Compiled(
            sql=str(compiled),
            order=None if order == tuple(range(len(places))) else order,
            constants=tuple(each.effective_value for each in constant),
            writing=_conversions(
                each.type.dialect_impl(dialect).bind_processor(dialect) for each in bound
            ),
            reading=_conversions(
                each.type.dialect_impl(dialect).result_processor(dialect, None)
                for each in core.exported_columns
            ),
        )


def _dialect(store: str) -> Dialect:
    if store == "sqlite":
        return sqlite_dialect(paramstyle="qmark")
    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]


def _conversions(all_of_them: Iterable[Convert | None]) -> tuple[tuple[int, Convert], ...]:
    return tuple((index, each) for index, each in enumerate(all_of_them) if each is not None)
