"""How one's own account stands: what proves who one is, and how long things last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.commands.accounts.holders import own
from engine.commands.accounts.policy import AccountPolicy
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.store.accounts import read_account
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Whether one-time codes are asked for, recovery codes left, when the password was set.

    `last_token_day` is the last whole local day for which a token issued now may hold.
    """

    has_codes: bool
    recovery_codes: int
    changed_at: datetime | None
    last_token_day: date


def read_own_account(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> OwnAccount:
    """Return how the actor's own account stands; NotPermitted in the place of somebody else."""
    now = clock()
    policy = AccountPolicy.of(Office(session, engine, now=now).settings)
    row = read_account(session, own(actor))
    return OwnAccount(
        has_codes=row is not None and row.totp_secret is not None,
        recovery_codes=0 if row is None else len(row.recovery_hashes),
        changed_at=None if row is None else row.changed_at,
        last_token_day=local_day(now + policy.token) - timedelta(days=1),
    )
