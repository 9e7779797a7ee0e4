"""`dudao import items`: open a case with the problems of a workbook."""

from __future__ import annotations

import sys

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, WrongUse
from dudao.files import read_given
from dudao.invocation import Invocation, command
from dudao.opening import opened
from engine import commands
from engine.model.case import Actor
from registers.checking import Taken, check_table
from registers.problem_list import list_field
from registers.reading import MAX_PASTED, Row, read_pasted, read_table
from registers.stored_names import StoredNames

PASTED = "-"


def register(tables: click.Group) -> None:
    """Add the command."""

    @command(tables, "items", "用工作簿（或粘贴的表格）里的问题立案；有一处不符就一项也不导入。")
    @click.argument("file", metavar="FILE")
    @click.option("--as", "person", required=True, metavar="PERSON", help="以谁的身份。")
    @click.option("--unit", required=True, metavar="CODE", help="被督导单位。")
    @click.option("--title", required=True, metavar="标题", help="案件标题。")
    @click.option("--process", default="rectification", metavar="KEY", help="案件类型。")
    @click.option(
        "--field", "fields", multiple=True, metavar="名=值",
        help="立案表单的其他字段，如 severity=较大；可重复。",
    )  # fmt: skip
    @click.option("--check", is_flag=True, help="只核对，不立案。")
    def items(
        invocation: Invocation,
        *,
        file: str,
        person: str,
        unit: str,
        title: str,
        process: str,
        fields: tuple[str, ...],
        check: bool,
    ) -> int:
        rows = read_rows(file)
        engine = build_engine(case_types())
        screen = invocation.screen
        answer: dict[str, object] = {"ok": True}
        with opened(invocation.place) as store, store.begin() as session:
            names = StoredNames(session, engine)
            wanted = list_field(session, engine, process)
            taken = check_table(rows, wanted, names.units())
            answer |= {"items": list(taken.items), "notes": list(taken.notes)}
            if not check:
                form = {**_fields(fields), wanted.id: list(taken.items)}
                opening = commands.open_case(
                    session, engine=engine, clock=system.clock, actor=Actor(person),
                    process=process, unit=unit, title=title, form=form,
                )  # fmt: skip
                answer |= {"case": opening.case_id, "reference": opening.reference}
        for note in taken.notes:
            screen.say(f"  注意：{note}")
        screen.say(_said(taken, is_check=check, case_id=str(answer.get("case"))))
        screen.answer(answer)
        return DONE


def _said(taken: Taken, *, is_check: bool, case_id: str) -> str:
    if is_check:
        return f"✓ 表格符合要求，共{len(taken.items)}个问题；未立案（--check）。"
    return f"✓ 已立案，导入{len(taken.items)}个问题。案件 {case_id}"


def read_rows(file: str) -> tuple[Row, ...]:
    """Read a workbook, or a table that was pasted into a text file or the standard input."""
    if file == PASTED:
        return read_pasted(sys.stdin.read(MAX_PASTED + 1))
    given = read_given(file)
    return read_table(given.path.name, given.data)


def _fields(fields: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    for each in fields:
        name, equals, value = each.partition("=")
        if not equals:
            raise WrongUse(
                f"--field 应为“名=值”，现为“{each}”。",
                en=f"Expected --field to be name=value, found '{each}'.",
            )
        found[name.strip()] = value.strip()
    return found
