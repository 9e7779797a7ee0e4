"""The register of a number series (发文登记簿): every number taken, what bears it, what is void.

A series is gapless when its last number is N and the register has each of 1…N exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, bindparam, select

from engine.model.history import Flaw
from engine.store.numbers import last_number, void_numbers
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import (
    allocated_number,
    case_file,
    document,
    number_series,
    void_number,
)


@dataclass(frozen=True, slots=True)
class Registered:
    """One line of the register; a number without a document names a case file."""

    serial: int
    number: str
    case_id: str
    reference: str | None
    allocated_at: datetime
    allocated_by: str
    document_id: str | None
    title: str | None
    document_status: str | None
    voided_at: datetime | None
    voided_by: str | None
    void_reason: str | None


_taken = allocated_number.c


def _same_place(other: Table, serial: str) -> ColumnElement[bool]:
    return and_(
        other.c.series == _taken.series,
        other.c.year == _taken.year,
        other.c[serial] == _taken.serial,
    )


_lines = (
    select(
        _taken.serial,
        _taken.number,
        _taken.case_id,
        case_file.c.reference,
        _taken.allocated_at,
        _taken.allocated_by,
        document.c.id,
        document.c.title,
        document.c.status,
        void_number.c.voided_at,
        void_number.c.voided_by,
        void_number.c.reason,
    )
    .select_from(allocated_number)
    .join(case_file, case_file.c.id == _taken.case_id)
    .outerjoin(document, _same_place(document, "serial"))
    .outerjoin(void_number, _same_place(void_number, "number"))
    .where(_taken.series == bindparam("series"), _taken.year == bindparam("year"))
)
_REGISTER = Statement(_lines.order_by(_taken.serial), ["series", "year"])
_AFTER = Statement(
    _lines.where(_taken.serial > bindparam("after"))
    .order_by(_taken.serial)
    .limit(bindparam("limit")),
    ["series", "year", "after", "limit"],
)
_BEFORE = Statement(
    _lines.where(_taken.serial < bindparam("before"))
    .order_by(_taken.serial.desc())
    .limit(bindparam("limit")),
    ["series", "year", "before", "limit"],
)
_SERIES = Statement(
    select(number_series.c.series, number_series.c.year).order_by(
        number_series.c.series, number_series.c.year
    )
)


def register(session: Session, series: str, *, year: int) -> list[Registered]:
    """Return every number of a series in a year that was taken, in order."""
    return session.all(Registered, _REGISTER, series, year)


def numbers_after(
    session: Session, series: str, *, year: int, after: int, limit: int
) -> list[Registered]:
    """Return the numbers that follow one (0 for the beginning), in order."""
    return session.all(Registered, _AFTER, series, year, after, limit)


def numbers_before(
    session: Session, series: str, *, year: int, before: int, limit: int
) -> list[Registered]:
    """Return the numbers below one, the highest first."""
    return session.all(Registered, _BEFORE, series, year, before, limit)


def all_series(session: Session) -> list[tuple[str, int]]:
    """Return every series and year in which numbers were taken."""
    return [(str(series), int(str(year))) for series, year in session.rows(_SERIES)]


def check_series(session: Session, series: str, *, year: int) -> list[Flaw]:
    """Prove that a series has no gaps and no doubles; return what is wrong, [] when nothing is.

    `Flaw.seq` is the serial number. A number is in the register once or not at all, for it is
    its key; so each of 1 to the last must be there, and no other.
    """
    last = last_number(session, series, year=year)
    lines = {line.serial: line for line in register(session, series, year=year)}
    voided = [row.number for row in void_numbers(session, series, year=year)]
    return [
        *_gaps(lines, last),
        *(_flaw(each, "超出已取号范围", "lies beyond the last") for each in lines if each > last),
        *(
            _flaw(each, "作废而没有登记", "is void, not taken")
            for each in voided
            if each not in lines
        ),
        *_halves(lines.values()),
    ]


def _gaps(known: Mapping[int, Registered], last: int) -> Iterator[Flaw]:
    for serial in range(1, last + 1):
        if serial not in known:
            yield _flaw(serial, "没有登记", "is not registered")


def _halves(lines: Iterable[Registered]) -> Iterator[Flaw]:
    """Yield numbers whose document is void and that are not, or the other way round."""
    for line in lines:
        is_void = line.document_status == "void"
        if line.document_id is not None and is_void != (line.voided_at is not None):
            yield _flaw(
                line.serial, "与其公文是否作废不一致", "is void or its document is, not both"
            )


def _flaw(serial: int, zh: str, en: str) -> Flaw:
    return Flaw(serial, f"第{serial}号{zh}。", f"Number {serial} {en}.")
