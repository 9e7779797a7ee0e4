"""The jobs of the worker, each a small function: one turn, within bounds.

To add one, write what a turn does and add a line to `jobs`. Those that tell people stand in
`telling`, with one for each channel of the installation.
"""

from __future__ import annotations

from datetime import timedelta

from dudao.serving.job import Done, Job, Room
from dudao.serving.telling import Outlets, telling_jobs
from engine.commands import forget_sessions, render_pending, sweep
from engine.commands.held_files import forget_held_files
from engine.commands.reading.overview.ahead import count_ahead
from engine.commands.recomputing import carry_on
from engine.commands.sweeping import LEASE as OF_TIMERS
from engine.store.contacts import forget_codes
from engine.store.idempotency import forget_results
from engine.store.lags import documents_lag, recompute_lag, timers_lag
from engine.store.set_back import say_now, shorten_delivery_claims, shorten_timer_claims
from notifications.delivering.delivering import LEASE as OF_DELIVERIES

BATCH = 500
DOCUMENTS = 20
"""Documents whose files are set in one turn."""
EVERY = 1
"""Seconds between two turns of what people wait for."""
KEEP_RESULTS = timedelta(days=7)
"""How long a request sent again gets its first answer (无法定依据, 建议值)."""
FORGET_EVERY = 3600
"""Seconds between two rounds of forgetting."""
SET_RIGHT_EVERY = 600
"""Seconds between two looks whether a clock was set back that nobody saw."""
COUNT_EVERY = 10
"""Seconds between two looks whether an overview is to be counted again."""


def fire_timers(room: Room) -> Done:
    """Fire all timers that are due; after a long silence there may be very many."""
    done = Done()
    while True:
        swept = sweep(
            room.store, engine=room.engine, clock=room.clock, worker=room.worker, limit=BATCH
        )
        done += Done(swept.fired, swept.failed)
        if swept.fired:
            room.moved()
        if not swept.fired or room.stopping.is_set():
            return done


def set_documents(room: Room) -> Done:
    """Set files one document at a time, so that a stop need not wait for all of them."""
    done = Done()
    while done.count + len(done.failed) < DOCUMENTS and not room.stopping.is_set():
        rendered = render_pending(room.store, engine=room.engine, clock=room.clock, limit=1)
        if not rendered.done and not rendered.failed:
            break
        done += Done(rendered.done, rendered.failed)
    return done


def recompute(room: Room) -> Done:
    """Compute the next portion of deadlines again, if somebody asked for it."""
    return Done(carry_on(room.store, engine=room.engine, clock=room.clock))


def count_overviews(room: Room) -> Done:
    """Count ahead the overviews that are due."""
    return Done(count_ahead(room.store, engine=room.engine, clock=room.clock))


def set_right(room: Room) -> Done:
    """Set right what a clock that was set back left in the future, or it would wait that long.

    All jobs are woken at once when a worker starts and when it sees its clock set back.
    """
    now = room.clock()
    with room.store.begin() as session:
        timers = shorten_timer_claims(session, until=now + OF_TIMERS)
        deliveries = shorten_delivery_claims(session, until=now + OF_DELIVERIES)
        return Done(timers + deliveries + say_now(session, now=now))


def forget(room: Room) -> Done:
    """Forget old answers, sessions long over, files of cases not opened, codes that are over."""
    files = forget_held_files(room.store, clock=room.clock)
    with room.store.begin() as session:
        answers = forget_results(session, before=room.clock() - KEEP_RESULTS)
        sessions = forget_sessions(session, engine=room.engine, clock=room.clock)
        codes = forget_codes(session, at=room.clock())
    return Done(files + answers + sessions + codes)


def jobs(outlets: Outlets, *, every: int = EVERY) -> tuple[Job, ...]:
    """Return the jobs of an installation, in the order in which one gives the next its work."""
    return (
        Job("timers", fire_timers, every, timers_lag),
        Job("set_right", set_right, SET_RIGHT_EVERY),
        *telling_jobs(outlets, every=every),
        Job("documents", set_documents, every, documents_lag),
        Job("recompute", recompute, every, recompute_lag),
        Job("overviews", count_overviews, max(every, COUNT_EVERY)),
        Job("forget", forget, FORGET_EVERY),
    )
