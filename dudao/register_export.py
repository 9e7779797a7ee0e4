"""Ask for a register and take it out as a workbook, recorded in the history."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dudao import system
from dudao.failures import DONE, WrongUse
from dudao.screen import Screen
from engine.commands import registers as reading
from engine.commands.engine import Engine
from engine.model.case import Actor
from engine.model.registers import CaseFilter, ItemFilter, Page
from engine.store import Store
from registers.exporting import Register, write_export


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a register, and how much of it."""

    person: str
    order: str
    page: Page
    xlsx: str | None


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
            register = Register(wanted, asked.order, is_descending=asked.page.is_descending)
            made = write_export(
                file, register, session=session, engine=engine, clock=system.clock, actor=actor
            )
        with store.begin() as session:
            reading.record_export(
                session, engine=engine, clock=system.clock, actor=actor, register=made.title,
                filtered=made.filtered, count=made.count,
            )  # fmt: skip
            written.replace(target)
    screen.say(f"✓ 已导出{made.title}{made.count}条到 {target}（{made.filtered}）。")
    answer = {"file": str(target), "count": made.count, "filter": made.filtered}
    screen.answer({"ok": True, **answer})
    return DONE


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
