"""Read the cells of an uploaded table: a workbook, or text pasted from one.

Formulas are read by the value that the program which saved the file has kept for them; one
without such a value is an error of its row. Hidden rows and columns count like any other. Empty
rows are nothing, however many of them are formatted.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol, cast
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from engine.model.errors import InvalidArgument
from registers.archive import MAX_BYTES, opened_safely
from registers.archive import MAX_ROWS as MAX_STORED

MAX_ROWS = 2_000
"""Rows with anything in them."""
MAX_SCANNED = 1_048_576
"""Rows looked at, empty ones too: as many as a sheet can have."""
MAX_COLUMNS = 100
MAX_PASTED = 2_000_000
"""Characters of a pasted table."""
_PASTED_FILES = (".tsv", ".txt")
UNREADABLE = "\ufffe"
"""Stands for a formula without a kept value, or one whose value is an error."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it: its number as people see it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


_Cell = SheetCell | ReadOnlyCell | EmptyCell


class _Sheet(Protocol):
    title: str
    sheet_state: str

    def iter_rows(self) -> Iterable[Sequence[_Cell]]: ...

    def reset_dimensions(self) -> None: ...


def read_workbook(data: bytes, *, most_rows: int = MAX_ROWS) -> tuple[Row, ...]:
    """Return the rows of the first visible sheet; InvalidArgument for what cannot be read."""
    honest = opened_safely(data, most_rows=max(most_rows, MAX_STORED))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of extensions it leaves out
            values = openpyxl.load_workbook(io.BytesIO(honest), read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(honest), read_only=True)
            return tuple(_rows(_first(values), _first(formulas), most_rows))
    except InvalidArgument:
        raise
    except (
        BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError,
        OverflowError, AssertionError, OSError,
    ) as error:  # fmt: skip
        # What a damaged part makes of openpyxl; ParseError is a SyntaxError.
        raise InvalidArgument(
            "工作簿的内容已经损坏，不能读取。",
            en="Expected a workbook whose parts can be read.",
            code="invalid_workbook",
        ) from error


def read_table(name: str, data: bytes) -> tuple[Row, ...]:
    """Return the rows of a file: a table pasted into a text file, by its name, or a workbook."""
    if name.lower().endswith(_PASTED_FILES):
        return read_pasted(_decoded(data[: MAX_BYTES + 1]))
    return read_workbook(data)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidArgument(
        "文件不是 UTF-8 或 GB18030 编码的文字。",
        en="Expected text in UTF-8 or GB18030.",
        code="invalid_table",
    )


def _first(book: openpyxl.Workbook) -> _Sheet:
    for each in book.worksheets:
        sheet = cast("_Sheet", each)
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what the file says of its own size is not to be believed
            return sheet
    raise InvalidArgument(
        "工作簿里没有可见的工作表。",
        en="Expected a visible sheet in the workbook.",
        code="invalid_workbook",
    )


def _rows(values: _Sheet, formulas: _Sheet, most_rows: int) -> Iterator[Row]:
    found = 0
    pairs = zip(values.iter_rows(), formulas.iter_rows(), strict=True)
    for scanned, (shown, written) in enumerate(pairs, start=1):
        if scanned > MAX_SCANNED:
            raise too_many(most_rows)
        both = zip(shown[:MAX_COLUMNS], written, strict=False)
        cells = tuple(_text(cell, source) for cell, source in both)
        if not any(cells):
            continue
        found += 1
        if found > most_rows:
            raise too_many(most_rows)
        yield Row(_number(shown, scanned), cells)


def _number(cells: Sequence[_Cell], scanned: int) -> int:
    """Return the row number that a cell knows; rows that a file leaves out count as well."""
    known = (cell.row for cell in cells if not isinstance(cell, EmptyCell))
    return next((int(row) for row in known if row), scanned)


def _text(cell: _Cell, source: _Cell) -> str:
    value = cell.value
    has_no_result = source.data_type == "f" and value in (None, "")
    if has_no_result or getattr(cell, "data_type", "") == "e":
        return UNREADABLE
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def read_pasted(text: str) -> tuple[Row, ...]:
    """Return the rows of text copied from a spreadsheet, its cells separated by tabs."""
    if len(text) > MAX_PASTED:
        raise too_many(MAX_ROWS)
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t")
    found = []
    try:
        for number, cells in enumerate(lines, start=1):
            stripped = tuple(cell.strip() for cell in cells[:MAX_COLUMNS])
            if any(stripped):
                found.append(Row(number, stripped))
            if len(found) > MAX_ROWS:
                raise too_many(MAX_ROWS)
    except csv.Error as error:
        raise InvalidArgument(
            "粘贴的内容不是表格。", en="Expected a table separated by tabs.", code="invalid_table"
        ) from error
    return tuple(found)


def too_many(most_rows: int) -> InvalidArgument:
    """Say that a table is too long."""
    return InvalidArgument(
        f"表格超过{most_rows}行，请分次导入。",
        en=f"Expected at most {most_rows} rows.",
        code="too_many_rows",
    )
