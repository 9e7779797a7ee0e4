"""Cells copied from a spreadsheet, put into the rows of a list."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.model.forms import FieldKind
from web.forms import lenient, rows
from web.forms.fields import FormField
from web.forms.references import References
from web.language import text

TEXT, PLACE = "_paste.", "_at."
"""What was pasted into a list, and the row and column (`2:0`) where it begins."""
_PLACE = re.compile(r"([0-9]{1,4}):([0-9]{1,3})")
_MOST_DOUBTS = 20


@dataclass(frozen=True, slots=True)
class Pasted:
    """How many rows were filled, and a sentence for each cell that was not understood."""

    rows: int
    doubts: tuple[str, ...]


def paste(values: rows.Values, field: FormField, *, references: References) -> Pasted:
    """Fill the list with what was pasted: below its rows, or over them from a cell on.

    A first line that names columns says which column is which. What is not understood stays in
    its cell as it was, to be put right.
    """
    sent = values.pop(TEXT + field.id, "")
    place = _PLACE.fullmatch(values.pop(PLACE + field.id, ""))
    lines = _lines(sent)
    found = [dict(each) for each in rows.all_rows(values, field)]
    first, column = (int(place[1]), int(place[2])) if place else (len(found), 0)
    targets: list[FormField | None] = [*field.writable_columns[column:]]
    if lines and (named := _named(lines[0], field)):
        targets, lines = named, lines[1:]
    first, doubts = min(first, len(found)), list[str]()
    room = max((field.longest or len(lines) + first) - first, 0)
    if len(lines) > room:
        doubts.append(text("最多 %(most)s 行，其余没有填入。", most=str(field.longest)))
    for number, line in enumerate(lines[:room], first):
        if number >= len(found):
            found.append({})
        doubts += _fill(found[number], line, targets, number, references)
    rows.replace(values, field, list(found))
    more = len(doubts) - _MOST_DOUBTS
    shown = doubts[:_MOST_DOUBTS]
    if more > 0:
        shown.append(text("另有 %(n)s 处没有看懂。", n=str(more)))
    return Pasted(min(len(lines), room), tuple(shown))


def _lines(sent: str) -> list[list[str]]:
    """Return the cells of every line in which something stands."""
    normal = sent.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        found = list(csv.reader(io.StringIO(normal), delimiter="\t"))
    except csv.Error:  # a stray quotation mark: take the cells as they are
        found = [each.split("\t") for each in normal.split("\n")]
    return [line for line in found if any(each.strip() for each in line)]


def _named(line: Sequence[str], field: FormField) -> list[FormField | None] | None:
    """Return the column that each cell of a heading names; None where this is no heading."""
    known = {_bare(each.title): each for each in field.writable_columns}
    known |= {_bare(_short(each.title)): each for each in field.writable_columns}
    found = [known.get(_bare(each)) for each in line]
    filled = sum(1 for each in line if each.strip())
    hits = sum(1 for each in found if each is not None)
    return found if hits and hits * 2 > filled else None


def _fill(
    row: dict[str, str],
    line: Sequence[str],
    targets: Sequence[FormField | None],
    number: int,
    references: References,
) -> list[str]:
    doubts = []
    for at, raw in enumerate(line):
        typed = raw.strip()
        column = targets[at] if at < len(targets) else None
        if column is None:
            if typed:
                doubts.append(
                    text("第 %(row)s 行：“%(cell)s”没有对应的列。", row=number + 1, cell=typed[:40])
                )
            continue
        read = lenient.read(column, typed, references=references)
        row[column.id] = _shown(column, read, references)
        if typed and not _is_understood(column, read, references):
            doubts.append(
                text(
                    "第 %(row)s 行“%(column)s”：没有看懂“%(cell)s”。",
                    row=number + 1,
                    column=column.title,
                    cell=typed[:40],
                )
            )
    return doubts


def _is_understood(column: FormField, read: str, references: References) -> bool:
    if column.kind is FieldKind.UNIT:
        return references.unit_name(read) != read
    if column.kind is FieldKind.PERSON:
        return references.person_name(read) != read
    return lenient.is_understood(column, read)


def _shown(column: FormField, read: str, references: References) -> str:
    """Return what the input of a cell shows: a unit and a person with their names."""
    if column.kind is FieldKind.UNIT:
        return references.unit_label(read)
    if column.kind is FieldKind.PERSON:
        return references.person_label(read)
    return read


def _short(title: str) -> str:
    """Return a title without the remark in its brackets: 责任单位（缺省为被督导单位）."""
    return re.split(r"[（(]", title)[0]


def _bare(title: str) -> str:
    return "".join(title.split()).lower()
