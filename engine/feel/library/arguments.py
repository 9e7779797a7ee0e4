"""Take an argument as the type a built-in needs, or say that it has none (Undefined).

A list of one element stands for the element and an element for a list of one, as clause
10.3.2.9.4 converts them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.feel.arithmetic import singleton
from engine.feel.errors import Undefined
from engine.feel.limits import Budget
from engine.feel.values import (
    Function,
    Lambda,
    Range,
    Value,
    YearsMonthsDuration,
    call_function,
    kind_of,
    kind_zh,
)

MAX_SCALE = 6_176
"""Largest scale that ``decimal`` and the roundings accept (table 77)."""


def _wrong(value: Value, zh: str, en: str) -> Undefined:
    return Undefined(
        f"参数应为{zh}，却是{kind_zh(value)}。",
        f"An argument should be a {en}, but is a {kind_of(value)}.",
    )


def number(value: Value) -> Decimal:
    """Return a number."""
    value = singleton(value)
    if not isinstance(value, Decimal):
        raise _wrong(value, "数值", "number")
    return value


def whole(value: Value) -> int:
    """Return a number without fraction."""
    found = number(value)
    if found != found.to_integral_value():
        raise Undefined(f"应为整数，却是{found}。", f"{found} is not an integer.")
    if abs(found) > 10**12:
        raise Undefined(f"整数过大：{found}。", f"The integer {found} is too large.")
    return int(found)


def string(value: Value) -> str:
    """Return a string."""
    value = singleton(value)
    if not isinstance(value, str):
        raise _wrong(value, "字符串", "string")
    return value


def context(value: Value) -> dict[str, Value]:
    """Return a context."""
    value = singleton(value)
    if not isinstance(value, dict):
        raise _wrong(value, "上下文", "context")
    return value


def day(value: Value) -> date:
    """Return a date, with or without time."""
    value = singleton(value)
    if not isinstance(value, date):
        raise _wrong(value, "日期", "date")
    return value


def moment(value: Value) -> datetime:
    """Return a date and time; a mere date is its midnight."""
    found = day(value)
    return found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)  # noqa: DTZ001 - a local date has no zone


def interval(value: Value) -> Range:
    """Return a range."""
    value = singleton(value)
    if not isinstance(value, Range):
        raise _wrong(value, "区间", "range")
    return value


def span(value: Value) -> timedelta | YearsMonthsDuration:
    """Return a duration."""
    value = singleton(value)
    if not isinstance(value, timedelta | YearsMonthsDuration):
        raise _wrong(value, "时长", "duration")
    return value


def items(value: Value) -> list[Value]:
    """Return a list; any other value than null is a list of one."""
    if value is None:
        raise _wrong(value, "列表", "list")
    return value if isinstance(value, list) else [value]


def spread(args: tuple[Value, ...]) -> list[Value]:
    """Return the elements of ``f(list)`` or of ``f(a, b, c)``."""
    return items(args[0]) if len(args) == 1 else list(args)


def numbers(args: tuple[Value, ...]) -> list[Decimal]:
    """Return the elements, all of them numbers."""
    return [number(value) for value in spread(args)]


def caller(value: Value, budget: Budget) -> Callable[..., Value]:
    """Return what calls a function value."""
    value = singleton(value)
    if isinstance(value, Lambda):
        found = value
        return lambda *args: found.invoke(args)
    if isinstance(value, Function):
        function = value
        return lambda *args: call_function(function, args, budget)
    raise _wrong(value, "函数", "function")


def length(value: Value) -> Decimal:
    """Return the number of characters of a string."""
    return Decimal(len(string(value)))
