"""What proves that somebody was told: shown, opened, delivered; and service, which is signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from engine import commands
from engine.commands.reading.case_messages import CaseMessageView, list_case_messages
from engine.commands.reading.services import ServiceView, list_services
from engine.commands.reading.showing import find_unshown, note_shown
from engine.model.deadlines import local_day
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from engine.store.tables import delivery
from tests.inbox.test_reading import events, told, unread
from tests.reading.house import House
from tests.web.pages import Pages


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


def to_sign(house: House) -> str:
    """A case whose notice waits to be signed by the unit."""
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    house.complete("wang", house.one(case_id, "approve_notice").id, {"approved": True})
    house.complete("li", house.one(case_id, "deliver_notice").id, {"delivery_mode": "直接"})
    return case_id


def service(house: House, case_id: str) -> ServiceView:
    (found,) = house.ask(list_services, "li", case_id=case_id)
    return found


def message_of(house: House, person: str) -> str:
    """The message to somebody about the work that waits for them."""
    return next(each.id for each in told(house, person) if each.kind == "task_assigned")


def rows(house: House, case_id: str) -> dict[str, CaseMessageView]:
    found = house.ask(list_case_messages, "li", case_id=case_id, page=Page(500)).rows
    return {each.id: each for each in found}


def test_a_message_that_stood_on_a_screen_is_shown_once_and_still_unread(
    house: House, pages: Pages
) -> None:
    case_id = to_sign(house)
    message, before = message_of(house, "xiao"), unread(house, "xiao")
    first = house.clock()
    pages.get("xiao", "/inbox")
    house.clock.advance(timedelta(minutes=5))
    pages.get("xiao", "/inbox")
    (shown,) = rows(house, case_id)[message].shown
    assert (shown.person.id, shown.shown_at) == ("xiao", first)
    assert rows(house, case_id)[message].reads == ()
    assert unread(house, "xiao") == before
    ((person, data),) = events(house, f"{case_id}/access", "notifications_shown")
    assert person == "xiao"
    assert isinstance(data, dict)
    assert message in data["messages"]
    house.check(case_id)


def test_a_page_that_is_fetched_in_advance_or_only_headed_shows_nothing(
    house: House, pages: Pages
) -> None:
    case_id = to_sign(house)
    browser = pages.client("xiao")
    browser.get("/inbox", headers={"Sec-Purpose": "prefetch"})
    browser.head("/inbox")
    assert events(house, f"{case_id}/access", "notifications_shown") == []
    browser.get("/inbox", headers={"Sec-Purpose": ""})
    assert events(house, f"{case_id}/access", "notifications_shown")


def test_nobody_is_shown_what_is_not_meant_for_them(house: House) -> None:
    case_id = to_sign(house)
    message = message_of(house, "xiao")
    assert house.ask(find_unshown, "hua", messages=[message]) == (message,)
    assert house.ask(note_shown, "hua", messages=[message, "no-such-message"]) == 0
    assert rows(house, case_id)[message].shown == ()
    assert house.ask(note_shown, "xiao", messages=[message]) == 1
    assert house.ask(note_shown, "xiao", messages=[message]) == 0
    assert house.ask(find_unshown, "xiao", messages=[message]) == ()


def test_shown_opened_and_signed_are_three_things_and_only_the_last_counts(
    house: House, pages: Pages
) -> None:
    case_id = to_sign(house)
    found = service(house, case_id)
    assert (found.outcome, found.shown, found.opened, found.served_at) == ("waiting", (), (), None)
    sent = house.clock()
    assert found.sent_at == sent
    house.clock.advance(timedelta(minutes=1))
    pages.get("xiao", "/inbox")
    house.clock.advance(timedelta(minutes=1))
    pages.get("xiao", f"/inbox/{message_of(house, 'xiao')}")
    found = service(house, case_id)
    assert [each.at - sent for each in found.shown] == [timedelta(minutes=1)]
    assert [each.at - sent for each in found.opened] == [timedelta(minutes=2)]
    assert (found.outcome, found.served_at) == ("waiting", None)
    house.clock.advance(timedelta(minutes=1))
    house.complete("xiao", house.one(case_id, "sign_receipt").id, {"receipt": "签收"})
    found = service(house, case_id)
    assert found.signed_by is not None
    assert (found.outcome, found.signed_by.person.id) == ("signed", "xiao")
    assert found.served_at == house.clock() == sent + timedelta(minutes=3)
    assert found.number == house.case(case_id).reference or found.number
    assert found.document


def test_what_was_opened_from_elsewhere_was_shown_at_least_then(house: House) -> None:
    case_id = to_sign(house)
    house.ask(commands.read_notification, "xiao", message_id=message_of(house, "xiao"))
    found = service(house, case_id)
    assert [each.person.id for each in found.shown] == ["xiao"]
    assert found.shown == found.opened


def test_marking_all_as_read_is_neither_shown_nor_opened(house: House) -> None:
    case_id = to_sign(house)
    house.give(commands.mark_all_read, "xiao")
    found = service(house, case_id)
    assert (found.shown, found.opened) == ((), ())


def test_who_refuses_to_sign_is_served_when_it_is_recorded_as_left_behind(house: House) -> None:
    case_id = to_sign(house)
    form = {"receipt": "拒收", "remark": "不认可"}
    house.complete("xiao", house.one(case_id, "sign_receipt").id, form)
    found = service(house, case_id)
    assert (found.outcome, found.served_at) == ("refused", None)
    house.clock.advance(timedelta(hours=2))
    left = {
        "witness_one": "甲某", "witness_two": "乙某",
        "service_place": "县教育局", "service_reason": "拒收",
    }  # fmt: skip
    house.complete("li", house.one(case_id, "record_service").id, left)
    found = service(house, case_id)
    assert (found.outcome, found.served_at) == ("left", house.clock())
    assert found.left_by is not None
    assert found.left_by.person.id == "li"


def test_who_does_not_sign_in_time_is_not_served_yet(house: House) -> None:
    case_id = to_sign(house)
    house.advance(days=30)
    found = service(house, case_id)
    assert (found.outcome, found.signed_by, found.served_at) == ("ended", None, None)


def test_what_was_left_behind_at_once_is_served_then(house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    house.complete("wang", house.one(case_id, "approve_notice").id, {"approved": True})
    house.complete("li", house.one(case_id, "deliver_notice").id, {"delivery_mode": "留置"})
    assert house.ask(list_services, "li", case_id=case_id) == ()
    left = {
        "witness_one": "甲某", "witness_two": "乙某",
        "service_place": "县教育局", "service_reason": "无人接收",
    }  # fmt: skip
    house.complete("li", house.one(case_id, "record_service").id, left)
    found = service(house, case_id)
    assert (found.outcome, found.signed_by) == ("left", None)
    assert found.served_at == house.clock()


def test_service_is_read_by_who_sees_the_inner_file_and_the_reading_is_recorded(
    house: House,
) -> None:
    case_id = to_sign(house)
    with pytest.raises(NotPermitted):
        house.ask(list_services, "xiao", case_id=case_id)
    assert house.answer(list_services, "hua", case_id=case_id) == "not_found"
    service(house, case_id)
    assert ("li", "messages") in house.reads(case_id)


def test_each_delivery_says_to_whom_how_often_and_how_it_ended(house: House, pages: Pages) -> None:
    case_id = to_sign(house)
    message, at = message_of(house, "xiao"), house.clock()
    base = {
        "message_id": message, "case_id": case_id, "kind": "task_assigned", "is_urgent": False,
        "created_at": at, "person": "xiao",
    }  # fmt: skip
    with house.store.begin() as session:
        for each in (
            {"id": "1", "channel": "mail", "cause": "a", "status": "sent", "attempts": 2,
             "ended_at": at, "receipt": "250 queued as 7F"},
            {"id": "2", "channel": "sms", "cause": "b", "status": "dead", "attempts": 5,
             "ended_at": at, "failure_code": "no_such_number", "failure": "空号"},
            {"id": "3", "channel": "wecom", "cause": "c", "status": "pending", "attempts": 1,
             "person": "", "next_at": at},
            {"id": "4", "channel": "pigeon", "cause": "d", "status": "held", "attempts": 0,
             "person": "zhao", "on_behalf_of": "wang", "next_at": at},
            {"id": "5", "channel": "mail", "cause": "e", "status": "skipped", "attempts": 0},
        ):  # fmt: skip
            session.execute(insert(delivery).values({**base, **each}))
    found = {each.id: each for each in rows(house, case_id)[message].deliveries}
    said = {key: (each.channel_zh, each.status_zh) for key, each in found.items()}
    assert said == {
        "1": ("邮件", "对方系统已接收"),
        "2": ("短信", "没有发出"),
        "3": ("企业微信", "已试1次，稍后再试"),
        "4": ("pigeon", "等待汇总后一并发送"),
        "5": ("邮件", "发送前已不必发送"),
    }
    assert found["3"].person is None
    assert found["4"].on_behalf_of is not None
    page = pages.get("li", f"/cases/{case_id}/notifications").text
    for words in ("250 queued as 7F", "空号", "共试 2 次", "代wang某", "以签收为准", "尚未送达"):
        assert words in page
    assert (
        "Waits for the digest"
        in pages.get("li", f"/cases/{case_id}/notifications", language="en").text
    )


def test_the_link_of_a_mail_leads_to_the_work_in_one_click_and_reads_the_message(
    house: House, pages: Pages
) -> None:
    case_id = to_sign(house)
    message, before = message_of(house, "xiao"), int(unread(house, "xiao"))
    led = pages.get("xiao", f"/m/{message}", status=303)
    assert led.location == f"/work/{house.one(case_id, 'sign_receipt').id}"
    assert int(unread(house, "xiao")) == before - 1
    assert [each.person.id for each in service(house, case_id).opened] == ["xiao"]
    pages.get("hua", f"/m/{message}", status=404)
    asked = pages.client(None).get(f"/m/{message}")
    assert asked.status_code == 303
    assert "next=" in asked.headers["Location"]
    house.complete("xiao", house.one(case_id, "sign_receipt").id, {"receipt": "签收"})
    assert pages.get("xiao", f"/m/{message}", status=303).location


def test_a_substitute_is_led_to_the_work_of_the_absent_person(house: House, pages: Pages) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    today = local_day(house.clock())
    house.give(
        commands.substitute, "wang",
        absent="wang", substitute="guan", from_on=today, until_on=today, reason="出差",
    )  # fmt: skip
    message = message_of(house, "wang")
    led = pages.get("guan", f"/m/{message}", status=303)
    assert led.location == f"/work/{house.one(case_id, 'approve_notice').id}?for=wang"
    (read,) = rows(house, case_id)[message].reads
    assert (read.person.id, read.on_behalf_of and read.on_behalf_of.id) == ("guan", "wang")


def test_the_bell_counts_what_is_shown_but_not_what_was_opened(house: House, pages: Pages) -> None:
    to_sign(house)
    before = unread(house, "xiao")
    pages.get("xiao", "/inbox")
    assert f"{before} 条未读消息" in pages.get("xiao", "/inbox/bell?shown=x").text
    pages.get("xiao", f"/m/{message_of(house, 'xiao')}", status=303)
    left = int(before) - 1
    shown = pages.get("xiao", "/inbox/bell?shown=x").text
    assert (f"{left} 条未读消息" if left else "没有未读") in shown
