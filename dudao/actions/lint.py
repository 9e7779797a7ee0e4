"""`dudao lint`: findings about files, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.text import Text

from dudao.composition import GROUPS, case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.files import read_all
from dudao.invocation import Invocation, command
from dudao.linting import Found, Names, facts_of, lint_files
from dudao.screen import Screen, aligned
from engine.diagram.people_needed import PeopleNeeded

SEVERITIES = {"error": ("错误", "bold red"), "warning": ("提醒", "yellow")}


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "lint", "检查流程图、决策表、日历和场景文件，不需要数据库。")
    @click.argument("files", nargs=-1, required=True, metavar="FILE…")
    @click.option("--group", "groups", multiple=True, metavar="NAME", help="视为已知的候选组。")
    def lint(invocation: Invocation, files: tuple[str, ...], groups: tuple[str, ...]) -> int:
        names = Names(groups=frozenset(groups))
        given = read_all(files)
        found = lint_files(given, case_types(), names)
        facts = facts_of(given, case_types())
        show_findings(invocation.screen, found, len(files))
        show_people(invocation.screen, facts)
        errors = sum(each.severity == "error" for each in found)
        invocation.screen.answer(
            {
                "ok": not errors,
                "files": len(files),
                "findings": [asdict(each) for each in found],
                "people": [_said(file, needed) for file, needed in facts],
            }
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


def show_people(screen: Screen, facts: Sequence[tuple[str, PeopleNeeded]]) -> None:
    """Print how many people each process needs at least."""
    for _, needed in facts:
        screen.say(f"{needed.name}：{needed.zh(GROUPS)}")


def _said(file: str, needed: PeopleNeeded) -> dict[str, object]:
    one_group, several = needed.one_group, needed.several
    return {
        "file": file,
        "process": needed.process,
        "least": one_group.people if one_group is not None and needed.is_known else None,
        "groups": dict(one_group.by_group) if one_group is not None else {},
        "least_with_several_groups": several.people if several and needed.is_known else None,
        "exact": bool(one_group and several and one_group.is_exact and several.is_exact),
        "because": [asdict(each) for each in needed.reasons],
        "unknown": needed.unknown,
        "uncounted": needed.uncounted,
        "zh": needed.zh(GROUPS),
    }


def _row(found: Found) -> tuple[str, ...]:
    place = f"{found.file}:{found.line}" if found.line else found.file
    return place, SEVERITIES[found.severity][0], found.element
