"""What expressions mean, by clause of the standard: each line is one example."""

from __future__ import annotations

import pytest

from tests.feel.said import plain, value_of

LITERALS = [
    (".5", "0.5"),
    ("1.2e3", "1200"),
    (r'"a\"b\\c\n"', 'string join(["a", "\\"", "b", "\\\\", "c", "\\n"])'),
    (r'"\u4e2d\U01F600"', '"中😀"'),
    (r'"\s"', '"\\\\s"'),
    ("// a comment\n 1 /* and another */ + 1", "2"),
    ('@"2026-09-01"', 'date("2026-09-01")'),
    ('@"P1Y2M"', 'duration("P1Y2M")'),
    ('@"nonsense"', "null"),
]

NAMES = [
    ("金额 * 2", "10"),
    ("12 * Monthly Salary", "1200"),
    ("12 * Monthly   Salary", "1200"),
    ("a-b", "7"),
    ("loan.due date", '"2026-01-01"'),
    ("loan.missing", "null"),
    ("nothing.x.y", "null"),
    ("{a b: 1, c: a b + 1}.c", "2"),
    ('{"整改 期限": 3}.整改 期限', "3"),
    ("people.name", '["Bob", "Al"]'),
    ("for first name in people return first name.age", "[17, 20]"),
    ("{a: 1, a: 2}", "null"),
    ("{a: 1, b: {c: a + 1}}.b.c", "2"),
]

ARITHMETIC = [
    ("10 + 20 / -5 - 3", "3"),
    ("-2 ** 2", "4"),
    ("2 ** 3 ** 2", "64"),
    ("5+2**5", "37"),
    ("10--5", "15"),
    ("1/3", "0.3333333333333333333333333333333333"),
    ("0.1 + 0.2", "0.3"),
    ("-1234567890123456789012345678901234", "0-1234567890123456789012345678901234"),
    ("1/0", "null"),
    ("0 ** -1", "null"),
    ("(-8) ** 0.5", "null"),
    ('"a" + "b"', '"ab"'),
    ('"a" + 1', "null"),
    ("1 + null", "null"),
    ("[2] * 3", "6"),
    ("true + true", "null"),
    ("-true", "null"),
    ('-@"P1D"', '@"-P1D"'),
    ('-@"P1M"', '@"-P1M"'),
]

LOGIC = [
    ("true and null", "null"),
    ("false and null", "false"),
    ("true or null", "true"),
    ("false or null", "null"),
    ("true and 1", "null"),
    ("false and 1", "false"),
    ("not(null)", "null"),
    ("not(1)", "null"),
    ("true or false and false", "true"),
    ("null = null", "true"),
    ("null != 1", "true"),
    ('1 = "1"', "null"),
    ('1 != "1"', "null"),
    ("1 < null", "null"),
    ("1.0 = 1", "true"),
    ("[1] = 1", "true"),
    ("[1, [2]] = [1, [2.0]]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ("[1..3] = [1..3]", "true"),
    ("[1..3] = [1..3)", "false"),
    ('"a" < "b"', "true"),
    ("true < false", "null"),
    ("2 between 1 and 3 and true", "true"),
    ("null between 1 and 3", "null"),
    ("1 = 1 = true", "true"),
    ("if null then 1 else 2", "2"),
    ('if "x" then 1 else 2', "2"),
    ("if 1 < 2 then 1 else 2 + 5", "1"),
    ("1 + if true then 1 else 2", "2"),
]

MEMBERSHIP = [
    ("1 in [1..3]", "true"),
    ("1 in (1..3]", "false"),
    ("3 in [1..3[", "false"),
    ("2 in ]1..3[", "true"),
    ("5 in [1..[7, 8][1]]", "true"),
    ("1 in (2, 1)", "true"),
    ("3 in (> 5, < 4)", "true"),
    ("3 in >= 3", "true"),
    ("3 in (< 3)", "false"),
    ("3 in [[1..2], [3..4]]", "true"),
    ("3 in [1, 2]", "false"),
    ('3 in [1, "a"]', "false"),
    ('"b" in ["a".."c"]', "true"),
    ("null in [1..3]", "null"),
    ("[1] in [[1], [2]]", "true"),
    ("(>= 2).start", "2"),
    ("(>= 2).end", "null"),
    ("[1..2).end included", "false"),
    ("[1..null]", "null"),
    ('[1.."a"]', "null"),
    ("(!= 2)", "null"),
    ("5 in (= 5)", "true"),
]

LISTS = [
    ("items[1]", "1"),
    ("items[-1]", "3"),
    ("items[0]", "null"),
    ("items[4]", "null"),
    ("items[1.5]", "null"),
    ("items[item > 1]", "[2, 3]"),
    ("items[金额 > item]", "[1, 2, 3]"),
    ("people[age >= 18].name", '["Al"]'),
    ('people[name = "Bob"][1].age', "17"),
    ("people[item.age > 100]", "[]"),
    ("5[1]", "5"),
    ("5[item > 9]", "[]"),
    ("nothing[1]", "null"),
    ("nothing[item > 1]", "[]"),
    ('items["x"]', "null"),
    ("[][1]", "null"),
    ("[{x: 1}, {y: 2}].x", "[1, null]"),
]

LOOPS = [
    ("for i in 1..3 return i * i", "[1, 4, 9]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in [1..3) return i", "[1, 2]"),
    ("for i in items, j in [i, 10] return i * j", "[1, 10, 4, 20, 9, 30]"),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24]"),
    ("for i in 1..3 return count(partial)", "[0, 1, 2]"),
    ('for d in @"2026-02-27"..@"2026-03-01" return d.day', "[27, 28, 1]"),
    ("for i in nothing return i", "null"),
    ("for i in 7 return i", "[7]"),
    ('for i in 1.."x" return i', "null"),
    ("some i in items satisfies i > 2", "true"),
    ("some i in items satisfies i > 9", "false"),
    ("every i in items satisfies i > 0", "true"),
    ("every i in [] satisfies false", "true"),
    ("some i in [] satisfies true", "false"),
    ("some i in [1, null] satisfies i > 5", "null"),
    ("every i in [1, null] satisfies i > 0", "null"),
    ("some i in nothing satisfies true", "null"),
    ("some a in [1, 2], b in [2, 3] satisfies a = b", "true"),
]

FUNCTIONS = [
    ("{f: function(x, y: number) x + y, r: f(1, 2)}.r", "3"),
    ('{f: function(x: number) x, r: f("a")}.r', "null"),
    ("{f: function(x) x, r: f(1, 2)}.r", "null"),
    ("{f: function(a, b) a - b, r: f(b: 1, a: 5)}.r", "4"),
    ("{f: function(a) a, r: f(c: 1)}.r", "null"),
    ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(10)}.r", "3628800"),
    ("(function(x) x + 1)(2)", "3"),
    ("{k: 10, f: function(x) x + k, k2: 1, r: f(1)}.r", "11"),
    ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
    ("sort(list: [2, 1], precedes: function(a, b) a < b)", "[1, 2]"),
    ("unknown(1)", "null"),
    ("(1)(2)", "null"),
]

TYPES = [
    ("1 instance of number", "true"),
    ('"a" instance of number', "false"),
    ("null instance of Any", "false"),
    ("null instance of Null", "true"),
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "a"] instance of list<number>', "false"),
    ("[1..2] instance of range<number>", "true"),
    ("{a: 1} instance of context<a: number>", "true"),
    ('{a: "x"} instance of context<a: number>', "false"),
    ("{} instance of context<a: number>", "false"),
    ("(function(x) x) instance of function<Any>->Any", "true"),
    ('@"2026-01-01" instance of date', "true"),
    ('date and time("2026-01-01T00:00:00") instance of date', "false"),
    ('@"P1D" instance of days and time duration', "true"),
    ("1 instance of tUnknown", "null"),
    ("1 + 1 instance of number", "true"),
]

GROUPS = {
    "literals": LITERALS,
    "names": NAMES,
    "arithmetic": ARITHMETIC,
    "logic": LOGIC,
    "membership": MEMBERSHIP,
    "lists": LISTS,
    "loops": LOOPS,
    "functions": FUNCTIONS,
    "types": TYPES,
}


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(text, expected, id=f"{group}: {text}")
        for group, pairs in GROUPS.items()
        for text, expected in pairs
    ],
)
def test_the_expression_means_what_the_standard_says(text: str, expected: str) -> None:
    assert plain(value_of(text)) == plain(value_of(expected))
