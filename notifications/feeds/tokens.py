"""The secret address of one's calendar: made, shown once, renewed, revoked, found by its hash."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from engine.commands.accounts.credentials import digest, fresh
from engine.commands.accounts.events import record
from engine.commands.accounts.holders import own
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import expect_known
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.values import Value
from engine.store.calendar_feeds import FeedRow, feed_of, find_feed, insert_feed, revoke_feeds
from engine.store.store import Session

MAX_TOKEN = 200


@dataclass(frozen=True, slots=True)
class FeedMade(Recorded):
    """A calendar was made; `token` is given this once: the same request again has it no more."""

    token: str | None = field(default=None, repr=False)

    def to_keep(self) -> dict[str, Value]:
        """Return what an idempotency key keeps: everything but the secret."""
        return asdict(replace(self, token=None))


@dataclass(frozen=True, slots=True)
class FeedView:
    """When one's calendar was made, and when a program read it last (noted once an hour)."""

    made_at: datetime
    read_at: datetime | None


@command(FeedMade)
def make_feed(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    idempotency_key: str | None = None,
) -> FeedMade:
    """Make a secret address of one's own calendar; the one before is no more."""
    del idempotency_key  # taken by the decorator
    now = clock()
    expect_known(Office(session, engine, now=now), own(actor))
    revoke_feeds(session, actor.person, at=now)
    token = fresh(engine)
    insert_feed(session, FeedRow(hash_of(token), actor.person, now))
    done = record(
        session, "calendar_feed_made", engine=engine, at=now, actor=actor, person=actor.person
    )
    return FeedMade("", 0, "", done.seq, token)


@command(Recorded)
def revoke_feed(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    idempotency_key: str | None = None,
) -> Recorded:
    """Let the address of one's own calendar be no more; NotFound where there is none."""
    del idempotency_key  # taken by the decorator
    if not revoke_feeds(session, own(actor), at=clock()):
        raise NotFound("没有开通日历订阅。", en="Expected a calendar feed that is not revoked.")
    return record(
        session,
        "calendar_feed_revoked",
        engine=engine,
        at=clock(),
        actor=actor,
        person=actor.person,
    )


def read_feed(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> FeedView | None:
    """Return how one's own calendar stands; None without one."""
    del engine, clock
    found = feed_of(session, own(actor))
    return None if found is None else FeedView(found.made_at, found.read_at)


def feed_named(session: Session, token: str) -> FeedRow:
    """Return the calendar that a secret address means; NotFound for any other.

    It is found by its hash, so that the time it takes tells nothing of how much of it was right.
    """
    found = find_feed(session, hash_of(token)) if len(token) <= MAX_TOKEN else None
    if found is None:
        raise unknown()
    return found


def unknown() -> NotFound:
    """Return what is said of every address that means no calendar."""
    return NotFound("没有这一日历。", en="There is no such calendar.", code="unknown_calendar")


def hash_of(token: str) -> str:
    """Return what is kept of the address of a calendar."""
    return digest(token).hex()
