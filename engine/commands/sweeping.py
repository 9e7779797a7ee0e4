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
from engine.store.timers import DueTimer, claim_due, release

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
        try:
            fired += _drain(store, case_id, engine=engine, clock=clock, limit=limit)
        except Conflict:
            _release(store, timers, worker)
        except Exception:  # noqa: BLE001 - one broken case must not stop all other timers
            _LOG.exception("timers of case %s could not be fired", case_id)
            failed.append(case_id)
        else:
            _release(store, timers, worker)
    return Swept(fired, tuple(failed))


def _drain(store: Store, case_id: str, *, engine: Engine, clock: Clock, limit: int) -> int:
    """Fire what is due in a case until nothing is, at most `limit` times."""
    for fired in range(limit):
        with store.begin() as session:
            answer = fire_timer(session, engine=engine, clock=clock, case_id=case_id)
        if not answer.fired:
            return fired
    return limit


def _by_case(claimed: Sequence[DueTimer]) -> dict[str, list[DueTimer]]:
    """Group by case, the case with the earliest timer first."""
    grouped: dict[str, list[DueTimer]] = {}
    for timer in claimed:
        grouped.setdefault(timer.case_id, []).append(timer)
    return grouped


def _release(store: Store, timers: list[DueTimer], worker: str) -> None:
    """Give back the claims of timers that are still there."""
    with store.begin() as session:
        release(session, timers, worker=worker)
