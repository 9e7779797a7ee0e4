"""What of somebody's messages is unread, counted in a bounded number of steps, and read marks.

Only the newest 1,000 messages under each key are looked at, and none from before the place up to
which nothing is left to count: the cost does not grow with the outbox.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import orjson
from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import inbox_place, message_read, message_recipient, muted_kind

LOOKED_AT = 1_000
"""How many of the newest messages under one key are looked at for a count."""
_ALL = 1_000_000_000
_AT_ONCE = 100
"""Keys asked for in one statement; SQLite joins no more than 500 queries."""
_EVER = datetime(1900, 1, 1, tzinfo=UTC)
_told = message_recipient.c


def _newest(number: int, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return what was told under a key after an instant; the index has the newest first."""
    return (
        select(*columns)
        .where(_told.key == bindparam(f"key_{number}"), _told.created_at > bindparam("since"))
        .order_by(_told.created_at.desc(), _told.message_id.desc())
    )


def _unread_under(number: int, above: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Find what is unread under one of the keys."""
    looked_at = (
        _newest(number, _told.message_id, _told.created_at, _told.kind, _told.excluded_units)
        .limit(bindparam("looked_at"))
        .subquery()
    )
    quote, nothing = literal_column("'\"'", Text), literal_column("''", Text)
    muted, quoted = bindparam("muted", type_=Text), quote.concat(looked_at.c.kind).concat(quote)
    listed = type_coerce(looked_at.c.excluded_units, Text)
    lacks = (func.replace(listed, bindparam(each, type_=Text), "") == listed for each in above)
    # In the order of the inner query, so that it is left as soon as enough is found.
    return (
        select(looked_at.c.message_id, looked_at.c.created_at)
        .where(
            ~select(message_read.c.reader)
            .where(
                message_read.c.message_id == looked_at.c.message_id,
                message_read.c.reader == bindparam("reader"),
            )
            .exists(),
            func.replace(muted, quoted, nothing) == muted,
            *lacks,
        )
        .limit(bindparam("most"))
    )


@cache
def _unread(keys: int, above: int) -> Statement:
    """Find what is unread under so many keys by somebody with so many units to be excluded by."""
    bound = [f"above_{number}" for number in range(above)]
    # Each by itself: what stops early must not be part of another.
    parts = [select(_unread_under(number, bound).subquery()) for number in range(keys)]
    names = [f"key_{number}" for number in range(keys)]
    return Statement(
        union_all(*parts), ["since", "looked_at", "reader", "muted", "most", *bound, *names]
    )


@cache
def _beyond(keys: int) -> Statement:
    """Say whether more was told under any of so many keys than is looked at."""
    parts = [
        select(_newest(number, _told.message_id).offset(bindparam("looked_at")).limit(1).subquery())
        for number in range(keys)
    ]
    names = [f"key_{number}" for number in range(keys)]
    return Statement(union_all(*parts), ["since", "looked_at", *names])


_PLACE = Statement(
    select(inbox_place.c.read_until).where(
        inbox_place.c.reader == bindparam("reader"),
        inbox_place.c.owner == bindparam("owner"),
        inbox_place.c.state == bindparam("state"),
    ),
    ["reader", "owner", "state"],
)
_MUTED = Statement(
    select(muted_kind.c.kind).where(muted_kind.c.person == bindparam("person")), ["person"]
)
_OPENED = Statement(
    select(message_read.c.message_id).where(
        message_read.c.message_id == bindparam("message_id"),
        message_read.c.reader == bindparam("reader"),
        message_read.c.how == "opened",
    ),
    ["message_id", "reader"],
)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Whose messages, who reads them, and which units' exclusion binds (their own and above)."""

    reader: str
    owner: str
    keys: tuple[str, ...]
    above: frozenset[str] = frozenset()

    def means(self) -> ColumnElement[bool]:
        """Return the condition that the audience excludes none of the owner's units."""
        listed = type_coerce(_told.excluded_units, Text)
        excludes_none = listed == literal_column("'[]'", Text)
        lacks = (
            func.replace(listed, orjson.dumps(code).decode(), "") == listed
            for code in sorted(self.above)
        )
        return or_(excludes_none, and_(*lacks))


@dataclass(frozen=True, slots=True)
class Unread:
    """One unread message: its id and when it was said."""

    id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReadMark:
    """Who read a message when; `how` is `opened`, or `marked` when all were marked at once."""

    message_id: str
    reader: str
    on_behalf_of: str | None
    read_at: datetime
    how: str


def unread_messages(
    session: Session,
    inbox: Inbox,
    *,
    muted: Collection[str],
    since: datetime | None,
    most: int,
    looked_at: int | None = LOOKED_AT,
) -> tuple[list[Unread], bool]:
    """Return unread messages said after `since`, the newest first, and whether there may be more.

    With `looked_at` None all messages are looked at, which takes as long as there are many.
    """
    start, span = since or _EVER, looked_at or _ALL
    silent = orjson.dumps(sorted(muted)).decode()
    above = [orjson.dumps(code).decode() for code in sorted(inbox.above)]
    found = dict[str, Unread]()
    for keys in _portions(inbox.keys):
        asked = (start, span, inbox.reader, silent, most + 1, *above, *keys)
        unread = session.all(Unread, _unread(len(keys), len(above)), *asked)
        found |= {each.id: each for each in unread}
    newest = sorted(found.values(), key=lambda each: each.id)
    newest.sort(key=lambda each: each.created_at, reverse=True)
    if len(newest) > most or looked_at is None:
        return newest[:most], len(newest) > most
    return newest, any(
        session.row(_beyond(len(keys)), start, span, *keys) for keys in _portions(inbox.keys)
    )


def _portions(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def is_told(session: Session, inbox: Inbox, message_id: str, created_at: datetime) -> bool:
    """Say whether a message is meant for the owner."""
    query = select(_told.message_id).where(
        _told.key.in_(inbox.keys),
        _told.created_at == created_at,
        _told.message_id == message_id,
        inbox.means(),
    )
    return session.execute(query.limit(1)).first() is not None


def mark_read(session: Session, marks: Sequence[ReadMark]) -> set[str]:
    """Keep read marks; return the ids of those that were not read by their reader before."""
    if not marks:
        return set()
    dialect = sqlite if session.kind == "sqlite" else postgresql
    statement = dialect.insert(message_read).values([asdict(each) for each in marks])
    added = statement.on_conflict_do_nothing().returning(message_read.c.message_id)
    return {str(row[0]) for row in session.execute(added)}


def marks_of(session: Session, messages: Collection[str]) -> list[ReadMark]:
    """Return who read these messages, in the order of reading."""
    if not messages:
        return []
    query = select(message_read).where(message_read.c.message_id.in_(sorted(messages)))
    rows = session.execute(query.order_by(message_read.c.read_at, message_read.c.reader)).all()
    return [ReadMark(*cast("tuple[Any, ...]", row)) for row in rows]


def is_opened(session: Session, message_id: str, reader: str) -> bool:
    """Say whether somebody opened a message, and did not merely mark it with others."""
    return session.row(_OPENED, message_id, reader) is not None


def read_until(session: Session, inbox: Inbox, *, state: str) -> datetime | None:
    """Return up to when nothing is left to count; None where that is not known of this state."""
    row = session.row(_PLACE, inbox.reader, inbox.owner, state)
    return None if row is None else cast("datetime", row[0])


def put_read_until(session: Session, inbox: Inbox, *, state: str, until: datetime) -> None:
    """Keep up to when nothing is left to count."""
    row = {"reader": inbox.reader, "owner": inbox.owner, "state": state, "read_until": until}
    dialect = sqlite if session.kind == "sqlite" else postgresql
    statement = dialect.insert(inbox_place).values(row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["reader", "owner"], set_={"state": state, "read_until": until}
        )
    )


def muted_kinds(session: Session, person: str) -> frozenset[str]:
    """Return the kinds of messages that somebody does not want counted."""
    return frozenset(str(row[0]) for row in session.rows(_MUTED, person))


def set_muted(session: Session, person: str, kind: str, *, at: datetime | None) -> bool:
    """Mute a kind from an instant on, or no longer with None; say whether that changes anything."""
    if (kind in muted_kinds(session, person)) == (at is not None):
        return False
    if at is None:
        gone = delete(muted_kind).where(muted_kind.c.person == person, muted_kind.c.kind == kind)
        session.execute(gone)
        return True
    dialect = sqlite if session.kind == "sqlite" else postgresql
    row = {"person": person, "kind": kind, "muted_at": at}
    session.execute(dialect.insert(muted_kind).values(row).on_conflict_do_nothing())
    return True
