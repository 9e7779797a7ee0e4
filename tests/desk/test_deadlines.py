"""Why a date: every day with its reason, what changed it, and the rules it rests on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine import commands
from engine.model.calendar import WorkCalendar
from engine.model.deadline_extension import extend
from engine.model.deadline_story import preview, story_of
from engine.model.deadlines import compute_deadline, parse_term, resume
from tests.cases.desk import refusal
from tests.reading.house import House

CALENDAR = WorkCalendar.published()


def test_each_day_says_whether_it_counts_and_why_in_both_languages() -> None:
    story = preview(parse_term("5个工作日"), date(2026, 9, 24), calendar=CALENDAR)
    rows = [(each.on.day, each.counted, each.number, each.why, each.why_en) for each in story.days]
    assert rows[:3] == [
        (24, False, None, "起算当日不计入", "the day of the beginning is not counted"),
        (25, False, None, "法定休假日（中秋节）", "day off (中秋节)"),
        (26, False, None, "法定休假日（中秋节）", "day off (中秋节)"),
    ]
    assert rows[-1][1:3] == (True, 5)
    assert story.days[-1].on == story.due_on
    assert not any(each.provisional for each in story.days)
    assert [each.number for each in story.articles] == [
        "《民法典》第二百零一条第一款",
        "《民法典》第二百零三条第二款",
    ]


def test_days_of_a_year_without_published_days_off_are_marked() -> None:
    story = preview(parse_term("30个工作日"), date(2027, 12, 20), calendar=CALENDAR)
    assert story.provisional
    assert {each.provisional for each in story.days if each.on.year == 2028} == {True}
    assert any("may still move" in each for each in story.en)


def test_a_last_day_on_a_day_off_names_the_rule_that_moves_it() -> None:
    story = preview(parse_term("1个月"), date(2026, 9, 1), calendar=CALENDAR)
    assert (story.nominal_on, story.due_on) == (date(2026, 10, 1), date(2026, 10, 8))
    assert story.is_rolled
    assert [each.number for each in story.articles] == [
        "《民法典》第二百零一条第一款",
        "《民法典》第二百零二条",
        "《民法典》第二百零三条第一款",
        "《民法典》第二百零三条第二款",
    ]
    assert "moves to the next working day, 8 October 2026" in " ".join(story.en)


def test_changes_tell_from_which_day_to_which() -> None:
    start = datetime(2026, 9, 1, 1, tzinfo=UTC)
    first = compute_deadline(parse_term("15日"), start, calendar=CALENDAR)
    paused = resume(first, start + timedelta(days=9), start + timedelta(days=19), calendar=CALENDAR)
    longer = extend(paused, parse_term("7日"), cap=None, calendar=CALENDAR)
    story = story_of(longer, CALENDAR)
    assert [(each.is_extension, each.from_on.day, each.to_on.day) for each in story.changes] == [
        (False, 16, 28),
        (True, 28, 8),
    ]
    assert story.changes[1].zh == "延期7日"
    assert story.changes[0].en.startswith("suspended from 10 September 2026 09:00")
    assert {each.on for each in story.days if each.why == "中止期间不计入"} == {
        date(2026, 9, day) for day in range(11, 21)
    }


def test_a_term_in_hours_ends_at_an_instant_and_lists_no_days() -> None:
    story = preview(parse_term("24小时"), date(2026, 9, 30), calendar=CALENDAR)
    assert story.days == ()
    assert story.due_at == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert [each.number for each in story.articles] == ["《民法典》第二百零一条第二款"]


@pytest.mark.parametrize("text", ["15个工作日", "30日", "3个月", "24小时"])
def test_sentences_in_both_languages_name_the_day(text: str) -> None:
    story = preview(parse_term(text), date(2026, 9, 24), calendar=CALENDAR)
    local = story.due_on
    assert any(f"{local.month}月{local.day}日" in each for each in story.zh)
    assert any(f"{local.day} {local:%B}" in each for each in story.en)


def test_the_deadlines_of_a_case_come_with_the_work_that_is_due_by_them(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    inner = house.ask(commands.read_deadlines, "li", case_id=case_id)
    named = {name for each in inner for name in each.work_names}
    assert "报送整改方案" in named
    assert [each.deadline_on for each in inner] == sorted(each.deadline_on for each in inner)
    for each in inner:
        assert each.story is not None
        assert each.story.due_on == each.deadline_on
    own = house.ask(commands.read_deadlines, "xiao", case_id=case_id)
    theirs = {row.id for row in house.work(case_id) if "respondent" in row.groups}
    assert own
    assert all(set(each.work_ids) <= theirs for each in own)
    assert all(each.work_ids for each in own)
    assert ("xiao", "case") in house.reads(case_id)


def test_what_is_no_term_is_refused_with_a_preview_for_everybody_known(house: House) -> None:
    story = house.ask(commands.preview_deadline, "xiao", term="15个工作日")
    assert story.term_en == "15 working days"
    assert house.answer(commands.preview_deadline, "nobody", term="15日") == "not_permitted"
    refused = refusal(lambda: house.ask(commands.preview_deadline, "li", term="很久"))
    assert refused.code == "invalid_term"
