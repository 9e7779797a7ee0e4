"""Numbers (clause 10.3.4.5): rounding, remainders, roots and the like."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from engine.feel.arithmetic import number_error, singleton
from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.values import Value, YearsMonthsDuration


def _rounding(mode: str) -> Callable[..., Value]:
    def rounded(budget: Budget, n: Value, scale: Value = Decimal(0)) -> Value:
        value, places = take.number(n), take.whole(scale)
        if not -take.MAX_SCALE < places <= take.MAX_SCALE:
            raise Undefined(f"小数位数{places}超出范围。", f"The scale {places} is out of range.")
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent <= places:
            return value  # nothing to round away
        if value.adjusted() < -places - 1:
            value = Decimal(
                (value.is_signed(), (1,), -places - 2)
            )  # far below: only its sign counts
        return value.quantize(Decimal((0, (1,), -places)), mode, budget.numbers)

    return rounded


def _calculated(calculate: Callable[[Decimal, decimal.Context], Decimal]) -> Callable[..., Value]:
    def calculated(budget: Budget, n: Value) -> Value:
        try:
            return calculate(take.number(n), budget.numbers)
        except decimal.DecimalException as cause:
            raise number_error(cause, budget) from None

    return calculated


def _exp(value: Decimal, numbers: decimal.Context) -> Decimal:
    return numbers.exp(value)


def _log(value: Decimal, numbers: decimal.Context) -> Decimal:
    if value <= 0:
        raise Undefined("对数只对正数有定义。", "Only positive numbers have a logarithm.")
    return numbers.ln(value)


def _abs(_budget: Budget, n: Value) -> Value:
    value = singleton(n)
    if isinstance(value, Decimal):
        return value.copy_abs()
    if isinstance(value, timedelta):
        return abs(value)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(abs(value.total))
    return take.number(value)


def _modulo(budget: Budget, dividend: Value, divisor: Value) -> Value:
    """Return the remainder with the sign of the divisor (dividend - divisor*floor(quotient))."""
    a, b, numbers = take.number(dividend), take.number(divisor), budget.numbers
    try:
        rest = numbers.remainder(a, b)
    except decimal.DecimalException as cause:
        raise number_error(cause, budget) from None
    if rest and (rest < 0) != (b < 0):
        return numbers.add(rest, b)
    return rest


def _parity(remainders: frozenset[int]) -> Callable[..., Value]:
    def parity(budget: Budget, n: Value) -> Value:
        value = take.number(n)
        if value != value.to_integral_value():
            return False
        try:
            return int(budget.numbers.remainder(value, Decimal(2))) in remainders
        except decimal.DecimalException as cause:
            raise number_error(cause, budget) from None

    return parity


FUNCTIONS = (
    builtin("decimal", _rounding(decimal.ROUND_HALF_EVEN), "n, scale"),
    builtin("floor", _rounding(decimal.ROUND_FLOOR), "n, scale?"),
    builtin("ceiling", _rounding(decimal.ROUND_CEILING), "n, scale?"),
    builtin("round up", _rounding(decimal.ROUND_UP), "n, scale"),
    builtin("round down", _rounding(decimal.ROUND_DOWN), "n, scale"),
    builtin("round half up", _rounding(decimal.ROUND_HALF_UP), "n, scale"),
    builtin("round half down", _rounding(decimal.ROUND_HALF_DOWN), "n, scale"),
    builtin("abs", _abs, "n"),
    builtin("modulo", _modulo, "dividend, divisor"),
    builtin("sqrt", _calculated(lambda value, numbers: numbers.sqrt(value)), "number"),
    builtin("log", _calculated(_log), "number"),
    builtin("exp", _calculated(_exp), "number"),
    builtin("odd", _parity(frozenset({1, -1})), "number"),
    builtin("even", _parity(frozenset({0})), "number"),
)
