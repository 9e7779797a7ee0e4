"""How days, instants, lights and sizes are written on a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from api.asking import service
from engine.model.calendar import SHANGHAI
from engine.model.deadlines import Light, is_overdue, local_day
from web.language import language, text

_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_KIB = 1024


def day(value: date | datetime | None) -> str:
    """Write a local day: 2026年3月5日, or 5 March 2026."""
    if value is None:
        return ""
    on = local_day(value) if isinstance(value, datetime) else value
    if language() == "en":
        return f"{on.day} {on:%b} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def short_day(value: date | datetime | None) -> str:
    """Write a day in a list, without the year where it is this one."""
    if value is None:
        return ""
    on = local_day(value) if isinstance(value, datetime) else value
    if on.year != local_day(service().clock()).year:
        return day(on)
    return f"{on.day} {on:%b}" if language() == "en" else f"{on.month}月{on.day}日"


def weekday(value: date | datetime) -> str:
    """Write the day of the week."""
    on = local_day(value) if isinstance(value, datetime) else value
    return f"{on:%a}" if language() == "en" else f"周{_WEEKDAYS[on.weekday()]}"


def instant(value: datetime | None) -> str:
    """Write a day with the time of day, in Shanghai's time."""
    if value is None:
        return ""
    return f"{day(value)} {value.astimezone(SHANGHAI):%H:%M}"


def due_words(value: datetime | None) -> str:
    """Say in words how long there is, in days: due today, 3 days left, 2 days overdue."""
    if value is None:
        return text("无期限")
    now = service().clock()
    days = (local_day(value) - local_day(now)).days
    if is_overdue(value, now=now):
        return text("已超期 %(n)s 天", n=max(-days, 1))
    if days == 0:
        return text("今天到期")
    if days == 1:
        return text("明天到期")
    return text("还剩 %(n)s 天", n=days)


class Numbered(Protocol):
    """Work of any kind, with the problem item it belongs to and which one of several it is."""

    @property
    def item(self) -> int | None:
        """The number of the problem item."""

    @property
    def part(self) -> int | None:
        """The number among several that are no problem items."""


def which(one: Numbered) -> str:
    """Say in brackets behind a name to which problem item it belongs, which of several it is."""
    if one.item is None:
        return "" if one.part is None else text("（第 %(k)s 份）", k=one.part)
    if one.part is None:
        return text("（第 %(n)s 项）", n=one.item)
    return text("（第 %(n)s 项，第 %(k)s 份）", n=one.item, k=one.part)


def light_word(light: Light | str) -> str:
    """Return what a light is called."""
    word = light.value if isinstance(light, Light) else light
    if word == "green":
        return text("正常")
    if word == "yellow":
        return text("临期")
    if word == "red":
        return text("超期")
    return text("中止") if word == "grey" else text("办结")


def size(count: int) -> str:
    """Write a size in bytes the way people read it."""
    if count < _KIB:
        return f"{count} B"
    if count < _KIB * _KIB:
        return f"{count / _KIB:.0f} KB"
    return f"{count / _KIB / _KIB:.1f} MB"
