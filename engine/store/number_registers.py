"""The register of a number series (发文登记簿): every number taken, what bears it, what is void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, bindparam, select

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
