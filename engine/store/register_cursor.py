"""Places in a sorted list: the cursor that a page ends with, and the condition to go on from it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import orjson
from sqlalchemy import ColumnElement, Integer, Select, and_, literal, nulls_last, or_, tuple_

from engine.model.errors import InvalidArgument
from engine.model.registers import Page
from engine.store.columns import Instant, instant_text
from engine.store.store import Session

SortValue = datetime | str | None
_PARTS = 4
_LONGEST = 4_000
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sorted list: what holds of its rows, and what they are ordered by."""

    conditions: tuple[ColumnElement[bool], ...]
    order: tuple[ColumnElement[Any], ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """One column to sort by, with the id to tell equals apart; rows without a value come last.

    The id is a text or a whole number.
    """

    name: str
    column: ColumnElement[Any]
    id: ColumnElement[Any]
    is_descending: bool
    is_always_there: bool = False
    """Every row has a value: an index in this order then leads to any place in the list."""

    def stretches(self, after: str | None) -> tuple[Stretch, ...]:
        """Return the list in one or two stretches, each read along one index from its end.

        Ids run in the direction of the column, so that the index is read straight on; rows without
        a value are a stretch of their own.
        """
        value, row_id = (None, None) if after is None else self._place(after)
        column, by_id = self.column, self.id.asc()
        if self.is_descending:
            column, by_id = column.desc(), self.id.desc()
        is_empty = [self.column.is_(None)]
        if row_id is not None and value is None:
            return (Stretch((*is_empty, self._beyond((self.id,), (row_id,))), (by_id,)),)
        is_later = [] if row_id is None else [self._beyond((self.column, self.id), (value, row_id))]
        if self.is_always_there:
            return (Stretch(tuple(is_later), (column, by_id)),)
        there = Stretch((self.column.is_not(None), *is_later), (column, by_id))
        return there, Stretch(tuple(is_empty), (by_id,))

    def _beyond(
        self, columns: Sequence[ColumnElement[Any]], values: Sequence[SortValue | int]
    ) -> ColumnElement[bool]:
        place = tuple_(
            *(literal(value, each.type) for each, value in zip(columns, values, strict=True))
        )
        return tuple_(*columns) < place if self.is_descending else tuple_(*columns) > place

    def order(self) -> tuple[ColumnElement[Any], ...]:
        """Return what to order by."""
        column = self.column.desc() if self.is_descending else self.column.asc()
        return (column if self.is_always_there else nulls_last(column)), self.id.asc()

    def cursor(self, value: SortValue, row_id: str) -> str:
        """Return the place just after a row."""
        shown = instant_text(value) if isinstance(value, datetime) else value
        place = orjson.dumps([self.name, self.is_descending, shown, row_id])
        return base64.urlsafe_b64encode(place).decode().rstrip("=")

    def after(self, cursor: str) -> ColumnElement[bool]:
        """Return the condition that a row comes later than a place; InvalidArgument if none."""
        value, row_id = self._place(cursor)
        later_id = self.id > row_id
        if value is None:
            return and_(self.column.is_(None), later_id)
        later = self.column < value if self.is_descending else self.column > value
        if self.is_always_there:
            not_before = self.column <= value if self.is_descending else self.column >= value
            return and_(not_before, or_(later, later_id))
        return or_(later, and_(self.column == value, later_id), self.column.is_(None))

    def _place(self, cursor: str) -> tuple[SortValue, str | int]:
        try:
            padded = cursor[:_LONGEST] + "=" * (-len(cursor) % 4)
            place = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            name, is_descending, value, row_id = place
            if (name, is_descending) != (self.name, self.is_descending):
                raise _bad()
            if not isinstance(row_id, str) or "\0" in row_id:
                raise _bad()
            return self._value(value), self._id(row_id)
        except (binascii.Error, ValueError, TypeError) as error:
            raise _bad() from error

    def _id(self, row_id: str) -> str | int:
        if not isinstance(self.id.type, Integer):
            return row_id
        if len(row_id) > _DIGITS or not (row_id.isascii() and row_id.isdigit()):
            raise _bad()
        return int(row_id)

    def _value(self, value: object) -> SortValue:
        if value is None:
            return None
        if not isinstance(value, str) or "\0" in value:
            raise _bad()
        if not isinstance(self.column.type, Instant):
            return value
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise _bad()
        return instant


def page_of(
    session: Session, query: Select[*tuple[Any, ...]], sorting: Sorting, page: Page
) -> tuple[list[tuple[Any, ...]], str | None]:
    """Return the rows of a page and the cursor of the next one, None at the end.

    The first column of the query is the id, the last one what is sorted by.
    """
    if page.after is not None:
        query = query.where(sorting.after(page.after))
    query = query.order_by(*sorting.order()).limit(page.limit + 1)
    rows = cast("list[tuple[Any, ...]]", session.execute(query).all())
    if len(rows) <= page.limit:
        return rows, None
    last = rows[page.limit - 1]
    return rows[: page.limit], sorting.cursor(last[-1], str(last[0]))


def places_of(
    session: Session, query: Select[*tuple[Any, ...]], sorting: Sorting, page: Page
) -> tuple[list[str], str | None]:
    """Return the ids of a page, read stretch by stretch, and the cursor of the next one.

    The columns of the query are the id and what is sorted by.
    """
    found: list[tuple[Any, ...]] = []
    for each in sorting.stretches(page.after):
        left = page.limit + 1 - len(found)
        if left:
            part = query.where(*each.conditions).order_by(*each.order).limit(left)
            found += cast("list[tuple[Any, ...]]", session.execute(part).all())
    ids = [str(row[0]) for row in found[: page.limit]]
    if len(found) <= page.limit:
        return ids, None
    return ids, sorting.cursor(found[page.limit - 1][1], ids[-1])


def _bad() -> InvalidArgument:
    return InvalidArgument(
        "翻页位置无效，请从第一页重新查看。",
        en="Expected a cursor that an earlier page of the same list gave.",
        code="invalid_cursor",
    )
