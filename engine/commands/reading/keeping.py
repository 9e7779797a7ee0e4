"""What a keeper of the directory needs beside the directory itself: reach, accounts, whole lists."""

from __future__ import annotations

from engine.commands.accounts.holders import managed
from engine.commands.directory.keeping import WORD
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.system_chain import record_change
from engine.identity import PersonEntry, all_people
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound, NotPermitted
from engine.store.account_rows import AccountListed
from engine.store.accounts import account_listed
from engine.store.store import Session

PEOPLE_LIST = "人员名单"
"""What the history calls the list of people."""


def may_keep(session: Session, *, engine: Engine, clock: Clock, actor: Actor, unit: str) -> bool:
    """Say whether the actor keeps the directory in a unit: changes it, its people and posts."""
    office = Office(session, engine, now=clock())
    return engine.permissions.allows(office, actor, WORD, unit=unit)


def read_account(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, person: str
) -> AccountListed | None:
    """Return the state of an account that the actor may manage; None for any other."""
    office = Office(session, engine, now=clock())
    try:
        managed(session, office, engine=engine, actor=actor, person=person)
    except (NotFound, NotPermitted):
        return None
    return account_listed(session, person)


def export_people(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[PersonEntry, ...]:
    """Return the people within the keeper's reach with all posts, by unit and id, for a file.

    Needs `manage_directory`. Who took how many is recorded in the history of the system.
    """
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, WORD)
    everybody = all_people(session).values()
    reached = {
        unit
        for unit in {each.unit for each in everybody}
        if engine.permissions.allows(office, actor, WORD, unit=unit)
    }
    found = sorted(
        (each for each in everybody if each.unit in reached), key=lambda each: (each.unit, each.id)
    )
    record_change(
        session,
        "register_exported",
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        data={"register": PEOPLE_LIST, "filter": "", "count": len(found)},
    )
    return tuple(found)
