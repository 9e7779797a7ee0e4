"""A record of the outcome ledger (结果台账) as a workbook: one row for each outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import BinaryIO

from engine.model.calendar import SHANGHAI
from engine.model.ledger_lines import Line, LineState
from registers.sheets import Cell, Column, Heading
from registers.workbook import write_register

COLUMNS = (
    Column("序号", 6), Column("结果", 28), Column("形式", 14), Column("决定文号", 24),
    Column("决定日期", 12), Column("生效日期", 12), Column("影响至", 12), Column("情况", 16),
    Column("限制", 40), Column("案件", 22), Column("备注", 30),
)  # fmt: skip
STATES = {
    LineState.COMING: "尚未生效",
    LineState.IN_FORCE: "影响期内",
    LineState.FACT: "有效",
    LineState.AWAITS_LIFT: "期满，待书面解除",
    LineState.LIFTED: "已解除",
    LineState.OVER: "影响期已满",
    LineState.CORRECTED: "已更正",
    LineState.REVERSED: "已冲销",
}


def write_record(
    file: BinaryIO,
    lines: Sequence[Line],
    *,
    name: str,
    on: date,
    known: datetime,
    made_at: datetime,
    reference: Callable[[str], str],
) -> None:
    """Write the lines of a record into a file; the heading says on which day, and known when."""
    local = known.astimezone(SHANGHAI)
    heading = Heading(
        title=title_of(name),
        filtered=f"{on:%Y年%m月%d日}的情况，截至{local:%Y年%m月%d日 %H:%M}所知",
        made_at=made_at.astimezone(SHANGHAI),
    )
    rows = (_row(number, each, reference) for number, each in enumerate(lines, 1))
    write_register(file, heading, COLUMNS, rows)


def title_of(name: str) -> str:
    """Return the heading of the record of somebody."""
    return f"结果台账：{name}"


def _row(number: int, line: Line, reference: Callable[[str], str]) -> tuple[Cell, ...]:
    entry = line.entry
    return (
        number,
        entry.code,
        entry.form or "",
        entry.decision or "",
        entry.decided_on,
        entry.effective_on,
        line.until_on,
        STATES[line.state],
        _restrictions(line),
        reference(entry.case_id),
        _note(line),
    )


def _restrictions(line: Line) -> str:
    effects = line.held.effects if line.held is not None else ()
    return "；".join(
        f"{each.kind.value}{each.value}，{each.from_on:%Y-%m-%d}至"
        + ("未定" if each.until_on is None else f"{each.until_on:%Y-%m-%d}")
        for each in effects
    )


def _note(line: Line) -> str:
    said = []
    if line.reversal is not None:
        said.append(f"理由：{line.reversal.text('reason')}")
    if line.lift is not None:
        said.append(f"解除：{line.lift.decision or ''}")
    if line.held is not None and line.held.remedy is not None:
        said.append(line.held.remedy.value)
    if line.held is not None and not line.held.is_executed:
        said.append("执行同一决定中较重的处分")
    return "；".join(said)
