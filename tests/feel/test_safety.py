"""No attribute, no call and no name of Python is within reach of an expression."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from enum import StrEnum

import pytest

from engine.feel import FeelSyntaxError, Function, parse


class Secret:
    """An object with something to steal."""

    treasure = "gold"

    def run(self) -> str:
        return "ran"


class Severity(StrEnum):
    MAJOR = "重大"


ESCAPES = [
    "x.__class__",
    '"".__class__.__mro__',
    "().__class__",
    "[].__class__.__base__.__subclasses__()",
    "{}.__class__",
    '"{0.__class__}".format(1)',
    "secret.treasure",
    "secret.run()",
    "secret",
    "__import__('os')",
    '__import__("os")',
    'eval("1")',
    'exec("1")',
    'open("/etc/passwd")',
    "count.__globals__",
    "count.__call__([1])",
    "(function(x) x).invoke(1)",
    "(function(x) x).__globals__",
    '@"2026-01-01".__class__',
    '@"2026-01-01".replace(year: 1)',
    '@"2026-01-01".max',
    '@"P1D".resolution',
    "[1..2].low",
    "text.upper()",
    "list.append(1)",
    "own.call(1)",
    "own.doc",
    'get value(secret, "treasure")',
    'get value({}, "__class__")',
    "get entries(secret)",
    "string(secret)",
    "lambda: 1",
    "(lambda x: x)(1)",
    "x := 1",
    "import os",
    "1; 2",
    "`ls`",
    "x if x else y",
    "[i for i in x]",
    "${x}${x}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_attempt_is_null_or_no_expression_at_all(text: str) -> None:
    context = {
        "x": 1,
        "secret": Secret(),
        "text": "abc",
        "list": [1],
        "own": Function("own", ("a",), lambda a: a),
    }
    with contextlib.suppress(FeelSyntaxError):
        assert parse(text).evaluate(context) is None


def test_an_object_of_python_is_null_and_the_message_names_its_type() -> None:
    value, messages = parse("secret").evaluate_explained({"secret": Secret()})
    assert value is None
    assert "Secret" in messages[0].en


def test_what_comes_out_is_plain_even_if_a_subclass_went_in() -> None:
    value = parse("x").evaluate({"x": Severity.MAJOR})
    assert type(value) is str
    assert value == "重大"


def test_the_context_is_never_changed() -> None:
    context = {"items": [1, {"a": 2}]}
    parse('{x: append(items, 3), y: context put(items[2], "a", 9)}').evaluate(context)
    assert context == {"items": [1, {"a": 2}]}


def test_a_changed_result_does_not_change_a_later_evaluation() -> None:
    expression = parse("{a: [1]}")
    first = expression.evaluate({})
    assert isinstance(first, dict)
    first["a"] = None
    assert expression.evaluate({}) == {"a": [Decimal(1)]}
