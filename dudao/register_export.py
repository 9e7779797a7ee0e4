"""Ask for a register and take it out as a workbook, recorded in the history."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dudao import system
from dudao.failures import DONE, WrongUse
from dudao.register_names import StoredNames
from dudao.screen import Screen
from engine.commands import registers as reading
from engine.commands.engine import Engine
from engine.model.calendar import SHANGHAI
from engine.model.case import Actor
from engine.model.registers import (
    CaseFilter,
    CaseOrder,
    ItemFilter,
    ItemOrder,
    ListedCase,
    ListedItem,
    Page,
)
from engine.store import Session, Store
from registers import cases, items
from registers.describing import describe
from registers.naming import Names
from registers.sheets import Cell, Column, Heading
from registers.workbook import write_register


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a register, and how much of it."""

    person: str
    order: str
    page: Page
    xlsx: str | None


def read_page(
    session: Session,
    engine: Engine,
    asked: Asked,
    wanted: CaseFilter | ItemFilter,
    page: Page,
) -> reading.Listed[ListedCase | ListedItem]:
    """Read a page of the register that a filter is for."""
    actor = Actor(asked.person)
    if isinstance(wanted, ItemFilter):
        found = reading.list_items(
            session, engine=engine, clock=system.clock, actor=actor, wanted=wanted,
            order=ItemOrder(asked.order), page=page,
        )  # fmt: skip
        return reading.Listed(found.rows, found.next)
    cases_found = reading.list_cases(
        session, engine=engine, clock=system.clock, actor=actor, wanted=wanted,
        order=CaseOrder(asked.order), page=page,
    )  # fmt: skip
    return reading.Listed(cases_found.rows, cases_found.next)


def export_register(
    screen: Screen,
    store: Store,
    engine: Engine,
    asked: Asked,
    wanted: CaseFilter | ItemFilter,
) -> int:
    """Write the whole register beside its place, record that, and only then put it there."""
    target = Path(asked.xlsx or "")
    actor = Actor(asked.person)
    with beside(target) as written:
        with store.read() as session, written.open("wb") as file:
            names = StoredNames(session, engine)
            filtered = describe(wanted, names)
            read = partial(read_page, session, engine, asked, wanted)
            rows = reading.every_page(read, is_descending=asked.page.is_descending)
            title, columns, lines = _sheet(rows, wanted, names)
            made_at = system.clock().astimezone(SHANGHAI)
            heading = Heading(title, filtered, made_at, names.person(asked.person))
            count = write_register(file, heading, columns, lines)
        with store.begin() as session:
            reading.record_export(
                session, engine=engine, clock=system.clock, actor=actor, register=title,
                filtered=filtered, count=count,
            )  # fmt: skip
            written.replace(target)
    screen.say(f"✓ 已导出{title}{count}条到 {target}（{filtered}）。")
    screen.answer({"ok": True, "file": str(target), "count": count, "filter": filtered})
    return DONE


def _sheet(
    rows: Iterable[ListedCase | ListedItem], wanted: CaseFilter | ItemFilter, names: Names
) -> tuple[str, Sequence[Column], Iterable[Sequence[Cell]]]:
    if isinstance(wanted, ItemFilter):
        listed = (row for row in rows if isinstance(row, ListedItem))
        return items.TITLE, items.COLUMNS, items.item_lines(listed, names)
    found = (row for row in rows if isinstance(row, ListedCase))
    return cases.TITLE, cases.COLUMNS, cases.case_lines(found, names)


def put(name: str, content: bytes) -> None:
    """Write a file whole or not at all; WrongUse when that is not possible."""
    target = Path(name)
    with beside(target) as written:
        written.write_bytes(content)
        written.replace(target)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give an empty file in the folder of a target, gone at the end unless it was moved there."""
    if target.is_dir():
        raise WrongUse(
            f"不能写入 {target}：这是一个文件夹，应为文件。",
            en=f"Expected a file to write, but {target} is a folder.",
            code="unwritable_file",
        )
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise WrongUse(
            f"不能写入 {target}：{error.strerror}。",
            en=f"Expected to be able to write {target}.",
            code="unwritable_file",
        ) from error
    written = Path(name)
    # mkstemp lets nobody else read; the umask decides for a register, as for any other file.
    mask = os.umask(0)
    os.umask(mask)
    written.chmod(0o666 & ~mask)
    try:
        yield written
    finally:
        written.unlink(missing_ok=True)
