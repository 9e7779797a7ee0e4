"""Dates (clauses 10.3.4.6 and 10.3.4.9).

``now`` and ``today`` are not here to be computed: an evaluation is pure, so the caller offers
them as functions, reading the clock that the case runs on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.temporal import last_day_of_month
from engine.feel.values import Value

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _of_day(read: Callable[[date], Value]) -> Callable[..., Value]:
    return lambda _budget, value: read(take.day(value))


def _last_day(day: date) -> Value:
    return date(day.year, day.month, last_day_of_month(day.year, day.month))


def _no_clock(_budget: Budget) -> Value:
    raise Undefined("这里没有提供当前时间。", "No clock was given to this evaluation.")


FUNCTIONS = (
    builtin("now", _no_clock, ""),
    builtin("today", _no_clock, ""),
    builtin("day of week", _of_day(lambda day: _DAYS[day.weekday()]), "date"),
    builtin("day of year", _of_day(lambda day: Decimal(day.timetuple().tm_yday)), "date"),
    builtin("month of year", _of_day(lambda day: _MONTHS[day.month - 1]), "date"),
    builtin("week of year", _of_day(lambda day: Decimal(day.isocalendar().week)), "date"),
    builtin("last day of month", _of_day(_last_day), "date"),
)
