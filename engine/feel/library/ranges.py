"""Relations between points and ranges (clause 10.3.4.10, table 78), after Allen's algebra."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.arithmetic import singleton
from engine.feel.comparison import compare, contains, equal
from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.values import Range, Value


def _either(value: Value) -> Range:
    """Return a range; a point is the closed range of that point."""
    value = singleton(value)
    if isinstance(value, Range):
        return value
    if value is None:
        raise Undefined("参数为空。", "An argument is null.")
    return Range(value, value)


def _order(a: Value, b: Value) -> int:
    if a is None or b is None:
        raise Undefined("区间缺少端点。", "A range has no endpoint there.")
    return compare(a, b)


def _before(a: Range, b: Range) -> bool:
    order = _order(a.high, b.low)
    return order < 0 or (order == 0 and not (a.high_closed and b.low_closed))


def _meets(a: Range, b: Range) -> bool:
    return a.high_closed and b.low_closed and _order(a.high, b.low) == 0


def _starts_first(a: Range, b: Range) -> int:
    """Return -1, 0, 1 as a begins before, with or after b."""
    order = _order(a.low, b.low)
    return order or int(b.low_closed) - int(a.low_closed)


def _ends_first(a: Range, b: Range) -> int:
    """Return -1, 0, 1 as a ends before, with or after b."""
    order = _order(a.high, b.high)
    return order or int(a.high_closed) - int(b.high_closed)


def _overlaps(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    return _starts_first(a, b) < 0 and _ends_first(a, b) <= 0 and _overlaps(a, b)


def _finishes(a: Range, b: Range) -> bool:
    return _ends_first(a, b) == 0 and _starts_first(a, b) >= 0


def _starts(a: Range, b: Range) -> bool:
    return _starts_first(a, b) == 0 and _ends_first(a, b) <= 0


def _includes(a: Range, b: Range) -> bool:
    return _starts_first(a, b) <= 0 and _ends_first(a, b) >= 0


def _coincides(a: Range, b: Range) -> bool:
    return _starts_first(a, b) == 0 and _ends_first(a, b) == 0


def _relation(holds: Callable[[Range, Range], bool]) -> Callable[..., Value]:
    return lambda _budget, a, b: holds(_either(a), _either(b))


def _converse(holds: Callable[[Range, Range], bool]) -> Callable[..., Value]:
    return lambda _budget, a, b: holds(_either(b), _either(a))


def _range_includes(_budget: Budget, a: Value, b: Value) -> Value:
    whole, part = take.interval(a), _either(b)
    if not isinstance(singleton(b), Range):
        return contains(whole, singleton(b))
    return _includes(whole, part)


def _during(budget: Budget, a: Value, b: Value) -> Value:
    return _range_includes(budget, b, a)


def _same(_budget: Budget, a: Value, b: Value) -> Value:
    first, second = singleton(a), singleton(b)
    if isinstance(first, Range) and isinstance(second, Range):
        return _coincides(first, second)
    compare(first, second)
    return equal(first, second)


_POINTS = ("point1, point2", "point, range", "range, point", "range1, range2")
_RANGES = ("range1, range2",)
_POINT_RANGE = ("point, range", "range1, range2")
_RANGE_POINT = ("range, point", "range1, range2")

FUNCTIONS = (
    builtin("before", _relation(_before), *_POINTS),
    builtin("after", _converse(_before), *_POINTS),
    builtin("meets", _relation(_meets), *_RANGES),
    builtin("met by", _converse(_meets), *_RANGES),
    builtin("overlaps", _relation(_overlaps), *_RANGES),
    builtin("overlaps before", _relation(_overlaps_before), *_RANGES),
    builtin("overlaps after", _converse(_overlaps_before), *_RANGES),
    builtin("finishes", _relation(_finishes), *_POINT_RANGE),
    builtin("finished by", _converse(_finishes), *_RANGE_POINT),
    builtin("includes", _range_includes, *_RANGE_POINT),
    builtin("during", _during, *_POINT_RANGE),
    builtin("starts", _relation(_starts), *_POINT_RANGE),
    builtin("started by", _converse(_starts), *_RANGE_POINT),
    builtin("coincides", _same, "point1, point2", "range1, range2"),
)
