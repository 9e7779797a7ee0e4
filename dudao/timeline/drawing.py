"""Draw a timeline in columns that align whatever the width of the characters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import zip_longest

from rich.cells import cell_len
from rich.text import Text

from dudao.screen import lamp, padded
from dudao.timeline.entries import Entry
from engine.model.calendar import SHANGHAI, Day, DayKind, WorkCalendar
from engine.model.deadlines import Light, remaining

WIDTH = 100
WHEN, MARK, LAMP, WHAT, WHO = 16, 6, 2, 38, 12
"""Widths in terminal cells; the due date takes what is left of a hundred."""

BEFORE = WHEN + 1 + MARK + 1
WEEKDAYS = "一二三四五六日"
MARKS = {
    DayKind.WORKING: ("工作日", "bright_black"),
    DayKind.MAKE_UP: ("调休班", "magenta"),
    DayKind.WEEKEND: ("周末", "bright_black"),
    DayKind.HOLIDAY: ("放假", "blue"),
}
NO_ROW_STARTS_WITH = "，。；、）：”"
NOTEWORTHY = ("放假", "调休", "顺延", "延期", "中止", "尚未公布")


class Drawing:
    """Turn entries into lines; repeats neither the time nor an explanation given already."""

    def __init__(self, calendar: WorkCalendar, *, has_colour: bool) -> None:
        self._calendar = calendar
        self._has_colour = has_colour
        self._last: datetime | None = None
        self._month: tuple[int, int] | None = None
        self._explained: set[tuple[str, ...]] = set()

    def heading(self) -> Text:
        """Return the names of the columns."""
        columns = (("时间", BEFORE), ("灯", LAMP + 1), ("事", WHAT + 1), ("谁", WHO + 1))
        return Text("".join(padded(text, width) for text, width in columns) + "期限", "bold")

    def lines(self, entry: Entry, light: Light | None, now: datetime) -> Iterator[Text]:
        """Yield the lines of an entry."""
        local = entry.at.astimezone(SHANGHAI)
        month = (local.year, local.month)
        if month != self._month:
            self._month = month
            yield rule(f"{local.year}年{local.month}月")
        start = self._when(local)
        start.append_text(lamp(light, has_colour=self._has_colour)).append(" ")
        rows = zip_longest(wrapped(entry.what, WHAT), wrapped(entry.who, WHO), fillvalue="")
        for number, (what, who) in enumerate(rows):
            line = Text(" " * (BEFORE + LAMP + 1)) if number else start
            line.append(padded(what, WHAT), entry.tone or None)
            line.append(" " + padded(who, WHO) + " ")
            if not number:
                line.append_text(self._due(entry.due_at, now))
            line.rstrip()
            yield line
        yield from self._notes(entry)

    def _when(self, local: datetime) -> Text:
        if local == self._last:
            return Text(" " * BEFORE)
        self._last = local
        when = f"{local:%m-%d} 周{WEEKDAYS[local.weekday()]} {local:%H:%M}"
        mark, style = _mark(self._calendar.day(local.date()))
        return Text(padded(when, WHEN) + " ").append(padded(mark, MARK), style).append(" ")

    def _due(self, due_at: datetime | None, now: datetime) -> Text:
        if due_at is None:
            return Text()
        left = remaining(due_at, now, self._calendar)
        said = left.zh if left.is_overdue or not left.days else f"余{left.working_days}工作日"
        on = due_at.astimezone(SHANGHAI).date()
        return Text(f"{short_day(on)} {said}", "red" if left.is_overdue else "")

    def _notes(self, entry: Entry) -> Iterator[Text]:
        """Explain a due date once, if there is more to it than counting plain days."""
        text = "".join(entry.notes)
        if entry.notes in self._explained or not any(word in text for word in NOTEWORTHY):
            return
        self._explained.add(entry.notes)
        indent = " " * (BEFORE + LAMP + 1)
        for row in wrapped(text, WIDTH - len(indent) - 2):
            yield Text(f"{indent}┊ {row}", "bright_black")


def _mark(day: Day) -> tuple[str, str]:
    if day.provisional:
        return "暂估", "bright_black"
    text, style = MARKS[day.kind]
    return (day.name if day.kind is DayKind.HOLIDAY and day.name else text), style


def rule(text: str) -> Text:
    """Draw a rule with a text at its beginning."""
    begun = f"── {text} "
    return Text(begun + "─" * (WIDTH - cell_len(begun)), "bright_black")


def short_day(on: date) -> str:
    """Write a day as 09-16 周三."""
    return f"{on:%m-%d} 周{WEEKDAYS[on.weekday()]}"


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into rows of a width in cells; closing punctuation never starts a row."""
    rows = [""]
    for character in text:
        if cell_len(rows[-1] + character) <= width:
            rows[-1] += character
        elif character in NO_ROW_STARTS_WITH and len(rows[-1]) > 1:
            rows[-1], carried = rows[-1][:-1], rows[-1][-1]
            rows.append(carried + character)
        else:
            rows.append(character)
    return rows
