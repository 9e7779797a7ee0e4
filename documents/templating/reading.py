"""Read the filled body: each line's own beginning says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.content import (
    Annex,
    Blank,
    Block,
    Field,
    FieldTable,
    Kind,
    Paragraph,
    SignatureLine,
    Table,
)
from documents.templating.findings import Refused
from documents.templating.marking import VALUE, Line
from engine.model.counts import counted

MOST_COLUMNS = 8
_NUMERAL = "[一二三四五六七八九十]+"
_LEVELS = (
    re.compile(rf"{_NUMERAL}、"),
    re.compile(rf"（{_NUMERAL}）"),
    re.compile(r"\d+[.．]"),
    re.compile(r"（\d+）"),
)
_HEADINGS = 2
"""Levels whose lines are headings even if a value ends them; 1. and （1） mostly begin items."""
_RULE = re.compile(r"_{2,}")
_DASHES = re.compile(r"\s*[-—－]{2,}\s*")
_LABEL = re.compile(r"【([^【】]+)】")
_ANNEX = re.compile(r"【(附件\d*)】")
_SPACE = re.compile(r"（留白(\d{1,2})行）")


def read_blocks(lines: Sequence[Line], kind: Kind) -> tuple[Block, ...]:
    """Return the blocks of a filled body; raise Refused where a line is not as it should be."""
    blocks: list[Block] = []
    waiting = [line for line in (each.strip() for each in lines) if line.text]
    while waiting:
        line = waiting[0]
        if line.shape.startswith("|"):
            taken = _while(waiting, lambda each: each.shape.startswith("|"))
            blocks.append(_table(taken))
        elif kind is not Kind.FORM and (found := _ANNEX.match(line.shape)):
            taken = waiting[:1]
            blocks.append(Annex(found[1], line.cut(found.end()).strip().flat()))
        elif _LABEL.match(line.shape):
            taken = _while(waiting, lambda each: _LABEL.match(each.shape) is not None)
            blocks.append(FieldTable(tuple(_fields(each) for each in taken)))
        else:
            taken = waiting[:1]
            blocks.extend(_text(line))
        waiting = waiting[len(taken) :]
    return tuple(blocks)


def _while(lines: Sequence[Line], holds: object) -> list[Line]:
    taken = []
    for line in lines:
        if not (callable(holds) and holds(line)):
            break
        taken.append(line)
    return taken


def _text(line: Line) -> Iterator[Block]:
    if _RULE.search(line.shape):
        yield _signature(line)
        return
    for level, pattern in enumerate(_LEVELS, start=1):
        if pattern.match(line.shape):
            yield _heading(line, level)
            return
    # a value of several lines is several paragraphs, and each of them plain text
    for part in line.text.split("\n"):
        if part.strip():
            yield Paragraph(0, "", part.strip())


def _heading(line: Line, level: int) -> Paragraph:
    """Cut the first sentence off as the heading, if more follows it on the line.

    A line that is one whole sentence is no heading but an item of the text.
    """
    text = line.flat()
    end = line.shape.find("。")
    if end == len(text) - 1 or (level > _HEADINGS and text[-1] in "。；;"):
        return Paragraph(0, "", text)
    if end >= 0:
        return Paragraph(level, text[: end + 1], text[end + 1 :])
    return Paragraph(level, text, "")


def _signature(line: Line) -> SignatureLine:
    """Read 送达人：__李某__ 日期：____: a rule of underscores, or a text between two of them."""
    parts: list[Blank] = []
    at = 0
    rules = list(_RULE.finditer(line.shape))
    while rules:
        first = rules.pop(0)
        filled = ""
        end = first.end()
        if rules and _is_value(line.shape[end : rules[0].start()]):
            filled = line.cut(end, rules[0].start()).strip().flat()
            end = rules.pop(0).end()
        parts.append(Blank(line.cut(at, first.start()).strip().flat(), filled, ruled=True))
        at = end
    if rest := line.cut(at).strip().flat():
        parts.append(Blank(rest, "", ruled=False))
    return SignatureLine(tuple(parts))


def _is_value(shape: str) -> bool:
    return bool(shape) and set(shape.strip()) == {VALUE}


def _table(lines: Sequence[Line]) -> Table:
    rows = [_cells(line) for line in lines]
    columns = len(rows[0])
    for line, row in zip(lines, rows, strict=True):
        if len(row) != columns:
            raise Refused(
                line.number,
                f"这一行有{len(row)}格，表头有{columns}格；每行应有同样多的“|”。",
                f"Expected {counted(columns, 'cell')}, found {len(row)}.",
            )
    if columns > MOST_COLUMNS:
        raise Refused(
            lines[0].number,
            f"表格至多{MOST_COLUMNS}列。",
            f"Expected at most {MOST_COLUMNS} columns.",
        )
    widths = (1,) * columns
    if len(rows) > 1 and all(_DASHES.fullmatch(cell.shape) for cell in rows[1]):
        widths = tuple(len(cell.shape.strip()) for cell in rows.pop(1))
    header, *rest = (tuple(cell.strip().text for cell in row) for row in rows)
    return Table(header, widths, tuple(rest))


def _cells(line: Line) -> list[Line]:
    _, *cells, last = line.split("|")
    return cells if not last.text.strip() else [*cells, last]


def _fields(line: Line) -> tuple[Field, ...]:
    found = list(_LABEL.finditer(line.shape))
    if len(found) > 2:  # noqa: PLR2004 - two fit on a line
        raise Refused(
            line.number, "一行至多两个【栏目】。", "Expected at most two fields in a row."
        )
    ends = [*(each.start() for each in found[1:]), len(line.text)]
    return tuple(
        _field(line.cut(*each.span(1)).flat(), line.cut(each.end(), end).strip())
        for each, end in zip(found, ends, strict=True)
    )


def _field(label: str, value: Line) -> Field:
    space = _SPACE.search(value.shape)
    if space is None:
        return Field(label.strip(), value.text)
    text = value.cut(0, space.start()).text + value.cut(space.end()).text
    return Field(label.strip(), text.strip(), int(space[1]))
