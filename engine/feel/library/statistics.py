"""Aggregates over lists (clause 10.3.4.4): ``min`` to ``mode``, and ``all`` and ``any``."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal

from engine.feel.arithmetic import number_error
from engine.feel.comparison import compare
from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.values import Value


def _empty() -> Undefined:
    return Undefined("空列表没有结果。", "There is no result for an empty list.")


def _extreme(sign: int) -> Callable[..., Value]:
    def extreme(budget: Budget, *args: Value) -> Value:
        values = take.spread(args)
        if not values:
            raise _empty()
        budget.spend(len(values))
        best = values[0]
        compare(best, best)  # a single value must have an order too
        for value in values[1:]:
            if sign * compare(value, best) > 0:
                best = value
        return best

    return extreme


def _numeric(calculate: Callable[[list[Decimal], decimal.Context], Value]) -> Callable[..., Value]:
    def calculated(budget: Budget, *args: Value) -> Value:
        values = take.numbers(args)
        if not values:
            raise _empty()
        budget.spend(len(values))
        try:
            return calculate(values, budget.numbers)
        except decimal.DecimalException as cause:
            raise number_error(cause, budget) from None

    return calculated


def _sum(values: list[Decimal], numbers: decimal.Context) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = numbers.add(total, value)
    return total


def _mean(values: list[Decimal], numbers: decimal.Context) -> Decimal:
    return numbers.divide(_sum(values, numbers), Decimal(len(values)))


def _product(values: list[Decimal], numbers: decimal.Context) -> Decimal:
    product = Decimal(1)
    for value in values:
        product = numbers.multiply(product, value)
    return product


def _median(values: list[Decimal], numbers: decimal.Context) -> Decimal:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return numbers.divide(numbers.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _stddev(values: list[Decimal], numbers: decimal.Context) -> Decimal:
    if len(values) == 1:
        raise Undefined("标准差至少需要两个数值。", "A standard deviation needs two numbers.")
    mean = _mean(values, numbers)
    squares = [numbers.power(numbers.subtract(value, mean), Decimal(2)) for value in values]
    return numbers.sqrt(numbers.divide(_sum(squares, numbers), Decimal(len(values) - 1)))


def _mode(budget: Budget, *args: Value) -> Value:
    counts: dict[Decimal, int] = {}
    for value in take.numbers(args):
        budget.spend(1)
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return [*sorted(value for value, count in counts.items() if count == most)]


def _quantified(deciding: bool) -> Callable[..., Value]:  # noqa: FBT001 - the deciding truth value
    def decided(budget: Budget, *args: Value) -> Value:
        values = take.spread(args)
        budget.spend(len(values))
        if any(value is deciding for value in values):
            return deciding
        if any(not isinstance(value, bool) for value in values):
            raise Undefined(
                "列表中有不是布尔值的元素。", "The list has elements that are no booleans."
            )
        return not deciding

    return decided


FUNCTIONS = (
    builtin("min", _extreme(-1), "list", "c*"),
    builtin("max", _extreme(1), "list", "c*"),
    builtin("sum", _numeric(_sum), "list", "n*"),
    builtin("mean", _numeric(_mean), "list", "n*"),
    builtin("product", _numeric(_product), "list", "n*"),
    builtin("median", _numeric(_median), "list", "n*"),
    builtin("stddev", _numeric(_stddev), "list", "n*"),
    builtin("mode", _mode, "list", "n*"),
    builtin("all", _quantified(deciding=False), "list", "b*"),
    builtin("any", _quantified(deciding=True), "list", "b*"),
)
