"""`dudao worker`: fire timers that are due and set the files of documents, once or for good."""

from __future__ import annotations

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.invocation import Invocation, command
from dudao.opening import opened
from dudao.screen import Screen
from dudao.serving.worker import EVERY, Turn, Worker, run_until_stopped, worker_name

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
        with opened(invocation.place) as store:
            made = Worker(store, build_engine(case_types()), system.clock, worker_name())
            if once:
                return _report(made.once(), screen)
            run_until_stopped(
                made,
                every=every,
                tell=lambda turn: _tell(turn, screen),
                started=lambda: screen.say(f"已启动，每{every}秒查看一次；Ctrl+C 停止。"),
            )
        screen.say("已停止。")
        screen.answer({"ok": True})
        return DONE


def _tell(turn: Turn, screen: Screen) -> None:
    if turn.fired:
        screen.say(f"触发了{turn.fired}个定时器。")
    if turn.rendered.done:
        screen.say(f"生成了{turn.rendered.done}件公文的文件。")


def _report(turn: Turn, screen: Screen) -> int:
    _tell(turn, screen)
    if not turn.fired:
        screen.say("没有到期的定时器。")
    if turn.failed:
        screen.say(f"{len(turn.failed)}个案件的定时器未能触发，详见日志。", style="red")
    rendered = turn.rendered
    if rendered.failed:
        screen.say(f"{len(rendered.failed)}件公文未能生成文件，详见日志。", style="red")
    answer = {"fired": turn.fired, "failed": len(turn.failed), "rendered": rendered.done}
    well = not turn.failed and not rendered.failed
    screen.answer({"ok": well, **answer, "unrendered": len(rendered.failed)})
    return DONE if well else ANSWER_IS_NO
