"""Equality and order between FEEL values, with null where the standard says so (table 42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.errors import Undefined
from engine.feel.temporal import seconds_of_day
from engine.feel.values import Range, Value, YearsMonthsDuration, kind_of, kind_zh

_PLAIN = frozenset({bool, Decimal, str, date, timedelta, YearsMonthsDuration})
_ORDERED = frozenset({Decimal, str, date, timedelta, YearsMonthsDuration})


def equal(a: Value, b: Value) -> bool | None:
    """Return whether two values are equal; None when their types cannot be compared."""
    if a is None or b is None:
        return a is b
    kind = type(a)
    if kind is type(b):
        return a == b if kind in _PLAIN else _equal_composite(a, b)
    if isinstance(a, list) and len(a) == 1:
        return equal(a[0], b)
    if isinstance(b, list) and len(b) == 1:
        return equal(a, b[0])
    return None


def _equal_composite(a: Value, b: Value) -> bool | None:
    if isinstance(a, datetime) and isinstance(b, datetime):
        return (a.tzinfo is None) == (b.tzinfo is None) and a == b
    if isinstance(a, time) and isinstance(b, time):
        return seconds_of_day(a) == seconds_of_day(b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) is True for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) is True for key in a)
    if isinstance(a, Range) and isinstance(b, Range):
        return (a.low_closed, a.high_closed) == (b.low_closed, b.high_closed) and (
            equal(a.low, b.low) is True and equal(a.high, b.high) is True
        )
    return a is b


def compare(a: Value, b: Value) -> int:
    """Return -1, 0 or 1; raise Undefined when the two have no order."""
    kind = type(a)
    if kind is type(b):
        if kind in _ORDERED:
            return (a > b) - (a < b)  # type: ignore[operator]  # both of one ordered kind
        if isinstance(a, datetime) and isinstance(b, datetime):
            if (a.tzinfo is None) == (b.tzinfo is None):
                return (a > b) - (a < b)
            raise _mixed_zones()
        if isinstance(a, time) and isinstance(b, time):
            return _compare_times(a, b)
    if isinstance(a, list) and len(a) == 1:
        return compare(a[0], b)
    if isinstance(b, list) and len(b) == 1:
        return compare(a, b[0])
    raise Undefined(
        f"{kind_zh(a)}与{kind_zh(b)}不能比较大小。",
        f"A {kind_of(a)} and a {kind_of(b)} have no order.",
    )


def _compare_times(a: time, b: time) -> int:
    (a_zoned, x), (b_zoned, y) = seconds_of_day(a), seconds_of_day(b)
    if a_zoned != b_zoned:
        raise _mixed_zones()
    return (x > y) - (x < y)


def _mixed_zones() -> Undefined:
    return Undefined(
        "带时区的时间与不带时区的时间不能比较。",
        "A time with a zone cannot be compared with one that has none.",
    )


def _not_equal(a: Value, b: Value) -> bool | None:
    same = equal(a, b)
    return None if same is None else not same


OPERATORS: dict[str, Callable[[Value, Value], bool | None]] = {
    "=": equal,
    "!=": _not_equal,
    "<": lambda a, b: compare(a, b) < 0,
    "<=": lambda a, b: compare(a, b) <= 0,
    ">": lambda a, b: compare(a, b) > 0,
    ">=": lambda a, b: compare(a, b) >= 0,
}
"""The comparison operators; the four ordering ones raise Undefined."""


def contains(interval: Range, value: Value) -> bool:
    """Return whether the value lies in the range; raise Undefined when they have no order."""
    if interval.low is not None:
        lower = compare(interval.low, value)
        if lower > 0 or (lower == 0 and not interval.low_closed):
            return False
    if interval.high is not None:
        higher = compare(interval.high, value)
        if higher < 0 or (higher == 0 and not interval.high_closed):
            return False
    if interval.low is None and interval.high is None:
        raise Undefined("区间没有端点。", "The range has no endpoint.")
    return True


def is_in(value: Value, target: Value) -> bool | None:
    """Return whether a value is in a range or list, or equals the target (table 55)."""
    if isinstance(target, Range):
        return equal(value, target) if isinstance(value, Range) else contains(target, value)
    if isinstance(target, list):
        if isinstance(value, list) and equal(value, target):
            return True
        return any(_holds(value, element) for element in target)
    return equal(value, target)


def _holds(value: Value, element: Value) -> bool:
    if isinstance(element, Range) and not isinstance(value, Range):
        try:
            return contains(element, value)
        except Undefined:
            return False
    return equal(value, element) is True
