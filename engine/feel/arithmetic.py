"""The operators ``+ - * / **`` and negation over numbers, text, dates and durations (table 45)."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.errors import FeelLimitError, Undefined
from engine.feel.limits import Budget, too_large
from engine.feel.temporal import (
    add_months,
    exact_seconds,
    instant,
    seconds_of_day,
    span_of_seconds,
)
from engine.feel.values import Value, YearsMonthsDuration, kind_of, kind_zh

Operator = Callable[[Value, Value, Budget], Value]


def _undefined(a: Value, op: str, b: Value) -> Undefined:
    return Undefined(
        f"{kind_zh(a)}与{kind_zh(b)}之间不能使用“{op}”。",
        f"There is no '{op}' between a {kind_of(a)} and a {kind_of(b)}.",
    )


def _out_of_range() -> Undefined:
    return Undefined("结果超出日期或时长的范围。", "The result is beyond the range of dates.")


def number_error(cause: decimal.DecimalException, budget: Budget) -> Undefined | FeelLimitError:
    """Return the error that a decimal signal means: too large, or no such number."""
    if isinstance(cause, decimal.Overflow):
        return too_large(budget.limits)
    return Undefined(
        "这一运算没有数值结果（例如除以零）。", "No number results, as in division by 0."
    )


def singleton(value: Value) -> Value:
    """Return the element of a list of one, which stands for it (clause 10.3.2.9.4)."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _operator(
    symbol: str,
    numeric: Callable[[decimal.Context], Callable[[Decimal, Decimal], Decimal]],
    other: Callable[[Value, Value, Budget], Value],
) -> Operator:
    def operate(a: Value, b: Value, budget: Budget) -> Value:
        try:
            if type(a) is Decimal and type(b) is Decimal:
                return numeric(budget.numbers)(a, b)
            result = _without_lists(a, b, budget)
        except decimal.DecimalException as cause:
            raise number_error(cause, budget) from None
        except (OverflowError, ValueError):
            raise _out_of_range() from None
        if result is None:
            raise _undefined(a, symbol, b)
        return result

    def _without_lists(a: Value, b: Value, budget: Budget) -> Value:
        if not isinstance(a, list) and not isinstance(b, list):
            return other(a, b, budget)
        x, y = singleton(a), singleton(b)
        return None if isinstance(x, list) or isinstance(y, list) else operate(x, y, budget)

    return operate


# ---------------------------------------------------------------------------------- plus, minus


def _plus(a: Value, b: Value, budget: Budget) -> Value:
    if isinstance(a, str) and isinstance(b, str):
        budget.string_of(len(a) + len(b))
        return a + b
    if isinstance(a, YearsMonthsDuration) and isinstance(b, YearsMonthsDuration):
        return YearsMonthsDuration(a.total + b.total)
    if isinstance(a, timedelta) and isinstance(b, timedelta):
        return a + b
    if isinstance(a, timedelta | YearsMonthsDuration):
        return _shift(b, a)
    if isinstance(b, timedelta | YearsMonthsDuration):
        return _shift(a, b)
    return None


def _shift(point: Value, span: timedelta | YearsMonthsDuration) -> Value:
    """Return the point moved by the span, None if the point cannot be moved by it."""
    if isinstance(span, YearsMonthsDuration):
        return add_months(point, span.total) if isinstance(point, date) else None
    if isinstance(point, datetime):
        if point.tzinfo is None:
            return point + span
        return (point.astimezone(UTC) + span).astimezone(point.tzinfo)
    if isinstance(point, date):
        return (datetime.combine(point, time()) + span).date()
    if isinstance(point, time):
        moved = datetime.combine(date(2000, 1, 1), point) + span % timedelta(days=1)
        return moved.timetz()
    return None


def _minus(a: Value, b: Value, budget: Budget) -> Value:
    if isinstance(b, YearsMonthsDuration):
        return _plus(a, YearsMonthsDuration(-b.total), budget)
    if isinstance(b, timedelta):
        return _plus(a, -b, budget)
    if isinstance(a, date) and isinstance(b, date):
        return _between(a, b)
    if isinstance(a, time) and isinstance(b, time):
        (a_zoned, x), (b_zoned, y) = seconds_of_day(a), seconds_of_day(b)
        return span_of_seconds(x - y) if a_zoned == b_zoned else None
    return None


def _between(a: date, b: date) -> Value:
    """Return the span between two points; a mere date is midnight, in UTC beside a zoned time."""
    if not isinstance(a, datetime) and not isinstance(b, datetime):
        return a - b
    x, y = instant(a), instant(b)
    if (x.tzinfo is None) != (y.tzinfo is None):
        if isinstance(a, datetime) and isinstance(b, datetime):
            return None
        x, y = x.replace(tzinfo=None), y.replace(tzinfo=None)
    return x - y


# ------------------------------------------------------------------------ times, divided, power


def _times(a: Value, b: Value, budget: Budget) -> Value:
    if isinstance(a, Decimal):
        a, b = b, a
    if not isinstance(b, Decimal):
        return None
    if isinstance(a, YearsMonthsDuration):
        return YearsMonthsDuration(_whole(budget.numbers.multiply(Decimal(a.total), b)))
    if isinstance(a, timedelta):
        return span_of_seconds(budget.numbers.multiply(exact_seconds(a), b))
    return None


def _divided(a: Value, b: Value, budget: Budget) -> Value:
    numbers = budget.numbers
    if isinstance(b, Decimal):
        if isinstance(a, YearsMonthsDuration):
            return YearsMonthsDuration(_whole(numbers.divide(Decimal(a.total), b)))
        if isinstance(a, timedelta):
            return span_of_seconds(numbers.divide(exact_seconds(a), b))
    if isinstance(a, YearsMonthsDuration) and isinstance(b, YearsMonthsDuration):
        return numbers.divide(Decimal(a.total), Decimal(b.total))
    if isinstance(a, timedelta) and isinstance(b, timedelta):
        return numbers.divide(exact_seconds(a), exact_seconds(b))
    return None


_MAX_MONTHS = 12_000_000_000


def _whole(months: Decimal) -> int:
    if abs(months) > _MAX_MONTHS:
        raise OverflowError
    return int(months)


def _power(numbers: decimal.Context) -> Callable[[Decimal, Decimal], Decimal]:
    def power(a: Decimal, b: Decimal) -> Decimal:
        result = numbers.power(a, b)
        if not result.is_finite():  # 0 ** -1 gives infinity without any signal
            raise decimal.DivisionByZero
        return result

    return power


def _no_other(_a: Value, _b: Value, _budget: Budget) -> Value:
    return None


OPERATORS: dict[str, Operator] = {
    "+": _operator("+", lambda numbers: numbers.add, _plus),
    "-": _operator("-", lambda numbers: numbers.subtract, _minus),
    "*": _operator("*", lambda numbers: numbers.multiply, _times),
    "/": _operator("/", lambda numbers: numbers.divide, _divided),
    "**": _operator("**", _power, _no_other),
}
"""Each raises Undefined where the standard gives null, and FeelLimitError on overflow."""


def negate(value: Value) -> Value:
    """Return the negative of a number or duration; raise Undefined for anything else."""
    value = singleton(value)
    if isinstance(value, Decimal):
        return value.copy_negate()  # unary minus would round to Python's default 28 digits
    if isinstance(value, timedelta):
        return -value
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.total)
    raise Undefined(f"{kind_zh(value)}不能取负。", f"A {kind_of(value)} has no negative.")
