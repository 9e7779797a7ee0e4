"""The working calendar: published days, uploads, provisional years, versions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import DayKind, Override, WorkCalendar
from engine.model.errors import InvalidArgument
from tests.deadlines import oracle

MAKE_UP_DAYS = {
    2017: [(1, 22), (2, 4), (4, 1), (5, 27), (9, 30)],
    2025: [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    2026: [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
}
HOLIDAYS_2026 = [
    ((1, 1), (1, 3), "元旦"),
    ((2, 15), (2, 23), "春节"),
    ((4, 4), (4, 6), "清明节"),
    ((5, 1), (5, 5), "劳动节"),
    ((6, 19), (6, 21), "端午节"),
    ((9, 25), (9, 27), "中秋节"),
    ((10, 1), (10, 7), "国庆节"),
]
days = st.dates(date(2004, 1, 1), date(2031, 12, 31))
overrides = st.lists(
    st.builds(Override, st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.booleans()),
    unique_by=lambda row: row.on,
    max_size=60,
)


@pytest.fixture
def calendar() -> WorkCalendar:
    return WorkCalendar.published()


def all_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", MAKE_UP_DAYS)
def test_every_published_make_up_day_is_worked_and_no_other_weekend_is(
    calendar: WorkCalendar, year: int
) -> None:
    found = [on for on in all_days(year) if calendar.day(on).kind is DayKind.MAKE_UP]
    assert [(on.month, on.day) for on in found] == MAKE_UP_DAYS[year]
    assert [on for on in all_days(year) if on.isoweekday() > 5 and calendar.is_working(on)] == found


def test_every_holiday_of_2026_is_off_and_carries_its_chinese_name(calendar: WorkCalendar) -> None:
    expected = {
        date(2026, *first) + timedelta(days=n): name
        for first, last, name in HOLIDAYS_2026
        for n in range((date(2026, *last) - date(2026, *first)).days + 1)
    }
    found = {
        on: calendar.day(on).name
        for on in all_days(2026)
        if calendar.day(on).kind is DayKind.HOLIDAY
    }
    assert found == expected


@given(days)
def test_a_day_is_worked_exactly_when_the_library_says_so(on: date) -> None:
    calendar = WorkCalendar.published()
    day = calendar.day(on)
    assert calendar.is_working(on) == day.kind.is_working == oracle.is_worked(on)
    assert day.provisional == (on.year > 2026)


def test_no_holiday_keeps_an_english_name(calendar: WorkCalendar) -> None:
    names = {calendar.day(on).name for year in range(2004, 2027) for on in all_days(year)}
    assert not [name for name in names if name.isascii() and name]


def test_a_year_that_is_not_published_is_plain_weeks_marked_provisional(
    calendar: WorkCalendar,
) -> None:
    assert max(calendar.published_years) == 2026
    assert calendar.is_provisional_year(2027)
    assert calendar.is_provisional_year(2003)
    new_year = calendar.day(date(2027, 1, 1))
    assert (new_year.kind, new_year.provisional) == (DayKind.WORKING, True)
    assert "尚未公布" in new_year.source
    assert "国务院" in calendar.day(date(2026, 1, 1)).source


def test_an_uploaded_day_takes_precedence_and_makes_its_year_published(
    calendar: WorkCalendar,
) -> None:
    uploaded = calendar.with_overrides(
        [
            Override(date(2026, 10, 8), working=False, name="抗洪停工"),
            Override(date(2026, 10, 3), working=True),
            Override(date(2027, 10, 1), working=False, name="国庆节"),
            Override(date(2027, 10, 2), working=False),
        ]
    )
    assert uploaded.day(date(2026, 10, 8)).kind is DayKind.HOLIDAY
    assert "上传" in uploaded.day(date(2026, 10, 8)).source
    assert uploaded.day(date(2026, 10, 3)).kind is DayKind.MAKE_UP
    assert uploaded.day(date(2027, 10, 1)).name == "国庆节"
    assert uploaded.day(date(2027, 10, 2)).kind is DayKind.WEEKEND
    assert not uploaded.is_provisional_year(2027)
    assert "上传" in uploaded.day(date(2027, 3, 1)).source
    assert uploaded.is_provisional_year(2028)
    assert calendar.is_working(date(2026, 10, 8))
    assert len(uploaded.overrides) == 4


def test_a_later_upload_replaces_an_earlier_one(calendar: WorkCalendar) -> None:
    on = date(2027, 1, 1)
    first = calendar.with_overrides([Override(on, working=False, name="元旦")])
    second = first.with_overrides([Override(on, working=True)])
    assert (first.is_working(on), second.is_working(on)) == (False, True)


def test_two_rows_for_one_day_are_refused(calendar: WorkCalendar) -> None:
    on = date(2027, 1, 1)
    with pytest.raises(InvalidArgument) as caught:
        calendar.with_overrides([Override(on, working=False), Override(on, working=True)])
    assert caught.value.code == "duplicate_day"
    assert [error.path for error in caught.value.errors] == ["2027-01-01"]


@given(overrides)
def test_equal_content_has_an_equal_version(rows: list[Override]) -> None:
    calendar = WorkCalendar.published()
    whole = calendar.with_overrides(rows)
    parts = calendar.with_overrides(reversed(rows[:3])).with_overrides(rows[3:])
    assert whole == parts
    assert whole.version == parts.version == whole.with_overrides(rows).version
    assert (whole == calendar) == (not rows)


def test_a_different_day_or_name_has_a_different_version(calendar: WorkCalendar) -> None:
    on = date(2027, 1, 1)
    versions = {
        calendar.version,
        calendar.with_overrides([Override(on, working=False)]).version,
        calendar.with_overrides([Override(on, working=True)]).version,
        calendar.with_overrides([Override(on, working=False, name="元旦")]).version,
    }
    assert len(versions) == 4


@given(days, st.integers(1, 300))
def test_counting_forward_and_backward_agree_with_counting_on_fingers(on: date, n: int) -> None:
    calendar = WorkCalendar.published()
    later = calendar.working_day_after(on, n)
    assert later == oracle.after_working_days(on, n)
    assert calendar.working_days_between(on, later) == n
    assert calendar.working_days_between(later, on) == 0
    earlier = calendar.working_day_before(on, n)
    assert oracle.is_worked(earlier)
    assert oracle.worked_between(earlier, on) == n - (not oracle.is_worked(on))


@given(days, overrides)
def test_the_next_working_day_is_the_first_worked_one(on: date, rows: list[Override]) -> None:
    calendar = WorkCalendar.published().with_overrides(rows)
    expected = on
    while not calendar.is_working(expected):
        expected += timedelta(days=1)
    assert calendar.next_working_day(on) == expected


def test_counting_past_the_end_of_time_is_refused(calendar: WorkCalendar) -> None:
    with pytest.raises(InvalidArgument) as caught:
        calendar.working_day_after(date(9999, 12, 1), 100)
    assert caught.value.code == "date_out_of_range"
    with pytest.raises(InvalidArgument):
        calendar.working_day_before(date(1, 1, 10), 100)


def test_every_kind_has_a_chinese_word() -> None:
    assert [kind.zh for kind in DayKind] == ["工作日", "调休上班", "周末", "放假"]
