"""A record of the outcome ledger (结果台账) as a workbook: one row for each outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import BinaryIO

from engine.model.calendar import SHANGHAI
from engine.model.ledger_lines import Line, LineState
from engine.model.ledger_record import HeldEffect
from registers.sheets import Cell, Column, Heading
from registers.wording import Say, chinese, clauses, effect_word, outcome_word, remedy_word
from registers.workbook import write_register

COLUMNS = (
    Column("序号", 6, "No."), Column("结果", 28, "Result"), Column("形式", 14, "Form"), Column("决定文号", 24, "Decision no."),
    Column("决定日期", 12, "Decided on"), Column("生效日期", 12, "In effect since"), Column("影响至", 12, "Influence until"), Column("情况", 16, "State"),
    Column("限制", 40, "Restrictions"), Column("案件", 22, "Case"), Column("备注", 30, "Remarks"),
)  # fmt: skip
STATES = {
    LineState.COMING: ("尚未生效", "Not yet in effect"),
    LineState.IN_FORCE: ("影响期内", "Within its period"),
    LineState.FACT: ("有效", "Valid"),
    LineState.AWAITS_LIFT: ("期满，待书面解除", "Period over, to be lifted in writing"),
    LineState.LIFTED: ("已解除", "Lifted"),
    LineState.OVER: ("影响期已满", "Period over"),
    LineState.CORRECTED: ("已更正", "Corrected"),
    LineState.REVERSED: ("已冲销", "Reversed"),
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
    say: Say = chinese,
) -> None:
    """Write the lines of a record into a file; the heading says on which day, and known when."""
    local = known.astimezone(SHANGHAI)
    heading = Heading(
        title=title_of(name, say),
        filtered=say(
            f"{on:%Y年%m月%d日}的情况，截至{local:%Y年%m月%d日 %H:%M}所知",
            f"as on {on:%Y-%m-%d}, as known at {local:%Y-%m-%d %H:%M}",
        ),
        made_at=made_at.astimezone(SHANGHAI),
    )
    rows = (_row(number, each, reference, say) for number, each in enumerate(lines, 1))
    write_register(file, heading, COLUMNS, rows, say=say)


def title_of(name: str, say: Say = chinese) -> str:
    """Return the heading of the record of somebody."""
    return say(f"结果台账：{name}", f"Outcome ledger - {name}")


def _row(number: int, line: Line, reference: Callable[[str], str], say: Say) -> tuple[Cell, ...]:
    entry = line.entry
    return (
        number,
        outcome_word(entry.code, say),
        entry.form or "",
        entry.decision or "",
        entry.decided_on,
        entry.effective_on,
        line.until_on,
        say(*STATES[line.state]),
        _restrictions(line, say),
        reference(entry.case_id),
        _note(line, say),
    )


def _restrictions(line: Line, say: Say) -> str:
    effects = line.held.effects if line.held is not None else ()
    return clauses((_restriction(each, say) for each in effects), say)


def _restriction(effect: HeldEffect, say: Say) -> str:
    since = f"{effect.from_on:%Y-%m-%d}"
    until = say("未定", "not yet known")
    if effect.until_on is not None:
        until = f"{effect.until_on:%Y-%m-%d}"
    what = f"{effect_word(effect.kind, say)}{effect.value}"
    return say(f"{what}，{since}至{until}", f"{what}, {since} to {until}")


def _note(line: Line, say: Say) -> str:
    said = []
    if line.reversal is not None:
        said.append(say("理由：", "Reason: ") + str(line.reversal.text("reason")))
    if line.lift is not None:
        said.append(say("解除：", "Lifted: ") + (line.lift.decision or ""))
    if line.held is not None and line.held.remedy is not None:
        said.append(remedy_word(line.held.remedy, say))
    if line.held is not None and not line.held.is_executed:
        said.append(
            say(
                "执行同一决定中较重的处分",
                "the heavier sanction of the same decision is carried out",
            )
        )
    return clauses(said, say)
