"""Take a whole register out as a workbook, whoever asks and wherever the file goes.

Whoever hands the file out records that first (`engine.commands.registers.record_export`): nothing
leaves that the history does not know of, and nothing is recorded that could not be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from engine.commands import registers as reading
from engine.commands.engine import Engine
from engine.model.calendar import SHANGHAI
from engine.model.case import Actor, Clock
from engine.model.registers import (
    CaseFilter,
    CaseOrder,
    ItemFilter,
    ItemOrder,
    ListedCase,
    ListedItem,
    Page,
)
from engine.store import Session
from registers import cases, items
from registers.describing import describe
from registers.naming import Names
from registers.sheets import Cell, Column, Heading
from registers.stored_names import StoredNames
from registers.wording import Say, chinese
from registers.workbook import write_register


@dataclass(frozen=True, slots=True)
class Register:
    """Which register is meant, by its filter, and in which order."""

    wanted: CaseFilter | ItemFilter
    order: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What a workbook that was written holds: the register, its filter in words, its lines.

    `title` and `filtered` are Chinese, as the history has them; `name` is what the file is called.
    """

    name: str
    title: str
    filtered: str
    count: int


def read_page(
    session: Session,
    register: Register,
    page: Page,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
) -> reading.Listed[ListedCase | ListedItem]:
    """Read a page of a register as the actor may see it."""
    if isinstance(register.wanted, ItemFilter):
        found = reading.list_items(
            session, engine=engine, clock=clock, actor=actor, wanted=register.wanted,
            order=ItemOrder(register.order), page=page,
        )  # fmt: skip
        return reading.Listed(found.rows, found.next)
    cases_found = reading.list_cases(
        session, engine=engine, clock=clock, actor=actor, wanted=register.wanted,
        order=CaseOrder(register.order), page=page,
    )  # fmt: skip
    return reading.Listed(cases_found.rows, cases_found.next)


def write_export(
    file: BinaryIO,
    register: Register,
    *,
    session: Session,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    say: Say = chinese,
) -> Exported:
    """Write all pages of a register into a file, page by page, so that memory does not grow."""
    names = StoredNames(session, engine)
    read = partial(read_page, session, register, engine=engine, clock=clock, actor=actor)
    rows = reading.every_page(read, is_descending=register.is_descending)
    titles, columns, lines = _sheet(rows, register, names, say)
    made_at, name = clock().astimezone(SHANGHAI), say(*titles)
    filtered = describe(register.wanted, names, say)
    heading = Heading(name, filtered, made_at, names.person(actor.person))
    count = write_register(file, heading, columns, lines, say=say)
    return Exported(name, titles[0], describe(register.wanted, names), count)


def _sheet(
    rows: Iterable[ListedCase | ListedItem], register: Register, names: Names, say: Say
) -> tuple[tuple[str, str], Sequence[Column], Iterable[Sequence[Cell]]]:
    if isinstance(register.wanted, ItemFilter):
        listed = (row for row in rows if isinstance(row, ListedItem))
        titles = items.TITLE, items.TITLE_EN
        return titles, items.COLUMNS, items.item_lines(listed, names, say)
    found = (row for row in rows if isinstance(row, ListedCase))
    titles = cases.TITLE, cases.TITLE_EN
    return titles, cases.COLUMNS, cases.case_lines(found, names, say)
