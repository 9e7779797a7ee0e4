"""What one day of the working calendar is, and one row of a table an office uploads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

SATURDAY = 5

_WEEKDAYS_ZH = "一二三四五六日"


class DayKind(Enum):
    """Say whether people work on a day, and why or why not."""

    WORKING = "working"
    """An ordinary working day, Monday to Friday."""
    MAKE_UP = "make_up"
    """A Saturday or Sunday that is worked in exchange for a holiday (调休上班)."""
    WEEKEND = "weekend"
    """An ordinary Saturday or Sunday."""
    HOLIDAY = "holiday"
    """A day off under the published holiday arrangement, exchanged days included (放假)."""

    @property
    def zh(self) -> str:
        """Return the Chinese word shown to people."""
        return _KIND_ZH[self]

    @property
    def is_working(self) -> bool:
        """Say whether people work on such a day."""
        return self in (DayKind.WORKING, DayKind.MAKE_UP)


_KIND_ZH = {
    DayKind.WORKING: "工作日",
    DayKind.MAKE_UP: "调休上班",
    DayKind.WEEKEND: "周末",
    DayKind.HOLIDAY: "放假",
}


@dataclass(frozen=True, slots=True)
class Day:
    """Describe one local day (Asia/Shanghai)."""

    on: date
    kind: DayKind
    name: str
    """The holiday it belongs to, such as 国庆节; empty when none."""
    provisional: bool
    """The arrangement of its year is not published, so the kind is an estimate (暂估)."""
    source: str


@dataclass(frozen=True, slots=True)
class Override:
    """State for one day whether it is worked, whatever the published data say."""

    on: date
    working: bool
    name: str = ""


def kind_of(on: date, *, working: bool, name: str = "") -> DayKind:
    """Name the kind of a day from the single fact whether it is worked.

    A day off on Saturday or Sunday is a holiday only when a holiday is named.
    """
    if working:
        return DayKind.MAKE_UP if on.weekday() >= SATURDAY else DayKind.WORKING
    return DayKind.WEEKEND if on.weekday() >= SATURDAY and not name else DayKind.HOLIDAY


def zh_date(on: date, *, year: bool = True) -> str:
    """Write a day as 2026年10月9日, or 10月9日 without the year."""
    return f"{on.year}年{on.month}月{on.day}日" if year else f"{on.month}月{on.day}日"


def zh_weekday(on: date) -> str:
    """Write the day of the week as 星期五."""
    return f"星期{_WEEKDAYS_ZH[on.weekday()]}"
