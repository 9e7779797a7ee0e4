"""`dudao register`: look at the registers, take them out as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.register_export import Asked, export_register, put
from dudao.register_options import case_filter, filter_options, item_filter
from dudao.register_view import CASE_COLUMNS, ITEM_COLUMNS, json_of, line_of
from dudao.registered import expect_somebody
from dudao.screen import Screen, table
from engine.commands import registers as reading
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
from registers.describing import describe
from registers.exporting import Register, read_page
from registers.naming import Names
from registers.problem_list import list_field
from registers.stored_names import StoredNames
from registers.template import template

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def register(group: click.Group) -> None:
    """Add the command."""
    tables = CommandsInChinese("register", help="查看、导出台账。", subcommand_metavar="命令 …")
    group.add_command(tables)
    _register_items(tables)
    _register_cases(tables)
    _register_template(tables)


def _register_items(tables: click.Group) -> None:
    @command(tables, "items", "问题整改台账：列出问题项，或导出为 Excel 工作簿。")
    @filter_options(of_items=True)
    @_page_options([each.value for each in ItemOrder])
    def of_items(invocation: Invocation, **options: object) -> int:
        return _show(invocation, _asked_of(options), item_filter(options))


def _register_cases(tables: click.Group) -> None:
    @command(tables, "cases", "案件台账：列出案件，或导出为 Excel 工作簿。")
    @filter_options(of_items=False)
    @_page_options([each.value for each in CaseOrder])
    def of_cases(invocation: Invocation, **options: object) -> int:
        return _show(invocation, _asked_of(options), case_filter(options))


def _register_template(tables: click.Group) -> None:
    @command(tables, "template", "写出问题清单的空白工作簿，填好后用 import items 导入。")
    @click.argument("file", metavar="FILE")
    @click.option("--process", default="rectification", metavar="KEY", help="案件类型。")
    def of_template(invocation: Invocation, file: str, process: str) -> int:
        engine = build_engine(case_types())
        with opened(invocation.place) as store, store.read() as session:
            content = template(list_field(session, engine, process))
        put(file, content)
        invocation.screen.say(f"✓ 已写出 {file}。")
        invocation.screen.answer({"ok": True, "file": file})
        return DONE


def _page_options(orders: Sequence[str]) -> Callable[[Decorated], Decorated]:
    def add(function: Decorated) -> Decorated:
        options = (
            click.option("--as", "person", required=True, metavar="PERSON", help="以谁的身份。"),
            click.option("--sort", default=orders[0], type=click.Choice(orders), help="排序。"),
            click.option("--desc", is_flag=True, help="倒序。"),
            click.option("--limit", default=50, type=int, metavar="N", help="每页几行，默认50。"),
            click.option("--after", metavar="CURSOR", help="从上一页末尾给出的位置继续。"),
            click.option("--xlsx", metavar="FILE", help="导出全部（不分页）为工作簿。"),
        )
        for option in reversed(options):
            function = option(function)
        return function

    return add


def _asked_of(options: dict[str, object]) -> Asked:
    after, xlsx = options["after"], options["xlsx"]
    page = Page(
        int(str(options["limit"])),
        after=None if after is None else str(after),
        is_descending=bool(options["desc"]),
    )
    xlsx = None if xlsx is None else str(xlsx)
    return Asked(str(options["person"]), str(options["sort"]), page, xlsx)


def _show(invocation: Invocation, asked: Asked, wanted: CaseFilter | ItemFilter) -> int:
    engine = build_engine(case_types())
    with opened(invocation.place) as store:
        expect_somebody(store, engine, asked.person)
        if asked.xlsx is not None:
            return export_register(invocation.screen, store, engine, asked, wanted)
        with store.read() as session:
            names = StoredNames(session, engine)
            actor = Actor(asked.person)
            listed = read_page(
                session, Register(wanted, asked.order), asked.page,
                engine=engine, clock=system.clock, actor=actor,
            )  # fmt: skip
            total = reading.count_register(
                session, engine=engine, clock=system.clock, actor=actor, wanted=wanted
            )
            _print(invocation.screen, wanted, listed, names, total)
    return DONE


def _print(
    screen: Screen,
    wanted: CaseFilter | ItemFilter,
    listed: reading.Listed[ListedCase | ListedItem],
    names: Names,
    total: int,
) -> None:
    columns = ITEM_COLUMNS if isinstance(wanted, ItemFilter) else CASE_COLUMNS
    lines = [line_of(row, names, has_colour=screen.has_colour) for row in listed.rows]
    if lines:
        screen.show(table(*columns, rows=lines))
    screen.say(f"共{total}条（{describe(wanted, names)}）。")
    if listed.next:
        screen.say(f"下一页：--after {listed.next}")
    rows = [json_of(row, names) for row in listed.rows]
    screen.answer({"ok": True, "total": total, "rows": rows, "next": listed.next})
