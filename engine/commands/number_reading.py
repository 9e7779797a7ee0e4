"""Read the registers of number series (发文登记簿): who may, a page at a time, and whether whole."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.registers import Listed
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument, NotFound
from engine.model.registers import Page
from engine.store import number_registers as stored
from engine.store.number_checks import SeriesFlaws, check_series
from engine.store.numbers import last_number
from engine.store.store import Session

_HIGHEST = 2**31 - 1  # what an INTEGER of PostgreSQL holds


def list_number_registers(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> list[tuple[str, int]]:
    """Return every series and year in which numbers were taken."""
    _expect_may_read(session, engine, clock, actor)
    return stored.all_series(session)


def read_number_register(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    series: str,
    year: int,
    page: Page,
) -> Listed[stored.Registered]:
    """Return a page of the register of a series in a year; NotFound when it took no number."""
    _expect_known(session, engine, clock, actor, series, year)
    place, one_more = _place(page), page.limit + 1
    if page.is_descending:
        before = place or _HIGHEST
        rows = stored.numbers_before(session, series, year=year, before=before, limit=one_more)
    else:
        rows = stored.numbers_after(session, series, year=year, after=place, limit=one_more)
    shown = tuple(rows[: page.limit])
    return Listed(shown, str(shown[-1].serial) if len(rows) > page.limit else None)


def count_numbers(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, series: str, year: int
) -> int:
    """Return the last number of a series in a year: a series has no gaps."""
    _expect_known(session, engine, clock, actor, series, year)
    return last_number(session, series, year=year)


def check_number_register(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, series: str, year: int
) -> SeriesFlaws:
    """Return the gaps and contradictions of a register, the first of each kind and the count."""
    _expect_known(session, engine, clock, actor, series, year)
    return check_series(session, series, year=year)


def _expect_known(
    session: Session, engine: Engine, clock: Clock, actor: Actor, series: str, year: int
) -> None:
    _expect_may_read(session, engine, clock, actor)
    if (series, year) not in stored.all_series(session):
        raise NotFound(
            f"没有“{series[:80]}”{year}年的登记簿。",
            en=f"Expected a series that took a number in {year}, found '{series[:80]}'.",
        )


def _expect_may_read(session: Session, engine: Engine, clock: Clock, actor: Actor) -> None:
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, "read_number_register")


def _place(page: Page) -> int:
    if page.after is None:
        return 0
    if page.after.isascii() and page.after.isdigit() and 0 < int(page.after[:10]) < _HIGHEST:
        return int(page.after[:10])
    raise InvalidArgument(
        "翻页位置无效，请从第一页重新查看。",
        en="Expected a cursor that an earlier page of the same list gave.",
        code="invalid_cursor",
    )
