"""Find the row of headings in a table that somebody else made, and which column is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.model.errors import FieldError, InvalidArgument
from registers.reading import Row

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "title": ("问题", "存在问题", "问题描述", "主要问题", "问题内容", "问题清单", "问题项"),
    "kind": ("类别", "问题类别", "问题类型", "类型", "分类"),
    "severity": ("严重程度", "程度", "问题程度", "等级", "严重等级"),
    "owner": ("责任单位", "整改单位", "责任单位代码", "整改责任单位", "牵头单位"),
    "person": ("责任人", "整改责任人", "联系人"),
    "demand": ("整改要求", "要求", "整改措施", "整改要求/措施", "整改要求措施", "措施"),
    "suggested_due": ("整改时限", "时限", "整改期限", "完成时限", "完成日期", "期限"),
}
"""What a column may be called; the first one stands in the template."""
REQUIRED = "title"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns of a table with what each may be called, and those it cannot do without."""

    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Return the first name of every column."""
        return "、".join(names[0] for names in self.names.values())

    @property
    def shown_required(self) -> str:
        """Return the first name of every column that must be there."""
        return "”“".join(self.names[column][0] for column in self.required)

    def by_name(self) -> dict[str, str]:
        """Return the column for each name, written as `plain_heading` writes it."""
        return {
            plain_heading(name): column for column, names in self.names.items() for name in names
        }


PROBLEMS = Wanted(SYNONYMS, (REQUIRED,))
SEARCHED = 10
"""Rows in which the headings are looked for; what stands above them is a title."""
_LEFT_OUT = re.compile(r"[（(].*?[)）]|[\s*＊:：、/_]")


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings and the position of every column recognised."""

    row: int
    columns: Mapping[str, int]

    def cell(self, row: Row, column: str) -> str:
        """Return the text of a column in a row, "" where it is missing."""
        at = self.columns.get(column)
        return row.cells[at] if at is not None and at < len(row.cells) else ""


def find_headings(rows: Sequence[Row], wanted: Wanted = PROBLEMS) -> tuple[Headings, Sequence[Row]]:
    """Return the headings and the rows below them; InvalidArgument where there are none.

    It is the row among the first ten that names most columns, all required ones among them.
    """
    known = wanted.by_name()
    best, at = Headings(0, {}), -1
    for index, row in enumerate(rows[:SEARCHED]):
        columns = _columns(row, known)
        if columns.keys() >= set(wanted.required) and len(columns) > len(best.columns):
            best, at = Headings(row.number, columns), index
    if at < 0:
        raise InvalidArgument(
            f"前{SEARCHED}行里没有找到标题行；标题行应至少有“{wanted.shown_required}”"
            f"{'一列' if len(wanted.required) == 1 else '各列'}，可有：{wanted.shown}。",
            en=f"Expected a row of headings with {', '.join(wanted.required)} among the first "
            f"{SEARCHED} rows.",
            code="no_headings",
        )
    _expect_once(rows[at], known)
    return best, rows[at + 1 :]


def _columns(row: Row, known: Mapping[str, str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        column = known.get(plain_heading(cell), "")
        if column:
            found.setdefault(column, index)
    return found


def _expect_once(row: Row, known: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    for cell in row.cells:
        column = known.get(plain_heading(cell), "")
        if column and column in seen:
            zh = f"“{seen[column]}”和“{cell}”是同一列，请只保留一列。"
            raise InvalidArgument(
                f"标题行有重复的列：{zh}",
                en=f"Expected each column once, found {column!r} twice.",
                code="repeated_heading",
                errors=(
                    FieldError(f"第{row.number}行", zh, f"The column {column!r} is repeated."),
                ),
            )
        if column:
            seen[column] = cell


def plain_heading(heading: str) -> str:
    """Return a heading without signs, notes in brackets and the difference of capitals."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def column_of(heading: str) -> str:
    """Return which column of a table of problems a heading names, "" for none."""
    return _PROBLEMS.get(plain_heading(heading), "")


_PROBLEMS = PROBLEMS.by_name()
