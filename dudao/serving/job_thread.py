"""A thread for one job: it sleeps until it is woken, and never works twice at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from time import monotonic

_LOG = logging.getLogger("dudao.worker")


class JobThread:
    """One job's thread. Woken while it works it works once more afterwards, however often it was.

    It is a daemon: a turn that hangs keeps nobody from ending the process.
    """

    def __init__(self, name: str, turn: Callable[[], object], stopping: Event) -> None:
        self.name = name
        self._turn = turn
        self._stopping = stopping
        self._due = Event()
        self._thread = Thread(target=self._run, name=f"job-{name}", daemon=True)

    def start(self) -> None:
        """Start it; it waits to be woken."""
        self._thread.start()

    def wake(self) -> None:
        """Let it work as soon as it can."""
        self._due.set()

    def ended(self, *, timeout: float) -> bool:
        """Wait so many seconds for its end; say whether it has come."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            if self._stopping.is_set():
                return
            try:
                self._turn()
            except Exception:  # noqa: BLE001 - a thread that ends would never work again
                _LOG.exception("job %s broke", self.name)


def end_all(threads: Sequence[JobThread], *, patience: float) -> list[str]:
    """Wake all, which then see that they are to stop; name those not ended after so many seconds."""
    deadline = monotonic() + patience
    for each in threads:
        each.wake()
    return [each.name for each in threads if not each.ended(timeout=max(0, deadline - monotonic()))]
