"""The parts of a register's filter as SQL conditions, the same on both stores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    and_,
    any_,
    collate,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy import column as sql_column
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from engine.model.calendar import SHANGHAI
from engine.model.case import CaseStatus
from engine.model.deadlines import Bounds, Light
from engine.model.registers import Days
from engine.store.tables import case_file, open_work

ancestor = table("unit_ancestor", sql_column("ancestor", Text), sql_column("unit", Text))
DATED = frozenset({Light.RED, Light.YELLOW})
"""Colours that only a running clock shows: there is a due date."""
TEXTS = ARRAY(Text)
"""Several texts as one value, which PostgreSQL knows."""
ENDED = (CaseStatus.CLOSED.value, CaseStatus.CANCELED.value)
Condition = ColumnElement[bool]


def within(unit: ColumnElement[Any], above: str) -> Condition:
    """Say that a column names a unit or one below it."""
    return unit.in_(select(ancestor.c.unit).where(ancestor.c.ancestor == above))


def one_of(column: ColumnElement[Any], values: Iterable[str], store: str) -> Condition:
    """Say that a column has one of some texts.

    PostgreSQL gets them as one value, so that the statement is the same however many there are.
    """
    listed = list(values)
    return column == any_(literal(listed, TEXTS)) if store == "postgresql" else column.in_(listed)


def on_days(instant: ColumnElement[Any], days: Days) -> Iterable[Condition]:
    """Say that an instant lies on one of these local days."""
    if days.since is not None:
        yield instant >= midnight(days.since)
    if days.until is not None:
        yield instant < midnight(days.until + timedelta(days=1))


def midnight(day: date) -> datetime:
    """Return the first instant of a local day."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def contains(text: str, columns: Iterable[ColumnElement[Any]], store: str) -> Condition:
    """Say that one of the columns contains a text, whatever the case of ASCII letters.

    PostgreSQL knows the small letters of every script, SQLite those of ASCII alone; under the
    collation C both say the same.
    """
    wanted = "".join(chr(ord(each) + 32) if "A" <= each <= "Z" else each for each in text)
    folded = (func.lower(collate(each, "C") if store == "postgresql" else each) for each in columns)
    return or_(*(each.contains(wanted, autoescape=True) for each in folded))


def lit(
    lights: Iterable[Light],
    due_at: ColumnElement[Any],
    bounds: Bounds,
    *,
    is_met: Condition,
    case_status: ColumnElement[Any] = case_file.c.status,
) -> Condition:
    """Say that a clock shows one of these colours now; the case's row is at hand."""
    is_suspended = case_status == CaseStatus.SUSPENDED.value
    runs = and_(~is_met, ~is_suspended)
    colours: Mapping[Light, Condition] = {
        Light.GREY: and_(~is_met, is_suspended),
        Light.RED: and_(runs, due_at < bounds.red),
        Light.YELLOW: and_(runs, due_at >= bounds.red, due_at < bounds.green),
        Light.GREEN: or_(is_met, and_(runs, or_(due_at.is_(None), due_at >= bounds.green))),
    }
    return or_(false(), *(colours[each] for each in lights))


def dated(
    lights: Collection[Light], due_at: ColumnElement[Any], bounds: Bounds
) -> Iterable[Condition]:
    """Say between which instants a clock runs out that shows one of these colours, if any.

    Nothing is said of colours that are shown without a due date, too.
    """
    if not lights or not DATED.issuperset(lights):
        return
    if Light.RED not in lights:
        yield due_at >= bounds.red
    yield due_at < (bounds.green if Light.YELLOW in lights else bounds.red)


def hidden(column: ColumnElement[Any], store: str) -> ColumnElement[Any]:
    """Return a column that no index of SQLite serves; PostgreSQL knows how common a value is."""
    if store != "sqlite":
        return column
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def unsorted(column: ColumnElement[Any], store: str) -> ColumnElement[Any]:
    """Return a column to sort by along which no index can be walked, on either store."""
    if store == "sqlite":
        return hidden(column, store)
    return func.coalesce(column, column, type_=column.type)


def row_by_row(condition: Condition, store: str) -> Condition:
    """Return a condition with a list of units that PostgreSQL tests by hashing the list.

    It would rather join the list, in an order of its own.
    """
    return condition if store == "sqlite" else condition.is_(true())


def is_of(person: str, opened_by: ColumnElement[Any] = case_file.c.opened_by) -> Condition:
    """Say that somebody opened a case or holds open work in it."""
    held = exists().where(open_work.c.case_id == case_file.c.id, open_work.c.assignee == person)
    return or_(opened_by == literal(person), held)


def sortable(column: ColumnElement[Any], store: str) -> ColumnElement[Any]:
    """Return a text column that sorts by code point on both stores."""
    is_text = isinstance(column.type, Text)
    return collate(column, "C") if is_text and store == "postgresql" else column
