"""The rows of a list among what was sent: `form.items.0.title`, numbered without gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from engine.model.forms import FieldKind
from web.forms.fields import FormField

Values = MultiDict[str, str]
Row = Mapping[str, str]
_MOST = 4
"""Digits of a row number: no list has more rows than 500."""


def cell(field: FormField, number: int, column: FormField) -> str:
    """Return the name of the input of one cell."""
    return f"form.{field.id}.{number}.{column.id}"


def count(values: Values, field: FormField) -> int:
    """Return how many rows there are, once they are numbered without gaps."""
    return len(_numbers(values, field))


def tidy(values: Values, field: FormField) -> None:
    """Leave out rows in which nothing stands, and number the others without gaps."""
    if field.kind is FieldKind.LIST and not field.is_read_only:
        _write(values, field, [row for row in all_rows(values, field) if not _is_blank(row)])


def all_rows(values: Values, field: FormField) -> list[Row]:
    """Return the cells of every row by the id of their column."""
    return [
        {
            column.id: values.get(cell(field, number, column), "")
            for column in field.writable_columns
        }
        for number in _numbers(values, field)
    ]


def replace(values: Values, field: FormField, rows: list[Row]) -> None:
    """Let a list have these rows and no others."""
    _write(values, field, rows)


def add(values: Values, field: FormField, *, shown: int) -> None:
    """Add a blank row below those that are shown."""
    found = all_rows(values, field)
    blank = {column.id: "" for column in field.writable_columns}
    _write(values, field, [*found, *[blank] * (shown - len(found) + 1)])


def remove(values: Values, field: FormField, number: int) -> None:
    """Take off a row."""
    found = all_rows(values, field)
    _write(values, field, [*found[:number], *found[number + 1 :]])


def _write(values: Values, field: FormField, rows: list[Row]) -> None:
    start = f"form.{field.id}."
    for name in [each for each in values if each.startswith(start)]:
        values.poplist(name)
    for number, row in enumerate(rows):
        for column in field.writable_columns:
            values[cell(field, number, column)] = row.get(column.id, "")


def _numbers(values: Values, field: FormField) -> list[int]:
    pattern = re.compile(rf"form\.{re.escape(field.id)}\.([0-9]{{1,{_MOST}}})\..+")
    found = {int(match[1]) for name in values if (match := pattern.fullmatch(name))}
    return sorted(found)


def _is_blank(row: Row) -> bool:
    return not any(each.strip() for each in row.values())
