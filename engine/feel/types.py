"""Types as expressions name them, and whether a value is of one (clause 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.values import Function, Lambda, Range, Value, YearsMonthsDuration


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type: its name, its type arguments, and for ``context<…>`` its fields."""

    name: str
    args: tuple[TypeRef, ...] = ()
    fields: tuple[tuple[str, TypeRef], ...] = ()


_SIMPLE: dict[str, Callable[[Value], bool]] = {
    "Any": lambda value: value is not None,
    "Null": lambda value: value is None,
    "number": lambda value: isinstance(value, Decimal),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "time": lambda value: isinstance(value, time),
    "date and time": lambda value: isinstance(value, datetime),
    "dateTime": lambda value: isinstance(value, datetime),
    "days and time duration": lambda value: isinstance(value, timedelta),
    "dayTimeDuration": lambda value: isinstance(value, timedelta),
    "years and months duration": lambda value: isinstance(value, YearsMonthsDuration),
    "yearMonthDuration": lambda value: isinstance(value, YearsMonthsDuration),
    "duration": lambda value: isinstance(value, timedelta | YearsMonthsDuration),
    "list": lambda value: isinstance(value, list),
    "context": lambda value: isinstance(value, dict),
    "range": lambda value: isinstance(value, Range),
    "function": lambda value: isinstance(value, Function | Lambda),
}
SIMPLE_TYPES = frozenset(_SIMPLE)
GENERIC_TYPES = frozenset({"list", "range", "context", "function"})
SPACED_TYPES = ("years and months duration", "days and time duration", "date and time")


def is_instance(value: Value, ref: TypeRef) -> bool | None:
    """Return whether the value is of the type, None if the type is not known."""
    check = _SIMPLE.get(ref.name)
    if check is None:
        return None
    if not check(value):
        return False
    if ref.fields and isinstance(value, dict):
        return all(key in value and _fits(value[key], field) for key, field in ref.fields)
    if ref.args and isinstance(value, list):
        return all(_fits(element, ref.args[0]) for element in value)
    if ref.args and isinstance(value, Range):
        ends = [end for end in (value.low, value.high) if end is not None]
        return all(_fits(end, ref.args[0]) for end in ends)
    return True


def _fits(value: Value, ref: TypeRef) -> bool:
    """Return whether a part conforms; null conforms to every type as a part."""
    return value is None or is_instance(value, ref) is True
