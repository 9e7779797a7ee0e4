"""`dudao people` and `dudao units`: look at the directory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from dudao import system
from dudao.directory.reporting import post_text
from dudao.failures import DONE
from dudao.groups import GROUPS
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.screen import table
from engine.identity import (
    Directory,
    PersonEntry,
    Unit,
    UnitTree,
    all_people,
    etag_of,
    person_record,
    post_record,
    unit_record,
)
from engine.model.deadlines import local_day


def register(group: click.Group) -> None:
    """Add the commands."""
    units = CommandsInChinese("units", help="查看单位。", subcommand_metavar="命令 …")
    people = CommandsInChinese("people", help="查看人员及其职务。", subcommand_metavar="命令 …")
    group.add_command(units)
    group.add_command(people)
    _register_units(units)
    _register_people(people)


def _register_units(group: click.Group) -> None:
    @command(group, "list", "列出单位。")
    def listed(invocation: Invocation) -> int:
        return _show_units(invocation, lambda unit, _: unit.name)

    @command(group, "tree", "按上下级列出单位。")
    def tree(invocation: Invocation) -> int:
        return _show_units(
            invocation, lambda unit, tree: "　" * (len(tree.path(unit.code)) - 1) + unit.name
        )


def _show_units(invocation: Invocation, shown: Callable[[Unit, UnitTree], str]) -> int:
    screen = invocation.screen
    with opened(invocation.place) as store, store.read() as session:
        tree = Directory().units(session)
    units = sorted(tree.units.values(), key=lambda unit: tree.path(unit.code)[::-1])
    lines = [(unit.code, unit.parent or "", unit.kind, shown(unit, tree)) for unit in units]
    screen.show(table("代码", "上级", "类别", "名称", rows=lines))
    screen.say(f"共{len(units)}个单位。")
    screen.answer({"ok": True, "units": [unit_record(unit) for unit in units]})
    return DONE


def _register_people(group: click.Group) -> None:
    @command(group, "list", "列出人员和今日在任的职务。")
    @click.option("--unit", metavar="CODE", help="只列这个单位及其下属的人员。")
    def listed(invocation: Invocation, unit: str | None) -> int:
        screen = invocation.screen
        with opened(invocation.place) as store, store.read() as session:
            tree = Directory().units(session)
            if unit is not None:
                tree.unit(unit)
            everybody = all_people(session).values()
        people = [each for each in everybody if unit is None or tree.is_within(each.unit, unit)]
        people.sort(key=lambda each: (each.unit, each.id))
        today = local_day(system.clock())
        rows = [(each.id, each.name, each.unit, _standing(each, today)) for each in people]
        screen.show(table("编号", "姓名", "单位", "职务", rows=rows))
        screen.say(f"共{len(people)}人。")
        screen.answer({"ok": True, "people": [person_record(each) for each in people]})
        return DONE

    @command(group, "show", "查看一人的全部职务，包括已结束和将开始的。")
    @click.argument("person", metavar="编号")
    def show(invocation: Invocation, person: str) -> int:
        screen = invocation.screen
        with opened(invocation.place) as store, store.read() as session:
            entry = Directory().entry(session, person)
            unit = Directory().units(session).unit(entry.unit)
        today = local_day(system.clock())
        state = "" if entry.is_active else "（不在职）"
        screen.say(f"{entry.id} {entry.name}{state}　{unit.code} {unit.name}")
        for each in sorted(entry.memberships, key=lambda post: post.from_on):
            force = "在任" if each.holds(today) and entry.is_active else "　　"
            screen.say(f"  {force} {post_text(post_record(each))}")
        screen.answer({"ok": True, "person": person_record(entry), "etag": etag_of(entry)})
        return DONE


def _standing(entry: PersonEntry, today: date) -> str:
    if not entry.is_active:
        return "（不在职）"
    held = [each for each in entry.memberships if each.holds(today)]
    return "、".join(
        GROUPS.get(each.group, each.group) + (f"@{each.unit}" if each.unit else "") for each in held
    )
