"""``range(from)``: read a range from text such as ``[18..21)`` (clause 10.3.4.1, DMN 1.4)."""

from __future__ import annotations

import re

from engine.feel.comparison import compare
from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.temporal import at_literal
from engine.feel.values import Range, Value

_RANGE = re.compile(r"\s*([\[(\]])(.*?)\.\.(.*)([\])\[])\s*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_QUOTED = re.compile(r'"([^"\\]*)"')
_MOMENT = re.compile(r'(?:@|(?:date|time|date and time|duration)\s*\(\s*)"([^"\\]*)"\s*\)?')


def _endpoint(text: str, budget: Budget) -> Value:
    """Return the value of a literal endpoint, None for an open end."""
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return budget.numbers.create_decimal(text)
    if found := _QUOTED.fullmatch(text):
        return found.group(1)
    found = _MOMENT.fullmatch(text)
    value = at_literal(found.group(1)) if found else None
    if value is None:
        raise Undefined(f"“{text}”不能作为区间端点。", f"'{text}' is no endpoint of a range.")
    return value


def _range(budget: Budget, source: Value) -> Value:
    text = take.string(source)
    found = _RANGE.fullmatch(text)
    if found is None:
        raise Undefined(f"“{text}”不是区间。", f"'{text}' is no range.")
    opening, low_text, high_text, closing = found.groups()
    low, high = _endpoint(low_text.strip(), budget), _endpoint(high_text.strip(), budget)
    low_closed, high_closed = opening == "[", closing == "]"
    if (low is None and low_closed) or (high is None and high_closed):
        raise Undefined(f"“{text}”缺少端点。", f"'{text}' has a closed end without an endpoint.")
    if low is None and high is None:
        raise Undefined("区间没有端点。", "The range has no endpoint.")
    if low is not None and high is not None and compare(low, high) > 0:
        raise Undefined(f"“{text}”的端点次序颠倒。", f"The endpoints of '{text}' are reversed.")
    return Range(low, high, low_closed, high_closed)


FUNCTIONS = (builtin("range", _range, "from"),)
