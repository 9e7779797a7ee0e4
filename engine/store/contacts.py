"""Where people are reached and how they want to be told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.message_kinds import CONTACT_CODE
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import contact, delivery, notification_choice, outbox_message

_CONTACTS = Statement(
    select(contact).where(contact.c.person == bindparam("person")).order_by(contact.c.channel),
    ["person"],
)
_CHOICE = Statement(
    select(notification_choice).where(notification_choice.c.person == bindparam("person")),
    ["person"],
)


@dataclass(frozen=True, slots=True)
class Contact:
    """An address of somebody in a channel; `is_usable` once it is confirmed and has not failed."""

    person: str
    channel: str
    address: str
    given_at: datetime
    given_by: str
    confirmed_at: datetime | None
    code_hash: str | None
    code_until: datetime | None
    code_tries: int
    failed_at: datetime | None
    failure: str | None
    salt: str | None = field(default=None, repr=False)

    @property
    def is_usable(self) -> bool:
        """Say whether something may be sent there."""
        return self.confirmed_at is not None and self.failed_at is None


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to be told: at which hour all at once (None: one by one), in which language."""

    person: str
    digest_at: int | None = None
    language: str = "zh"
    off_channels: tuple[str, ...] = ()


def contacts_of(session: Session, person: str) -> tuple[Contact, ...]:
    """Return the addresses of somebody, by channel."""
    return tuple(session.all(Contact, _CONTACTS, person))


def choice_of(session: Session, person: str) -> Choice:
    """Return how somebody wants to be told; what nobody chose is as it comes."""
    cells = session.row(_CHOICE, person)
    return Choice(person) if cells is None else Choice(*cast("tuple[Any, ...]", cells))


def contact_of(session: Session, person: str, channel: str) -> Contact | None:
    """Return somebody's address in a channel."""
    return next((each for each in contacts_of(session, person) if each.channel == channel), None)


def addresses_of(session: Session, people: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the addresses of these people: person → channel → address."""
    columns = (contact.c.person, contact.c.channel, contact.c.address)
    query = select(*columns).where(contact.c.person.in_(sorted(people))).order_by(*columns)
    found: dict[str, dict[str, str]] = {}
    for person, channel, address in session.execute(query) if people else ():
        found.setdefault(str(person), {})[str(channel)] = str(address)
    return found


def put_contact(session: Session, row: Contact) -> None:
    """Keep an address in the place of the one that was there."""
    cells = asdict(row)
    rest = {name: cell for name, cell in cells.items() if name not in ("person", "channel")}
    dialect = sqlite if session.kind == "sqlite" else postgresql
    statement = dialect.insert(contact).values(cells)
    session.execute(
        statement.on_conflict_do_update(index_elements=["person", "channel"], set_=rest)
    )


def drop_contact(session: Session, person: str, channel: str) -> None:
    """Keep no address of somebody in a channel."""
    gone = delete(contact).where(contact.c.person == person, contact.c.channel == channel)
    session.execute(gone)


def put_choice(session: Session, row: Choice) -> None:
    """Keep how somebody wants to be told."""
    cells = asdict(row)
    rest = {name: cell for name, cell in cells.items() if name != "person"}
    dialect = sqlite if session.kind == "sqlite" else postgresql
    statement = dialect.insert(notification_choice).values(cells)
    session.execute(statement.on_conflict_do_update(index_elements=["person"], set_=rest))


def codes_since(session: Session, person: str, channel: str, since: datetime) -> int:
    """Count the codes that were sent to somebody through a channel after an instant."""
    row = delivery.c
    query = select(func.count()).where(
        row.channel == channel,
        row.person == person,
        row.kind == CONTACT_CODE,
        row.created_at > since,
    )
    return cast("int", session.execute(query).one()[0])


def void_codes(session: Session, person: str, channel: str, *, at: datetime) -> None:
    """Let no code that was sent to somebody through a channel be told any longer, nor be kept."""
    row = delivery.c
    theirs = (row.channel == channel, row.person == person, row.kind == CONTACT_CODE)
    waiting = row.status.in_(("pending", "held"))
    session.execute(
        update(delivery)
        .where(*theirs, waiting)
        .values(status="skipped", next_at=None, ended_at=at, failure_code="code_replaced")
    )
    session.execute(
        update(outbox_message)
        .where(outbox_message.c.id.in_(select(row.message_id).where(*theirs)))
        .values(body={})
    )


def forget_codes(session: Session, *, at: datetime) -> int:
    """Keep no code whose time has passed, nor its hash; return how many messages told one.

    The message and its delivery stay: that a code was sent is kept. An address has at most one
    code that counts, because another one voids it.
    """
    over = (contact.c.code_hash.is_not(None), contact.c.code_until <= at)
    gone = update(contact).where(*over).values(code_hash=None)
    addresses = session.execute(gone.returning(contact.c.person, contact.c.channel)).all()
    row, forgotten = delivery.c, 0
    for person, channel in addresses:
        theirs = (row.channel == channel, row.person == person, row.kind == CONTACT_CODE)
        told = outbox_message.c.id.in_(select(row.message_id).where(*theirs))
        blanked = update(outbox_message).where(told, outbox_message.c.body != {}).values(body={})
        forgotten += len(session.execute(blanked.returning(outbox_message.c.id)).all())
    return forgotten
