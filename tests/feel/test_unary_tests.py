"""Unary tests, the cells of decision tables: each line is one example."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.feel import FeelSyntaxError, parse, parse_unary_tests

EXAMPLES = [
    ("-", None, True),
    ("  ", 5, True),
    ("5", 5, True),
    ("5", 6, False),
    ("< 5", 4, True),
    ("<5, >10", 12, True),
    ("[1..5], 7", 7, True),
    ("(1..5)", 5, False),
    ("]1..5[", 3, True),
    ('"重大","较大"', "较大", True),
    ('not("重大","较大")', "一般", True),
    ('not("重大","较大")', "重大", False),
    ("not(< 5)", 3, False),
    ("not(null)", None, False),
    ("null", None, True),
    ("null", 1, False),
    ("true", True, True),
    ("true", False, False),
    ("false", False, True),
    ("true", None, False),
    ("true", 7, None),
    ("< 5", None, None),
    ('< 5, "a"', None, None),
    ("? > 3 and ? < 6", 5, True),
    ("? > 3 and ? < 6", 9, False),
    ('contains(?, "教育")', "教育局", True),
    ("limit > 3", "anything", True),
    ("limit", 4, True),
    ("> limit", 5, True),
    ("list", 2, True),
    ("[1, 2]", 2, True),
    ("not(list)", 2, False),
    ("!= 5", 6, True),
    ("= 5", 5, True),
    ('date("2026-01-01")', "2026-01-01", None),
    ("not(flag) and true", True, True),
]


@pytest.mark.parametrize("text, value, expected", EXAMPLES)
def test_the_value_passes_or_fails(text: str, value: object, expected: bool | None) -> None:
    context = {"limit": 4, "list": [1, 2, 3], "flag": False}
    assert parse_unary_tests(text).test(value, context) is expected


def test_the_cause_of_no_answer_is_told() -> None:
    passed, messages = parse_unary_tests("< 5").test_explained("a")
    assert passed is None
    assert messages[0].en == "A string and a number have no order."


def test_a_dash_is_no_expression_outside_of_tests() -> None:
    with pytest.raises(FeelSyntaxError):
        parse("-")


def test_an_expression_is_evaluated_and_tests_are_tested_not_the_reverse() -> None:
    with pytest.raises(TypeError):
        parse("1").test(1)
    with pytest.raises(TypeError):
        parse_unary_tests("1").evaluate({})


def test_integers_and_decimals_are_the_same_number() -> None:
    assert parse_unary_tests("5").test(Decimal("5.00")) is True
    assert parse_unary_tests("0.1").test(0.1) is True
