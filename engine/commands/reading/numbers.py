"""Read a page of a register of numbers with the names of who took and who voided them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.number_reading import count_numbers, read_number_register
from engine.commands.reading.names import Named, Names
from engine.commands.registers import Listed
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.store.number_registers import Registered
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number with who took it, and who voided it if anybody did."""

    row: Registered
    taken_by: Named
    voided_by: Named | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of a register; `last` is the last number that was taken in the year."""

    lines: Listed[NumberLine]
    last: int


def read_register_page(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    series: str,
    year: int,
    page: Page,
) -> RegisterPage:
    """Return a page of the register of a series in a year; NotFound when it took no number."""
    found = read_number_register(
        session, engine=engine, clock=clock, actor=actor, series=series, year=year, page=page
    )
    last = count_numbers(
        session, engine=engine, clock=clock, actor=actor, series=series, year=year
    )
    names = Names(Turn(session, engine=engine, clock=clock, actor=actor))
    lines = (
        NumberLine(each, names.person(each.allocated_by), names.maybe(each.voided_by))
        for each in found.rows
    )
    return RegisterPage(Listed(tuple(lines), found.next), last)
