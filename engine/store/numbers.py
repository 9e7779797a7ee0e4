"""Numbers of documents and cases: one series a year, without gaps.

A number is taken in the transaction that uses it: if that fails, the number is not taken. Who
takes the next one waits until the transaction before has ended. A number that was used and
then given up goes into the log of void numbers with a reason; it is never used again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.errors import InvalidArgument
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import number_series, void_number


@dataclass(frozen=True, slots=True)
class VoidNumber:
    """A number that was taken and then given up."""

    series: str
    year: int
    number: int
    reason: str
    voided_at: datetime
    voided_by: str


def _taking() -> Statement:
    first = {"series": bindparam("series"), "year": bindparam("year"), "last": 1}
    following = {"last": number_series.c.last + 1}
    place = ["series", "year"]
    lite, post = sqlite.insert(number_series), postgresql.insert(number_series)
    return Statement(
        lite.values(first)
        .on_conflict_do_update(index_elements=place, set_=following)
        .returning(number_series.c.last),
        place,
        postgresql=post.values(first)
        .on_conflict_do_update(index_elements=place, set_=following)
        .returning(number_series.c.last),
    )


_TAKE = _taking()
_LAST = Statement(
    select(number_series.c.last).where(
        number_series.c.series == bindparam("series"), number_series.c.year == bindparam("year")
    ),
    ["series", "year"],
)
_VOID = inserting(void_number)
_VOIDED = Statement(
    select(void_number)
    .where(void_number.c.series == bindparam("series"), void_number.c.year == bindparam("year"))
    .order_by(void_number.c.number),
    ["series", "year"],
)
_void_cells = columns_of(VoidNumber)


def take_number(session: Session, series: str, *, year: int) -> int:
    """Take the next number of a series, starting each year with 1."""
    return session.one(int, _TAKE, series, year) or 0


def last_number(session: Session, series: str, *, year: int) -> int:
    """Return the last number taken, 0 when there is none yet."""
    return session.one(int, _LAST, series, year) or 0


def void(session: Session, row: VoidNumber) -> None:
    """Log that a number is void; one never taken raises InvalidArgument, twice AlreadyExists."""
    if not 1 <= row.number <= last_number(session, row.series, year=row.year):
        raise InvalidArgument(
            f"{row.series}{row.year}年第{row.number}号尚未使用，不能作废。",
            en=f"Number {row.number} of {row.series!r} in {row.year} has not been taken.",
            code="number_not_taken",
        )
    session.run(_VOID, *_void_cells(row))


def void_numbers(session: Session, series: str, *, year: int) -> list[VoidNumber]:
    """Return the void numbers of a series in a year, in order."""
    return session.all(VoidNumber, _VOIDED, series, year)
