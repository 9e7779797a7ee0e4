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
SEARCHED = 10
"""Rows in which the headings are looked for; what stands above them is a title."""
_LEFT_OUT = re.compile(r"[（(].*?[)）]|[\s*＊:：、/]")


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings and the position of every column recognised."""

    row: int
    columns: Mapping[str, int]

    def cell(self, row: Row, column: str) -> str:
        """Return the text of a column in a row, "" where it is missing."""
        at = self.columns.get(column)
        return row.cells[at] if at is not None and at < len(row.cells) else ""


def find_headings(rows: Sequence[Row]) -> tuple[Headings, Sequence[Row]]:
    """Return the headings and the rows below them; InvalidArgument where there are none.

    It is the row among the first ten that names most columns, `问题` among them.
    """
    best, at = Headings(0, {}), -1
    for index, row in enumerate(rows[:SEARCHED]):
        columns = _columns(row)
        if REQUIRED in columns and len(columns) > len(best.columns):
            best, at = Headings(row.number, columns), index
    if at < 0:
        named = "、".join(names[0] for names in SYNONYMS.values())
        raise InvalidArgument(
            f"前{SEARCHED}行里没有找到标题行；标题行应至少有“问题”一列，可有：{named}。",
            en="Expected a row of headings with at least 问题 among the first rows.",
            code="no_headings",
        )
    _expect_once(rows[at])
    return best, rows[at + 1 :]


def _columns(row: Row) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        column = column_of(cell)
        if column:
            found.setdefault(column, index)
    return found


def _expect_once(row: Row) -> None:
    seen: dict[str, str] = {}
    for cell in row.cells:
        column = column_of(cell)
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


def column_of(heading: str) -> str:
    """Return which column a heading names, "" for none; signs and notes in brackets are left out."""
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", heading))
    return _BY_NAME.get(plain, "")


_BY_NAME = {_LEFT_OUT.sub("", name): column for column, names in SYNONYMS.items() for name in names}
