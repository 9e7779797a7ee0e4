"""The workbook to fill in with units or people: headings, drop-down lists, and how to do it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format

from registers.directory.table import MAX_LISTED, ListKind

LINES = 1_000
"""Lines prepared with drop-down lists; more may be filled in."""


def list_template(kind: ListKind, allowed: Mapping[str, Sequence[str]]) -> bytes:
    """Return an empty workbook of a list; `allowed` are the values of columns with a choice.

    The example stands on the sheet that explains, so that nobody imports it.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    cell = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True}
    header = book.add_format({**cell, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
    text = book.add_format({**cell, "valign": "vcenter", "num_format": "@"})
    _write_sheet(book, kind, allowed, header, text)
    _write_notes(book, kind, allowed, header, text)
    book.close()
    return file.getvalue()


def _write_sheet(
    book: xlsxwriter.Workbook,
    kind: ListKind,
    allowed: Mapping[str, Sequence[str]],
    header: Format,
    text: Format,
) -> None:
    sheet = book.add_worksheet(kind.title)
    sheet.set_row(0, 24)
    for index, column in enumerate(kind.wanted.names):
        must = "*" if column in kind.wanted.required else ""
        sheet.set_column(index, index, kind.widths[column], text)
        sheet.write_string(0, index, kind.wanted.names[column][0] + must, header)
        if column in allowed:
            sheet.data_validation(1, index, LINES, index, _choice(kind, column, allowed[column]))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _choice(kind: ListKind, column: str, values: Sequence[str]) -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(values),
        "error_title": kind.wanted.names[column][0],
        "error_message": "请从下拉列表中选择。",
        "ignore_blank": True,
    }


def _write_notes(
    book: xlsxwriter.Workbook,
    kind: ListKind,
    allowed: Mapping[str, Sequence[str]],
    header: Format,
    text: Format,
) -> None:
    notes = book.add_worksheet("填写说明")
    notes.set_column(0, len(kind.columns) - 1, 14)
    last = len(kind.columns) - 1
    notes.write_string(0, 0, "列", header)
    notes.merge_range(0, 1, 0, last, "怎样填写", header)
    row = 0
    for row, (name, said) in enumerate(_said(kind, allowed), start=1):
        notes.write_string(row, 0, name, text)
        notes.merge_range(row, 1, row, last, said, text)
        notes.set_row(row, 45 if len(said) > 60 else 18)  # noqa: PLR2004 - what fits on a line
    notes.write_string(row + 2, 0, "示例")
    for index, column in enumerate(kind.columns):
        notes.write_string(row + 3, index, column.heading, header)
    for at, example in enumerate(kind.examples, start=row + 4):
        for index, cell in enumerate(example):
            notes.write_string(at, index, cell, text)


def _said(kind: ListKind, allowed: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    names = kind.wanted.names
    lines = [
        (names[column][0], said + ("、".join(allowed[column]) + "。" if said[-1] == "：" else ""))
        for column, said in kind.explained.items()
    ]
    return [
        *lines,
        ("列序", "列的先后不限，多余的列不读；标题行上面可以另有表名。"),
        ("多少", f"一张表最多{MAX_LISTED}行。"),
        ("有错时", "指出行、列和应当怎样填写；只要有一处不符合要求，就一行也不导入。"),
        ("没写到的", "名单没有写到的单位和人员只列出，不删除、不改动。"),
    ]
