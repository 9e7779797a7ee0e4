"""Keep somebody's address, and record in the history of the system that it was, never which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.results import Recorded
from engine.definitions.system_chain import record_change
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.values import Value
from engine.store.contacts import Contact, contact_of, put_contact, void_codes
from engine.store.store import Session
from notifications.contacts.addresses import hash_of, masked


@dataclass(frozen=True, slots=True)
class ContactChanged(Recorded):
    """An address was set, given or removed; with `changed` False it was so before."""

    person: str
    channel: str
    is_confirmed: bool
    changed: bool


class Book:
    """The addresses of one person while a command changes one of them."""

    def __init__(self, session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> None:
        self.session = session
        self.engine = engine
        self.actor = actor
        self.now = clock()
        self.office = Office(session, engine, now=self.now)

    def find(self, person: str, channel: str) -> Contact | None:
        """Return an address as it is before the command."""
        return contact_of(self.session, person, channel)

    def expect(self, person: str, channel: str) -> Contact:
        """Return an address; NotFound where there is none."""
        found = self.find(person, channel)
        if found is None:
            raise NotFound(
                "没有登记这一渠道的地址。", en=f"Expected an address in '{channel[:80]}'."
            )
        return found

    def new(self, person: str, channel: str, address: str, *, confirmed: bool) -> Contact:
        """Return a new address in the place of another; codes sent to the other are void."""
        void_codes(self.session, person, channel, at=self.now)
        return Contact(
            person=person,
            channel=channel,
            address=address,
            given_at=self.now,
            given_by=self.actor.person,
            confirmed_at=self.now if confirmed else None,
            code_hash=None,
            code_until=None,
            code_tries=0,
            failed_at=None,
            failure=None,
            salt=self.engine.new_salt().hex(),
        )

    def put(self, row: Contact) -> None:
        """Keep an address."""
        put_contact(self.session, row)

    def record(self, type_: str, row: Contact) -> int:
        """Record that something became of an address, and return the place in the history."""
        said: dict[str, Value] = {
            "account": row.person,
            "channel": row.channel,
            "address": masked(row.address),
        }
        if row.salt is not None:
            said["address_hash"] = hash_of(row.address, row.salt)
        return record_change(
            self.session,
            type_,
            new_salt=self.engine.new_salt,
            at=self.now,
            actor=self.actor,
            data=said,
        )


def confirmed(row: Contact, at: datetime) -> Contact:
    """Return an address that counts from an instant on."""
    return replace(
        row,
        confirmed_at=at,
        code_hash=None,
        code_until=None,
        code_tries=0,
        failed_at=None,
        failure=None,
    )


def changed(seq: int, row: Contact, *, changed: bool = True) -> ContactChanged:
    """Return what a command answers of an address."""
    is_confirmed = row.confirmed_at is not None
    return ContactChanged("", 0, "", seq, row.person, row.channel, is_confirmed, changed)
