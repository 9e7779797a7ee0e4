"""The jobs by which deadlines speak: marks, handing out, one delivery a channel, what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dudao.failures import WrongUse
from dudao.opened_channels import open_channels
from dudao.serving.job import Done, Job, Room
from dudao.serving.options import Serving
from engine.commands import Engine
from engine.store import Session
from engine.store.lags import delivery_lag, marks_lag, outbox_lag
from notifications.bounces.origin import source_of
from notifications.bounces.reading import read_bounces
from notifications.bounces.sources import Source
from notifications.channel import WrongAddress
from notifications.delivering.delivering import deliver
from notifications.marks.marking import mark_due
from notifications.registry import Channels
from notifications.rules.model import Rules
from notifications.rules.stored import rules_in_force
from notifications.spreading.spreading import spread
from notifications.words import writing

MARKS, MESSAGES, DELIVERIES = 2_000, 200, 50
"""How much one turn looks at."""
BOUNCES_EVERY = 60
"""Seconds between two looks at what came back."""


@dataclass(frozen=True, slots=True)
class Outlets:
    """The ways out of this installation, and where mails come back to."""

    channels: Channels
    base_url: str
    bounces: Source | None = None


def find_outlets(urls: Mapping[str, str], serving: Serving) -> Outlets:
    """Read the channels and the mailbox of an installation; raise WrongUse naming a wrong one."""
    try:
        source = source_of(serving.bounces) if serving.bounces else None
    except WrongAddress as error:
        raise WrongUse(
            f"bounces 的值不对：{error.zh.rstrip('。')}。", en=f"bounces: {error}"
        ) from error
    return Outlets(open_channels(urls), serving.base_url, source)


def telling_jobs(outlets: Outlets, *, every: int) -> tuple[Job, ...]:
    """Return the jobs that tell people, in the order in which one gives the next its work."""
    names = outlets.channels.names
    delivering = (
        Job(
            f"deliver:{each}",
            partial(_deliver, outlets=outlets, channel=each),
            every,
            partial(delivery_lag, channel=each),
        )
        for each in names
    )
    returned = partial(_bounces, source=outlets.bounces) if outlets.bounces else None
    return (
        Job("marks", _mark, every, marks_lag),
        Job("spread", partial(_spread, outlets=outlets), every, outbox_lag),
        *delivering,
        *((Job("bounces", returned, BOUNCES_EVERY),) if returned else ()),
    )


def _mark(room: Room) -> Done:
    said = mark_due(
        room.store, engine=room.engine, clock=room.clock, worker=room.worker, limit=MARKS
    )
    return Done(said)


def _spread(room: Room, *, outlets: Outlets) -> Done:
    handed_out = spread(
        room.store,
        engine=room.engine,
        clock=room.clock,
        worker=room.worker,
        channels=outlets.channels,
        rules=partial(_rules, room.engine),
        limit=MESSAGES,
    )
    return Done(handed_out)


def _deliver(room: Room, *, outlets: Outlets, channel: str) -> Done:
    delivered = deliver(
        room.store,
        engine=room.engine,
        clock=room.clock,
        worker=room.worker,
        channels=outlets.channels,
        channel=channel,
        base_url=outlets.base_url,
        words=writing,
        rules=partial(_rules, room.engine),
        limit=DELIVERIES,
    )
    return Done(delivered.done)


def _bounces(room: Room, *, source: Source) -> Done:
    return Done(read_bounces(room.store, engine=room.engine, clock=room.clock, source=source))


def _rules(engine: Engine, session: Session) -> Rules:
    return rules_in_force(session, engine.own_reminders)
