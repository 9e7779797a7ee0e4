"""A command stands in one module, and only that is read when somebody asks for it."""

from __future__ import annotations

import importlib
import subprocess
import sys

import click

from dudao.actions import MODULES
from tests.acceptance.program import ROOT

READ_ONE = """
import sys
from dudao.actions import read_modules
read_modules(["--json", "lint", "x.bpmn"])
print(*(name for name in sys.modules if name.startswith("dudao.actions.")))
"""


def test_every_command_of_a_module_is_found_by_its_name() -> None:
    found: dict[str, str] = {}
    for name in dict.fromkeys(MODULES.values()):
        group = click.Group()
        importlib.import_module(f"dudao.actions.{name}").register(group)
        found |= dict.fromkeys(group.commands, name)
    assert found == MODULES


def test_only_the_module_of_the_command_is_read() -> None:
    read = subprocess.run(
        [sys.executable, "-c", READ_ONE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert read.stdout.split() == ["dudao.actions.lint"]
