"""Prove a register of numbers whole: what is wrong with a series, found by its indexes.

A series is gapless when its last number is N and the register has each of 1…N exactly once. A
number is in the register once or not at all, for it is its key; so each of 1 to the last must be
there, and no other. Of a whole register the entries of an index are counted, no row is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, func, select

from engine.model.history import Flaw
from engine.store.numbers import last_number
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import VOID, allocated_number, document, void_number

MOST = 100
"""Flaws of each kind that are named; all are counted."""
_KEYS = ("series", "year", "last", "limit")
_taken = allocated_number.c


@dataclass(frozen=True, slots=True)
class SeriesFlaws:
    """What is wrong with a register: the first of each kind, and how many there are in all.

    `Flaw.seq` is the serial number.
    """

    flaws: tuple[Flaw, ...]
    count: int


def check_series(session: Session, series: str, *, year: int) -> SeriesFlaws:
    """Prove that a series has no gaps and no doubles; return what is wrong, if anything is."""
    last = last_number(session, series, year=year)
    asked = series, year, last, MOST + 1
    lacking = last - (session.one(int, _WITHIN, *asked) or 0)
    gaps = islice(_gaps(session, asked, last), MOST if lacking else 0)
    found = [_flaw(each, "没有登记", "is not registered") for each in gaps]
    count = lacking
    for kind in _KINDS:
        serials, number = kind.of(session, asked)
        found += (_flaw(each, kind.zh, kind.en) for each in serials)
        count += number
    return SeriesFlaws(tuple(found), count)


def _of_series(table: Table) -> ColumnElement[bool]:
    return and_(table.c.series == bindparam("series"), table.c.year == bindparam("year"))


def _same_number(document_serial: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(
        document.c.series == void_number.c.series,
        document.c.year == void_number.c.year,
        document_serial == void_number.c.number,
    )


def _serials(serial: ColumnElement[int], *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(serial).where(_of_series(cast("Table", cast("Any", serial).table)), *conditions)


_is_within = _taken.serial.between(1, bindparam("last"))
_WITHIN = Statement(
    select(func.count())
    .select_from(allocated_number)
    .where(_of_series(allocated_number), _is_within),
    _KEYS,
)
_HIGHEST = Statement(
    select(func.coalesce(func.max(_taken.serial), 0)).where(
        _of_series(allocated_number), _is_within
    ),
    _KEYS,
)
_steps = (
    select(
        func.lag(_taken.serial, 1, 0).over(order_by=_taken.serial).label("before"), _taken.serial
    )
    .where(_of_series(allocated_number), _is_within)
    .subquery()
)
_LEAPS = Statement(
    select(_steps.c.before, _steps.c.serial)
    .where(_steps.c.serial > _steps.c.before + 1)
    .order_by(_steps.c.serial)
    .limit(bindparam("limit")),
    _KEYS,
)


def _gaps(session: Session, asked: Sequence[object], last: int) -> Iterator[int]:
    """Yield the numbers that are not there, the lowest first."""
    for before, serial in cast("list[list[int]]", session.rows(_LEAPS, *asked)):
        yield from range(before + 1, serial)
    # Where there are more leaps than were read, their numbers are enough, and this is not reached.
    yield from range((session.one(int, _HIGHEST, *asked) or 0) + 1, last + 1)


class _Kind:
    """One way in which numbers contradict each other, and which do."""

    __slots__ = ("_count", "_first", "en", "zh")

    def __init__(self, zh: str, en: str, serials: Select[Any]) -> None:
        self.zh, self.en = zh, en
        serial = next(iter(serials.selected_columns))
        self._first = Statement(serials.order_by(serial).limit(bindparam("limit")), _KEYS)
        self._count = Statement(select(func.count()).select_from(serials.subquery()), _KEYS)

    def of(self, session: Session, asked: Sequence[object]) -> tuple[list[int], int]:
        """Return the first numbers of this kind, and how many there are."""
        first = session.all(int, self._first, *asked)
        count = len(first) if len(first) <= MOST else session.one(int, self._count, *asked) or 0
        return first[:MOST], count


_HALF = "与其公文是否作废不一致", "is void or its document is, not both"
_BEYOND = "超出已取号范围", "lies beyond the last"
_KINDS = (
    _Kind(*_BEYOND, _serials(_taken.serial, _taken.serial > bindparam("last"))),
    _Kind(*_BEYOND, _serials(_taken.serial, _taken.serial < 1)),
    _Kind(
        "作废而没有登记",
        "is void, not taken",
        _serials(
            void_number.c.number,
            ~exists().where(
                _taken.series == void_number.c.series,
                _taken.year == void_number.c.year,
                _taken.serial == void_number.c.number,
            ),
        ),
    ),
    _Kind(
        *_HALF,
        _serials(void_number.c.number, _same_number(document.c.serial), document.c.status != VOID),
    ),
    _Kind(
        *_HALF,
        _serials(
            document.c.serial,
            document.c.status == VOID,
            ~exists().where(_same_number(document.c.serial)),
        ),
    ),
)


def _flaw(serial: int, zh: str, en: str) -> Flaw:
    return Flaw(serial, f"第{serial}号{zh}。", f"Number {serial} {en}.")
