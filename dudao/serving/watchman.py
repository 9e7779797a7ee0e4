"""Watches, from the process that serves, whether any worker lives; says so when none does.

A worker cannot report its own end. Without one nothing leaves the machine, so the alert is written
into the inbox of administrators, where every page shows it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError

from engine.commands import Engine
from engine.commands.machinery_alerts import watch_workers
from engine.model.case import Clock
from engine.model.errors import EngineError
from engine.store import Store
from engine.store.heartbeats import SILENT, living_workers

EVERY = SILENT.total_seconds() / 2
"""Seconds between two looks. Only the second look without a worker counts: one has to start, or to
wake with a host that slept, before it can say that it lives."""
_LOG = logging.getLogger("dudao.supervisor")


@dataclass(slots=True)
class Watchman:
    """Looks again and again, in a thread that keeps nobody from ending."""

    open_store: Callable[[], tuple[Store, Engine]]
    clock: Clock
    every: float = EVERY
    stopping: Event = field(default_factory=Event)
    _has_worker: bool = field(default=True, init=False)
    _was_missed: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start looking."""
        Thread(target=self._run, name="watchman", daemon=True).start()

    def _run(self) -> None:
        if self.stopping.wait(2 * self.every):
            return
        store, engine = self.open_store()
        while True:
            self.look(store, engine)
            if self.stopping.wait(self.every):
                store.close()
                return

    def look(self, store: Store, engine: Engine) -> bool:
        """Look once, log what has changed, and tell administrators; say whether a worker lives."""
        try:
            lives = self._look(store, engine)
        except (DBAPIError, EngineError, OSError) as error:
            _LOG.warning("whether a worker lives cannot be seen: %s", type(error).__name__)
            return self._has_worker
        if not lives and self._has_worker:
            _LOG.error("no worker lives: nothing that is due happens; start dudao worker")
        if lives and not self._has_worker:
            _LOG.warning("a worker lives again")
        self._has_worker = lives
        return lives

    def _look(self, store: Store, engine: Engine) -> bool:
        now = self.clock()
        with store.read() as session:
            lives = living_workers(session, now=now) > 0
        is_sure, self._was_missed = self._was_missed, not lives
        if self._has_worker and (lives or not is_sure):
            return True  # nothing to write, or not yet
        with store.begin() as session:
            return watch_workers(session, engine=engine, now=now)
