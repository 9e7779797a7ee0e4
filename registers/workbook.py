"""Write one register as a workbook, row by row, so that its size costs no memory."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engine.model.deadlines import Light
from engine.model.errors import InvalidArgument
from registers.sheets import Cell, Column, Heading, Lamp
from registers.wording import Say, chinese, light_word

MAX_LINES = 1_000_000
"""Lines of one sheet; Excel itself takes 1,048,576 rows."""
MAX_CELL = 32_767
"""Characters that a cell of Excel takes."""
FIRST_LINE = 3
_A4 = 9
_LINE = 13.5
_HIGHEST = 409.0  # points, the most that Excel takes
_FONT = "宋体"
_COLOURS = {
    Light.GREEN: ("#C6EFCE", "#006100"),
    Light.YELLOW: ("#FFEB9C", "#7F6000"),
    Light.RED: ("#FFC7CE", "#9C0006"),
    Light.GREY: ("#D9D9D9", "#404040"),
}


def write_register(
    file: BinaryIO,
    heading: Heading,
    columns: Sequence[Column],
    lines: Iterable[Sequence[Cell]],
    *,
    say: Say = chinese,
) -> int:
    """Write a register into a file and return the number of its lines.

    Text stays text whatever it begins with. More lines than a sheet takes raise InvalidArgument.
    """
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(file, options)
    try:
        made_at = heading.made_at.replace(tzinfo=None)
        book.set_properties({"title": heading.title, "created": made_at})
        sheet = book.add_worksheet(heading.title[:31])
        formats = _Formats(book)
        _write_top(sheet, formats, heading, columns, say)
        count = 0
        for count, line in enumerate(lines, start=1):
            if count > MAX_LINES:
                raise _too_long()
            sheet.set_row(FIRST_LINE + count - 1, _height(line, columns))
            _write_line(sheet, formats, FIRST_LINE + count - 1, line, say)
        last = FIRST_LINE + max(count, 1) - 1
        sheet.autofilter(FIRST_LINE - 1, 0, last, len(columns) - 1)
    finally:
        book.close()
    return count


class _Formats:
    """The styles of a register."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def style(**more: object) -> Format:
            return book.add_format(
                {"font_name": _FONT, "font_size": 10, "valign": "vcenter"} | more
            )

        cell = {"border": 1, "text_wrap": True}
        self.title = style(font_size=18, bold=True, align="center")
        self.note = style(align="left", text_wrap=True)
        self.header = style(**cell, bold=True, align="center", bg_color="#DDEBF7")
        self.text = style(**cell, num_format="@")
        # Marked as text, so that it stays text when somebody edits the cell.
        self.quoted = style(**cell, num_format="@", quote_prefix=True)
        self.number = style(**cell, align="center")
        self.day = style(**cell, align="center", num_format="yyyy-mm-dd")
        self.lamps = {
            light: style(**cell, align="center", bg_color=ground, font_color=ink)
            for light, (ground, ink) in _COLOURS.items()
        }


def _write_top(
    sheet: Worksheet, formats: _Formats, heading: Heading, columns: Sequence[Column], say: Say
) -> None:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(0, 30)
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, heading.title, formats.title)
    made = f"{heading.made_at:%Y-%m-%d %H:%M}"
    note = say(
        f"筛选条件：{heading.filtered}　制表时间：{made}",
        f"Conditions: {heading.filtered}    Made at: {made}",
    )
    if heading.made_by:
        note += say(f"　制表人：{heading.made_by}", f"    Made by: {heading.made_by}")
    sheet.merge_range(1, 0, 1, last, note, formats.note)
    sheet.set_row(2, 30)
    for index, column in enumerate(columns):
        heading_text = say(column.heading, column.heading_en or column.heading)
        sheet.write_string(2, index, heading_text, formats.header)
    sheet.freeze_panes(FIRST_LINE, 3)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_LINE - 1)
    sheet.center_horizontally()
    sheet.set_footer(say("&C第 &P 页，共 &N 页", "&CPage &P of &N"))


def _height(line: Sequence[Cell], columns: Sequence[Column]) -> float:
    """Return the height of a row in points: programs that open the file need not measure text."""
    lines = max(lines_of(cell, column.width) for cell, column in zip(line, columns, strict=True))
    return min(_LINE * lines + 3, _HIGHEST)


def lines_of(cell: Cell, width: int) -> int:
    """Return how many lines a cell takes in a column of that width."""
    if not isinstance(cell, str):
        return 1
    room = max(width - 1, 2)
    return sum(max(1, -(-_wide(part) // room)) for part in cell[:MAX_CELL].split("\n"))


def _wide(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


def _write_line(
    sheet: Worksheet, formats: _Formats, row: int, line: Sequence[Cell], say: Say
) -> None:
    for index, cell in enumerate(line):
        match cell:
            case None | "":
                sheet.write_blank(row, index, None, formats.text)
            case Lamp():
                word = light_word(cell.light, say)
                sheet.write_string(row, index, word, formats.lamps[cell.light])
            case str():
                style = formats.quoted if cell[0] in "=+-@" else formats.text
                sheet.write_string(row, index, _fitting(cell), style)
            case date():
                sheet.write_datetime(row, index, cell, formats.day)
            case int():
                sheet.write_number(row, index, cell, formats.number)


def _fitting(text: str) -> str:
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _too_long() -> InvalidArgument:
    return InvalidArgument(
        f"一张表最多{MAX_LINES}行，请缩小筛选范围后再导出。",
        en=f"Expected at most {MAX_LINES} lines; narrow the filter.",
        code="too_many_lines",
    )
