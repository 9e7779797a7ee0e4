"""Outbox messages that may be meant for somebody, the newest first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import orjson
from sqlalchemy import ColumnElement, Select, Text, or_, select, type_coerce

from engine.model.registers import Page
from engine.store.register_cursor import Sorting
from engine.store.rows import OutboxRow
from engine.store.store import Session
from engine.store.tables import case_file, outbox_message

_READ_AT_ONCE = 500
"""How many messages are looked at for one page."""
_row = outbox_message.c


def messages_naming(
    session: Session, *, person: str, groups: Collection[str], page: Page
) -> tuple[list[tuple[OutboxRow, str | None, str | None]], Sorting, bool]:
    """Return messages whose audience names a person or one of their groups, with their cases.

    Each comes with reference and title of its case. Naming is not meaning: who is really meant is
    for the directory to say. The flag says that there are more than were looked at.
    """
    sorting = Sorting("created", _row.created_at, _row.id, is_descending=True)
    query: Select[*tuple[Any, ...]] = (
        select(*outbox_message.columns, case_file.c.reference, case_file.c.title)
        .select_from(outbox_message.outerjoin(case_file, case_file.c.id == _row.case_id))
        .where(or_(*(_names(each) for each in (person, *sorted(groups)))))
    )
    if page.after is not None:
        query = query.where(sorting.after(page.after))
    query = query.order_by(*sorting.order()).limit(_READ_AT_ONCE + 1)
    rows = [cast("tuple[Any, ...]", each) for each in session.execute(query)]
    found = [(OutboxRow(*row[:-2]), row[-2], row[-1]) for row in rows[:_READ_AT_ONCE]]
    return found, sorting, len(rows) > _READ_AT_ONCE


def _names(text: str) -> ColumnElement[bool]:
    """Say that an audience, which is kept as JSON text, has this text as an element."""
    written = orjson.dumps(text).decode()
    return type_coerce(_row.audience, Text).contains(written, autoescape=True)
