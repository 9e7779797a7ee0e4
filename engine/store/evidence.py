"""What proves that somebody was told: what stood on whose screen, and what left by which channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.inbox import Inbox
from engine.store.rows import OutboxRow
from engine.store.store import Session
from engine.store.tables import delivery, message_recipient, message_shown, outbox_message

_shown = message_shown.c
_told = message_recipient.c
_row = delivery.c


@dataclass(frozen=True, slots=True)
class ShownMark:
    """On whose screen a message stood first when."""

    message_id: str
    reader: str
    on_behalf_of: str | None
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryTold:
    """One message to one person through one channel, as it stands."""

    id: str
    message_id: str
    channel: str
    person: str
    on_behalf_of: str | None
    status: str
    created_at: datetime
    attempts: int
    next_at: datetime | None
    ended_at: datetime | None
    receipt: str | None
    failure_code: str | None
    failure: str | None


def told_among(session: Session, inbox: Inbox, messages: Collection[str]) -> list[str]:
    """Return which of these messages are meant for the owner of an inbox."""
    row = outbox_message.c
    query = (
        select(row.id)
        .join(
            message_recipient,
            (_told.created_at == row.created_at) & (_told.message_id == row.id),
        )
        .where(row.id.in_(sorted(messages)), _told.key.in_(inbox.keys), inbox.means())
        .distinct()
    )
    return sorted(str(each[0]) for each in session.execute(query)) if messages else []


def shown_among(session: Session, reader: str, messages: Collection[str]) -> set[str]:
    """Return which of these messages stood on somebody's screen before."""
    query = select(_shown.message_id).where(
        _shown.message_id.in_(sorted(messages)), _shown.reader == reader
    )
    return {str(each[0]) for each in session.execute(query)} if messages else set()


def mark_shown(session: Session, marks: Sequence[ShownMark]) -> set[str]:
    """Keep that messages were shown; return those that were not shown to their reader before."""
    if not marks:
        return set()
    dialect = sqlite if session.kind == "sqlite" else postgresql
    statement = dialect.insert(message_shown).values([asdict(each) for each in marks])
    added = statement.on_conflict_do_nothing().returning(_shown.message_id)
    return {str(each[0]) for each in session.execute(added)}


def shown_marks(session: Session, messages: Collection[str]) -> list[ShownMark]:
    """Return on whose screens these messages stood, the first one first."""
    if not messages:
        return []
    query = select(message_shown).where(_shown.message_id.in_(sorted(messages)))
    rows = session.execute(query.order_by(_shown.shown_at, _shown.reader)).all()
    return [ShownMark(*cast("tuple[Any, ...]", row)) for row in rows]


def deliveries_of(session: Session, messages: Collection[str]) -> list[DeliveryTold]:
    """Return how these messages left, in the order in which that was decided."""
    if not messages:
        return []
    columns = [_row[name] for name in DeliveryTold.__slots__]
    query = select(*columns).where(_row.message_id.in_(sorted(messages)))
    rows = session.execute(query.order_by(_row.created_at, _row.channel, _row.person)).all()
    return [DeliveryTold(*cast("tuple[Any, ...]", row)) for row in rows]


def messages_of_kind(session: Session, case_id: str, kind: str) -> list[OutboxRow]:
    """Return the messages of a kind that a case gave rise to, in order."""
    row = outbox_message.c
    query = select(outbox_message).where(row.case_id == case_id, row.kind == kind)
    rows = session.execute(query.order_by(row.created_at, row.id)).all()
    return [OutboxRow(*cast("tuple[Any, ...]", each)) for each in rows]
