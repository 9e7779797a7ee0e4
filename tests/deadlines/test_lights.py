"""Lights and remaining time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from engine.model.calendar import WorkCalendar
from engine.model.deadlines import Light, Term, Unit, light, local_day, parse_term, remaining
from tests.deadlines import oracle
from tests.deadlines.oracle import at

CALENDAR = WorkCalendar.published()
DUE = datetime(2026, 10, 9, 15, 59, 59, tzinfo=UTC)
instants = oracle.instants(2027)


@pytest.mark.parametrize(
    "now,expected",
    [
        (at(2026, 9, 24), Light.GREEN),
        (at(2026, 10, 5, 23, 59), Light.GREEN),
        (at(2026, 10, 6, 0), Light.YELLOW),
        (at(2026, 10, 9, 23, 59), Light.YELLOW),
        (DUE + timedelta(milliseconds=999), Light.YELLOW),
        (at(2026, 10, 10, 0), Light.RED),
    ],
)
def test_green_turns_yellow_three_days_before_and_red_at_midnight(
    now: datetime, expected: Light
) -> None:
    assert light(DUE, now, calendar=CALENDAR) is expected


@pytest.mark.parametrize(
    "near,first_yellow",
    [
        ("3工作日", at(2026, 9, 29, 0)),
        ("1个月", at(2026, 9, 9, 0)),
        ("24小时", DUE - timedelta(hours=24)),
    ],
)
def test_near_may_be_any_term(near: str, first_yellow: datetime) -> None:
    term = parse_term(near)
    assert light(DUE, first_yellow, calendar=CALENDAR, near=term) is Light.YELLOW
    just_before = first_yellow - timedelta(seconds=1)
    assert light(DUE, just_before, calendar=CALENDAR, near=term) is Light.GREEN


def test_a_suspended_clock_is_grey_and_finished_work_green() -> None:
    late = at(2026, 12, 1)
    assert light(DUE, late, calendar=CALENDAR, suspended=True) is Light.GREY
    assert light(DUE, late, calendar=CALENDAR, done=True) is Light.GREEN
    assert light(DUE, late, calendar=CALENDAR, done=True, suspended=True) is Light.GREEN
    assert [colour.zh for colour in Light] == ["绿", "黄", "红", "灰"]


@given(instants, instants, instants)
def test_a_light_never_goes_back(due: datetime, one: datetime, two: datetime) -> None:
    order = [Light.GREEN, Light.YELLOW, Light.RED]
    colours = [light(due, now, calendar=CALENDAR) for now in sorted((one, two))]
    assert order.index(colours[0]) <= order.index(colours[1])


@pytest.mark.parametrize(
    "now,phrase",
    [
        (at(2026, 9, 24), "还剩5个工作日（15天）"),
        (at(2026, 10, 7), "还剩2个工作日（2天）"),
        (at(2026, 10, 9, 8), "今日到期"),
        (at(2026, 10, 10, 0), "已逾期1天"),
        (at(2026, 10, 11), "已逾期2天"),
    ],
)
def test_the_remaining_time_is_said_in_chinese(now: datetime, phrase: str) -> None:
    assert remaining(DUE, now, CALENDAR).zh == phrase


def test_an_exact_hour_that_passed_today_is_told_in_hours() -> None:
    due = at(2026, 9, 8, 10)
    assert remaining(due, at(2026, 9, 8, 12, 30), CALENDAR).zh == "已逾期2小时"
    assert remaining(due, at(2026, 9, 8, 10, 30), CALENDAR).zh == "已逾期不足1小时"


@given(instants, instants)
def test_remaining_days_agree_with_counting_on_fingers(due: datetime, now: datetime) -> None:
    left = remaining(due, now, CALENDAR)
    first, last = sorted((local_day(due), local_day(now)))
    assert oracle.after_days(first, left.days) == last
    assert left.working_days == oracle.worked_between(first, last)
    red = light(due, now, calendar=CALENDAR, near=Term(1, Unit.HOURS)) is Light.RED
    assert left.is_overdue == red
