"""FEEL, the expression language of DMN (clause 10), as one closed evaluator.

Names resolve only in the context given, properties only in contexts and on dates, durations and
ranges, calls only to built-ins, to functions defined in the expression, and to the ``functions``
given. Length, depth, steps, time and sizes are bounded by ``Limits``.
"""

from __future__ import annotations

from engine.feel.errors import FeelError, FeelLimitError, FeelSyntaxError
from engine.feel.expression import (
    Expression,
    is_wrapped,
    parse,
    parse_unary_tests,
    strip_wrapper,
)
from engine.feel.library import BUILTINS
from engine.feel.limits import DEFAULT_LIMITS, Limits, Message
from engine.feel.values import Function, Range, Value, YearsMonthsDuration

__all__ = [
    "BUILTINS",
    "DEFAULT_LIMITS",
    "Expression",
    "FeelError",
    "FeelLimitError",
    "FeelSyntaxError",
    "Function",
    "Limits",
    "Message",
    "Range",
    "Value",
    "YearsMonthsDuration",
    "is_wrapped",
    "parse",
    "parse_unary_tests",
    "strip_wrapper",
]
