"""The workbook to fill in with units or people: headings, drop-down lists, and how to do it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format

from registers.directory.table import MAX_LISTED, NO, YES, ListKind
from registers.wording import Say, chinese, listed
from registers.workbook import lines_of

LINES = 1_000
"""Lines prepared with drop-down lists; more may be filled in."""
_NOTE_WIDTH = 14


@dataclass(frozen=True, slots=True)
class _Styles:
    """How headings and what stands below them look."""

    header: Format
    text: Format


def people_choices(groups: Mapping[str, str], say: Say = chinese) -> dict[str, Sequence[str]]:
    """Return what the columns of a list of people with a choice may hold; posts keep their names."""
    return {"group": tuple(groups.values()), "active": (say(*YES), say(*NO))}


def list_template(
    kind: ListKind, allowed: Mapping[str, Sequence[str]], say: Say = chinese
) -> bytes:
    """Return an empty workbook of a list; `allowed` are the values of columns with a choice.

    The example stands on the sheet that explains, so that nobody imports it.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    cell = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True}
    header = book.add_format({**cell, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
    text = book.add_format({**cell, "valign": "vcenter", "num_format": "@"})
    styles = _Styles(header, text)
    _write_sheet(book, kind, allowed, styles, say)
    _write_notes(book, kind, allowed, styles, say)
    book.close()
    return file.getvalue()


def _write_sheet(
    book: xlsxwriter.Workbook,
    kind: ListKind,
    allowed: Mapping[str, Sequence[str]],
    styles: _Styles,
    say: Say,
) -> None:
    sheet = book.add_worksheet(say(*kind.title))
    sheet.set_row(0, 24)
    for index, column in enumerate(kind.wanted.names):
        must = "*" if column in kind.wanted.required else ""
        sheet.set_column(index, index, kind.widths[column], styles.text)
        heading = kind.heading(column, say)
        sheet.write_string(0, index, heading + must, styles.header)
        if column in allowed:
            choice = _choice(heading, allowed[column], say)
            sheet.data_validation(1, index, LINES, index, choice)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _choice(heading: str, values: Sequence[str], say: Say) -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(values),
        "error_title": heading,
        "error_message": say("请从下拉列表中选择。", "Please choose from the list."),
        "ignore_blank": True,
    }


def _write_notes(
    book: xlsxwriter.Workbook,
    kind: ListKind,
    allowed: Mapping[str, Sequence[str]],
    styles: _Styles,
    say: Say,
) -> None:
    notes = book.add_worksheet(say("填写说明", "How to fill it in"))
    last = len(kind.columns) - 1
    notes.set_column(0, last, _NOTE_WIDTH)
    notes.write_string(0, 0, say("列", "Column"), styles.header)
    notes.merge_range(0, 1, 0, last, say("怎样填写", "What to write"), styles.header)
    row = 0
    for row, (name, said) in enumerate(_said(kind, allowed, say), start=1):
        notes.write_string(row, 0, name, styles.text)
        notes.merge_range(row, 1, row, last, said, styles.text)
        # Programs do not fit a row to merged cells.
        height = max(lines_of(name, _NOTE_WIDTH), lines_of(said, _NOTE_WIDTH * last))
        notes.set_row(row, 3 + 15 * height)
    notes.write_string(row + 2, 0, say("示例", "Example"))
    for index, heading in enumerate(kind.headings(say)):
        notes.write_string(row + 3, index, heading, styles.header)
    for at, example in enumerate(kind.example_lines(say), start=row + 4):
        for index, cell in enumerate(example):
            notes.write_string(at, index, cell, styles.text)


def _said(
    kind: ListKind, allowed: Mapping[str, Sequence[str]], say: Say
) -> Iterator[tuple[str, str]]:
    for column, words in kind.explained.items():
        said = say(*words)
        if said.rstrip().endswith(("：", ":")):
            said += listed(allowed[column], say) + say("。", ".")
        yield kind.heading(column, say), said
    yield (
        say("列序", "Order"),
        say(
            "列的先后不限，多余的列不读；标题行上面可以另有表名。",
            "Columns may stand in any order, others are not read; a title may stand above the "
            "headings.",
        ),
    )
    yield (
        say("多少", "How many"),
        say(f"一张表最多{MAX_LISTED}行。", f"At most {MAX_LISTED:,} rows in one list."),
    )
    yield (
        say("有错时", "Mistakes"),
        say(
            "指出行、列和应当怎样填写；只要有一处不符合要求，就一行也不导入。",
            "Row, column and what was expected are named; with a single mistake nothing is "
            "imported.",
        ),
    )
    yield (
        say("没写到的", "Left out"),
        say(
            "名单没有写到的单位和人员只列出，不删除、不改动。",
            "Units and people that the list does not name are only listed, not deleted or changed.",
        ),
    )
