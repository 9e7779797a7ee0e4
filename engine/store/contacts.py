"""Where people are reached and how they want to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, select

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import contact, notification_choice

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
