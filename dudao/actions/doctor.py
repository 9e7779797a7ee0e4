"""`dudao doctor`: say what is wrong with this installation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import click
from rich.text import Text

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import ANSWER_IS_NO, DONE, Stop
from dudao.health import checks, papers, people, search
from dudao.health.channels import check_channels
from dudao.health.checks import Check
from dudao.invocation import Invocation, command
from dudao.opened_channels import configured_channels
from dudao.opening import opened_if_there
from dudao.screen import padded
from dudao.serving.options import find_serving
from dudao.settings import Place, find_said

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "bold red")}


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "doctor", "检查本安装是否正常，指出问题。")
    def doctor(invocation: Invocation) -> int:
        found = [*examine(invocation.place, system.clock()), *_leaving(invocation)]
        screen = invocation.screen
        for check in found:
            mark, style = MARKS[check.level]
            screen.say(Text(f"{mark} ", style) + Text(f"{padded(check.name, 11)} {check.zh}"))
        wrong = sum(check.level == "error" for check in found)
        screen.say(Text(f"发现{wrong}个问题。", "red") if wrong else Text("一切正常。", "green"))
        screen.answer({"ok": not wrong, "checks": [asdict(check) for check in found]})
        return ANSWER_IS_NO if wrong else DONE


def examine(place: Place, now: datetime) -> Iterator[Check]:
    """Yield what every check finds, the most basic first."""
    yield from checks.check_folder(place)
    try:
        with opened_if_there(place) as store:
            if store is None:
                yield Check("数据库", "error", f"{place.shown} 不存在，请运行 dudao init。")
                return
            yield Check("数据库", "ok", f"{place.shown} 可以连接，表结构是本版本的。")
            with store.read() as session:
                yield from checks.check_database(session)
                yield from checks.check_calendar(session, now)
                yield from checks.check_clock(session, now)
                yield from checks.check_timers(session, now)
                yield from checks.check_history(session)
                yield from papers.check_numbers(session)
                yield from papers.check_papers(session)
                yield from papers.check_templates(session)
                yield from search.check_search(session)
                yield from checks.check_incidents(session)
                types = case_types()
                yield from checks.check_definitions(session, types)
                yield from people.check_people(session, build_engine(types), lambda: now)
                yield from checks.check_directory(session)
    except Stop as stop:
        yield Check("数据库", "error", stop.zh)


def _leaving(invocation: Invocation) -> Iterator[Check]:
    """Yield what is found about messages that leave the machine."""
    try:
        channels = configured_channels(invocation)
        serving = find_serving(find_said({}, config=invocation.config))
    except Stop as stop:
        yield Check("渠道", "error", stop.zh)
        return
    yield from check_channels(channels, public_url=serving.public_url)
