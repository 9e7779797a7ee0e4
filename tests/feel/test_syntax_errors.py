"""A text that is not FEEL is refused with its place and a sentence that helps."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import FeelError, FeelSyntaxError, parse, parse_unary_tests, strip_wrapper

REFUSED = [
    ("", 1, 1, "不完整", "not complete"),
    ("1 +", 1, 4, "一个值", "a value"),
    ("1 + )", 1, 5, "“)”", "')'"),
    ("a b", 1, 1, "“a b”", "'a b'"),
    ("1\n+\n+ * 2", 3, 1, "“+”", "'+'"),
    ("a == b", 1, 3, "一个“=”", "single '='"),
    ("a && b", 1, 3, "“and”", "'and'"),
    ("a || b", 1, 3, "“or”", "'or'"),
    ("!a", 1, 1, "not(…)", "not(…)"),
    ("a <> b", 1, 3, "!=", "!="),
    ("a % 2", 1, 3, "modulo", "modulo"),
    ("'a'", 1, 1, "双引号", "double quotes"),
    ("“重大”", 1, 1, "双引号", "double quotes"),
    ("（1）", 1, 1, "半角“(”", "use '('"),
    ('"abc', 1, 1, "结束引号", "never closed"),
    ("1 /* x", 1, 3, "没有结束", "never closed"),
    ("[1, 2", 1, 6, "“]”", "']'"),
    ("{a 1}", 1, 2, "键", "a key"),
    ("f(x", 1, 4, "“)”", "')'"),
    ("if a then b", 1, 12, "else", "else"),
    ("for i in x", 1, 11, "return", "return"),
    ("a in", 1, 5, "一个值", "a value"),
    ("a instance of", 1, 14, "不完整", "not complete"),
    ("a instance of list<", 1, 20, "不完整", "not complete"),
    ("${ a = }", 1, 7, "不完整", "not complete"),
    ("= 1 + ", 1, 6, "一个值", "a value"),
    ("a between 1", 1, 12, "and", "and"),
    ("1 2", 1, 3, "“2”", "'2'"),
    ("some x satisfies y", 1, 6, "变量名", "a variable name"),
    ("[1..2", 1, 6, "“]”", "']'"),
    ("function(a b", 1, 10, "", ""),
    ("a instance of list<number string>", 1, 27, "“s”", "'s'"),
    ("a instance of context<number>", 1, 23, "", ""),
    ("a instance of context<b number>", 1, 23, "", ""),
    ("a instance of list<>", 1, 21, "", ""),
    ("f(a:)", 1, 5, "一个值", "a value"),
    ("a.1", 1, 3, "", ""),
    ("$x", 1, 1, "“$”", "'$'"),
]


@pytest.mark.parametrize("text, line, column, zh, en", REFUSED, ids=[row[0] for row in REFUSED])
def test_the_error_names_the_place_and_helps(
    text: str, line: int, column: int, zh: str, en: str
) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert zh in error.zh
    assert en in error.en
    assert error.zh.startswith(f"第{line}行第{column}列：")


def test_a_half_negated_cell_is_refused() -> None:
    for text in ("not(1", "not(1) 2", "not(", "not()"):
        with pytest.raises(FeelSyntaxError):
            parse_unary_tests(text)


def test_the_error_lists_what_was_found_and_expected() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse("1 + )")
    assert caught.value.found == ")"
    assert caught.value.expected == ("a value",)


@pytest.mark.parametrize(
    "text, inner",
    [
        ("a", "a"),
        (" = a ", "a"),
        ("${a}", "a"),
        (" #{ a = {b: 1} } ", "a = {b: 1}"),
        ("=", ""),
        ("${}", ""),
    ],
)
def test_a_wrapper_is_taken_off(text: str, inner: str) -> None:
    assert strip_wrapper(text) == inner


def test_a_wrapped_expression_is_evaluated() -> None:
    assert parse("${金额 > 3}").evaluate({"金额": 4}) is True
    assert parse("= 金额 > 3").evaluate({"金额": 4}) is True


PIECES = st.lists(
    st.sampled_from(
        [
            *"()[]{}<>=+-*/.,:?@\"'",
            *("..", "**", "<=", "!=", "->", "//", "/*", "*/", '"a"', '@"P1D"', "1", "2.5", "x"),
            *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "not"),
            *("between", "and", "or", "instance of", "function", "list", "context", "null", "true"),
            *("date and time", "a b", "督导", "（", "\n", " ", "\x00", "😀", "item", "partial"),
        ]
    ),
    max_size=25,
)


@given(PIECES, st.sampled_from(["", " "]))
def test_any_text_is_an_expression_or_an_error_with_a_place(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    places: list[tuple[int, int]] = []
    for read in (parse, parse_unary_tests):
        try:
            expression = read(text, names=["a b"])
        except FeelSyntaxError as error:
            places.append((error.line, error.column))
            continue
        if read is parse:
            try:
                expression.evaluate({"x": 1})
            except FeelError:
                continue
    assert all(line >= 1 and column >= 1 for line, column in places)


@given(st.text(max_size=60))
def test_arbitrary_text_never_fails_in_another_way(text: str) -> None:
    with contextlib.suppress(FeelError):
        parse(text).evaluate({})
