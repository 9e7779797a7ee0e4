"""What happened in a case, who had it how long, who was told what, and why its dates are as set."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar_days import DayKind
from engine.model.deadline_days import CountedDay
from engine.store import Store
from engine.store.tables import history_event
from tests.reading.house import House
from tests.support.clock import HandClock
from tests.web.pages import Pages
from web.areas.cases.deadlines import weeks
from web.areas.cases.holding import lasting

INTERNAL = ("timeline/check", "notifications", "holding")


@pytest.fixture
def desk(store: Store, clock: HandClock) -> House:
    return House(store, clock)


def delivered(desk: House) -> str:
    case_id = desk.rectify()
    desk.clock.advance(timedelta(hours=30))
    desk.deliver(case_id)
    return case_id


def tabs(pages: Pages, person: str, case_id: str) -> list[str]:
    shown = pages.get(person, f"/cases/{case_id}")
    return [
        each.get("href").rpartition("/")[2] for each in shown.all("//nav[@class='tabs no-print']/a")
    ]


def test_the_course_is_told_in_sentences_and_details_on_request(desk: House, pages: Pages) -> None:
    path = f"/cases/{delivered(desk)}/timeline"
    shown = pages.get("li", path)
    assert "xiao某（被督导单位）办结了“签收通知书”" in shown.text
    assert not shown.all("//li[contains(@class,'is-detail')]")
    assert pages.get("li", f"{path}?details=1").all("//li[contains(@class,'is-detail')]")
    assert "What happened" in pages.get("li", path, language="en").text


def test_a_long_course_goes_on_on_another_page(desk: House, pages: Pages) -> None:
    case_id = delivered(desk)
    desk.finish(case_id, 1)
    path = f"/cases/{case_id}/timeline?details=1"
    seen: list[str] = []
    while path:
        shown = pages.get("li", path)
        seen += [each.get("id") for each in shown.all("//li[starts-with(@id,'event-')]")]
        path = next((each.get("href") for each in shown.all("//a[@rel='next']")), "")
    assert seen == [f"event-{number}" for number in range(len(desk.history(case_id)), 0, -1)]
    assert len(seen) > 50


def test_the_history_is_verified_and_a_change_is_named(desk: House, pages: Pages) -> None:
    case_id = delivered(desk)
    path = f"/cases/{case_id}/timeline"
    assert pages.get("li", path).all("//*[@id='checked' and contains(@hx-get,'/check')]")
    last = len(desk.history(case_id))
    assert f"历史已核对到第 {last} 条" in pages.get("li", f"{path}/check").text
    with desk.store.begin() as session:
        second = (history_event.c.case_id == case_id) & (history_event.c.seq == 2)
        session.execute(history_event.update().where(second).values(person="chen"))
    assert "历史自第 2 条起与写入时不一致" in pages.get("li", f"{path}/check").text


def test_a_respondent_has_no_tab_that_would_refuse_them(desk: House, pages: Pages) -> None:
    case_id = delivered(desk)
    assert {"timeline", "notifications", "holding"} <= set(tabs(pages, "li", case_id))
    theirs = tabs(pages, "xiao", case_id)
    assert set(theirs) & {"notifications", "holding"} == set()
    for each in theirs[1:]:
        pages.get("xiao", f"/cases/{case_id}/{each}")
    for each in INTERNAL:
        pages.get("xiao", f"/cases/{case_id}/{each}", status=403)
        pages.get("hua", f"/cases/{case_id}/{each}", status=404)


def test_a_respondent_reads_what_their_own_people_did(desk: House, pages: Pages) -> None:
    shown = pages.get("xiao", f"/cases/{delivered(desk)}/timeline")
    assert "签收通知书" in shown.text
    assert "wang某" not in shown.text
    assert not shown.all("//*[@id='checked']")


def test_messages_say_who_was_told_and_who_read_them(desk: House, pages: Pages) -> None:
    shown = pages.get("li", f"/cases/{delivered(desk)}/notifications")
    assert "还没有人看" in shown.text
    assert "站内可读" in shown.text


def test_who_had_a_case_how_long_adds_up(desk: House, pages: Pages) -> None:
    case_id = delivered(desk)
    desk.clock.advance(timedelta(days=3))
    shown = pages.get("li", f"/cases/{case_id}/holding")
    shares = [float(each.get("value")) for each in shown.all("//meter")]
    assert sum(shares) == pytest.approx(100, abs=0.1 * len(shares))
    assert "4 天 6 小时" in shown.text
    assert "待签收" in shown.text


def test_a_deadline_says_each_day_and_the_rule(desk: House, pages: Pages) -> None:
    case_id = delivered(desk)
    for person in ("li", "xiao"):
        shown = pages.get(person, f"/cases/{case_id}/deadlines")
        assert "《民法典》第二百零一条第一款" in shown.text
        assert "起算当日不计入" in shown.text
        assert shown.all("//td[contains(@class,'is-due')]")
        assert shown.all("//td[contains(@class,'is-skipped')]/time/s")
    work = desk.work(case_id)[0]
    path = f"/cases/{case_id}/deadlines"
    assert pages.get("li", path).all(f"//*[@id='work-{work.id}']")
    assert pages.get("li", f"/cases/{case_id}").all("//a[contains(@href,'/deadlines')]")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_weeks_begin_on_monday_and_leave_no_day_out(first: date, number: int) -> None:
    days = [
        CountedDay(
            first + timedelta(days=each), counted=True, number=1, kind=DayKind.WORKING, why=""
        )
        for each in range(number)
    ]
    laid = weeks(days)
    assert [each for week in laid for each in week if each is not None] == days
    for week in laid:
        assert len(week) == 7
        assert all(day is None or day.on.weekday() == place for place, day in enumerate(week))


@pytest.mark.parametrize(
    "seconds, said",
    [(59, "不到 1 分钟"), (60, "1 分钟"), (3660, "1 小时 1 分"), (90_000, "1 天 1 小时")],
)
def test_times_are_said_in_two_units(seconds: float, said: str) -> None:
    assert lasting(seconds) == said
