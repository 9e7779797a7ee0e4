"""When something is said of a due date, whatever the rules, the day and the calendar are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import SHANGHAI, Override, WorkCalendar
from engine.model.deadline_values import is_overdue, local_day
from notifications.marks.schedule import Mark, Schedule
from notifications.rules.model import DUE, NEAR_DUE, OVERDUE, TOLD, Rule

CALENDAR = WorkCalendar.published()
HOUR = time(8, 30)
SCHEDULE = Schedule(CALENDAR, HOUR)
YEAR = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001 - made aware
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)


def _near(days: int) -> Rule:
    return Rule(f"near{days}", NEAR_DUE, (TOLD,), (), days=days)


def _over(days: int, every: int) -> Rule:
    return Rule(f"over{days}-{every}", OVERDUE, (TOLD,), (), days=days, every=every)


DUE_RULE = Rule("due", DUE, (TOLD,), ())
RULES = st.lists(
    st.one_of(
        st.integers(1, 20).map(_near),
        st.just(DUE_RULE),
        st.tuples(st.integers(1, 20), st.integers(0, 10)).map(lambda each: _over(*each)),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda rule: rule.id,
)
CALENDARS = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2027, 2, 28)), st.booleans()),
    max_size=15,
    unique_by=lambda each: each[0],
).map(lambda days: CALENDAR.with_overrides(Override(on, works, "") for on, works in days))


def _local(at: datetime) -> datetime:
    return at.astimezone(SHANGHAI)


def _at(day: str, hour: str = "23:59:59") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}+08:00").astimezone(UTC)


def _days(marks: tuple[Mark, ...]) -> list[str]:
    return [_local(each.at).strftime("%m-%d %H:%M") for each in marks]


@given(RULES, YEAR, CALENDARS)
def test_every_mark_is_in_the_morning_of_a_working_day_and_they_are_in_order(
    rules: list[Rule], due_at: datetime, calendar: WorkCalendar
) -> None:
    schedule = Schedule(calendar, HOUR)
    start = due_at - timedelta(days=60)
    marks = schedule.of(rules, due_at, since=start, until=due_at + timedelta(days=40))
    for mark in marks:
        assert _local(mark.at).time() == HOUR
        assert calendar.is_working(local_day(mark.at))
        if mark.rule.event == OVERDUE:
            assert is_overdue(due_at, mark.at)
            passed = calendar.working_days_between(local_day(due_at), local_day(mark.at))
            assert passed == mark.number
        else:
            assert mark.at <= due_at
    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)
    assert len({(mark.rule.id, mark.number) for mark in marks}) == len(marks)


@given(st.integers(1, 20), YEAR, CALENDARS)
def test_nothing_is_near_before_its_working_days_begin(
    days: int, due_at: datetime, calendar: WorkCalendar
) -> None:
    (mark,) = Schedule(calendar, HOUR).of(
        [_near(days)], due_at, since=due_at - timedelta(days=365), until=due_at
    )
    left = calendar.working_days_between(local_day(mark.at), local_day(due_at))
    expected = days if calendar.is_working(local_day(due_at)) else days - 1
    assert left == expected


@given(RULES, YEAR, st.lists(st.integers(0, 60 * 24 * 60), max_size=12))
def test_looking_often_or_seldom_says_the_same_and_nothing_twice(
    rules: list[Rule], due_at: datetime, minutes: list[int]
) -> None:
    start = due_at - timedelta(days=30)
    end = due_at + timedelta(days=30)
    looks = sorted({start + timedelta(minutes=each) for each in minutes} | {end})
    mark_at: datetime | None = start
    said: list[tuple[str, int]] = []
    for now in looks:
        if mark_at is None or mark_at > now:
            continue
        said += [
            (mark.rule.id, mark.number)
            for mark in SCHEDULE.due(rules, due_at, since=mark_at, until=now)
        ]
        mark_at = SCHEDULE.next(rules, due_at, after=now)
        assert mark_at is None or mark_at > now
    every = {(m.rule.id, m.number) for m in SCHEDULE.of(rules, due_at, since=start, until=end)}
    assert len(set(said)) == len(said)
    assert set(said) <= every


@given(RULES, YEAR)
def test_who_looks_at_every_mark_misses_none_but_what_a_louder_one_says(
    rules: list[Rule], due_at: datetime
) -> None:
    start, end = due_at - timedelta(days=30), due_at + timedelta(days=30)
    mark_at: datetime | None = start
    said: set[tuple[str, int]] = set()
    while mark_at is not None and mark_at <= end:
        found = SCHEDULE.due(rules, due_at, since=mark_at, until=mark_at)
        said |= {(mark.rule.id, mark.number) for mark in found}
        mark_at = SCHEDULE.next(rules, due_at, after=mark_at)
    every = SCHEDULE.of(rules, due_at, since=start, until=end)
    on_time = {m.at for m in every if m.rule.event == DUE}
    expected = {
        (m.rule.id, m.number) for m in every if m.rule.event != NEAR_DUE or m.at not in on_time
    }
    assert said == expected


def test_before_and_after_the_national_holiday_only_working_mornings_are_counted() -> None:
    rules = [_near(3), DUE_RULE, _over(1, 2)]
    # 10-10 is worked in exchange for a holiday; 10-01 to 10-07 is free.
    marks = SCHEDULE.of(rules, _at("2026-10-08"), since=_at("2026-09-20"), until=_at("2026-10-16"))
    assert _days(marks) == [
        "09-28 08:30", "10-08 08:30", "10-09 08:30", "10-12 08:30", "10-14 08:30", "10-16 08:30",
    ]  # fmt: skip


def test_what_is_due_on_a_weekend_or_before_work_begins_is_said_the_working_day_before() -> None:
    for due_at in (_at("2026-11-28", "15:30:00"), _at("2026-11-30", "07:00:00")):
        marks = SCHEDULE.of([DUE_RULE], due_at, since=_at("2026-11-01"), until=due_at)
        assert _days(marks) == ["11-27 08:30"]


def test_after_a_long_silence_only_the_latest_is_said_and_nothing_that_is_no_longer_true() -> None:
    rules = [_near(3), DUE_RULE, _over(1, 2), _over(5, 5)]
    due_at, now = _at("2026-03-06"), _at("2026-03-31", "10:00:00")
    said = SCHEDULE.due(rules, due_at, since=_at("2026-02-27"), until=now)
    assert [(mark.rule.id, mark.number) for mark in said] == [("over1-2", 17), ("over5-5", 15)]


def test_a_rule_that_tells_nobody_gives_no_mark() -> None:
    silent = Rule("silent", OVERDUE, (), (), days=1, every=1)
    due_at = _at("2026-03-06")
    assert SCHEDULE.next([silent], due_at, after=_at("2026-03-01")) is None
    assert SCHEDULE.due([silent], due_at, since=due_at, until=_at("2026-03-31")) == ()
