"""Timers that are due: fired one after another, each in a unit of work of its own.

The row is the truth. A sweep claims due timers, which leases their cases to one worker, and then
fires what is due first in each case until nothing is: a cycle that missed many firings during an
outage fires each of them, in order with the other timers of its case. Whatever dies in between
has fired either entirely or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from engine.commands.engine import Engine
from engine.commands.fire_timer import fire_timer
from engine.model.case import Clock
from engine.model.errors import Conflict
from engine.store.store import Store
from engine.store.timers import DueTimer, claim_due, is_due, release

LEASE = timedelta(minutes=2)
_LOG = logging.getLogger("dudao.engine.commands.sweeping")


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: timers fired, and cases left to a later sweep because of an error."""

    fired: int
    failed: tuple[str, ...] = ()


def sweep(
    store: Store, *, engine: Engine, clock: Clock, worker: str = "worker", limit: int = 500
) -> Swept:
    """Fire what is due: claim up to `limit` timers and fire them, case by case.

    A case that raises is left alone until its claim has expired; the others go on.
    """
    with store.begin() as session:
        claimed = claim_due(session, now=clock(), limit=limit, worker=worker, lease=LEASE)
    fired, failed = 0, []
    for case_id, timers in _by_case(claimed).items():
        turn = _Turn(store, engine, clock, worker, limit)
        try:
            fired += turn.drain(case_id, timers)
        except Conflict:
            turn.give_back(timers)
        except Exception:  # noqa: BLE001 - one broken case must not stop all other timers
            _LOG.exception("timers of case %s could not be fired", case_id)
            failed.append(case_id)
    return Swept(fired, tuple(failed))


@dataclass(frozen=True, slots=True)
class _Turn:
    """What firing the timers of a case needs."""

    store: Store
    engine: Engine
    clock: Clock
    worker: str
    limit: int

    def drain(self, case_id: str, timers: list[DueTimer]) -> int:
        """Fire what is due in a case until nothing is, at most `limit` times.

        Claims of timers that are still there are given back with the last firing: a unit of work
        more for each case would halve what a worker can fire.
        """
        fired = 0
        while True:
            with self.store.begin() as session:
                answer = fire_timer(session, engine=self.engine, clock=self.clock, case_id=case_id)
                fired += answer.fired
                if (
                    not answer.fired
                    or fired == self.limit
                    or not is_due(session, case_id, now=self.clock())
                ):
                    release(session, timers, worker=self.worker)
                    return fired

    def give_back(self, timers: list[DueTimer]) -> None:
        """Let any worker claim these timers at once."""
        with self.store.begin() as session:
            release(session, timers, worker=self.worker)


def _by_case(claimed: Sequence[DueTimer]) -> dict[str, list[DueTimer]]:
    """Group by case, the case with the earliest timer first."""
    grouped: dict[str, list[DueTimer]] = {}
    for timer in claimed:
        grouped.setdefault(timer.case_id, []).append(timer)
    return grouped
