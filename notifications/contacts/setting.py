"""An administrator sets or removes the addresses of those whom they keep in the directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.commands.directory.keeping import WORD
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.identity import PersonEntry
from engine.model.case import Actor, Clock
from engine.model.errors import FieldError, InvalidArgument, NotFound
from engine.store.contacts import drop_contact, void_codes
from engine.store.store import Session
from notifications.contacts.addresses import Channels, checked
from notifications.contacts.keeping import Book, ContactChanged, changed


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a person in a channel, as a list names it."""

    person: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class ContactsSet(Recorded):
    """How many addresses of a list were new or other ones, and how many were so before."""

    set: int
    unchanged: int


@command(ContactChanged, worked_out={"channels"})
def set_contact(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    person: str,
    channel: str,
    address: str,
    idempotency_key: str | None = None,
) -> ContactChanged:
    """Set where somebody is reached; it counts at once, also where sending there had failed.

    NotPermitted for who keeps nobody, NotFound for somebody beyond one's reach in the directory,
    InvalidArgument for no address of the channel.
    """
    del idempotency_key  # taken by the decorator
    book = Book(session, engine=engine, clock=clock, actor=actor)
    entry = _kept(book, person)
    return _set(book, entry.id, channel, checked(channels, channel, address))


@command(ContactsSet, worked_out={"channels"})
def set_contacts(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    addresses: Iterable[Address],
    is_trial: bool = False,
    idempotency_key: str | None = None,
) -> ContactsSet:
    """Set the addresses of a list, all or none; those that it does not name stay as they are.

    A list imported again changes nothing. With `is_trial` it is only said what would change.
    """
    del idempotency_key  # taken by the decorator
    book = Book(session, engine=engine, clock=clock, actor=actor)
    wanted = tuple(addresses)
    seq, count = 0, 0
    for each in wanted:
        address = _checked_in_list(channels, each)
        if not is_trial:
            _kept(book, each.person)
        found = book.find(each.person, each.channel)
        if found is not None and found.address == address and found.is_usable:
            continue
        count += 1
        if not is_trial:
            seq = _set(book, each.person, each.channel, address).seq
    return ContactsSet("", 0, "", seq, count, len(wanted) - count)


@command(ContactChanged)
def unset_contact(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    channel: str,
    idempotency_key: str | None = None,
) -> ContactChanged:
    """Remove an address of somebody; NotFound where there is none."""
    del idempotency_key  # taken by the decorator
    book = Book(session, engine=engine, clock=clock, actor=actor)
    return remove(book, _kept(book, person).id, channel)


def remove(book: Book, person: str, channel: str) -> ContactChanged:
    """Remove an address, for whoever may."""
    row = book.expect(person, channel)
    void_codes(book.session, person, channel, at=book.now)
    drop_contact(book.session, person, channel)
    return changed(book.record("contact_removed", row), row)


def _kept(book: Book, person: str) -> PersonEntry:
    """Return a person whom the actor keeps; to who keeps others, this one does not exist."""
    permissions = book.engine.permissions
    permissions.expect(book.office, book.actor, WORD)
    entry = book.engine.directory.entry(book.session, person, revision=book.office.revision)
    if not permissions.allows(book.office, book.actor, WORD, unit=entry.unit):
        raise NotFound(f"人员“{person}”不存在。", en=f"There is no person {person!r}.")
    return entry


def _set(book: Book, person: str, channel: str, address: str) -> ContactChanged:
    found = book.find(person, channel)
    if found is not None and found.address == address and found.is_usable:
        return changed(0, found, changed=False)
    row = book.new(person, channel, address, confirmed=True)
    book.put(row)
    return changed(book.record("contact_set", row), row)


def _checked_in_list(channels: Channels, each: Address) -> str:
    try:
        return checked(channels, each.channel, each.address)
    except InvalidArgument as wrong:
        raise InvalidArgument(
            f"{each.person}：{wrong.message}",
            en=f"{each.person}: {wrong.en}",
            code=wrong.code,
            errors=(FieldError(f"{each.person} {each.channel}", wrong.message, wrong.en),),
        ) from None
