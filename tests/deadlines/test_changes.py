"""Extending, suspending and recomputing deadlines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.model.calendar import Override
from engine.model.deadlines import (
    Cap,
    Deadline,
    Policy,
    Term,
    Unit,
    compute_deadline,
    deadline_from_record,
    deadline_record,
    difference,
    extend,
    local_day,
    parse_term,
    policy_from_record,
    policy_record,
    recompute,
    resume,
)
from engine.model.errors import InvalidArgument
from tests.deadlines import oracle
from tests.deadlines.histories import CALENDAR, Change, changed, changes, terms
from tests.deadlines.oracle import at

HALF = Fraction(1, 2)
instants = oracle.instants(2027)
policies = st.builds(Policy, st.booleans(), st.booleans(), st.none() | st.times())


def deadline(term: str, start: datetime) -> Deadline:
    return compute_deadline(parse_term(term), start, calendar=CALENDAR)


def longer(old: Deadline, term: str, cap: Cap | None = None, times: int | None = None) -> Deadline:
    return extend(old, parse_term(term), cap=cap, calendar=CALENDAR, times=times)


# ------------------------------------------------------------------------------- extensions


def test_an_extension_counts_from_the_old_due_day() -> None:
    old = deadline("15工作日", at(2026, 9, 1))
    assert old.due_on == date(2026, 9, 21)
    assert longer(old, "7工作日").due_on == date(2026, 10, 8)
    assert longer(deadline("30日", at(2026, 9, 1)), "15日").due_on == date(2026, 10, 23)
    assert longer(old, "48小时").due_at == old.due_at + timedelta(hours=48)
    assert longer(deadline("24小时", at(2026, 9, 1)), "1日").due_on == date(2026, 9, 3)


@pytest.mark.parametrize(
    "term,extension,cap,allowed",
    [
        ("15工作日", "7工作日", HALF, True),
        ("15工作日", "8工作日", HALF, False),
        ("30日", "15日", HALF, True),
        ("30日", "16日", HALF, False),
        ("1个月", "1个月", HALF, False),
        ("1个月", "15日", HALF, True),  # half of 30 natural days, 1 September to 1 October
        ("1个月", "30日", HALF, False),
        ("3个月", "1个月", Fraction(1, 3), True),
        ("200日", "2日", Fraction(1, 100), True),
        ("200日", "3日", Fraction(1, 100), False),
        ("60日", "30日", Term(30, Unit.DAYS), True),
        ("60日", "31日", Term(30, Unit.DAYS), False),
        ("60日", "2个月", Term(30, Unit.DAYS), False),
        ("60日", "1个月", Term(40, Unit.DAYS), True),
        ("15工作日", "15工作日", Fraction(1), True),
        ("15工作日", "16工作日", Fraction(1), False),
    ],
)
def test_an_extension_above_the_cap_is_refused(
    term: str, extension: str, cap: Cap, allowed: bool
) -> None:
    old = deadline(term, at(2026, 9, 1))
    if allowed:
        assert longer(old, extension, cap).due_at > old.due_at
        return
    with pytest.raises(InvalidArgument, match="最多延长") as caught:
        longer(old, extension, cap)
    assert caught.value.code == "extension_above_cap"


def test_the_refusal_names_the_cap_in_words() -> None:
    with pytest.raises(InvalidArgument) as caught:
        longer(deadline("15工作日", at(2026, 9, 1)), "8工作日", HALF)
    assert caught.value.message == "最多延长原期限的二分之一（7个工作日），申请延长8个工作日。"
    assert "1/2 of the original term, but P8WD" in caught.value.en


def test_the_cap_holds_for_all_extensions_together_however_they_are_sliced() -> None:
    once = longer(deadline("30日", at(2026, 9, 1)), "10日", HALF)
    assert longer(once, "5日", HALF).due_at > once.due_at
    with pytest.raises(InvalidArgument, match="已延长10日"):
        longer(once, "6日", HALF)


def test_the_number_of_extensions_can_be_limited() -> None:
    once = longer(deadline("30日", at(2026, 9, 1)), "1日", times=1)
    with pytest.raises(InvalidArgument, match="已延期1次") as caught:
        longer(once, "1日", times=1)
    assert caught.value.code == "extension_count"


def test_extending_without_end_is_refused() -> None:
    old = deadline("100年", at(2026, 9, 1))
    for _ in range(9):
        old = longer(old, "100年")
    with pytest.raises(InvalidArgument) as caught:
        longer(old, "100年")
    assert caught.value.code == "date_out_of_range"


@given(instants, terms, terms)
def test_an_extension_never_shortens(start: datetime, term: Term, more: Term) -> None:
    old = compute_deadline(term, start, calendar=CALENDAR)
    new = extend(old, more, cap=None, calendar=CALENDAR)
    assert new.due_at > old.due_at
    assert new.provisional >= old.provisional


# ------------------------------------------------------------------------------ suspensions


@pytest.mark.parametrize(
    "term,stopped,resumed,expected",
    [
        # 15 working days from Tuesday 1 September end on the 21st; 10 remain after the 8th.
        ("15工作日", at(2026, 9, 8), at(2026, 9, 24), date(2026, 10, 15)),
        ("15工作日", at(2026, 9, 4, 18), at(2026, 9, 6), date(2026, 9, 21)),  # over a weekend
        ("15工作日", at(2026, 9, 21, 8), at(2026, 10, 3), date(2026, 10, 8)),  # on the last day
        ("15工作日", at(2026, 9, 21, 8), at(2026, 9, 21, 20), date(2026, 9, 21)),
        ("15工作日", at(2026, 9, 22, 8), at(2026, 10, 3), date(2026, 9, 21)),  # too late
        # 30 days end on 1 October, rolled to the 8th.
        ("30日", at(2026, 9, 10), at(2026, 9, 15), date(2026, 10, 8)),
        ("30日", at(2026, 9, 10), at(2026, 9, 25), date(2026, 10, 16)),
        ("30日", at(2026, 10, 5), at(2026, 10, 19), date(2026, 10, 22)),  # within the roll
        ("1个月", at(2026, 9, 10), at(2026, 9, 25), date(2026, 10, 16)),
    ],
)
def test_a_suspension_keeps_what_remained(
    term: str, stopped: datetime, resumed: datetime, expected: date
) -> None:
    old = deadline(term, at(2026, 9, 1))
    assert resume(old, stopped, resumed, calendar=CALENDAR).due_on == expected


def test_a_suspension_into_a_year_without_holidays_makes_working_days_provisional() -> None:
    old = compute_deadline(
        Term(15, Unit.WORKING_DAYS),
        at(2026, 9, 1),
        calendar=CALENDAR,
        policy=Policy(roll_forward=False),
    )
    new = resume(old, at(2026, 9, 8), at(2027, 2, 1), calendar=CALENDAR)
    assert (old.provisional, new.provisional) == (False, True)


def test_hours_are_shifted_by_exactly_the_time_that_passed() -> None:
    old = deadline("24小时", at(2026, 9, 1))
    new = resume(old, at(2026, 9, 1, 12), at(2026, 9, 3, 12, 30), calendar=CALENDAR)
    assert new.due_at - old.due_at == timedelta(hours=48, minutes=30)


def test_after_an_extension_the_clock_counts_in_the_unit_of_the_extension() -> None:
    old = longer(deadline("15工作日", at(2026, 9, 1)), "30日")
    assert old.due_on == date(2026, 10, 21)
    new = resume(old, at(2026, 9, 8), at(2026, 9, 10), calendar=CALENDAR)
    assert new.due_on == date(2026, 10, 23)


@given(instants, terms, st.integers(0, 2_000))
def test_suspending_for_no_time_changes_nothing(start: datetime, term: Term, hours: int) -> None:
    old = compute_deadline(term, start, calendar=CALENDAR)
    instant = start + timedelta(hours=hours)
    assert resume(old, instant, instant, calendar=CALENDAR) == old


@given(instants, terms, st.integers(0, 2_000), st.integers(0, 2_000))
def test_a_suspension_never_shortens_and_never_revives(
    start: datetime, term: Term, after: int, length: int
) -> None:
    old = compute_deadline(term, start, calendar=CALENDAR)
    stopped = start + timedelta(hours=after)
    resumed = stopped + timedelta(hours=length)
    new = resume(old, stopped, resumed, calendar=CALENDAR)
    assert new.due_at >= old.due_at
    if stopped >= old.expires_at:
        assert new.due_at == old.due_at
    else:
        assert new.expires_at > resumed


@given(instants, st.integers(1, 60), st.integers(0, 90), st.integers(0, 90))
def test_the_working_days_left_are_the_same_before_and_after(
    start: datetime, quantity: int, after: int, length: int
) -> None:
    old = compute_deadline(Term(quantity, Unit.WORKING_DAYS), start, calendar=CALENDAR)
    stopped = start + timedelta(days=after)
    resumed = stopped + timedelta(days=length)
    left = oracle.worked_between(local_day(stopped), old.due_on)
    assume(left > 0)
    new = resume(old, stopped, resumed, calendar=CALENDAR)
    assert oracle.worked_between(local_day(resumed), new.due_on) == left


@given(instants, st.integers(1, 60), st.integers(0, 60), st.integers(1, 90))
def test_the_natural_days_left_are_the_same_before_and_after(
    start: datetime, quantity: int, after: int, length: int
) -> None:
    assume(after <= quantity)
    old = compute_deadline(Term(quantity, Unit.DAYS), start, calendar=CALENDAR)
    new = resume(
        old,
        start + timedelta(days=after),
        start + timedelta(days=after + length),
        calendar=CALENDAR,
    )
    last = oracle.after_days(local_day(start), quantity + length)
    assert (new.nominal_on, new.due_on) == (last, oracle.next_worked(last))


@pytest.mark.parametrize(
    "stopped,resumed",
    [
        (at(2026, 8, 31), at(2026, 9, 5)),  # before the clock started
        (at(2026, 9, 5), at(2026, 9, 4)),  # backwards
        (at(2026, 9, 11), at(2026, 9, 20)),  # into the suspension of 10 to 12 September
    ],
)
def test_a_suspension_that_cannot_have_happened_is_refused(
    stopped: datetime, resumed: datetime
) -> None:
    once = resume(
        deadline("30日", at(2026, 9, 1)), at(2026, 9, 10), at(2026, 9, 12), calendar=CALENDAR
    )
    with pytest.raises(InvalidArgument) as caught:
        resume(once, stopped, resumed, calendar=CALENDAR)
    assert caught.value.code == "invalid_suspension"


# ---------------------------------------------------------------------- other calendars, records


def test_a_provisional_deadline_is_redone_when_the_year_is_published() -> None:
    old = deadline("15工作日", at(2026, 12, 20))
    published = CALENDAR.with_overrides([Override(date(2027, 1, 1), working=False, name="元旦")])
    new = recompute(old, published)
    assert (old.due_on, old.provisional) == (date(2027, 1, 8), True)
    assert (new.due_on, new.provisional) == (date(2027, 1, 11), False)
    assert new.calendar_version == published.version
    assert difference(old, new) == (
        f"日历由{CALENDAR.version}版更新为{published.version}版，"
        "届满日由2027年1月8日改为2027年1月11日（推后3天），不再是暂估。"
    )
    assert "提前3天" in difference(new, old)
    assert difference(new, old).endswith("，现为暂估。")


def test_a_recomputation_that_moves_nothing_says_so() -> None:
    old = deadline("5工作日", at(2026, 9, 24))
    other = CALENDAR.with_overrides([Override(date(2028, 1, 1), working=False)])
    assert difference(old, old) == "届满日不变，仍为2026年10月9日。"
    assert "届满日不变" in difference(old, recompute(old, other))
    provisional = deadline("5工作日", at(2027, 9, 24))
    assert difference(provisional, provisional).endswith("，仍为暂估。")
    hours = deadline("24小时", at(2026, 9, 24))
    later = resume(hours, at(2026, 9, 24, 10), at(2026, 9, 24, 11), calendar=CALENDAR)
    assert "截止时刻有变化" in difference(hours, later)


@given(instants, terms, changes)
def test_recomputing_under_the_same_calendar_changes_nothing(
    start: datetime, term: Term, steps: list[Change]
) -> None:
    old = changed(compute_deadline(term, start, calendar=CALENDAR), steps)
    assert recompute(old, CALENDAR) == old


@given(instants, terms, changes, policies)
def test_a_deadline_survives_being_stored(
    start: datetime, term: Term, steps: list[Change], policy: Policy
) -> None:
    stored = changed(compute_deadline(term, start, calendar=CALENDAR, policy=policy), steps)
    assert deadline_from_record(deadline_record(stored)) == stored


@given(policies)
def test_a_policy_survives_being_stored(policy: Policy) -> None:
    assert policy_from_record(policy_record(policy)) == policy


@pytest.mark.parametrize(
    "key,value",
    [
        ("term", 15),
        ("started_at", "2026-09-01T09:00:00"),
        ("due_on", "soon"),
        ("policy", None),
        ("policy", {}),
        ("adjustments", {}),
        ("adjustments", ["x"]),
        ("provisional", "no"),
    ],
)
def test_a_damaged_record_is_refused(key: str, value: object) -> None:
    record = {**deadline_record(deadline("30日", at(2026, 9, 1))), key: value}
    with pytest.raises(InvalidArgument) as caught:
        deadline_from_record(record)
    assert caught.value.code == "invalid_deadline_record"
    del record[key]
    with pytest.raises(InvalidArgument):
        deadline_from_record(record)
