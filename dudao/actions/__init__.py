"""The commands of `dudao`, one module each; it is read when one of its commands is asked for.

Reading them all takes half as long again as the one that is wanted.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable

import click

from dudao.invocation import CommandsInChinese

MODULES = {
    "play": "play",
    "init": "initialise",
    "demo": "demonstrate",
    "lint": "lint",
    "draw": "draw",
    "scenario": "scenario",
    "deploy": "deploy",
    "export": "export",
    "import": "importing",
    "units": "directory",
    "people": "directory",
    "document": "document",
    "template": "template",
    "attach": "attach",
    "attachment": "attach",
    "register": "registering",
    "search": "searching",
    "settings": "settings",
    "ledger": "ledger",
    "publication": "publication",
    "object": "publication",
    "account": "account",
    "channel": "channel",
    "serve": "serve",
    "worker": "worker",
    "bounce": "bounce",
    "openapi": "openapi",
    "doctor": "doctor",
}
"""In which module a command stands, in the order in which one needs them."""


class Commands(CommandsInChinese):
    """All commands; each is made when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which one needs them."""
        del ctx
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read the module of a command the first time; return None when there is no such command."""
        if cmd_name in MODULES and cmd_name not in self.commands:
            importlib.import_module(f"{__name__}.{MODULES[cmd_name]}").register(self)
        return super().get_command(ctx, cmd_name)


def read_modules(arguments: Iterable[str]) -> None:
    """Read the modules of whatever commands are among the arguments of a command line."""
    for each in arguments:
        if each in MODULES:
            importlib.import_module(f"{__name__}.{MODULES[each]}")
