"""The accounts of the people an administrator answers for."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.model.case import Actor, Clock
from engine.store.account_rows import AccountListed
from engine.store.accounts import accounts_after
from engine.store.store import Session


def list_accounts(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    after: str = "",
    limit: int = 200,
) -> tuple[AccountListed, ...]:
    """Return people with the state of their accounts, by id, those after one, at most so many."""
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, "manage_accounts")
    units = engine.permissions.units(office, actor, "manage_accounts")
    below = None if actor.is_system else units
    return tuple(accounts_after(session, after, below=below, limit=limit))
