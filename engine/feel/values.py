"""The values of FEEL as Python objects (DMN clause 10.3.2), and the door by which they come in."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias, Union

from engine.feel.errors import FeelLimitError, Undefined
from engine.feel.limits import Budget, too_large


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A duration of whole months, negative ones included (clause 10.3.2.3.8)."""

    total: int
    """Months."""

    @property
    def years(self) -> int:
        """Return the whole years, rounded towards zero."""
        return int(self.total / 12)

    @property
    def months(self) -> int:
        """Return the months beyond the whole years, with the sign of the duration."""
        return self.total - 12 * self.years


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an endpoint of None has no bound on that side (clause 10.3.2.7)."""

    low: Value
    high: Value
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the caller's, offered to expressions under ``name``.

    ``call`` gets FEEL values by position and returns one. It may raise ValueError with a
    sentence for people: the call is then null and the sentence a message of the evaluation.
    The first ``required`` parameters must be given; None means all.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., object]
    doc: str = ""
    required: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lambda:
    """A function defined inside an expression; ``invoke`` carries its scope."""

    parameters: tuple[str, ...]
    invoke: Callable[[tuple[Value, ...]], Value]


Value: TypeAlias = Union[
    bool,
    Decimal,
    str,
    date,
    datetime,
    time,
    timedelta,
    YearsMonthsDuration,
    Range,
    Function,
    Lambda,
    "list[Value]",
    "dict[str, Value]",
    None,
]

_AS_IS = frozenset(
    {
        type(None),
        bool,
        str,
        date,
        datetime,
        time,
        timedelta,
        YearsMonthsDuration,
        Function,
        Lambda,
    }
)
_BITS_PER_DIGIT = 4
_MAX_DIGITS = 600


def from_python(raw: object, budget: Budget, depth: int = 0) -> Value:
    """Turn an object of the caller's into a FEEL value; numbers become Decimal, deep down too.

    Text is never read as a date. Raises Undefined for an object of any other kind and
    FeelLimitError when it is too deep or too large.
    """
    kind = type(raw)
    if kind in _AS_IS:
        return raw  # type: ignore[return-value]  # the set lists exactly these types
    if isinstance(raw, int | float | Decimal):
        return _number(raw, budget)
    if depth > budget.limits.max_depth:
        raise FeelLimitError("数据嵌套过深。", "The data is nested too deeply.")
    return _composite(raw, budget, depth + 1)


def _number(raw: float | Decimal, budget: Budget) -> Value:
    if isinstance(raw, int) and raw.bit_length() > _MAX_DIGITS * _BITS_PER_DIGIT:
        raise too_large(budget.limits)
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise Undefined(f"“{raw}”不是数值。", f"'{raw}' is not a number.")
    try:
        return budget.numbers.plus(number)
    except decimal.Overflow:
        raise too_large(budget.limits) from None


def _composite(raw: object, budget: Budget, depth: int) -> Value:
    if isinstance(raw, str):
        return str.__str__(raw)
    if isinstance(raw, Mapping):
        budget.spend(len(raw))
        return {str(key): from_python(entry, budget, depth) for key, entry in raw.items()}
    if isinstance(raw, list | tuple):
        return _elements(raw, budget, depth)
    if isinstance(raw, Range):
        return Range(
            from_python(raw.low, budget, depth),
            from_python(raw.high, budget, depth),
            raw.low_closed,
            raw.high_closed,
        )
    if isinstance(raw, datetime):
        return datetime.combine(raw.date(), raw.timetz())
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    raise Undefined(
        f"表达式不能使用类型为{type(raw).__name__}的数据。",
        f"An expression cannot use data of the type {type(raw).__name__}.",
    )


def _elements(raw: Sequence[object], budget: Budget, depth: int) -> Value:
    budget.spend(len(raw))
    return [from_python(entry, budget, depth) for entry in raw]


_KINDS: tuple[tuple[type, str, str], ...] = (
    (bool, "布尔值", "boolean"),
    (Decimal, "数值", "number"),
    (str, "字符串", "string"),
    (datetime, "日期时间", "date and time"),
    (date, "日期", "date"),
    (time, "时间", "time"),
    (timedelta, "天时分秒时长", "days and time duration"),
    (YearsMonthsDuration, "年月时长", "years and months duration"),
    (list, "列表", "list"),
    (dict, "上下文", "context"),
    (Range, "区间", "range"),
    (Function, "函数", "function"),
    (Lambda, "函数", "function"),
)


def kind_of(value: object) -> str:
    """Return the standard's name of a value's type, ``Null`` for null."""
    return next((en for kind, _, en in _KINDS if isinstance(value, kind)), "Null")


def kind_zh(value: object) -> str:
    """Return the Chinese name of a value's type."""
    return next((zh for kind, zh, _ in _KINDS if isinstance(value, kind)), "空值")


def call_function(function: Function, args: tuple[Value, ...], budget: Budget) -> Value:
    """Call a function of the caller's; its refusals (ValueError and kin) raise Undefined."""
    required = len(function.parameters) if function.required is None else function.required
    if not required <= len(args) <= len(function.parameters):
        wanted = f"{function.name}({', '.join(function.parameters)})"
        raise Undefined(f"参数个数不对，应为{wanted}。", f"Wrong number of arguments for {wanted}.")
    try:
        result = function.call(*args)
    except (ValueError, TypeError, LookupError, ArithmeticError) as cause:
        raise Undefined(
            f"函数“{function.name}”没有结果：{cause}", f"No result from {function.name}: {cause}"
        ) from cause
    return from_python(result, budget)
