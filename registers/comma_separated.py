"""Read a table that was saved as CSV: by a spreadsheet, by another system, or by hand."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

from engine.model.errors import InvalidArgument
from registers.archive import MAX_BYTES
from registers.reading import MAX_COLUMNS, Row, too_many

_SEPARATORS = ("\t", ",", ";", "，", "；")
_SAMPLE = 4_000
_MARKS = ("=", "+", "-", "@")
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_separated(data: bytes, *, most_rows: int) -> tuple[Row, ...]:
    """Return the rows of a CSV file in UTF-8, GB18030 or UTF-16 with a mark.

    Cells are separated by whichever of comma, semicolon and tab its beginning has most of. What
    is no such text, or leaves a quotation open, raises InvalidArgument.
    """
    if len(data) > MAX_BYTES:
        raise InvalidArgument(
            f"文件超过{MAX_BYTES // 1_000_000}MB。",
            en=f"Expected at most {MAX_BYTES} bytes.",
            code="invalid_table",
        )
    text = _decoded(data)
    sample = text[:_SAMPLE]
    separator = max(_SEPARATORS, key=sample.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[Row] = []
    try:
        for number, cells in enumerate(lines, start=1):
            stripped = tuple(uncovered(cell.strip()) for cell in cells[:MAX_COLUMNS])
            if any(stripped):
                found.append(Row(number, stripped))
            if len(found) > most_rows:
                raise too_many(most_rows)
    except csv.Error as error:
        raise InvalidArgument(
            f"第{lines.line_num}行起不是 CSV 表格：引号没有成对，或者一格过长。",
            en=f"Expected CSV with closed quotations at line {lines.line_num}.",
            code="invalid_table",
        ) from error
    return tuple(found)


def write_separated(lines: Sequence[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with a mark, by which spreadsheets know it.

    A spreadsheet would run a cell that begins like a formula, so an apostrophe goes before it;
    `read_separated` takes it away again.
    """
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_covered(cell) for cell in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")


def _covered(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_MARKS) else cell


def uncovered(cell: str) -> str:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(_MARKS) else cell


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidArgument(
        "文件不是 UTF-8 或 GB18030 编码的文字。",
        en="Expected text in UTF-8 or GB18030.",
        code="unreadable_file",
    )
