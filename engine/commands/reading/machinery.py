"""Read how what runs by itself is doing: workers, timers that are late, messages that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.engine import Engine
from engine.commands.reading.operations import SEE
from engine.commands.reading.standing import Looking
from engine.model.case import Actor, Clock
from engine.store.heartbeats import SILENT, last_beat, living_workers
from engine.store.load import measure_waiting
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Machinery:
    """Workers that live, when one was last heard of, and what waits for them.

    `lag` is how long the oldest of the late timers has waited.
    """

    workers: int
    last_beat: datetime | None
    silent_after: timedelta
    due_timers: int
    lag: timedelta
    outbox_pending: int


def read_machinery(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> Machinery:
    """Return how the workers of this installation are doing, for those who see to operations."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(SEE)
    now = looking.turn.now
    due, lag, pending = measure_waiting(session, now=now)
    return Machinery(
        workers=living_workers(session, now=now),
        last_beat=last_beat(session),
        silent_after=SILENT,
        due_timers=due,
        lag=lag,
        outbox_pending=pending,
    )
