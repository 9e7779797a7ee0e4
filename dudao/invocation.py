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


class ChineseFormatter(click.HelpFormatter):
    """Write help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        del prefix
        super().write_usage(prog, args.replace("[OPTIONS]", "[选项]"), prefix="用法：")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading({"Options": "选项", "Commands": "命令"}.get(heading, heading))


class ChineseContext(click.Context):
    """Explain commands through our formatter."""

    formatter_class = ChineseFormatter


class HelpInChinese(click.Command):
    """A command whose help speaks Chinese."""

    context_class = ChineseContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示本说明。"
        return option


class CommandsInChinese(HelpInChinese, click.Group):
    """The group of all commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown name raises WrongUse with the nearest known ones."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            known = self.list_commands(ctx)
            near = get_close_matches(name, known) or known
            raise WrongUse(
                f"没有 {name} 这个命令；您是不是想用 {'、'.join(near)}？",
                en=f"Expected one of the commands {', '.join(near)}, found {name}.",
                code="no_such_command",
            )
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which one needs them."""
        return sorted(super().list_commands(ctx), key=list(self.commands).index)


def command(group: click.Group, name: str, help_zh: str) -> Callable[[Decorated], Decorated]:
    """Register a function as a command of a group, with the shared options."""

    def register(function: Decorated) -> Decorated:
        made = click.command(name, cls=HelpInChinese, help=help_zh)(
            shared_options(click.pass_obj(function))
        )
        group.add_command(made)
        return function

    return register
