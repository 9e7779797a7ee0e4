"""The State Council's published arrangements, as the package chinesecalendar carries them."""

from __future__ import annotations

from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar import constants

from engine.model.calendar_days import Override

LIBRARY_VERSION: str = chinese_calendar.__version__
SOURCE = f"国务院办公厅放假通知（chinesecalendar {LIBRARY_VERSION}）"

_NAMES = {
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
    "Dragon Boat Festival": "端午节",
    "Labour Day": "劳动节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
}


@cache
def published_rows() -> tuple[Override, ...]:
    """Return every day that differs from a plain week, in order of date."""
    off: dict[date, str] = constants.holidays
    worked: dict[date, str] = constants.workdays
    rows = [Override(on, working=False, name=_NAMES.get(name, name)) for on, name in off.items()]
    rows += [Override(on, working=True, name=_NAMES.get(name, name)) for on, name in worked.items()]
    return tuple(sorted(rows, key=lambda row: row.on))


@cache
def published_years() -> frozenset[int]:
    """Return the years whose arrangement the library carries."""
    return frozenset(row.on.year for row in published_rows())
