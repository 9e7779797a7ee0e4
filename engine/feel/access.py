"""Properties of values: entries of contexts, parts of dates, ends of ranges. Nothing of Python."""

from __future__ import annotations

from datetime import date, time, timedelta

from engine.feel import temporal
from engine.feel.errors import Undefined
from engine.feel.limits import Budget
from engine.feel.values import Range, Value, YearsMonthsDuration, kind_of, kind_zh


def property_of(value: Value, name: str, budget: Budget) -> Value:
    """Return ``value.name``; of a list, the list of its elements' properties.

    Raises Undefined where there is none.
    """
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise Undefined(f"上下文中没有“{name}”。", f"The context has no entry '{name}'.")
    if isinstance(value, list):
        return _of_elements(value, name, budget)
    if isinstance(value, date | time | timedelta | YearsMonthsDuration):
        try:
            return temporal.property_of(value, name)
        except KeyError:
            raise _no_property(value, name) from None
    if isinstance(value, Range):
        return _of_range(value, name)
    raise _no_property(value, name)


def _of_elements(values: list[Value], name: str, budget: Budget) -> Value:
    budget.list_of(len(values))
    found: list[Value] = []
    for value in values:
        try:
            found.append(property_of(value, name, budget))
        except Undefined as cause:
            budget.note(cause)
            found.append(None)
    return found


def _of_range(value: Range, name: str) -> Value:
    parts: dict[str, Value] = {
        "start": value.low,
        "end": value.high,
        "start included": value.low_closed,
        "end included": value.high_closed,
    }
    if name not in parts:
        raise _no_property(value, name)
    return parts[name]


def _no_property(value: Value, name: str) -> Undefined:
    return Undefined(f"{kind_zh(value)}没有属性“{name}”。", f"A {kind_of(value)} has no '{name}'.")
