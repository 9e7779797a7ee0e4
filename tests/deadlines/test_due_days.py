"""Finding due days: the worked examples, the conventions, and an oracle that counts on fingers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import Override, WorkCalendar
from engine.model.deadlines import (
    Policy,
    Term,
    Unit,
    before,
    compute_deadline,
    local_day,
    parse_term,
)
from engine.model.errors import InvalidArgument
from tests.deadlines import oracle
from tests.deadlines.oracle import at

CALENDAR = WorkCalendar.published()
instants = oracle.instants(2028)
quantities = st.integers(1, 200)


def due_on(term: str, started_at: datetime, policy: Policy | None = None) -> date:
    return compute_deadline(
        parse_term(term), started_at, calendar=CALENDAR, policy=policy or Policy()
    ).due_on


@pytest.mark.parametrize(
    "started_at,term,expected",
    [
        (at(2026, 9, 24), "5工作日", date(2026, 10, 9)),
        (at(2026, 2, 10), "5工作日", date(2026, 2, 24)),
        (at(2026, 9, 1), "30日", date(2026, 10, 8)),
        (at(2017, 9, 16), "15日", date(2017, 10, 9)),
        (at(2017, 8, 9), "5个工作日", date(2017, 8, 16)),
    ],
)
def test_the_worked_examples_hold(started_at: datetime, term: str, expected: date) -> None:
    assert due_on(term, started_at) == expected


@pytest.mark.parametrize(
    "started_at,term,expected",
    [
        (at(2026, 1, 31), "1个月", date(2026, 2, 28)),  # a make-up Saturday: worked
        (at(2024, 1, 31), "1个月", date(2024, 2, 29)),
        (at(2024, 2, 29), "12个月", date(2025, 2, 28)),
        (at(2026, 5, 31), "1个月", date(2026, 6, 30)),
        (at(2025, 11, 28), "3个月", date(2026, 2, 28)),
        (at(2026, 11, 30), "3个月", date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (at(2025, 12, 24), "8日", date(2026, 1, 4)),  # New Year; Sunday 4 January is worked
        (at(2025, 12, 31), "1工作日", date(2026, 1, 4)),
        (at(2026, 9, 18), "1工作日", date(2026, 9, 20)),  # a make-up Sunday counts
    ],
)
def test_months_and_years_end_where_the_civil_code_says(
    started_at: datetime, term: str, expected: date
) -> None:
    assert due_on(term, started_at) == expected


def test_the_due_instant_is_the_last_second_of_the_local_day_in_utc() -> None:
    deadline = compute_deadline(Term(5, Unit.WORKING_DAYS), at(2026, 9, 24), calendar=CALENDAR)
    assert deadline.due_at == datetime(2026, 10, 9, 15, 59, 59, tzinfo=UTC)
    assert deadline.due_at.tzinfo is UTC
    assert deadline.expires_at == at(2026, 10, 10, 0)
    assert local_day(deadline.due_at) == deadline.due_on
    assert deadline.calendar_version == CALENDAR.version


def test_the_starting_day_is_the_local_day_not_the_day_in_utc() -> None:
    late = datetime(2026, 9, 23, 16, 30, tzinfo=UTC)  # half past midnight on the 24th in Beijing
    assert due_on("5工作日", late) == date(2026, 10, 9)
    assert due_on("1日", datetime(2026, 9, 7, 15, 59, tzinfo=UTC)) == date(2026, 9, 8)


def test_business_may_close_before_midnight() -> None:
    deadline = compute_deadline(
        Term(1, Unit.DAYS), at(2026, 9, 7), calendar=CALENDAR, policy=Policy(closes_at=time(17, 30))
    )
    assert deadline.due_at == at(2026, 9, 8, 17, 30)


def test_hours_are_exact_and_never_move_off_a_holiday() -> None:
    deadline = compute_deadline(Term(24, Unit.HOURS), at(2026, 9, 30, 10, 17), calendar=CALENDAR)
    assert deadline.due_at == at(2026, 10, 1, 10, 17)
    assert not deadline.provisional


def test_rolling_is_a_policy() -> None:
    start = at(2026, 9, 1)
    assert due_on("30日", start, Policy(roll_forward=False)) == date(2026, 10, 1)
    assert due_on("30日", start, Policy(roll_weekends=False)) == date(2026, 10, 8)
    assert due_on("4日", at(2026, 6, 15), Policy(roll_weekends=False)) == date(2026, 6, 22)
    saturday = at(2026, 8, 31)  # 5 September is an ordinary Saturday
    assert due_on("5日", saturday) == date(2026, 9, 7)
    assert due_on("5日", saturday, Policy(roll_weekends=False)) == date(2026, 9, 5)


@pytest.mark.parametrize(
    "term,started_at,provisional",
    [
        ("5工作日", at(2026, 12, 24), False),
        ("5工作日", at(2026, 12, 25), True),
        ("30日", at(2026, 12, 1), False),
        ("31日", at(2026, 12, 1), True),
        ("3个月", at(2027, 1, 1), True),
        ("48小时", at(2026, 12, 31), False),
    ],
)
def test_a_year_without_published_holidays_makes_a_deadline_provisional(
    term: str, started_at: datetime, provisional: bool
) -> None:
    deadline = compute_deadline(parse_term(term), started_at, calendar=CALENDAR)
    assert deadline.provisional is provisional


def test_natural_days_that_do_not_roll_need_no_calendar() -> None:
    deadline = compute_deadline(
        Term(90, Unit.DAYS),
        at(2026, 12, 1),
        calendar=CALENDAR,
        policy=Policy(roll_forward=False),
    )
    assert not deadline.provisional


@given(instants, quantities)
def test_working_days_agree_with_counting_on_fingers(start: datetime, quantity: int) -> None:
    deadline = compute_deadline(Term(quantity, Unit.WORKING_DAYS), start, calendar=CALENDAR)
    on = start.astimezone(oracle.BEIJING).date()
    assert deadline.due_on == oracle.after_working_days(on, quantity)


@given(instants, quantities)
def test_natural_days_agree_with_counting_on_fingers(start: datetime, quantity: int) -> None:
    deadline = compute_deadline(Term(quantity, Unit.DAYS), start, calendar=CALENDAR)
    last = oracle.after_days(start.astimezone(oracle.BEIJING).date(), quantity)
    assert deadline.nominal_on == last
    assert deadline.due_on == oracle.next_worked(last)


@given(instants, st.integers(1, 40))
def test_months_agree_with_counting_on_fingers(start: datetime, quantity: int) -> None:
    deadline = compute_deadline(Term(quantity, Unit.MONTHS), start, calendar=CALENDAR)
    last = oracle.after_months(start.astimezone(oracle.BEIJING).date(), quantity)
    assert deadline.due_on == oracle.next_worked(last)


@given(instants, st.integers(0, 5_000), quantities, st.sampled_from(Unit))
def test_starting_later_never_ends_earlier(
    start: datetime, hours: int, quantity: int, unit: Unit
) -> None:
    term = Term(quantity, unit)
    first = compute_deadline(term, start, calendar=CALENDAR)
    second = compute_deadline(term, start + timedelta(hours=hours), calendar=CALENDAR)
    assert start < first.due_at <= second.due_at


@given(instants, quantities, st.dates(date(2016, 1, 1), date(2030, 12, 31)))
def test_a_day_off_outside_the_period_does_not_move_it(
    start: datetime, quantity: int, off: date
) -> None:
    term = Term(quantity, Unit.WORKING_DAYS)
    plain = compute_deadline(term, start, calendar=CALENDAR)
    other = CALENDAR.with_overrides([Override(off, working=False)])
    moved = compute_deadline(term, start, calendar=other).due_on > plain.due_on
    inside = local_day(start) < off <= plain.due_on
    assert moved == (inside and CALENDAR.is_working(off))


def test_an_instant_without_a_zone_or_far_from_our_time_is_refused() -> None:
    for instant, code in [
        (datetime(2026, 9, 1), "naive_instant"),  # noqa: DTZ001 - that is the point
        (datetime.max.replace(tzinfo=UTC), "date_out_of_range"),
    ]:
        with pytest.raises(InvalidArgument) as caught:
            compute_deadline(Term(1, Unit.DAYS), instant, calendar=CALENDAR)
        assert caught.value.code == code


@pytest.mark.parametrize("quantity", [0, -3, 10**9])
def test_a_term_without_a_sensible_quantity_is_refused(quantity: int) -> None:
    with pytest.raises(InvalidArgument, match="整数"):
        Term(quantity, Unit.DAYS)


@pytest.mark.parametrize(
    "term,expected",
    [
        ("3工作日", at(2026, 9, 29, 9)),  # 10-09, 10-08, 9-30 lie between
        ("3日", at(2026, 10, 6, 9)),
        ("1个月", at(2026, 9, 9, 9)),
        ("24小时", at(2026, 10, 8, 23, 59) + timedelta(seconds=59)),
    ],
)
def test_a_reminder_is_counted_back_from_the_due_day(term: str, expected: datetime) -> None:
    due = compute_deadline(Term(5, Unit.WORKING_DAYS), at(2026, 9, 24), calendar=CALENDAR).due_at
    assert before(due, parse_term(term), CALENDAR) == expected


def test_a_reminder_may_come_at_another_hour() -> None:
    due = at(2026, 9, 11, 23, 59)
    assert before(due, Term(1, Unit.DAYS), CALENDAR, at=time(14)) == at(2026, 9, 10, 14)
