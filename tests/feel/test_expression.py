"""What an Expression tells about itself, and what goes in and out of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import Function, Range, Value, YearsMonthsDuration, nodes, parse, parse_unary_tests
from engine.feel.compiler import compile_node


@pytest.mark.parametrize(
    "text, names, functions",
    [
        ("a.b + c", {"a", "c"}, set()),
        ("count(items) > 0", {"items"}, {"count"}),
        ("for i in xs return i + y", {"xs", "y"}, set()),
        ("some i in xs, j in i satisfies j = k", {"xs", "k"}, set()),
        ("for i in xs return count(partial)", {"xs"}, {"count"}),
        ("xs[age > limit]", {"xs"}, set()),
        ("xs[item > 1]", {"xs"}, set()),
        ("{a: 1, b: a + c}", {"c"}, set()),
        ("{f: function(x) x + y, r: f(1)}", {"y"}, set()),
        ("due(notice, 3)", {"notice"}, {"due"}),
        ("f(x: a)", {"a"}, {"f"}),
        ("Monthly Salary * 2", {"Monthly Salary"}, set()),
        ("x instance of tCase", {"x"}, set()),
        ("if a then b else c", {"a", "b", "c"}, set()),
        ("[x..y]", {"x", "y"}, set()),
        ("x between y and z", {"x", "y", "z"}, set()),
        ("x in (y, < z)", {"x", "y", "z"}, set()),
        ("-x ** y", {"x", "y"}, set()),
    ],
)
def test_free_names_and_called_functions_are_known(
    text: str, names: set[str], functions: set[str]
) -> None:
    expression = parse(text, names=["Monthly Salary"])
    assert expression.names == names
    assert expression.functions == functions


def test_names_in_a_filter_are_told_apart_as_they_may_belong_to_the_elements() -> None:
    expression = parse("xs[age > limit and x > 1]")
    assert expression.filter_names == {"age", "limit", "x"}


def test_the_tested_value_is_no_variable() -> None:
    assert parse_unary_tests("? > limit").names == {"limit"}


def test_the_same_text_is_parsed_once() -> None:
    assert parse("1 + 1") is parse("1 + 1")
    assert parse("a b", names=["a b"]) is parse("a b", names=("a b",))


def test_the_longest_name_wins() -> None:
    names = ["整改", "整改 期限", "a-b", "a"]
    assert parse("整改 期限", names=names).names == {"整改 期限"}
    assert parse("a-b", names=names).names == {"a-b"}
    assert parse("a - c", names=names).names == {"a", "c"}
    assert parse("整改期限", names=names).names == {"整改期限"}


def test_a_name_may_contain_a_keyword_or_begin_like_one() -> None:
    names = ["not approved", "time of day", "in order"]
    for name in names:
        assert parse(f"{name} = 1", names=names).names == {name}
    assert parse("orders and android").names == {"orders", "android"}
    assert parse("a-bc", names=["a-b"]).names == {"a", "bc"}
    assert parse("督导组", names=["督导 组", "督"]).names == {"督导组"}


def test_numbers_come_in_as_decimals() -> None:
    value = parse("x").evaluate({"x": {"a": [1, 2.5, True, Decimal("0.1")]}})
    assert value == {"a": [Decimal(1), Decimal("2.5"), True, Decimal("0.1")]}
    assert [type(item) for item in value["a"]] == [Decimal, Decimal, bool, Decimal]  # type: ignore[index, union-attr]


class Day(date):
    """A date of some other library."""


class Moment(datetime):
    """A moment of some other library."""


def test_ranges_tuples_and_kin_of_dates_come_in_as_what_they_mean() -> None:
    assert parse("5 in x").evaluate({"x": Range(1, 10)}) is True  # type: ignore[arg-type]
    assert parse("5 in x").evaluate({"x": Range(None, None)}) is None
    assert parse("x").evaluate({"x": (1, 2)}) == [Decimal(1), Decimal(2)]
    assert parse('x = @"2026-09-01"').evaluate({"x": Day(2026, 9, 1)}) is True
    assert parse('x = @"2026-09-01T00:00:00"').evaluate({"x": Moment(2026, 9, 1)}) is True


def test_what_cannot_be_tested_gives_no_answer_and_the_reason() -> None:
    passed, messages = parse_unary_tests("1").test_explained(object())
    assert passed is None
    assert "object" in messages[0].en


def test_a_parameter_with_a_spaced_or_signed_name_is_given_by_name() -> None:
    functions = {"f": Function("f", ("a/b", "整改 期限"), lambda a, b: a + b)}
    expression = parse("f(a/b: 1, 整改 期限: 2)", names=["a/b"])
    assert expression.evaluate({}, functions=functions) == 3
    assert parse("f(a/b, 2)", names=["a/b"]).evaluate({"a/b": 5}, functions=functions) == 7


def test_functions_may_also_come_in_the_context() -> None:
    function = Function("twice", ("n",), lambda n: n * 2)
    assert parse("twice(4)").evaluate({"twice": function}) == 8
    assert parse("sort(xs, before)").evaluate(
        {"xs": [1, 2], "before": Function("before", ("a", "b"), lambda a, b: a > b)}
    ) == [2, 1]


def test_text_that_looks_like_a_date_stays_text() -> None:
    assert parse('x = "2026-01-01"').evaluate({"x": "2026-01-01"}) is True
    assert parse("x instance of date").evaluate({"x": "2026-01-01"}) is False


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), {1, 2}, b"x", object(), 1j])
def test_what_is_no_feel_value_is_null_with_a_message(raw: object) -> None:
    value, messages = parse("x").evaluate_explained({"x": raw})
    assert value is None
    assert len(messages) == 1


def test_the_first_cause_of_a_null_is_told_first() -> None:
    value, messages = parse('1 + ("a" * 2) + missing').evaluate_explained({})
    assert value is None
    assert messages[0].zh == "字符串与数值之间不能使用“*”。"
    assert messages[0].en == "There is no '*' between a string and a number."


def test_a_result_without_trouble_has_no_messages() -> None:
    assert parse("1 + 1").evaluate_explained({}) == (Decimal(2), ())


def due(day: date, days: Decimal) -> date:
    if days < 0:
        raise ValueError("天数不能为负")
    return day + timedelta(days=int(days))


FUNCTIONS = {
    "due": Function("due", ("day", "days"), due, "Add days."),
    "now": Function("now", (), lambda: datetime(2026, 9, 1)),  # noqa: DTZ001
    "list": Function("list", ("n",), lambda n: list(range(int(n)))),
    "optional": Function("optional", ("a", "b"), lambda a, b=5: a + b, required=1),
    "wide name": Function("wide name", ("a",), lambda a: a),
}


@pytest.mark.parametrize(
    "text, expected",
    [
        ('due(@"2026-09-01", 3)', date(2026, 9, 4)),
        ('due(days: 3, day: @"2026-09-01")', date(2026, 9, 4)),
        ("now().year", Decimal(2026)),
        ("list(3)[item > 0]", [Decimal(1), Decimal(2)]),
        ("optional(1)", Decimal(6)),
        ("optional(1, 2)", Decimal(3)),
        ("wide name(4)", Decimal(4)),
        ("{f: due, r: 1}.r", Decimal(1)),
        ('due(@"2026-09-01")', None),
        ('due(@"2026-09-01", -1)', None),
        ('due("x", 1)', None),
        ("due(nothing: 1)", None),
    ],
)
def test_functions_of_the_caller_are_called(text: str, expected: Value) -> None:
    assert parse(text, names=["wide name"]).evaluate({}, functions=FUNCTIONS) == expected


def test_a_refusal_of_such_a_function_becomes_a_message() -> None:
    _, messages = parse('due(@"2026-09-01", -1)').evaluate_explained({}, functions=FUNCTIONS)
    assert "天数不能为负" in messages[0].zh


def test_a_fault_of_such_a_function_is_not_hidden() -> None:
    def broken() -> None:
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        parse("f()").evaluate({}, functions={"f": Function("f", (), broken)})


def test_a_variable_does_not_hide_a_function_of_the_same_name() -> None:
    assert parse("count(items) + count").evaluate({"items": [1, 2], "count": 5}) == 7


def test_one_expression_serves_many_threads() -> None:
    expression = parse("sum(for i in 1..200 return i * x)")
    found: list[Value] = []

    def work(x: int) -> Callable[[], None]:
        return lambda: found.append(expression.evaluate({"x": x}))

    threads = [threading.Thread(target=work(x)) for x in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == sorted((Decimal(20100 * x) for x in range(8)), key=str)


NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
)


@given(NUMBERS, NUMBERS)
def test_arithmetic_of_numbers_is_that_of_decimals(a: Decimal, b: Decimal) -> None:
    context = {"a": a, "b": b}
    assert parse("a + b").evaluate(context) == a + b
    assert parse("a - b + b").evaluate(context) == a
    assert parse("a < b or a = b or a > b").evaluate(context) is True
    assert parse("-(-a) = a and abs(a) >= 0").evaluate(context) is True


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_and_or_obey_de_morgan_in_ternary_logic(a: bool | None, b: bool | None) -> None:
    law = parse("not(a and b) = (not(a) or not(b)) and not(a or b) = (not(a) and not(b))")
    assert law.evaluate({"a": a, "b": b}) is True


@given(st.lists(st.integers(-50, 50), max_size=20))
def test_lists_keep_their_laws(xs: list[int]) -> None:
    context = {"xs": xs}
    assert parse("reverse(reverse(xs)) = xs").evaluate(context) is True
    assert parse("count(concatenate(xs, xs)) = 2 * count(xs)").evaluate(context) is True
    assert parse("sort(xs)").evaluate(context) == sorted(xs)
    law = parse("every x in xs satisfies list contains(xs, x) and index of(xs, x)[1] > 0")
    assert law.evaluate(context) is True


VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8) | st.dates() | st.timedeltas(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_goes_in_and_comes_out_unchanged(value: object) -> None:
    assert parse("x").evaluate({"x": value}) == value
    assert parse("x = x").evaluate({"x": value}) is True


@given(VALUES, VALUES)
def test_equality_is_symmetric_and_order_is_antisymmetric(a: object, b: object) -> None:
    context = {"a": a, "b": b}
    assert parse("a = b").evaluate(context) is parse("b = a").evaluate(context)
    assert parse("a < b").evaluate(context) is parse("b > a").evaluate(context)


@given(st.integers(-10_000, 10_000))
def test_months_split_into_years_and_months_and_back(total: int) -> None:
    law = parse("d.years * 12 + d.months = n")
    assert law.evaluate({"d": YearsMonthsDuration(total), "n": total}) is True


def test_the_compiler_refuses_tests_in_the_place_of_an_expression() -> None:
    with pytest.raises(TypeError):
        compile_node(nodes.Tests(()))
