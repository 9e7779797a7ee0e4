"""`dudao import units` and `dudao import people`: the directory from a list, again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.directory.reporting import say_people, say_units
from dudao.failures import DONE, WrongUse
from dudao.files import read_given
from dudao.groups import GROUPS
from dudao.invocation import Decorated, Invocation, command
from dudao.opened_channels import configured_channels
from dudao.opening import opened
from dudao.register_export import put
from engine.commands.directory import import_units
from engine.identity import all_units
from engine.model.case import SYSTEM, Actor
from notifications.contacts.addresses import address_checks
from notifications.contacts.listing import import_list
from registers.directory import (
    PEOPLE,
    UNITS,
    ListKind,
    check_people_list,
    check_units,
    list_template,
    people_choices,
    read_list,
)


@dataclass(frozen=True, slots=True)
class _Given:
    """What was asked for on the command line."""

    file: str
    actor: Actor
    is_trial: bool
    is_template: bool

    @classmethod
    def of(cls, file: str, options: Mapping[str, object]) -> _Given:
        person = options["person"]
        actor = SYSTEM if person is None else Actor(str(person))
        return cls(file, actor, bool(options["dry_run"]), bool(options["template"]))


def register(tables: click.Group) -> None:
    """Add the commands."""
    _register_units(tables)
    _register_people(tables)


def _options(function: Decorated) -> Decorated:
    for option in (
        click.option("--as", "person", metavar="PERSON", help="以谁的身份；默认为系统。"),
        click.option("--template", is_flag=True, help="把空白的工作簿写到 FILE，不导入。"),
        click.option("--dry-run", is_flag=True, help="只列出将有哪些变化，不写入。"),
        click.argument("file", metavar="FILE"),
    ):
        function = option(function)
    return function


def _register_units(tables: click.Group) -> None:
    @command(tables, "units", "导入单位（XLSX、CSV）；可重复，有一处不符就一行也不导入。")
    @_options
    def of_units(invocation: Invocation, file: str, **options: object) -> int:
        given = _Given.of(file, options)
        if given.is_template:
            return _write_template(invocation, UNITS, given.file, {})
        rows = read_list(read_given(file).data)
        engine = build_engine(case_types())
        with opened(invocation.place) as store, store.begin() as session:
            units = check_units(rows, all_units(session))
            done = import_units(
                session, engine=engine, clock=system.clock, actor=given.actor, units=units,
                is_trial=given.is_trial, note=Path(file).name,
            )  # fmt: skip
        say_units(invocation.screen, done, is_trial=given.is_trial)
        return DONE


def _register_people(tables: click.Group) -> None:
    @command(
        tables,
        "people",
        "导入人员、职务和联系地址（XLSX、CSV）；可重复，有一处不符就一行也不导入。",
    )
    @click.option(
        "--deactivate-missing", is_flag=True, help="名单所列单位中名单没有写到的人员改为不在职。"
    )
    @_options
    def of_people(
        invocation: Invocation,
        file: str,
        deactivate_missing: bool,  # noqa: FBT001 - click passes options by name
        **options: object,
    ) -> int:
        given = _Given.of(file, options)
        if given.is_template:
            return _write_template(invocation, PEOPLE, given.file, people_choices(GROUPS))
        rows = read_list(read_given(file).data)
        engine, channels = build_engine(case_types()), configured_channels(invocation)
        with opened(invocation.place) as store, store.begin() as session:
            names = {code: unit.name for code, unit in all_units(session).items()}
            checks = address_checks(channels)
            listed = check_people_list(rows, groups=GROUPS, units=names, checks=checks)
            done = import_list(
                session, engine=engine, clock=system.clock, actor=given.actor, channels=channels,
                people=listed.people, addresses=listed.addresses,
                deactivate_missing=deactivate_missing, is_trial=given.is_trial,
                note=Path(file).name,
            )  # fmt: skip
        say_people(
            invocation.screen, done.people, addresses=done.addresses, is_trial=given.is_trial
        )
        return DONE


def _write_template(
    invocation: Invocation, kind: ListKind, file: str, allowed: Mapping[str, Sequence[str]]
) -> int:
    if not file.lower().endswith(".xlsx"):
        raise WrongUse(
            f"空白的{kind.title[0]}是工作簿，文件名应以 .xlsx 结尾。",
            en=f"Expected a name that ends in .xlsx, found {file}.",
        )
    put(file, list_template(kind, allowed))
    invocation.screen.say(f"✓ 已写出空白的{kind.title[0]} {file}。")
    invocation.screen.answer({"ok": True, "file": file})
    return DONE
