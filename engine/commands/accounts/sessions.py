"""Sessions: begun, renewed, ended, listed, forgotten.

`begin_session` is the one place where somebody becomes signed in, and the place for a later
single sign-on: whatever proves who somebody is (a password, as in `signing_in`; a ticket of the
provincial portal; a certificate) must come to a person's id and call it, in one unit of work.
It asks nothing about passwords, and everything after it is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engine.commands.accounts.credentials import csrf_of, digest, session_secret
from engine.commands.accounts.events import record
from engine.commands.accounts.holders import managed, own
from engine.commands.accounts.policy import AccountPolicy
from engine.commands.accounts.refusals import service_account
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import expect_known
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.identity import SERVICE
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.store.account_rows import SignInRow
from engine.store.accounts import read_account
from engine.store.api_tokens import revoke_tokens
from engine.store.sign_ins import (
    end_session,
    end_sessions,
    forget_session_rows,
    hold_session,
    hold_session_in_grace,
    insert_session,
    renew_session_row,
    sessions_of,
)
from engine.store.store import Session

GRACE = timedelta(seconds=60)
"""How long the secret before the last renewal is good, for requests that were on their way."""
MAX_ADDRESS = 64
MAX_AGENT = 200


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in; the secret is given this once and kept nowhere."""

    person: str
    sign_in: str
    secret: str = field(repr=False)
    csrf: str = field(repr=False)
    must_change: bool


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A session as its person sees it in a list."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    address: str
    user_agent: str


def begin_session(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    person: str,
    means: str,
    address: str = "",
    agent: str = "",
) -> SignedIn:
    """Sign a person in who was proved to be it by some means; `means` goes into the history.

    Raise NotPermitted for nobody active, InvalidState for a machine.
    """
    now = clock()
    found = expect_known(Office(session, engine, now=now), person)
    if SERVICE in found.groups:
        raise service_account()
    secret = session_secret(engine)
    row = SignInRow(
        id=str(engine.new_id()),
        person=person,
        secret_hash=digest(secret),
        previous_hash=None,
        previous_until=None,
        created_at=now,
        renewed_at=now,
        last_seen_at=now,
        ended_at=None,
        address=_clean(address, MAX_ADDRESS),
        user_agent=_clean(agent, MAX_AGENT),
    )
    insert_session(session, row)
    record(
        session,
        "signed_in",
        engine=engine,
        at=now,
        actor=Actor(person),
        person=person,
        sign_in=row.id,
        means=means,
        address=row.address,
        agent=row.user_agent,
    )
    account = read_account(session, person)
    must_change = account is not None and account.must_change
    return SignedIn(person, row.id, secret, csrf_of(secret), must_change)


def rotate(session: Session, *, engine: Engine, clock: Clock, secret: str) -> str | None:
    """Renew the secret of a session and return the new one; the old one is good for `GRACE`.

    None when somebody else has just renewed it: the answer to their request carries the new one.
    """
    now = clock()
    row = hold_session(session, digest(secret))
    if row is None:
        return None
    renewed = session_secret(engine, after=secret)
    renew_session_row(
        session,
        replace(
            row,
            secret_hash=digest(renewed),
            previous_hash=row.secret_hash,
            previous_until=now + GRACE,
            renewed_at=now,
        ),
    )
    return renewed


def start_over(
    session: Session, *, engine: Engine, now: datetime, person: str, secret: str | None
) -> str | None:
    """End all sessions of a person but the one with this secret, and renew that one wholly.

    The secret from before a renewal names its session too while it is good (`GRACE`): whoever
    came in by it must not be thrown out by it. Old secrets are worth nothing from this instant.
    Return the new one; None when the secret is of no running session of theirs.
    """
    row = hold_session_in_grace(session, digest(secret), now=now) if secret else None
    mine = row if row is not None and row.person == person else None
    end_sessions(session, whose=person, kept="" if mine is None else mine.id, now=now)
    if mine is None:
        return None
    renewed = session_secret(engine)
    renew_session_row(
        session,
        replace(
            mine,
            secret_hash=digest(renewed),
            previous_hash=None,
            previous_until=None,
            renewed_at=now,
        ),
    )
    return renewed


@command(Recorded)
def sign_out(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    sign_in: str,
    idempotency_key: str | None = None,
) -> Recorded:
    """End one of the actor's own sessions, this one or another; raise NotFound for any other."""
    del idempotency_key  # taken by the decorator
    person, now = own(actor), clock()
    if not end_session(session, sign_in, whose=person, now=now):
        raise NotFound("没有这一登录，或者已经退出。", en="Expected a running session of yours.")
    return record(
        session, "signed_out", engine=engine, at=now, actor=actor, person=person, sign_in=sign_in
    )


@command(Recorded)
def sign_out_everywhere(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str | None = None,
    keep: str = "",
    tokens: bool = False,
    idempotency_key: str | None = None,
) -> Recorded:
    """End all sessions of oneself, or of another by an administrator; tokens too when asked.

    `keep` is the id of the one that goes on, such as the one this is asked from.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    if person is None or person == actor.person:
        whose = own(actor)
    else:
        office = Office(session, engine, now=now)
        whose = managed(session, office, engine=engine, actor=actor, person=person).id
    ended = end_sessions(session, whose=whose, kept=keep, now=now)
    revoked = revoke_tokens(session, whose=whose, now=now) if tokens else 0
    return record(
        session,
        "signed_out_everywhere",
        engine=engine,
        at=now,
        actor=actor,
        person=whose,
        sessions=ended,
        tokens=revoked,
    )


def list_sessions(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[SessionSeen, ...]:
    """Return the actor's own sessions that are running, the first one first."""
    now = clock()
    policy = AccountPolicy.of(Office(session, engine, now=now).settings)
    return tuple(
        SessionSeen(row.id, row.created_at, row.last_seen_at, row.address, row.user_agent)
        for row in sessions_of(session, own(actor))
        if is_running(row, policy, now)
    )


def is_running(row: SignInRow, policy: AccountPolicy, now: datetime) -> bool:
    """Say whether a session that nobody ended is over neither by idleness nor by age."""
    return now - row.last_seen_at < policy.idle and now - row.created_at < policy.session


def forget_sessions(session: Session, *, engine: Engine, clock: Clock) -> int:
    """Delete what is kept of sessions long over; return how many. The history keeps them."""
    now = clock()
    policy = AccountPolicy.of(Office(session, engine, now=now).settings)
    before = now - policy.kept
    return forget_session_rows(session, before=before, born_before=before - policy.session)


def _clean(text: str, most: int) -> str:
    return "".join(each for each in text if each.isprintable())[:most]
