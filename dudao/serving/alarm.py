"""An alarm clock for threads, of which APScheduler is the work.

APScheduler reckons by the time of day, which people and programs set: an hour back and it would
wake nobody for an hour, a day on and it would count through every second of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from engine.model.case import Clock

STEP = 1.0
"""Seconds between two looks by which a clock must go back to have been set; slower is slewing."""
_LOG = logging.getLogger("dudao.worker")


class After(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """So many seconds after now; what was slept through is owed once."""

    __slots__ = ("pause",)

    def __init__(self, seconds: int) -> None:
        self.pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the next time, always later than now."""
        del previous
        return now + self.pause


class Alarm:
    """Wakes threads again and again, each after its own pause."""

    def __init__(self, clock: Clock, elapsed: Callable[[], float]) -> None:
        self._clock = clock
        self._elapsed = elapsed
        self._ahead = self._lead()
        # That a turn is skipped while the one before it still runs is as it should be.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone="Asia/Shanghai")

    def add(self, wake: Callable[[], object], *, seconds: int) -> None:
        """Wake somebody every so many seconds from the start on; late, but once, is well."""
        self._scheduler.add_job(
            wake, After(seconds), max_instances=1, coalesce=True, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to wake."""
        self._scheduler.start()

    def look(self) -> bool:
        """Wake everybody at once if the clock was set back since the last look; say whether it was."""
        before, self._ahead = self._ahead, self._lead()
        seconds = max(before - self._ahead, self._too_late())
        if seconds < STEP:
            return False
        _LOG.warning("the clock was set back by %.0f seconds: all jobs look again", seconds)
        now = self._clock()
        for each in self._scheduler.get_jobs():
            each.modify(next_run_time=now)
        return True

    def _too_late(self) -> float:
        """Return by how many seconds somebody would be woken later than after their pause.

        So it is when the clock was set on and back between two looks, and it was reckoned in between.
        """
        now = self._clock()
        return max(
            (
                (each.next_run_time - now - each.trigger.pause).total_seconds()
                for each in self._jobs()
            ),
            default=0.0,
        )

    def _jobs(self) -> Iterator[Any]:
        # One whose turn has come while the scheduler reckons has no time yet.
        return (each for each in self._scheduler.get_jobs() if each.next_run_time is not None)

    def stop(self) -> None:
        """Wake nobody any more."""
        self._scheduler.shutdown(wait=False)

    def _lead(self) -> float:
        """Return by how much the time of day is ahead of the time that only goes on."""
        return self._clock().timestamp() - self._elapsed()
