"""Explaining deadlines: every day listed, every sentence with its article."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import DayKind, Override
from engine.model.deadlines import (
    CountedDay,
    Deadline,
    Policy,
    Term,
    Unit,
    compute_deadline,
    counted_days,
    explain,
    extend,
    local_day,
    parse_term,
    resume,
)
from engine.model.errors import InvalidArgument
from tests.deadlines import oracle
from tests.deadlines.histories import CALENDAR, Change, changed, changes, terms
from tests.deadlines.oracle import at

instants = oracle.instants(2027)
day_units = st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS])


def deadline(term: str, start: datetime, policy: Policy | None = None) -> Deadline:
    return compute_deadline(parse_term(term), start, calendar=CALENDAR, policy=policy or Policy())


def said(of: Deadline, event: str = "签收") -> str:
    return "".join(explain(of, CALENDAR, event=event))


def test_working_days_over_the_autumn_holidays_are_explained() -> None:
    assert explain(deadline("5工作日", at(2026, 9, 24)), CALENDAR, event="签收") == (
        "自2026年9月24日签收之次日起算5个工作日（《民法典》第二百零一条第一款：开始的当日不计入）。",
        "其间9月25日至27日中秋节放假、10月1日至7日国庆节放假不计入。",
        "于2026年10月9日（星期五）24时届满（第二百零三条第二款）。",
        f"依据工作日历{CALENDAR.version}版计算。",
    )


def test_a_make_up_day_is_named_as_counted() -> None:
    assert "2月14日（星期六）为调休上班日，计入。" in said(deadline("5工作日", at(2026, 2, 10)))


def test_a_last_day_on_a_holiday_names_the_day_it_moves_to() -> None:
    text = said(deadline("30日", at(2026, 9, 1)))
    assert "期间内的节假日和周末计入" in text
    assert (
        "最后一日2026年10月1日为法定休假日（国庆节），"
        "顺延至其后第一个工作日2026年10月8日（第二百零三条第一款）。" in text
    )


def test_a_last_day_on_a_weekend_is_not_passed_off_as_statute() -> None:
    text = said(deadline("5日", at(2026, 8, 31)))
    assert "最后一日2026年9月5日为周末（星期六）" in text
    assert "周末比照第二百零三条第一款办理" in text


@pytest.mark.parametrize(
    "term,start,policy,fragment",
    [
        ("3个月", at(2026, 3, 8), None, "到期月的对应日2026年6月8日为最后一日（第二百零二条）"),
        ("1个月", at(2026, 1, 31), None, "2月没有对应的31日，月末日2026年2月28日为最后一日"),
        ("24小时", at(2026, 9, 30), None, "自2026年9月30日09:00签收起算24小时"),
        ("24小时", at(2026, 9, 30), None, "于2026年10月1日09:00届满，不因节假日顺延。"),
        ("1日", at(2026, 9, 7), Policy(closes_at=time(17, 30)), "17:30停止业务活动时届满"),
        ("1工作日", at(2026, 12, 31), None, "2027年的放假安排尚未公布"),
        ("3工作日", at(2025, 12, 31), None, "其间2026年1月1日至3日元旦放假不计入"),
        ("9工作日", at(2026, 12, 24), None, "周末4天不计入"),
        ("5工作日", at(2017, 1, 26), None, "1月27日至2月2日春节放假"),
        ("1日", at(2026, 9, 7), None, "于2026年9月8日（星期二）24时届满"),
    ],
)
def test_every_convention_is_told_with_its_days(
    term: str, start: datetime, policy: Policy | None, fragment: str
) -> None:
    assert fragment in said(deadline(term, start, policy))


def test_extensions_and_suspensions_are_told_in_their_order() -> None:
    once = resume(
        deadline("15工作日", at(2026, 9, 1)), at(2026, 9, 8), at(2026, 9, 24), calendar=CALENDAR
    )
    twice = extend(once, parse_term("7工作日"), cap=None, calendar=CALENDAR)
    text = said(twice)
    places = [
        text.index(part)
        for part in (
            "于2026年9月21日（星期一）24时届满",
            "期限于2026年9月8日09:00中止，2026年9月24日09:00恢复",
            "中止时剩余的10个工作日自恢复之次日起继续计算。",
            "于2026年10月15日（星期四）24时届满",
            "经批准延期7个工作日，自2026年10月15日之次日起算。",
            "于2026年10月26日（星期一）24时届满",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "term,stopped,fragment",
    [
        ("30日", at(2026, 9, 10), "剩余的21日自恢复之次日起继续计算"),
        ("30日", at(2026, 10, 1), "恢复之日为最后一日"),
        ("30日", at(2026, 10, 5), "剩余的3日自恢复之次日起继续计算"),
        ("15工作日", at(2026, 9, 21), "恢复之日为最后一日"),
        ("15工作日", at(2026, 9, 22), "中止时期限已经届满，届满日不变"),
        ("100小时", at(2026, 9, 2), "届满时刻按中止的时长顺延"),
    ],
)
def test_a_suspension_tells_what_remained(term: str, stopped: datetime, fragment: str) -> None:
    old = deadline(term, at(2026, 9, 1))
    assert fragment in said(resume(old, stopped, at(2026, 10, 20), calendar=CALENDAR))


def test_an_extension_in_hours_starts_at_the_old_instant() -> None:
    text = said(
        extend(deadline("1日", at(2026, 9, 7)), Term(24, Unit.HOURS), cap=None, calendar=CALENDAR)
    )
    assert "经批准延期24小时，自原届满时刻起算。于2026年9月9日23:59届满" in text


def test_a_calendar_that_leads_elsewhere_cannot_explain_a_deadline() -> None:
    old = deadline("5工作日", at(2026, 9, 24))
    other = CALENDAR.with_overrides([Override(date(2026, 9, 28), working=False)])
    with pytest.raises(InvalidArgument) as caught:
        explain(old, other)
    assert caught.value.code == "calendar_mismatch"
    same = CALENDAR.with_overrides([Override(date(2028, 9, 28), working=False)])
    assert explain(old, same)


def test_each_day_is_listed_with_its_number_and_reason() -> None:
    days = counted_days(deadline("5工作日", at(2026, 2, 10)), CALENDAR)
    why_en = "the day of the beginning is not counted"
    assert days[0] == CountedDay(
        date(2026, 2, 10), False, None, DayKind.WORKING, "起算当日不计入", why_en
    )
    assert [(day.on.day, day.number) for day in days if day.counted] == [
        (11, 1), (12, 2), (13, 3), (14, 4), (24, 5),
    ]  # fmt: skip
    assert days[4].why == "调休上班（春节）"
    assert {day.why for day in days[5:14]} == {"法定休假日（春节）"}


def test_a_rolled_last_day_is_listed_as_such() -> None:
    days = {day.on: day for day in counted_days(deadline("30日", at(2026, 9, 1)), CALENDAR)}
    assert days[date(2026, 10, 1)].number == 30
    assert days[date(2026, 10, 1)].why == "最后一日为法定休假日（国庆节），顺延"
    assert days[date(2026, 10, 4)].why == "顺延"
    assert days[date(2026, 10, 8)].why == "顺延后的届满日"
    assert days[date(2026, 9, 12)].why == "自然日"


def test_suspended_days_are_listed_as_not_counted() -> None:
    old = resume(
        deadline("15工作日", at(2026, 9, 1)), at(2026, 9, 8), at(2026, 9, 24), calendar=CALENDAR
    )
    days = counted_days(old, CALENDAR)
    assert sum(day.why == "中止期间不计入" for day in days) == 16
    assert sum(day.counted for day in days) == 15


def test_hours_list_no_days() -> None:
    assert counted_days(deadline("24小时", at(2026, 9, 1)), CALENDAR) == ()


def test_a_nameless_day_off_is_a_day_off() -> None:
    calendar = CALENDAR.with_overrides([Override(date(2026, 9, 9), working=False)])
    of = compute_deadline(Term(3, Unit.WORKING_DAYS), at(2026, 9, 7), calendar=calendar)
    assert counted_days(of, calendar)[2].why == "休假日"
    assert "其间9月9日休假不计入。" in explain(of, calendar)


@given(instants, st.integers(1, 90), day_units, st.integers(0, 60), st.integers(0, 40))
def test_the_listing_is_gapless_and_counts_exactly_the_term(
    start: datetime, quantity: int, unit: Unit, after: int, length: int
) -> None:
    of = compute_deadline(Term(quantity, unit), start, calendar=CALENDAR)
    stopped = start + timedelta(days=after)
    if local_day(stopped) <= of.nominal_on:
        of = resume(of, stopped, stopped + timedelta(days=length), calendar=CALENDAR)
    days = counted_days(of, CALENDAR)
    first = local_day(start)
    assert [day.on for day in days] == [first + timedelta(days=n) for n in range(len(days))]
    assert days[-1].on == of.due_on
    assert [day.number for day in days if day.counted] == list(range(1, quantity + 1))
    assert all(day.why for day in days)


@given(instants, st.integers(1, 90), st.sampled_from(Unit))
def test_every_deadline_can_be_explained(start: datetime, quantity: int, unit: Unit) -> None:
    of = compute_deadline(Term(quantity, unit), start, calendar=CALENDAR)
    sentences = explain(of, CALENDAR)
    assert all(sentence.endswith("。") for sentence in sentences)
    assert ("暂估" in "".join(sentences)) == of.provisional
    assert str(of.term) in sentences[0]


def test_numbers_go_on_through_an_extension() -> None:
    of = extend(deadline("3日", at(2026, 9, 7)), parse_term("2工作日"), cap=None, calendar=CALENDAR)
    days = counted_days(of, CALENDAR)
    assert [(day.on.day, day.number) for day in days] == [
        (7, None), (8, 1), (9, 2), (10, 3), (11, 4), (12, None), (13, None), (14, 5),
    ]  # fmt: skip


def test_days_between_two_extensions_are_not_left_out() -> None:
    of = deadline("1日", at(2026, 9, 7))
    for term in ("48小时", "1日"):
        of = extend(of, parse_term(term), cap=None, calendar=CALENDAR)
    days = counted_days(of, CALENDAR)
    assert [(day.on.day, day.number) for day in days] == [
        (7, None), (8, 1), (9, None), (10, None), (11, 2),
    ]  # fmt: skip
    assert days[2].why == "按小时计算的期间"


def test_a_suspension_before_the_first_listed_day_starts_the_list() -> None:
    hours = extend(
        deadline("48小时", at(2026, 9, 7)), parse_term("2日"), cap=None, calendar=CALENDAR
    )
    of = resume(hours, at(2026, 9, 8), at(2026, 9, 9), calendar=CALENDAR)
    assert [(day.on.day, day.number) for day in counted_days(of, CALENDAR)] == [
        (9, None), (10, 1), (11, 2), (12, 3), (13, None), (14, None),
    ]  # fmt: skip


@given(instants, terms, changes)
def test_every_life_of_a_deadline_is_listed_and_told_without_gaps(
    start: datetime, term: Term, steps: list[Change]
) -> None:
    of = changed(compute_deadline(term, start, calendar=CALENDAR), steps)
    days = counted_days(of, CALENDAR)
    assert [day.on for day in days] == [
        days[0].on + timedelta(days=number) for number in range(len(days))
    ]
    if of.unit is not Unit.HOURS:
        assert days[-1].on == of.due_on
    numbers = [day.number for day in days if day.counted]
    assert numbers == list(range(1, len(numbers) + 1))
    sentences = explain(of, CALENDAR)
    assert len(sentences) >= 3 + len(of.adjustments)
    assert all(sentence.endswith("。") for sentence in sentences)
