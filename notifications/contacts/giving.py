"""Somebody gives their own address, confirms it by a code, changes it, removes it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.commands.accounts.holders import own
from engine.commands.engine import Engine
from engine.commands.policy.acting import expect_known
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.model.case import Actor, Clock
from engine.model.counts import counted
from engine.model.errors import FieldError, InvalidArgument, InvalidState
from engine.store.contacts import void_codes
from engine.store.store import Session
from notifications.contacts.addresses import Channels, checked
from notifications.contacts.codes import expect_askable, is_right, with_code
from notifications.contacts.keeping import Book, ContactChanged, changed, confirmed
from notifications.contacts.setting import remove
from notifications.contacts.settings import MOST_TRIES


@dataclass(frozen=True, slots=True)
class ContactConfirmed(Recorded):
    """Whether a code was the right one; `tries_left` of a wrong one."""

    channel: str
    is_confirmed: bool
    tries_left: int


@command(ContactChanged, worked_out={"channels"})
def give_contact(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    channel: str,
    address: str,
    idempotency_key: str | None = None,
) -> ContactChanged:
    """Give one's own address, in the place of another; a code goes there and must be confirmed.

    Until then nothing else is sent there. InvalidArgument for no address of the channel,
    InvalidState where the installation has no such channel or too many codes were asked for.
    """
    del idempotency_key  # taken by the decorator
    book = _own_book(session, engine=engine, clock=clock, actor=actor)
    kept = checked(channels, channel, address)
    found = book.find(actor.person, channel)
    if found is not None and found.address == kept and found.is_usable:
        return changed(0, found, changed=False)
    row = book.new(actor.person, channel, kept, confirmed=False)
    row = with_code(book, row, channels=channels)
    book.put(row)
    return changed(book.record("contact_given", row), row)


@command(ContactChanged, worked_out={"channels"})
def send_contact_code(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    channel: str,
    idempotency_key: str | None = None,
) -> ContactChanged:
    """Send another code to one's own address: the first did not come, or sending there had failed.

    An address that counts and works needs none: InvalidState.
    """
    del idempotency_key  # taken by the decorator
    book = _own_book(session, engine=engine, clock=clock, actor=actor)
    found = book.expect(actor.person, channel)
    if found.is_usable:
        raise _is_confirmed()
    row = replace(found, confirmed_at=None, failed_at=None, failure=None)
    row = with_code(book, row, channels=channels)
    book.put(row)
    return changed(book.record("contact_code_sent", row), row)


@command(ContactConfirmed)
def confirm_contact(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channel: str,
    code: str,
    idempotency_key: str | None = None,
) -> ContactConfirmed:
    """Confirm one's own address by the code that came there; a wrong code is counted, not raised.

    A code of more than 15 minutes, or one that was missed five times, raises InvalidState.
    """
    del idempotency_key  # taken by the decorator
    book = _own_book(session, engine=engine, clock=clock, actor=actor)
    found = book.expect(actor.person, channel)
    if found.is_usable:
        raise _is_confirmed()
    expect_askable(book, found)
    if not is_right(found, code):
        tries = found.code_tries + 1
        book.put(replace(found, code_tries=tries))
        seq = book.record("contact_code_missed", found)
        return ContactConfirmed(
            "", 0, "", seq, channel, is_confirmed=False, tries_left=MOST_TRIES - tries
        )
    void_codes(session, actor.person, channel, at=book.now)
    row = confirmed(found, book.now)
    book.put(row)
    return ContactConfirmed(
        "", 0, "", book.record("contact_confirmed", row), channel, is_confirmed=True, tries_left=0
    )


def expect_confirmed(done: ContactConfirmed) -> ContactConfirmed:
    """Expect that the code was the right one, after the count of a wrong one was committed."""
    if done.is_confirmed:
        return done
    if done.tries_left:
        zh = f"确认码不对，还可以再试{done.tries_left}次。"
        en = f"Expected the code that was sent; {counted(done.tries_left, 'more try', 'more tries')}."
    else:
        zh = "确认码不对，已经失效，请重新获取。"
        en = "Expected the code that was sent; ask for a new one."
    raise InvalidArgument(
        zh, en=en, code="wrong_contact_code", errors=(FieldError("code", zh, en),)
    )


@command(ContactChanged)
def remove_contact(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channel: str,
    idempotency_key: str | None = None,
) -> ContactChanged:
    """Remove one's own address; what must be told is told in the inbox all the same."""
    del idempotency_key  # taken by the decorator
    book = Book(session, engine=engine, clock=clock, actor=actor)
    return remove(book, own(actor), channel)


def _own_book(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> Book:
    own(actor)
    book = Book(session, engine=engine, clock=clock, actor=actor)
    expect_known(book.office, actor.person)
    return book


def _is_confirmed() -> InvalidState:
    return InvalidState(
        "这一地址已经确认，可以使用。",
        en="Expected an address that is not confirmed yet.",
        code="contact_confirmed",
    )
