"""`dudao worker`: fire timers that are due and set the files of documents, once or for good."""

from __future__ import annotations

from collections.abc import Mapping

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.invocation import Invocation, command
from dudao.opening import opened
from dudao.screen import Screen
from dudao.serving.job import Done, Room
from dudao.serving.jobs import EVERY, jobs
from dudao.serving.options import find_serving
from dudao.serving.telling import find_outlets
from dudao.serving.worker import Worker, run_until_stopped, worker_name
from dudao.settings import find_channel_urls, find_said

LONGEST = 30
"""Seconds between two looks: a worker that says nothing for twice as long counts as dead."""


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "worker", "触发到期的定时器，生成公文文件；--once 只处理现在到期的。")
    @click.option("--once", is_flag=True, help="处理完现在到期的就结束。")
    @click.option(
        "--every",
        type=click.IntRange(1, LONGEST),
        default=EVERY,
        metavar="秒",
        help=f"间隔几秒查看一次（{EVERY}），1至{LONGEST}。",
    )
    def worker(invocation: Invocation, *, once: bool, every: int) -> int:
        screen = invocation.screen
        outlets = find_outlets(
            find_channel_urls(config=invocation.config),
            find_serving(find_said({}, config=invocation.config)),
        )
        with opened(invocation.place) as store:
            room = Room(store, build_engine(case_types()), system.clock, worker_name())
            made = Worker(room, jobs(outlets, every=every))
            if once:
                return _report(made.once(), screen)
            ended_well = run_until_stopped(
                made,
                tell=lambda job, done: _tell(job, done, screen),
                started=lambda: screen.say(f"已启动，每{every}秒查看一次；Ctrl+C 停止。"),
            )
        screen.say("已停止。")
        screen.answer({"ok": ended_well})
        return DONE if ended_well else ANSWER_IS_NO


def _tell(job: str, done: Done, screen: Screen) -> None:
    said = _SAID.get(job)
    if said is not None and done.count:
        screen.say(said.format(done.count))


def _report(done: Mapping[str, Done], screen: Screen) -> int:
    for name, each in done.items():
        _tell(name, each, screen)
    fired, rendered = done["timers"], done["documents"]
    if not fired.count:
        screen.say("没有到期的定时器。")
    if fired.failed:
        screen.say(f"{len(fired.failed)}个案件的定时器未能触发，详见日志。", style="red")
    if rendered.failed:
        screen.say(f"{len(rendered.failed)}件公文未能生成文件，详见日志。", style="red")
    well = not any(each.failed for each in done.values())
    screen.answer(
        {
            "ok": well,
            "fired": fired.count,
            "failed": len(fired.failed),
            "rendered": rendered.count,
            "unrendered": len(rendered.failed),
            "jobs": {name: each.count for name, each in done.items()},
        }
    )
    return DONE if well else ANSWER_IS_NO


_SAID: Mapping[str, str] = {
    "timers": "触发了{}个定时器。",
    "marks": "按期限提示了{}件事项。",
    "spread": "分发了{}条消息。",
    "documents": "生成了{}件公文的文件。",
}
