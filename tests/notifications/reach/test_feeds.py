"""A personal calendar: what it says to a program, to whom, and what it must not say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from bpmn.catalogue import catalogue
from engine import commands
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.errors import NotFound, NotPermitted
from engine.store.tables import calendar_feed
from notifications.feeds.entries import Entry
from notifications.feeds.gathering import gather
from notifications.feeds.tokens import feed_named, make_feed, read_feed, revoke_feed
from notifications.feeds.writing import written
from tests.notifications.reach.lines import Part, parsed, text
from tests.reading.house import House
from tests.web.pages import Pages

INTERVIEW = catalogue()["interview"]


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


def entries(house: House, person: str) -> tuple[Entry, ...]:
    with house.store.read() as session:
        return gather(session, engine=house.engine, clock=house.clock, person=person)[0]


def said(house: House, person: str) -> list[str]:
    return [each.zh for each in entries(house, person)]


def subscribe(house: House, person: str) -> str:
    token = house.give(make_feed, person).token
    assert token is not None
    return f"/calendar/{token}.ics"


def pause(house: House, case_id: str) -> None:
    """Let the clocks of a case stand still for two days."""
    house.give(commands.suspend_case, "wang", case_id=case_id, reason="等待复核")
    house.clock.advance(timedelta(days=2))
    house.give(commands.resume_case, "wang", case_id=case_id)


def interview(house: House) -> str:
    """An interview whose notice was served, to be held on 10 March at nine."""
    house.deploy(*INTERVIEW.diagrams.values(), *INTERVIEW.tables.values())
    form = {
        "source": "督导检查", "grounds": "T6 安全问题较多", "facts": "检查发现三项问题。",
        "facts_on": "2026-03-01", "articles": "第二十五条",
    }  # fmt: skip
    case_id = house.open("interview", form, title="约谈某甲县").case_id
    house.complete(
        "li", house.one(case_id, "draft_sheet").id,
        {"problem_count": 3, "severity": "一般", "target_kind": "县级党委政府"},
    )  # fmt: skip
    house.complete("wang", house.one(case_id, "approve_sheet").id, {"approval": "同意约谈"})
    meeting = {
        "meeting_at": (house.clock() + timedelta(days=10)).isoformat(),
        "meeting_place": "督导室；二楼, 东侧",
        "summoned": [
            {"person": "刘某", "post": "校长", "identity": "事业"},
            {"person": "孙某", "post": "校长", "identity": "事业"},
        ],
        "materials": [{"name": "自查报告"}],
        "contact": "李某",
        "contact_phone": "0730-8000000",
    }
    house.complete("li", house.one(case_id, "arrange_meeting").id, meeting)
    return case_id


def serve(house: House, case_id: str) -> None:
    house.complete("wang", house.one(case_id, "sign_notice").id, {"signed": True})
    house.complete("li", house.one(case_id, "deliver_notice").id, {"delivery_mode": "电子"})
    house.complete("xiao", house.one(case_id, "sign_receipt").id, {"receipt_signer": "肖某"})


def test_work_that_is_mine_or_offered_stands_on_its_last_day_in_time(house: House) -> None:
    case_id = house.rectify()
    (entry,) = entries(house, "li")
    work = house.one(case_id, "draft_notice")
    assert work.due_at is not None
    assert entry.at == local_day(work.due_at)
    assert entry.zh.endswith(work.name)
    assert entry.path == f"/work/{work.id}"
    assert entry.uid == f"work-{work.id}@dudao"
    assert said(house, "xiao") == []


def test_problem_items_of_ones_unit_stand_in_the_calendar_of_its_respondents(house: House) -> None:
    case_id = house.rectify()
    assert said(house, "xiao") == []
    house.deliver(case_id)
    reference = house.case(case_id).reference
    found = said(house, "xiao")
    assert [each for each in found if "整改到期" in each] == [
        f"{reference} 第1项整改到期",
        f"{reference} 第2项整改到期",
    ]
    assert [each for each in found if "方案" in each]
    assert not any("整改到期" in each for each in said(house, "li"))
    assert said(house, "hua") == []


def test_what_separation_of_duties_forbids_stands_in_no_calendar(house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    assert any("审" in each for each in said(house, "wang"))
    with house.store.begin() as session:
        both = (Membership("case_officer"), Membership("leader"))
        upsert_people(session, [PersonEntry("li", "李某", "430600", both)])
    assert not any("审" in each or "签发" in each for each in said(house, "li"))


def test_a_suspended_case_is_due_on_no_day(house: House) -> None:
    case_id = house.rectify()
    assert len(said(house, "li")) == 1
    house.give(commands.suspend_case, "wang", case_id=case_id, reason="等待复核")
    assert said(house, "li") == []


def test_an_interview_stands_once_its_notice_is_served_for_those_it_concerns(
    house: House,
) -> None:
    case_id = interview(house)
    everybody = ("li", "wang", "zhao", "xiao", "chen", "hua")

    def invited() -> set[str]:
        return {
            each for each in everybody if any(one.endswith("约谈") for one in said(house, each))
        }

    assert invited() == set()
    serve(house, case_id)
    assert {"li", "wang", "xiao"} <= invited()
    assert invited().isdisjoint({"chen", "hua"})
    (meeting,) = [each for each in entries(house, "xiao") if each.place]
    assert meeting.at == house.clock() + timedelta(days=10)
    assert (meeting.place, meeting.uid) == (
        "督导室；二楼, 东侧", f"interview-{case_id}@dudao",
    )  # fmt: skip
    asked = {"reply": "申请改期", "reply_reason": "汛期值守"}
    house.complete("xiao", house.one(case_id, "answer_notice").id, asked)
    assert "xiao" in invited()  # it stands until somebody decides
    house.complete("wang", house.one(case_id, "decide_postponement").id, {"granted": True})
    assert invited() == set()


def test_an_interview_is_over_once_it_was_held(house: House) -> None:
    case_id = interview(house)
    serve(house, case_id)
    house.advance(days=10)
    assert not any(each.place for each in entries(house, "xiao"))
    assert "hold_meeting" in house.nodes(case_id)


def test_no_name_of_a_person_and_no_word_somebody_wrote_is_told(house: House) -> None:
    case_id = house.rectify(title="食堂安全整改")
    house.deliver(case_id)
    for person in ("li", "xiao", "wang"):
        told = str(entries(house, person))
        for secret in ("食堂", "台账", "肖某", "某甲县", "请整改", "督导意见书"):
            assert secret not in told


def test_the_same_calendar_is_the_same_bytes_and_grows_when_a_case_moves(house: House) -> None:
    case_id = house.rectify()
    (first,) = entries(house, "li")
    house.clock.advance(timedelta(hours=3))
    assert entries(house, "li") == (first,)
    pause(house, case_id)
    (later,) = entries(house, "li")
    assert later.uid == first.uid
    assert isinstance(later.at, date)
    assert isinstance(first.at, date)
    assert later.at > first.at
    assert later.sequence > first.sequence
    assert later.changed_at == house.clock()


def calendar(pages: Pages, address: str) -> bytes:
    response = pages.get(None, address).response
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(response.data)


def test_the_file_is_what_rfc_5545_says_read_by_two_readers(house: House, pages: Pages) -> None:
    case_id = interview(house)
    serve(house, case_id)
    data = calendar(pages, subscribe(house, "xiao"))
    theirs = icalendar.Calendar.from_ical(data)
    ours = parsed(data)
    events = ours.inside("VEVENT")
    assert len(events) == len(theirs.events) > 1
    for mine, other in zip(events, theirs.events, strict=True):
        assert text(mine.one("SUMMARY")) == str(other["SUMMARY"])
        assert mine.one("UID") == str(other["UID"])
        assert int(mine.one("SEQUENCE")) == other.sequence
        assert mine.one("DTSTAMP") == mine.one("LAST-MODIFIED")
        assert re.fullmatch(r"\d{8}T\d{6}Z", mine.one("DTSTAMP"))
        assert mine.one("URL").startswith("http://localhost/")
    assert len({each.one("UID") for each in events}) == len(events)
    (meeting,) = [each for each in events if each.parameters("DTSTART").get("TZID")]
    assert meeting.parameters("DTSTART") == {"TZID": "Asia/Shanghai"}
    assert text(meeting.one("LOCATION")) == "督导室；二楼, 东侧"
    at = house.clock() + timedelta(days=10)
    (other,) = [each for each in theirs.events if "LOCATION" in each]
    assert other.start == at
    local = datetime.strptime(meeting.one("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local by TZID
    assert local.replace(tzinfo=UTC) - timedelta(hours=8) == at.replace(microsecond=0)


def test_the_head_of_the_file_names_time_zone_and_when_to_look_again(
    house: House, pages: Pages
) -> None:
    ours = parsed(calendar(pages, subscribe(house, "li")))
    assert (ours.name, ours.one("VERSION")) == ("VCALENDAR", "2.0")
    assert ours.one("PRODID")
    assert ours.one("REFRESH-INTERVAL") == "PT1H"
    assert ours.parameters("REFRESH-INTERVAL") == {"VALUE": "DURATION"}
    (zone,) = ours.inside("VTIMEZONE")
    assert zone.one("TZID") == "Asia/Shanghai"
    (standard,) = zone.inside("STANDARD")
    assert (standard.one("TZOFFSETTO"), standard.one("TZOFFSETFROM")) == ("+0800", "+0900")


def test_a_day_is_a_whole_day_and_rings_when_it_is_near(house: House, pages: Pages) -> None:
    case_id = house.rectify()
    (event,) = parsed(calendar(pages, subscribe(house, "li"))).inside("VEVENT")
    work = house.one(case_id, "draft_notice")
    assert work.due_at is not None
    on = local_day(work.due_at)
    assert event.parameters("DTSTART") == {"VALUE": "DATE"}
    assert event.one("DTSTART") == f"{on:%Y%m%d}"
    assert event.one("DTEND") == f"{on + timedelta(days=1):%Y%m%d}"
    (alarm,) = event.inside("VALARM")
    assert alarm.one("ACTION") == "DISPLAY"
    assert alarm.parameters("TRIGGER") == {"VALUE": "DATE-TIME"}
    rings = datetime.strptime(alarm.one("TRIGGER"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert rings < work.due_at
    assert rings.hour == 1  # nine in the morning in Shanghai


def test_long_chinese_text_is_folded_between_characters_and_escaped() -> None:
    long = "岳教督整〔2026〕3号 " + "报送，整改；方案\\" * 20
    entry = Entry(
        uid="work-x@dudao", sequence=4, changed_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
        at=date(2026, 3, 9), zh=long + ",;\n", en="", detail_zh="细节", detail_en="",
        path="/work/x", place=long,
    )  # fmt: skip
    data = written((entry,), name="督导", base_url="https://dudao.example.cn", language="zh")
    (event,) = parsed(data).inside("VEVENT")
    assert text(event.one("SUMMARY")) == long + ",;\n"
    assert text(event.one("LOCATION")) == long
    (other,) = icalendar.Calendar.from_ical(data).events
    assert str(other["SUMMARY"]) == long + ",;\n"


def test_a_secret_address_is_shown_once_renewed_and_revoked(house: House, pages: Pages) -> None:
    first = subscribe(house, "li")
    calendar(pages, first)
    second = subscribe(house, "li")
    pages.get(None, first, status=404)
    calendar(pages, second)
    kept = house.read(
        lambda session: [tuple(each) for each in session.execute(select(calendar_feed))]
    )
    assert not any(second.split("/")[2].removesuffix(".ics") in str(each) for each in kept)
    house.give(revoke_feed, "li")
    pages.get(None, second, status=404)
    with pytest.raises(NotFound):
        house.give(revoke_feed, "li")
    assert house.types("system")[-3:] == [
        "calendar_feed_made", "calendar_feed_made", "calendar_feed_revoked",
    ]  # fmt: skip
    key = {"idempotency_key": "once"}
    assert house.give(make_feed, "li", **key).token
    assert house.give(make_feed, "li", **key).token is None


def test_who_left_or_holds_no_post_has_no_calendar(house: House, pages: Pages) -> None:
    house.rectify()
    address = subscribe(house, "li")
    for changed in (
        PersonEntry("li", "李某", "430600", (Membership("case_officer"),), is_active=False),
        PersonEntry("li", "李某", "430600", ()),
    ):
        with house.store.begin() as session:
            upsert_people(session, [changed])
        pages.get(None, address, status=404)
    moved = PersonEntry("li", "李某", "430623", (Membership("respondent"),))
    with house.store.begin() as session:
        upsert_people(session, [moved])
    assert parsed(calendar(pages, address)).inside("VEVENT") == []


@pytest.mark.parametrize("token", ["x", "a" * 5_000, "..", "%00", "*", "' OR 1=1 --"])
def test_what_was_never_made_is_not_found(pages: Pages, token: str) -> None:
    pages.get(None, f"/calendar/{token}.ics", status=404)


def test_the_answer_sets_no_cookie_is_kept_by_nobody_and_changes_its_tag_with_its_words(
    house: House, pages: Pages
) -> None:
    case_id = house.rectify()
    address = subscribe(house, "li")
    first = pages.get(None, address).response
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "private, no-store"
    tag = first.headers["ETag"]
    again = pages.client(None).get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304
    pause(house, case_id)
    assert pages.client(None).get(address, headers={"If-None-Match": tag}).status_code == 200


def test_reading_is_noted_at_most_once_an_hour(house: House, pages: Pages) -> None:
    address = subscribe(house, "li")

    def noted() -> datetime | None:
        view = house.ask(read_feed, "li")
        assert view is not None
        return view.read_at

    assert noted() is None
    first = house.clock()
    calendar(pages, address)
    house.clock.advance(timedelta(minutes=59))
    calendar(pages, address)
    assert noted() == first
    house.clock.advance(timedelta(minutes=1))
    calendar(pages, address)
    assert noted() == house.clock()


def test_nobody_makes_the_calendar_of_another(house: House) -> None:
    with pytest.raises(NotPermitted), house.store.begin() as session:
        make_feed(
            session,
            engine=house.engine,
            clock=house.clock,
            actor=Actor("chen", on_behalf_of="li"),
        )
    with pytest.raises(NotFound), house.store.read() as session:
        feed_named(session, "")


def test_lines_of_a_calendar_are_read_strictly_by_the_tests_themselves() -> None:
    """The reader of these tests refuses what RFC 5545 forbids, else it would prove nothing."""
    good = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    assert isinstance(parsed(good), Part)
    for bad in (
        good.replace(b"\r\n", b"\n"),
        good.replace(b"2.0", b"2" * 80),
        good.replace(b"END:VCALENDAR\r\n", b""),
        good.replace(b"2.0", "督".encode()[:2] + b"\r\n " + "督".encode()[2:]),
    ):
        with pytest.raises((AssertionError, UnicodeDecodeError, ValueError)):
            parsed(bad)
