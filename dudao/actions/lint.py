"""`dudao lint`: findings about files, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.text import Text

from dudao.composition import case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.files import read_all
from dudao.invocation import Invocation, command
from dudao.linting import Found, Names, lint_files
from dudao.screen import Screen, aligned

SEVERITIES = {"error": ("错误", "bold red"), "warning": ("提醒", "yellow")}


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "lint", "检查流程图、决策表、日历和场景文件，不需要数据库。")
    @click.argument("files", nargs=-1, required=True, metavar="FILE…")
    @click.option("--group", "groups", multiple=True, metavar="NAME", help="视为已知的候选组。")
    def lint(invocation: Invocation, files: tuple[str, ...], groups: tuple[str, ...]) -> int:
        names = Names(groups=frozenset(groups))
        found = lint_files(read_all(files), case_types(), names)
        show_findings(invocation.screen, found, len(files))
        errors = sum(each.severity == "error" for each in found)
        invocation.screen.answer(
            {"ok": not errors, "files": len(files), "findings": [asdict(each) for each in found]}
        )
        return ANSWER_IS_NO if errors else DONE


def show_findings(screen: Screen, found: Sequence[Found], files: int) -> None:
    """Print the findings as a table with a line that sums them up."""
    rows = [_row(each) for each in found]
    lines = aligned(rows, [each.zh for each in found], screen.out.width)
    for each, line in zip(found, lines, strict=True):
        screen.say(Text(line, SEVERITIES[each.severity][1]))
    if any(each.code == "unknown_group" for each in found):
        screen.say("候选组可以用 --group NAME 声明，或由旁边场景（scenarios/*.yml）里的人员带入。")
    count = Counter(each.severity for each in found)
    summary = f"检查了{files}个文件：{count['error']}个错误，{count['warning']}个提醒。"
    screen.say(Text(summary, "red" if count["error"] else "green"))


def _row(found: Found) -> tuple[str, ...]:
    place = f"{found.file}:{found.line}" if found.line else found.file
    return place, SEVERITIES[found.severity][0], found.element
