"""A child process of the supervisor: `python -P -m dudao.serving.child web|worker`.

What it is to do stands on its standard input. Each child leads a process group of its own, so
that Ctrl-C reaches the supervisor alone, which then lets the children end their steps.
"""

from __future__ import annotations

import os
import sys

from prometheus_client import CollectorRegistry

from api.metrics import Processes, SweepMetrics
from dudao import system
from dudao.composition import build_engine, case_types
from dudao.memory import keep_for_good
from dudao.serving.job import Room
from dudao.serving.jobs import jobs
from dudao.serving.logs import log_to_stderr
from dudao.serving.options import Assignment
from dudao.serving.telling import find_outlets
from dudao.serving.worker import Worker, run_until_stopped, worker_name
from engine.store import Store


def main() -> None:
    """Do what this child was started for, and end at once when it is done.

    Taking a whole interpreter apart costs a second, in each web process and in their parent;
    what had to be ended has been.
    """
    assignment = Assignment.from_json(sys.stdin.buffer.read())
    log_to_stderr()
    status = 0
    try:
        _run(assignment)
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


def _run(assignment: Assignment) -> None:
    if sys.argv[1:] == ["web"]:
        from dudao.serving.web import run_web  # noqa: PLC0415 - a worker needs no gunicorn

        run_web(assignment)
    else:
        _run_worker(assignment)


def _run_worker(assignment: Assignment) -> None:
    registry = CollectorRegistry()
    store = Store(assignment.place.database)
    try:
        room = Room(store, build_engine(case_types()), system.clock, worker_name())
        outlets = find_outlets(assignment.channels, assignment.serving)
        worker = Worker(room, jobs(outlets), metrics=SweepMetrics(registry))
        Processes(registry).count_this("worker")
        keep_for_good()
        run_until_stopped(
            worker,
            is_orphan=lambda: os.getppid() != assignment.supervisor,
        )
    finally:
        store.close()


if __name__ == "__main__":
    main()
