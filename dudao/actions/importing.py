"""`dudao import`: bring in tables that an office keeps."""

from __future__ import annotations

import click

from dudao import system
from dudao.actions import importing_directory, importing_items
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, WrongUse
from dudao.files import read_given
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from engine import commands
from engine.model.calendar import Override, read_calendar_csv
from engine.model.calendar_days import zh_weekday
from engine.model.case import SYSTEM
from engine.model.errors import InvalidArgument


def register(group: click.Group) -> None:
    """Add the command."""
    tables = CommandsInChinese(
        "import", help="导入单位、人员、日历、问题清单。", subcommand_metavar="命令 …"
    )
    group.add_command(tables)
    importing_directory.register(tables)
    importing_items.register(tables)

    @command(tables, "calendar", "导入工作日历（CSV：日期,是否上班,名称），覆盖已公布的安排。")
    @click.argument("file", metavar="FILE")
    def calendar(invocation: Invocation, file: str) -> int:
        rows = read_rows(file)
        engine = build_engine(case_types())
        screen = invocation.screen
        changed = True
        with opened(invocation.place) as store, store.begin() as session:
            try:
                commands.import_calendar(
                    session, engine=engine, clock=system.clock, actor=SYSTEM, rows=rows, note=file
                )
            except InvalidArgument as error:
                if error.code != "calendar_unchanged":
                    raise
                changed = False
        worked = sum(row.working for row in rows)
        years = "、".join(str(year) for year in sorted({row.on.year for row in rows}))
        if changed:
            days = f"{len(rows)}天（上班{worked}天，放假{len(rows) - worked}天）"
            screen.say(f"✓ 已导入{years}年的{days}。")
            for row in rows:
                screen.say(f"  {row.on} {zh_weekday(row.on)} {_shown(row)}")
        else:
            screen.say("✓ 与现行日历相同，未作更改。")
        answer = {"ok": True, "changed": changed, "days": len(rows), "working_days": worked}
        screen.answer(answer)
        return DONE


def read_rows(file: str) -> tuple[Override, ...]:
    """Read a calendar; raise WrongUse when the file is none."""
    try:
        return read_calendar_csv(read_given(file).data)
    except InvalidArgument as error:
        raise WrongUse(
            f"{file}：{error.message}", en=error.en, code=error.code, errors=error.errors
        ) from error


def _shown(row: Override) -> str:
    return ("上班" if row.working else "放假") + (f" {row.name}" if row.name else "")
