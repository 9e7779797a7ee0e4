"""Messages that are meant for somebody, the newest first, with their cases and read marks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Select, and_, select, union

from engine.model.registers import Page
from engine.store.inbox import Inbox, ReadMark
from engine.store.register_cursor import Sorting
from engine.store.rows import OutboxRow
from engine.store.store import Session
from engine.store.tables import case_file, message_read, message_recipient, outbox_message

_MESSAGE = len(outbox_message.columns)
_told = message_recipient.c
_SORTING = Sorting(
    "created", _told.created_at, _told.message_id, is_descending=True, is_always_there=True
)
_HEARD = select(
    *outbox_message.columns, case_file.c.reference, case_file.c.title, *message_read.columns
)
Heard = tuple[OutboxRow, str | None, str | None, ReadMark | None]
"""A message with reference and title of its case, and the reader's mark if there is one."""


def messages_to(session: Session, inbox: Inbox, *, page: Page) -> tuple[list[Heard], str | None]:
    """Return a page of the messages meant for an owner, and the cursor of the next one."""
    found = union(*(_part(inbox, key, page) for key in inbox.keys)).subquery()
    query = (
        _with_case_and_mark(inbox, found.c.message_id)
        .order_by(found.c.created_at.desc(), found.c.message_id)
        .limit(page.limit + 1)
    )
    rows = [_heard(cast("tuple[Any, ...]", row)) for row in session.execute(query)]
    if len(rows) <= page.limit:
        return rows, None
    last = rows[page.limit - 1][0]
    return rows[: page.limit], _SORTING.cursor(last.created_at, last.id)


def message_to(session: Session, inbox: Inbox, message_id: str) -> Heard | None:
    """Return one message with its case and mark, whomever it is meant for; None if none."""
    query = _with_case_and_mark(inbox, None).where(outbox_message.c.id == message_id)
    row = session.execute(query).first()
    return None if row is None else _heard(cast("tuple[Any, ...]", row))


def messages_named(session: Session, inbox: Inbox, messages: Collection[str]) -> list[Heard]:
    """Return some messages with their cases and marks, the newest first, whomever they are for."""
    if not messages:
        return []
    row = outbox_message.c
    query = _with_case_and_mark(inbox, None).where(row.id.in_(sorted(messages)))
    rows = session.execute(query.order_by(row.created_at.desc(), row.id))
    return [_heard(cast("tuple[Any, ...]", each)) for each in rows]


def cases_of(session: Session, messages: Collection[str]) -> list[tuple[str, str | None]]:
    """Return these messages with the ids of their cases, in the order they were said."""
    row = outbox_message.c
    query = select(row.id, row.case_id).where(row.id.in_(sorted(messages)))
    found = session.execute(query.order_by(row.created_at, row.id)).all() if messages else ()
    return [(str(each[0]), cast("str | None", each[1])) for each in found]


def messages_about(
    session: Session, case_id: str, *, page: Page
) -> tuple[list[OutboxRow], str | None]:
    """Return a page of the messages of a case, the newest first, and the cursor of the next."""
    row = outbox_message.c
    sorting = Sorting("said", row.created_at, row.id, is_descending=True, is_always_there=True)
    query = select(outbox_message).where(row.case_id == case_id)
    if page.after is not None:
        query = query.where(sorting.after(page.after))
    rows = session.execute(query.order_by(*sorting.order()).limit(page.limit + 1)).all()
    found = [OutboxRow(*cast("tuple[Any, ...]", each)) for each in rows[: page.limit]]
    last = found[-1] if len(rows) > page.limit else None
    return found, None if last is None else sorting.cursor(last.created_at, last.id)


def _part(inbox: Inbox, key: str, page: Page) -> Select[*tuple[Any, ...]]:
    query = select(_told.message_id, _told.created_at).where(_told.key == key, inbox.means())
    if page.after is not None:
        query = query.where(_SORTING.after(page.after))
    inner = query.order_by(*_SORTING.order()).limit(page.limit + 1).subquery()
    return select(inner.c.message_id, inner.c.created_at)


def _with_case_and_mark(inbox: Inbox, message_id: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - a column or nothing
    source = outbox_message.outerjoin(case_file, case_file.c.id == outbox_message.c.case_id)
    source = source.outerjoin(
        message_read,
        and_(
            message_read.c.message_id == outbox_message.c.id,
            message_read.c.reader == inbox.reader,
        ),
    )
    query = _HEARD.select_from(source)
    return query if message_id is None else query.where(outbox_message.c.id == message_id)


def _heard(row: tuple[Any, ...]) -> Heard:
    mark = row[_MESSAGE + 2 :]
    return (
        OutboxRow(*row[:_MESSAGE]),
        row[_MESSAGE],
        row[_MESSAGE + 1],
        None if mark[0] is None else ReadMark(*mark),
    )
