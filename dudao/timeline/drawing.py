"""Draw a timeline in columns that align whatever the width of the characters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from dudao.screen import LIGHT_STYLES, padded
from dudao.timeline.entries import Entry
from engine.model.calendar import SHANGHAI, DayKind, WorkCalendar
from engine.model.deadlines import Light, remaining

WHEN, DAY, WHAT, WHO, DUE = 16, 7, 39, 13, 22
"""Widths in terminal cells; with the light and gaps, 100 together."""

WEEKDAYS = "一二三四五六日"
_DAY_STYLES = {
    DayKind.WORKING: "bright_black",
    DayKind.MAKE_UP: "magenta",
    DayKind.WEEKEND: "bright_black",
    DayKind.HOLIDAY: "blue",
}


class Drawing:
    """Turn entries into lines; repeats neither the time nor an explanation given already."""

    def __init__(self, calendar: WorkCalendar, *, explains: bool = True) -> None:
        self._calendar = calendar
        self._explains = explains
        self._last: datetime | None = None
        self._month: tuple[int, int] | None = None
        self._explained: set[tuple[str, ...]] = set()

    def heading(self) -> Text:
        """Return the names of the columns."""
        texts = (
            ("时间", WHEN + DAY + 2),
            ("灯", 3),
            ("事", WHAT + 1),
            ("谁", WHO + 1),
            ("期限", 4),
        )
        return Text("".join(padded(text, width) for text, width in texts), "bold")

    def lines(self, entry: Entry, light: Light | None, now: datetime) -> Iterator[Text]:
        """Yield the lines of an entry."""
        local = entry.at.astimezone(SHANGHAI)
        month = (local.year, local.month)
        if month != self._month:
            self._month = month
            yield Text(f"── {local.year}年{local.month}月 " + "─" * 86, "bright_black")
        line = self._when(local)
        line.append("●" if light else " ", LIGHT_STYLES[light] if light else "")
        line.append("  ")
        line.append(_fit(entry.what, WHAT), entry.tone or None)
        line.append(" ")
        line.append(_fit(entry.who, WHO))
        line.append(" ")
        line.append_text(self._due(entry.due_at, now))
        line.rstrip()
        yield line
        yield from self._notes(entry)

    def _when(self, local: datetime) -> Text:
        if local == self._last:
            return Text(" " * (WHEN + DAY + 2))
        self._last = local
        day = self._calendar.day(local.date())
        when = f"{local:%m-%d} 周{WEEKDAYS[local.weekday()]} {local:%H:%M}"
        mark = day.name if day.kind is DayKind.HOLIDAY and day.name else MARKS[day.kind]
        line = Text(padded(when, WHEN) + " ")
        return line.append(_fit(mark, DAY), _DAY_STYLES[day.kind]).append(" ")

    def _due(self, due_at: datetime | None, now: datetime) -> Text:
        if due_at is None:
            return Text()
        left = remaining(due_at, now, self._calendar)
        said = left.zh if left.is_overdue or not left.days else f"余{left.working_days}工作日"
        on = due_at.astimezone(SHANGHAI).date()
        return Text(f"{short_day(on)} {said}", "red" if left.is_overdue else "")

    def _notes(self, entry: Entry) -> Iterator[Text]:
        if not self._explains or not entry.notes or entry.notes in self._explained:
            return
        self._explained.add(entry.notes)
        indent = WHEN + DAY + 5
        for row in _wrapped("".join(entry.notes), 100 - indent - 2):
            yield Text(" " * indent + "┊ " + row, "bright_black")


MARKS = {
    DayKind.WORKING: "工作日",
    DayKind.MAKE_UP: "调休班",
    DayKind.WEEKEND: "周末",
    DayKind.HOLIDAY: "放假",
}


def short_day(on: date) -> str:
    """Write a day as 9月16日周三."""
    return f"{on.month}月{on.day}日周{WEEKDAYS[on.weekday()]}"


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return padded(text, width)
    return padded(set_cell_size(text, width - 2).rstrip() + "…", width)


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Break a text into rows of a width in cells; punctuation never starts a row."""
    row = ""
    for character in text:
        if cell_len(row + character) > width and character not in "，。；、）：":
            yield row
            row = ""
        row += character
    if row:
        yield row
