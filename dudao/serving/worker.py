"""The worker: fires timers that are due, sets the files of documents, forgets old answers.

APScheduler only wakes it; rows hold the truth, so a late wake-up loses nothing. Any number of
workers may run, on any number of hosts.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from time import perf_counter

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError

from api.metrics import SweepMetrics
from engine.commands import Engine, Rendered, forget_sessions, render_pending, sweep
from engine.commands.held_files import forget_held_files
from engine.commands.reading.overview.ahead import count_ahead
from engine.commands.recomputing import carry_on
from engine.model.case import Clock
from engine.model.errors import EngineError
from engine.store import Store
from engine.store.heartbeats import BEAT, beat, stop_beating
from engine.store.idempotency import forget_results

BATCH = 500
DOCUMENTS = 20
"""Documents whose files are set after each sweep: timers must not wait for more."""
EVERY = 1
"""Seconds between two sweeps."""
KEEP_RESULTS = timedelta(days=7)
"""How long a request sent again gets its first answer (无法定依据, 建议值)."""
FORGET_EVERY = 3600
"""Seconds between two rounds of forgetting."""
COUNT_EVERY = 10
"""Seconds between two looks whether an overview is to be counted again."""
ORPHAN_SECONDS = 1.0
_LOG = logging.getLogger("dudao.worker")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def worker_name() -> str:
    """Name this process among all workers of all hosts."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn did."""

    fired: int = 0
    failed: tuple[str, ...] = ()
    """Cases whose timers could not be fired."""
    rendered: Rendered = field(default_factory=lambda: Rendered(0))


@dataclass(slots=True)
class Worker:
    """One worker, from its start to its stop."""

    store: Store
    engine: Engine
    clock: Clock
    name: str
    metrics: SweepMetrics | None = None
    stopping: Event = field(default_factory=Event)
    started_at: datetime = field(init=False)
    _last_beat: datetime | None = field(default=None, init=False)
    _is_failing: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.started_at = self.clock()

    def once(self) -> Turn:
        """Do all that is due now."""
        fired, failed = self._sweep_all()
        while not self.stopping.is_set() and carry_on(
            self.store, engine=self.engine, clock=self.clock
        ):
            pass
        return Turn(fired, failed, self._render())

    def turn(self) -> Turn:
        """Do what is due, within bounds, and say that this worker lives; an error is logged.

        A worker that cannot work does not beat: others must be able to see it.
        """
        begun = perf_counter()
        try:
            fired, failed = self._sweep_all(again=self._beat)
            rendered = self._render(limit=DOCUMENTS)
            carry_on(self.store, engine=self.engine, clock=self.clock)
            self._beat()
        except Exception as error:  # noqa: BLE001 - whatever is broken now may be mended soon
            self._fail(error)
            return Turn()
        if self._is_failing:
            self._is_failing = False
            _LOG.warning("works again")
        if self.metrics:
            self.metrics.count(seconds=perf_counter() - begun, fired=fired)
        return Turn(fired, failed, rendered)

    def forget(self) -> int:
        """Forget answers nobody will ask for again, sessions long over, files of cases not opened.

        Return how many.
        """
        files = forget_held_files(self.store, clock=self.clock)
        with self.store.begin() as session:
            answers = forget_results(session, before=self.clock() - KEEP_RESULTS)
            return files + answers + forget_sessions(session, engine=self.engine, clock=self.clock)

    def count(self) -> int:
        """Count ahead the overviews that are due; return how many."""
        return count_ahead(self.store, engine=self.engine, clock=self.clock)

    def stop(self) -> None:
        """Say that this worker has stopped; without a database silence says it as well."""
        try:
            with self.store.begin() as session:
                stop_beating(session, self.name)
        except (DBAPIError, EngineError) as error:
            _LOG.warning("could not say that this worker stops: %s", error)

    def _sweep_all(
        self, *, again: Callable[[], object] = lambda: None
    ) -> tuple[int, tuple[str, ...]]:
        """Fire all that is due; `again` is told after each sweep that fired something.

        After a long silence there may be more than can be fired before a worker counts as dead.
        """
        fired, failed = 0, dict[str, None]()
        while True:
            swept = sweep(
                self.store, engine=self.engine, clock=self.clock, worker=self.name, limit=BATCH
            )
            fired += swept.fired
            failed |= dict.fromkeys(swept.failed)
            if swept.fired:
                again()
            if not swept.fired or self.stopping.is_set():
                return fired, tuple(failed)

    def _render(self, *, limit: int | None = None) -> Rendered:
        """Set files one document at a time, so that a stop need not wait for all of them."""
        done, failed = 0, list[str]()
        while not self.stopping.is_set() and (limit is None or done + len(failed) < limit):
            rendered = render_pending(self.store, engine=self.engine, clock=self.clock, limit=1)
            done += rendered.done
            failed += rendered.failed
            if not rendered.done and not rendered.failed:
                break
        return Rendered(done, tuple(failed))

    def _beat(self) -> None:
        now = self.clock()
        if self._last_beat is None or not timedelta(0) <= now - self._last_beat < BEAT:
            with self.store.begin() as session:
                beat(session, self.name, now=now, started_at=self.started_at)
            self._last_beat = now

    def _fail(self, error: Exception) -> None:
        if self.metrics:
            self.metrics.count_failure()
        if not self._is_failing:  # said once, not every second until it is mended
            _LOG.error("could not work, and tries again every turn", exc_info=error)
        self._is_failing = True


def run_until_stopped(
    worker: Worker,
    *,
    every: int = EVERY,
    tell: Callable[[Turn], object] | None = None,
    is_orphan: Callable[[], bool] = lambda: False,
    started: Callable[[], object] = lambda: None,
) -> None:
    """Let the scheduler wake the worker until a signal asks to stop; the turn begun is ended.

    `started` is told once signals are heeded: whoever is told may ask to stop from then on.
    """
    before = {each: signal.signal(each, lambda *_: worker.stopping.set()) for each in _SIGNALS}
    started()
    # That a turn is skipped while the one before it still runs is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")

    def turn() -> None:
        done = worker.turn()
        if tell is not None:
            tell(done)

    at_once = worker.clock()
    jobs = ((turn, every), (worker.forget, FORGET_EVERY), (worker.count, COUNT_EVERY))
    for job, seconds in jobs:
        scheduler.add_job(
            job,
            "interval",
            seconds=seconds,
            next_run_time=at_once,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # however late, once is owed
        )
    scheduler.start()
    try:
        while not worker.stopping.wait(ORPHAN_SECONDS) and not is_orphan():
            pass
    finally:
        worker.stopping.set()
        scheduler.shutdown(wait=True)
        for each, handler in before.items():
            signal.signal(each, handler)
    worker.stop()
