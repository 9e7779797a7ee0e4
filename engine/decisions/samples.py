"""Values that stand for all values of a column: one on, between and beyond every constant.

The truth of a simple cell changes only at its constants, so what holds at these samples holds
everywhere. Whatever the linter claims is a claim about such a sample, tested with the real cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cmp_to_key
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

from engine.feel import Value
from engine.feel.comparison import compare
from engine.feel.errors import Undefined
from engine.feel.values import kind_of

_OTHER = "其他"
Step: TypeAlias = Callable[[Value, int], Value]
Between: TypeAlias = Callable[[Value, Value], Value]


def is_fractional(value: Value) -> bool:
    """Return whether a sample is a number between two integers, which may not occur in practice."""
    return isinstance(value, Decimal) and value != value.to_integral_value()


def samples_of(kind: str, constants: Iterable[Value]) -> tuple[Value, ...]:
    """Return the samples for a FEEL type and the constants of its cells, () if it has none."""
    known: list[Value] = [value for value in constants if kind_of(value) == kind]
    if kind == "boolean":
        return (True, False)
    if kind == "string":
        return _strings(known)
    around = _ORDERED.get(kind)
    if around is None:
        return ()
    start, step, between = around
    try:
        return _around(_distinct(known) or [start], step, between)
    except Undefined:
        return ()


def _distinct(values: list[Value]) -> list[Value]:
    ordered = sorted(values, key=cmp_to_key(compare))
    return [
        value for i, value in enumerate(ordered) if i == 0 or compare(ordered[i - 1], value) != 0
    ]


def _strings(known: list[Value]) -> tuple[Value, ...]:
    texts = dict.fromkeys(value for value in known if isinstance(value, str))
    other = _OTHER
    while other in texts:
        other += _OTHER
    return (*texts, other)


def _around(ordered: list[Value], step: Step, between: Between) -> tuple[Value, ...]:
    found: list[Value] = [step(ordered[0], -1), ordered[0]]
    for low, high in pairwise(ordered):
        found += [between(low, high), high]
    found.append(step(ordered[-1], 1))
    return tuple(value for value in found if value is not None)


def _next_number(value: Value, sign: int) -> Value:
    return value.to_integral_value() + sign if isinstance(value, Decimal) else None


def _between_numbers(low: Value, high: Value) -> Value:
    if not isinstance(low, Decimal) or not isinstance(high, Decimal):
        return None
    middle = (low + high) / 2
    whole = middle.to_integral_value()
    return whole if low < whole < high else middle


def _next_day(value: Value, sign: int) -> Value:
    try:
        return value + timedelta(days=sign) if isinstance(value, date) else None
    except OverflowError:
        return None


def _between_days(low: Value, high: Value) -> Value:
    if not isinstance(low, date) or not isinstance(high, date):
        return None
    return low + timedelta(days=1) if (high - low).days > 1 else None


def _next_moment(value: Value, sign: int) -> Value:
    try:
        return value + timedelta(hours=sign) if isinstance(value, datetime) else None
    except OverflowError:
        return None


def _between_moments(low: Value, high: Value) -> Value:
    if not isinstance(low, datetime) or not isinstance(high, datetime):
        return None
    return low + (high - low) / 2


def _next_span(value: Value, sign: int) -> Value:
    return value + timedelta(hours=sign) if isinstance(value, timedelta) else None


def _between_spans(low: Value, high: Value) -> Value:
    if not isinstance(low, timedelta) or not isinstance(high, timedelta):
        return None
    return low + (high - low) / 2


_ORDERED: Mapping[str, tuple[Value, Step, Between]] = MappingProxyType(
    {
        "number": (Decimal(0), _next_number, _between_numbers),
        "date": (date(2000, 1, 1), _next_day, _between_days),
        "date and time": (
            datetime(2000, 1, 1),  # noqa: DTZ001 - cells without a zone are tested without one
            _next_moment,
            _between_moments,
        ),
        "days and time duration": (timedelta(), _next_span, _between_spans),
    }
)
