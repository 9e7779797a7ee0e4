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

from sqlalchemy import BindParameter, Dialect, Select, UpdateBase
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.types import TypeEngine

Cell = object
Convert = Callable[[Cell], Cell]
Core = Select[*tuple[Cell, ...]] | UpdateBase


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


class Driver(Protocol):
    """What of a driver's connection we use."""

    def execute(self, sql: str, values: Sequence[Cell], /) -> Cursor:
        """Run one statement."""
        ...


@dataclass(frozen=True, slots=True)
class Compiled:
    """One statement in the words of one store."""

    sql: str
    # For each placeholder: which argument goes there (None: the constant), and its conversion.
    places: tuple[tuple[int | None, Convert | None, Cell], ...]
    columns: tuple[Convert | None, ...]

    def values(self, arguments: Sequence[Cell]) -> tuple[Cell, ...]:
        """Convert the arguments and put them in the order of the placeholders."""
        return tuple(
            [
                constant
                if index is None
                else arguments[index]
                if convert is None
                else convert(arguments[index])
                for index, convert, constant in self.places
            ]
        )

    def row(self, cells: Iterable[Cell]) -> list[Cell]:
        """Convert one row that the driver returned."""
        return [
            cell if convert is None else convert(cell)
            for cell, convert in zip(cells, self.columns, strict=True)
        ]


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
        positions = {key: index for index, key in enumerate(self._keys)}
        names = compiled.positiontup or ()
        places = tuple(_place(compiled.binds[name], positions, dialect) for name in names)
        columns = tuple(_from_db(each.type, dialect) for each in core.exported_columns)
        return Compiled(str(compiled), places, columns)


def _dialect(store: str) -> Dialect:
    if store == "sqlite":
        return sqlite_dialect(paramstyle="qmark")
    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]


def _place(
    bound: BindParameter[Cell], positions: dict[str, int], dialect: Dialect
) -> tuple[int | None, Convert | None, Cell]:
    convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
    index = positions.get(bound.key)
    if index is not None:
        return index, convert, None
    constant = bound.effective_value
    return None, None, constant if convert is None else convert(constant)


def _from_db(kind: TypeEngine[Cell], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
