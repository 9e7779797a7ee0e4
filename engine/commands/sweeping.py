"""Timers that are due: fired one after another, those of a few cases in one unit of work.

The row is the truth. A sweep claims due timers, which leases their cases to one worker, and then
fires what is due first in each case until nothing is: a cycle that missed many firings during an
outage fires each of them, in order with the other timers of its case. Whatever dies in between
has fired either entirely or not at all.

The first firings of `TOGETHER` cases share one commit, which costs as much as the firing itself.
When anything is wrong with one of them all are fired again, each case alone, so that one broken
case holds up no other.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from engine.commands.engine import Engine
from engine.commands.fire_timer import fire_timer
from engine.model.case import Clock
from engine.model.errors import Conflict
from engine.store.store import Session, Store
from engine.store.timers import claim_due, lock_free, release, still_due

LEASE = timedelta(minutes=2)
TOGETHER = 16
"""Cases in one unit of work: others wait for it as for some steps, and no longer."""
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

    A case that raises is left alone until its claim has expired; the others go on. Without a
    database nothing goes on: OperationalError ends the sweep.
    """
    with store.begin() as session:
        claimed = claim_due(session, now=clock(), limit=limit, worker=worker, lease=LEASE)
    cases = list(dict.fromkeys(timer.case_id for timer in claimed))  # the earliest first
    sweeping = _Sweeping(store, engine, clock, worker, limit)
    for begin in range(0, len(cases), TOGETHER):
        sweeping.fire(cases[begin : begin + TOGETHER])
    return Swept(sweeping.fired, tuple(sweeping.failed))


@dataclass(slots=True)
class _Sweeping:
    """One sweep: what firing needs, and what has come of it so far."""

    store: Store
    engine: Engine
    clock: Clock
    worker: str
    limit: int
    fired: int = 0
    failed: list[str] = field(default_factory=list)

    def fire(self, cases: Sequence[str]) -> None:
        """Fire what is due in these cases: first once in each, together, then the rest."""
        try:
            left = self._together(cases) if len(cases) > 1 else cases
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - whose fault it is shows when each is alone
            _LOG.debug("%d cases are fired one by one: %s", len(cases), error)
            left = cases
        for case_id in left:
            self._alone(case_id)

    def _together(self, cases: Sequence[str]) -> list[str]:
        """Fire once in each case, all or none; return the cases that are not finished with.

        Cases that somebody is at work on are not waited for: whoever holds several cases and
        waits for another may be waited for.
        """
        with self.store.begin() as session:
            free = lock_free(session, cases)
            fired = sum(self._once(session, case_id) for case_id in cases if case_id in free)
            due = still_due(session, cases, now=self.clock())
            left = [each for each in cases if each not in free or each in due]
            release(session, [each for each in cases if each not in left], worker=self.worker)
        self.fired += fired
        return left

    def _alone(self, case_id: str) -> None:
        try:
            self._drain(case_id)
        except Conflict:
            with self.store.begin() as session:
                release(session, [case_id], worker=self.worker)
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001 - one broken case must not stop all other timers
            _LOG.exception("timers of case %s could not be fired", case_id)
            self.failed.append(case_id)

    def _drain(self, case_id: str) -> None:
        """Fire what is due in a case until nothing is, at most `limit` times, one by one.

        Claims of timers that are still there are given back with the last firing: a unit of work
        more for each case would halve what a worker can fire.
        """
        for count in range(1, self.limit + 1):
            with self.store.begin() as session:
                fired = self._once(session, case_id)
                is_last = not fired or not still_due(session, [case_id], now=self.clock())
                if is_last or count == self.limit:
                    release(session, [case_id], worker=self.worker)
            self.fired += fired
            if is_last:
                return

    def _once(self, session: Session, case_id: str) -> bool:
        answer = fire_timer(session, engine=self.engine, clock=self.clock, case_id=case_id)
        return answer.fired
