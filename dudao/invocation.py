"""What every command shares: its options, its screen, its place, and help in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

import click

from dudao.failures import WrongUse
from dudao.screen import Screen
from dudao.settings import Place, find_place

Decorated = TypeVar("Decorated", bound=Callable[..., object])


@dataclass(slots=True)
class Invocation:
    """The options before or after the command's name; those after it precede."""

    data: str | None = None
    database: str | None = None
    config: str | None = None
    is_json: bool = False

    @property
    def screen(self) -> Screen:
        """Open the screen."""
        return Screen.open(is_json=self.is_json)

    @property
    def place(self) -> Place:
        """Find the data folder and the database."""
        return find_place(data=self.data, database=self.database, config=self.config)


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    invocation = context.ensure_object(Invocation)
    if value and parameter.name:
        setattr(invocation, parameter.name, value)


def shared_options(command: Decorated) -> Decorated:
    """Add the options that every command has."""
    for name, metavar, explained in reversed(_SHARED):
        command = click.option(
            name, metavar=metavar, help=explained, expose_value=False, callback=_keep
        )(command)
    return click.option(
        "--json", "is_json", is_flag=True, help="输出 JSON，供程序读取。",
        expose_value=False, callback=_keep,
    )(command)  # fmt: skip


_SHARED = (
    ("--data", "DIR", "数据目录；默认为用户数据目录。"),
    ("--database", "URL", "数据库地址；默认用数据目录里的嵌入式数据库。"),
    ("--config", "FILE", "配置文件（TOML）。"),
)


class HelpInChinese(click.Command):
    """A command whose help speaks Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        records = [each.get_help_record(ctx) for each in self.get_params(ctx)]
        rows = [record for record in records if record]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示本说明。"
        return option


class CommandsInChinese(HelpInChinese, click.Group):
    """The group of all commands."""

    command_class = HelpInChinese

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        HelpInChinese.format_options(self, ctx, formatter)
        rows = [
            (name, command.get_short_help_str(limit=80))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) and not command.hidden
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown name raises WrongUse with the nearest known ones."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.commands) or list(self.commands)
            raise WrongUse(
                f"没有 {name} 这个命令；您是不是想用 {'、'.join(near)}？",
                en=f"Expected one of the commands {', '.join(near)}, found {name}.",
                code="no_such_command",
            )
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which one needs them."""
        del ctx
        return list(self.commands)


def command(group: click.Group, name: str, help_zh: str) -> Callable[[Decorated], Decorated]:
    """Register a function as a command of a group, with the shared options."""

    def register(function: Decorated) -> Decorated:
        made = click.command(name, cls=HelpInChinese, help=help_zh)(
            click.pass_obj(shared_options(function))
        )
        group.add_command(made)
        return function

    return register
