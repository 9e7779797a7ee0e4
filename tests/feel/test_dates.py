"""Dates, times and durations: each line is one example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import YearsMonthsDuration, parse
from tests.feel.said import plain, value_of

EXAMPLES = [
    ('date("2026-02-30")', "null"),
    ('date("26-02-03")', "null"),
    ("date(2026, 9, 1)", '@"2026-09-01"'),
    ("date(2026, 13, 1)", "null"),
    ('date(date and time("2026-09-01T10:00:00"))', '@"2026-09-01"'),
    ('date and time(@"2026-09-01", time("10:00:00"))', '@"2026-09-01T10:00:00"'),
    ('date and time("2026-09-01")', '@"2026-09-01T00:00:00"'),
    ("date and time(2026, 9, 1, 10, 30, 0)", '@"2026-09-01T10:30:00"'),
    ('date and time("2026-09-01T")', "null"),
    ('time("25:00:00")', "null"),
    ("time(10, 30, 0)", '@"10:30:00"'),
    ('time(10, 30, 0, @"PT8H")', '@"10:30:00+08:00"'),
    ('time(10, 30, 0, @"PT80H")', "null"),
    ('time("10:30:00@Nowhere/None")', "null"),
    ('time("10:30:00@../../etc/passwd")', "null"),
    ('@"2026-09-01".year', "2026"),
    ('@"2026-09-01".weekday', "2"),
    ('@"2026-09-01T10:30:15".minute', "30"),
    ('@"2026-09-01T10:30:15".month', "9"),
    ('@"2026-09-01T10:30:15+08:00".time offset', '@"PT8H"'),
    ('@"2026-09-01T10:30:15@Asia/Shanghai".timezone', '"Asia/Shanghai"'),
    ('@"10:30:15".time offset', "null"),
    ('@"10:30:15".hour', "10"),
    ('@"10:30:15".year', "null"),
    ('@"P2DT3H4M5.5S".seconds', "5.5"),
    ('@"-P2DT3H".days', "-2"),
    ('@"P14M".years', "1"),
    ('@"-P14M".months', "-2"),
    ('@"P14M".days', "null"),
    ('@"2026-01-31" + @"P1M"', '@"2026-02-28"'),
    ('@"2024-01-31" + @"P1M"', '@"2024-02-29"'),
    ('@"P1D" + @"2026-01-31"', '@"2026-02-01"'),
    ('@"2026-03-01" - @"P1D"', '@"2026-02-28"'),
    ('@"2026-03-01" - @"P1M"', '@"2026-02-01"'),
    ('@"2026-03-01" - @"2026-02-01"', '@"P28D"'),
    ('@"2026-03-01T10:00:00" - @"2026-03-01T08:30:00"', '@"PT1H30M"'),
    ('@"2026-03-01T10:00:00" - @"2026-03-01"', '@"PT10H"'),
    ('@"2026-03-01T10:00:00Z" - @"2026-03-01"', '@"PT10H"'),
    ('@"2026-03-01T10:00:00Z" - @"2026-03-01T10:00:00"', "null"),
    ('@"2026-03-01T10:00:00+08:00" = @"2026-03-01T02:00:00Z"', "true"),
    ('@"2026-03-01T10:00:00" = @"2026-03-01T10:00:00Z"', "false"),
    ('@"2026-03-01T10:00:00" < @"2026-03-01T10:00:00Z"', "null"),
    ('@"10:00:00+08:00" = @"02:00:00Z"', "true"),
    ('@"10:00:00" < @"11:00:00"', "true"),
    ('@"10:00:00" < @"11:00:00Z"', "null"),
    ('@"23:00:00" + @"PT2H"', '@"01:00:00"'),
    ('@"01:00:00" - @"PT2H"', '@"23:00:00"'),
    ('@"12:00:00" - @"10:30:00"', '@"PT1H30M"'),
    ('@"P1Y" + @"P1M"', '@"P13M"'),
    ('@"P1D" * 2', '@"P2D"'),
    ('2 * @"P1M"', '@"P2M"'),
    ('@"P1D" / 2', '@"PT12H"'),
    ('@"P1D" / @"PT6H"', "4"),
    ('@"P1Y" / @"P1M"', "12"),
    ('@"P1Y" / 5', '@"P2M"'),
    ('@"P1Y" / 0', "null"),
    ('@"P1Y" < @"P13M"', "true"),
    ('@"P1Y" < @"P366D"', "null"),
    ('@"P1Y" + @"P1D"', "null"),
    ('@"9999-12-31" + @"P1D"', "null"),
    ('@"9999-12-31" + @"P1M"', "null"),
    ('@"9999-11-30" + @"P1M"', '@"9999-12-30"'),
    ('@"P999999999D" * 10', "null"),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),
    ('years and months duration(@"2013-08-24", @"2011-12-22")', '@"-P1Y8M"'),
    ('years and months duration(@"2026-01-31", @"2026-02-28")', '@"P0M"'),
    ('day of year(@"2026-02-01")', "32"),
    ('day of week(@"2026-09-01")', '"Tuesday"'),
    ('month of year(@"2026-09-01")', '"September"'),
    ('week of year(@"2026-01-01")', "1"),
    ('last day of month(@"2024-02-03")', '@"2024-02-29"'),
    (
        'date and time(@"2026-09-01T08:00:00Z", "Asia/Shanghai")',
        '@"2026-09-01T16:00:00@Asia/Shanghai"',
    ),
    ('date and time(@"2026-09-01T08:00:00", "+08:00")', '@"2026-09-01T08:00:00+08:00"'),
    ('date and time(@"2026-09-01T08:00:00Z", "Nowhere")', "null"),
    ('date and time(@"2026-09-01T08:00:00Z", "+x")', "null"),
    ('date and time(@"2026-09-01", 5)', "null"),
    ('date and time("abc")', "null"),
    ("date and time(2026, 13, 1, 10, 30, 0)", "null"),
    ('date(@"2026-09-01")', '@"2026-09-01"'),
    ('time(@"10:00:00")', '@"10:00:00"'),
    ('time(@"2026-09-01T10:00:00Z")', '@"10:00:00Z"'),
    ('time(@"2026-09-01")', '@"00:00:00Z"'),
    ("time(10, 30, 75)", "null"),
    ('time("10:30:00+19:00")', "null"),
    ('time(10, 30, 0, @"P1Y")', "null"),
    ('string(time(10, 30, 0, @"PT0S"))', '"10:30:00Z"'),
    ('@"2026-03-01T10:00:00Z" + @"PT1H"', '@"2026-03-01T11:00:00Z"'),
    ('@"2026-03-01T10:00:00" + @"PT1H"', '@"2026-03-01T11:00:00"'),
    ('@"2026-03-01T10:00:00" - @"P1M"', '@"2026-02-01T10:00:00"'),
    ('@"10:00:00" + @"P1M"', "null"),
    ('@"P1M" - @"P1D"', "null"),
    ('"a" - @"P1M"', "null"),
    ('@"P1M" / @"P1D"', "null"),
    ('@"P1M" * "a"', "null"),
    ('@"P1Y" * 1e12', "null"),
    ('@"P99999999999D"', "null"),
    ('@"2026-01-01" / 2', "null"),
    ('@"10:00:00@Asia/Shanghai" < @"03:00:00Z"', "true"),
    ('@"2026-03-01T10:00:00" < @"2026-03-01T11:00:00"', "true"),
    ('@"P1D" instance of duration', "true"),
    ('@"2026-03-01T10:00:00".timezone', "null"),
    ('@"2026-03-01T10:00:00".week', "null"),
    ("now()", "null"),
    ("today()", "null"),
]


@pytest.mark.parametrize("text, expected", EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_the_date_expression_means_what_the_standard_says(text: str, expected: str) -> None:
    assert plain(value_of(text)) == plain(value_of(expected))


def test_now_without_a_clock_says_so() -> None:
    value, messages = parse("today()").evaluate_explained({})
    assert value is None
    assert messages[0].zh == "这里没有提供当前时间。"


MOMENTS = st.one_of(
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.timedeltas(),
    st.integers(-(10**9), 10**9).map(YearsMonthsDuration),
    st.times(),
)


@given(MOMENTS)
def test_the_text_of_a_moment_reads_back_as_the_same_moment(moment: object) -> None:
    text = parse("string(x)").evaluate({"x": moment})
    assert parse(f'@"{text}"').evaluate({}) == moment


@given(st.dates(), st.dates())
def test_the_difference_of_two_dates_leads_from_one_to_the_other(a: object, b: object) -> None:
    assert parse("b + (a - b) = a").evaluate({"a": a, "b": b}) is True


@given(st.dates(), st.integers(0, 3000))
def test_a_date_moved_by_months_keeps_its_day_or_takes_the_last_one(
    day: object, months: int
) -> None:
    context = {"day": day, "span": YearsMonthsDuration(months)}
    moved = parse("day + span").evaluate(context)
    if moved is not None:
        expected = parse("moved.day = day.day or moved = last day of month(moved)")
        assert expected.evaluate({**context, "moved": moved}) is True
