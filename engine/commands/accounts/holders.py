"""Whose account it is: one's own, or another's that an administrator answers for."""

from __future__ import annotations

from engine.commands.accounts.refusals import own_account
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.identity import PersonEntry
from engine.model.case import Actor
from engine.model.errors import NotFound, NotPermitted
from engine.store.store import Session


def own(actor: Actor) -> str:
    """Return the person who acts on their own account: nobody does so for another."""
    if actor.is_system or actor.on_behalf_of is not None:
        raise NotPermitted(
            "账户事项只能由本人办理，不能代办。",
            en="Expected the person themselves: an account is nobody else's.",
            code="own_account_only",
        )
    return actor.person


def managed(
    session: Session, office: Office, *, engine: Engine, actor: Actor, person: str
) -> PersonEntry:
    """Return a person whose account the actor may manage, active or not.

    An administrator answers for the people of their unit and below, whose posts, those to come
    as well, are there too: whoever gives somebody a password can act as them. They do not answer
    for themselves: what others must prove with a password must not be had without one. Raise
    NotFound for an unknown person and for one out of reach alike, NotPermitted otherwise.
    """
    engine.permissions.expect(office, actor, "manage_accounts")
    if actor.on_behalf_of is not None:
        own(actor)
    if actor.person == person and not actor.is_system:
        raise own_account()
    entry = engine.directory.entry(session, person, revision=office.revision)
    permissions, units = engine.permissions, entry.units_from(office.today)
    if not all(permissions.allows(office, actor, "manage_accounts", unit=each) for each in units):
        raise NotFound(f"人员“{person}”不存在。", en=f"There is no person {person!r}.")
    return entry
