"""`dudao worker`: fire timers that are due and set the files of documents, once or for good."""

from __future__ import annotations

import logging
import os
import signal
import socket
from threading import Event

import click
from apscheduler.schedulers.background import BackgroundScheduler

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.invocation import Invocation, command
from dudao.opening import opened
from dudao.screen import Screen
from engine.commands import Engine, Rendered, render_pending, sweep
from engine.store import Store

BATCH = 500
DOCUMENTS = 20
"""Documents whose files are set after each sweep."""
EVERY = 1
"""Seconds between two sweeps; rows hold the truth, so a late wake-up loses nothing."""


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "worker", "触发到期的定时器，生成公文文件；--once 只处理现在到期的。")
    @click.option("--once", is_flag=True, help="处理完现在到期的就结束。")
    @click.option("--every", default=EVERY, metavar="秒", help=f"间隔几秒查看一次（{EVERY}）。")
    def worker(invocation: Invocation, *, once: bool, every: int) -> int:
        screen = invocation.screen
        with opened(invocation.place) as store:
            engine = build_engine(case_types())
            fired, failed = _sweep_all(store, engine)
            rendered = _render_all(store, engine) if once else _render(store, engine)
            if not once:
                _until_stopped(store, engine, max(1, every), screen)
        screen.say(f"触发了{fired}个定时器。" if fired else "没有到期的定时器。")
        if failed:
            screen.say(f"{failed}个案件的定时器未能触发，详见日志。", style="red")
        if rendered.done:
            screen.say(f"生成了{rendered.done}件公文的文件。")
        if rendered.failed:
            screen.say(f"{len(rendered.failed)}件公文未能生成文件，详见日志。", style="red")
        answer = {"fired": fired, "failed": failed, "rendered": rendered.done}
        well = not failed and not rendered.failed
        screen.answer({"ok": well, **answer, "unrendered": len(rendered.failed)})
        return DONE if well else ANSWER_IS_NO


def _sweep_all(store: Store, engine: Engine) -> tuple[int, int]:
    """Sweep until nothing is due; return timers fired and cases that failed."""
    fired, failed = 0, set[str]()
    while True:
        swept = sweep(store, engine=engine, clock=system.clock, worker=_name(), limit=BATCH)
        fired += swept.fired
        failed.update(swept.failed)
        if not swept.fired:
            return fired, len(failed)


def _render(store: Store, engine: Engine) -> Rendered:
    """Set the files of at most `DOCUMENTS` documents: timers must not wait for more."""
    return render_pending(store, engine=engine, clock=system.clock, limit=DOCUMENTS)


def _render_all(store: Store, engine: Engine) -> Rendered:
    """Set files until no document waits for them; those that fail do not wait any more."""
    done, failed = 0, list[str]()
    while True:
        rendered = _render(store, engine)
        done += rendered.done
        failed += rendered.failed
        if not rendered.done and not rendered.failed:
            return Rendered(done, tuple(failed))


def _until_stopped(store: Store, engine: Engine, every: int, screen: Screen) -> None:
    """Let the scheduler wake the sweep until a signal asks to stop."""
    stopped = Event()
    before = {each: signal.signal(each, lambda *_: stopped.set()) for each in _SIGNALS}
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")

    def turn() -> None:
        fired, _ = _sweep_all(store, engine)
        if fired:
            screen.say(f"触发了{fired}个定时器。")
        rendered = _render(store, engine)
        if rendered.done:
            screen.say(f"生成了{rendered.done}件公文的文件。")

    scheduler.add_job(turn, "interval", seconds=every, max_instances=1, coalesce=True)
    scheduler.start()
    screen.say(f"已启动，每{every}秒查看一次；Ctrl+C 停止。")
    try:
        stopped.wait()
    finally:
        scheduler.shutdown(wait=True)
        for each, handler in before.items():
            signal.signal(each, handler)
    screen.say("已停止。")


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
