"""Check the rows of a list one by one, and keep every reason why the list is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.identity import FIRST_DAY, FORMULA_MARKS, LAST_DAY, MAX_ID, MAX_NAME
from engine.model.errors import FieldError, InvalidArgument
from registers.checking import day_in, plain
from registers.directory.table import ListKind
from registers.headings import Headings
from registers.reading import UNREADABLE, Row

MAX_NAMED = 1_000
"""Mistakes that are named; the rest is counted."""
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_TAGGED = re.compile(r"[\[（(]?([^\s\[\]（）()]+)[\])）]?\s*(.*)")
_YES = frozenset({"", "是", "在职", "在岗", "1", "true", "yes", "y"})
_NO = frozenset({"否", "不在职", "离职", "离岗", "0", "false", "no", "n"})


@dataclass(slots=True)
class Mistakes:
    """What is wrong in a list so far."""

    kind: ListKind
    named: list[FieldError] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, zh: str, en: str) -> None:
        """Say what was expected in a cell."""
        self.count += 1
        if len(self.named) < MAX_NAMED:
            shown = self.kind.wanted.names[column][0]
            self.named.append(FieldError(f"第{row}行 {shown}", zh, en))

    def refuse_if_any(self) -> None:
        """Raise InvalidArgument with every mistake."""
        if not self.count:
            return
        more = f"，只列出前{MAX_NAMED}处" if self.count > MAX_NAMED else ""
        raise InvalidArgument(
            f"{self.kind.title[0]}有{self.count}处不符合要求{more}，一行也没有导入。",
            en=f"Expected a list without mistakes, found {self.count}; nothing was imported.",
            code="invalid_table",
            errors=tuple(self.named),
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """The cells of one row, each checked as it is read."""

    row: Row
    headings: Headings
    mistakes: Mistakes

    def wrong(self, column: str, zh: str, en: str) -> None:
        """Say what was expected in a cell of this row."""
        self.mistakes.add(self.row.number, column, zh, en)

    def text(self, column: str) -> str:
        """Return a cell in half width and on one line; "" when it is no text."""
        found = plain(self.headings.cell(self.row, column))
        if found == UNREADABLE:
            self.wrong(
                column,
                "是公式，但文件里没有存下它的结果（或结果是错误值）；请粘贴为数值。",
                "Expected a value, found a formula without one.",
            )
            return ""
        return " ".join(found.split())

    def exact(self, column: str) -> str:
        """Return a cell whose every digit counts; "" for one that a spreadsheet has rounded."""
        found = self.text(column)
        if not _ROUNDED.fullmatch(found):
            return found
        self._rounded(column, found)
        return ""

    def identity(self, column: str, *, is_required: bool = True) -> str:
        """Return a code or an id: one word of bounded length."""
        found = self.text(column)
        if not found and is_required:
            self.wrong(column, "不能为空。", "Expected a value.")
        elif len(found) > MAX_ID or " " in found or found.startswith(FORMULA_MARKS):
            self.wrong(
                column,
                f"应为不超过{MAX_ID}字的代码，中间没有空格，不以 = + - @ 或撇号开头，"
                f"现为“{short(found)}”。",
                f"Expected at most {MAX_ID} characters, without a space and not like a formula.",
            )
        elif _ROUNDED.fullmatch(found):
            self._rounded(column, found)
        return found

    def _rounded(self, column: str, found: str) -> None:
        self.wrong(
            column,
            f"被电子表格改成了科学计数法（{found}）；请把这一列设为文本后重新填写。",
            f"Expected a code, found {found}, which a spreadsheet has rounded.",
        )

    def name(self, column: str) -> str:
        """Return a name of bounded length."""
        found = self.text(column)
        if not found:
            self.wrong(column, "不能为空。", "Expected a value.")
        elif len(found) > MAX_NAME:
            self.too_long(column, found, MAX_NAME)
        return found

    def too_long(self, column: str, found: str, most: int) -> None:
        """Say that a text is too long."""
        self.wrong(
            column,
            f"不得超过{most}字，现为{len(found)}字。",
            f"Expected at most {most} characters, found {len(found)}.",
        )

    def day(self, column: str) -> date | None:
        """Return the day in a cell, None for an empty one."""
        found = self.text(column)
        if not found:
            return None
        compact = _COMPACT_DAY.fullmatch(found)
        day = day_in("-".join(compact.groups()) if compact else found)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.wrong(
                column,
                f"应为{FIRST_DAY.year}年至{LAST_DAY.year}年之间的日期，如 2026-10-08 或 "
                f"2026年10月8日，现为“{short(found)}”。",
                f"Expected a date from {FIRST_DAY} to {LAST_DAY} like 2026-10-08.",
            )
            return None
        return day

    def yes(self, column: str) -> bool:
        """Return whether a cell says yes; an empty one does."""
        found = self.text(column).lower()
        if found not in _YES | _NO:
            self.wrong(
                column, f"应为是或否，现为“{short(found)}”。", "Expected yes (是) or no (否)."
            )
        return found not in _NO


class UnitNames:
    """Find a unit by its code, its full name, or both."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._units = units
        self._named: dict[str, list[str]] = {}
        for code, name in units.items():
            self._named.setdefault(name, []).append(code)

    def code(self, reader: Reader, column: str) -> str:
        """Return the code that a cell means, "" when it is empty or means no unit."""
        text = reader.text(column)
        if not text or text in self._units:
            return text
        tagged = _TAGGED.fullmatch(text)
        if tagged and tagged[2] in ("", self._units.get(tagged[1])):
            code = tagged[1]
            if code in self._units:
                return code
        named = self._named.get(text, [])
        if len(named) == 1:
            return named[0]
        if named:
            zh = f"有{len(named)}个单位都叫“{short(text)}”，请填写代码：{'、'.join(named[:5])}。"
        else:
            zh = f"没有代码或名称为“{short(text)}”的单位。"
        reader.wrong(column, zh, f"Expected one unit, found {len(named)} called {short(text)!r}.")
        return ""


def readers(rows: Sequence[Row], headings: Headings, mistakes: Mistakes) -> tuple[Reader, ...]:
    """Return the rows that say anything in the columns of the list."""
    return tuple(
        Reader(row, headings, mistakes)
        for row in rows
        if any(headings.cell(row, name) for name in headings.columns)
    )


def short(text: str) -> str:
    """Return as much of a text as is needed to recognise it."""
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - see the sentence above
