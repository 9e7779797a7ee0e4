"""The page of my messages: addresses, what I want, my calendar; and the same over HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from engine.model.case import Actor
from engine.model.errors import InvalidArgument, NotPermitted
from engine.store.contacts import Choice, choice_of
from notifications.choices.choosing import read_choice, set_choice
from notifications.contacts.setting import set_contact
from tests.notifications.reach.channels import WAYS
from tests.notifications.reach.test_contacts import code, failing, kept, wrong
from tests.reading.house import House
from tests.support.applications import application
from tests.web.pages import Pages

SETTINGS, MAIL = "/inbox/settings", "/inbox/mine/addresses/mail"


@pytest.fixture
def pages(house: House) -> Pages:
    """Pages of an installation that has our channels."""
    made = Pages(house)
    made.app = with_channels(made.app)
    return made


def with_channels(app: Flask) -> Flask:
    service = replace(app.extensions["dudao"], channels=WAYS)
    return application(service, pages=True)


def chosen(house: House, person: str = "xiao") -> Choice:
    return house.read(lambda session: choice_of(session, person))


def choose(house: House, **more: object) -> bool:
    said = {"digest_at": None, "language": "zh", "off_channels": (), **more}
    return house.give(set_choice, "xiao", channels=WAYS, **said).changed


def test_without_a_choice_one_is_told_at_once_in_chinese_by_all_channels(house: House) -> None:
    found = house.ask(read_choice, "xiao")
    assert (found.digest_at, found.language, found.off_channels) == (None, "zh", ())


def test_a_choice_is_kept_and_the_history_says_before_and_after(house: House) -> None:
    assert choose(house, digest_at=0, language="en", off_channels=["sms", "mail", "sms"])
    assert chosen(house) == Choice("xiao", 0, "en", ("mail", "sms"))
    assert not choose(house, digest_at=0, language="en", off_channels=["mail", "sms"])
    (event,) = [each for each in house.history() if each.type == "notification_choice_changed"]
    members = event.members()
    assert members["before"] == {"digest_at": None, "language": "zh", "off_channels": []}
    assert members["after"] == {"digest_at": 0, "language": "en", "off_channels": ["mail", "sms"]}


@pytest.mark.parametrize(
    "field, value",
    [("digest_at", 24), ("digest_at", -1), ("language", "fr"), ("off_channels", ["pigeon"])],
)
def test_what_cannot_be_chosen_is_refused_at_its_field(
    house: House, field: str, value: object
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        choose(house, **{field: value})
    assert [each.path for each in refused.value.errors] == [field]
    assert chosen(house) == Choice("xiao")


def test_nobody_chooses_in_the_place_of_another(house: House) -> None:
    with pytest.raises(NotPermitted):
        house.ask_as(read_choice, Actor("chen", on_behalf_of="li"))


def test_the_page_takes_an_address_from_its_first_letter_to_its_use(
    house: House, pages: Pages
) -> None:
    page = pages.get("xiao", SETTINGS).text
    assert "我的消息设置" in page
    assert "没有登记" in page
    assert "还不会发送邮件或短信" not in page
    assert "公告板" not in page  # nobody has an address there
    bad = pages.send("xiao", MAIL, {"address": "nobody"}, status=422)
    assert "应为邮箱" in bad.text
    assert bad.all("//input[@name='address']/@value") == ["nobody"]
    sent = pages.send("xiao", MAIL, {"address": "Xiao@example.cn"})
    assert sent.location == f"{MAIL}/code"
    assert "等待确认" in pages.get("xiao", SETTINGS).text
    right = code(house)
    missed = pages.send("xiao", f"{MAIL}/code", {"code": wrong(right)}, status=422)
    assert "还可以再试4次" in missed.text
    row = kept(house)
    assert row is not None
    assert row.code_tries == 1  # the miss is counted although it was refused
    pages.send("xiao", f"{MAIL}/code", {"code": right})
    after = pages.get("xiao", SETTINGS).text
    assert "地址已确认" in after
    assert "使用中" in after
    assert "xiao@example.cn" in after


def test_the_page_says_why_sending_failed_and_leads_to_its_repair(
    house: House, pages: Pages
) -> None:
    failing(house, "没有这一邮箱")
    page = pages.get("xiao", SETTINGS)
    assert "没有这一邮箱" in page.text
    (repair,) = page.all("//main//a[contains(@href,'/again')]/@href")
    assert pages.send("xiao", repair, {}).location == f"{MAIL}/code"
    pages.send("xiao", f"{MAIL}/code", {"code": code(house)})
    assert "没有这一邮箱" not in pages.get("xiao", SETTINGS).text


def test_an_address_is_removed_after_its_consequence_was_said(house: House, pages: Pages) -> None:
    house.give(
        set_contact, "in_administrator",
        channels=WAYS, channel="mail", person="xiao", address="xiao@example.cn",
    )  # fmt: skip
    assert "依法须告知的也只在站内消息中显示" in pages.get("xiao", f"{MAIL}/remove").text
    pages.send("xiao", f"{MAIL}/remove", {})
    assert kept(house) is None
    pages.get("xiao", f"{MAIL}/remove", status=404)
    pages.get("xiao", "/inbox/mine/addresses/board", status=404)


def test_the_page_keeps_channels_hour_and_language_and_says_what_cannot_be_switched_off(
    house: House, pages: Pages
) -> None:
    page = pages.get("xiao", "/inbox/mine/ways")
    assert "依法须告知的照样发送" in page.text
    pages.send("xiao", "/inbox/mine/ways", {"on": [], "digest_at": "8", "language": "en"})
    assert chosen(house) == Choice("xiao", 8, "en", ("mail",))
    assert "每天 08:00 一并发送" in pages.get("xiao", SETTINGS).text
    pages.send("xiao", "/inbox/mine/ways", {"on": ["mail"], "digest_at": "", "language": "zh"})
    assert chosen(house) == Choice("xiao")
    kinds = pages.get("xiao", SETTINGS).text
    assert "始终计入的种类是依法须告知的" in kinds
    assert "《教育督导条例》" in kinds


def test_a_calendar_is_made_shown_once_and_stopped(house: House, pages: Pages) -> None:
    house.rectify()
    made = pages.send("li", "/inbox/mine/calendar", {}, status=200)
    assert made.response.headers["Cache-Control"] == "no-store"
    (address,) = made.all("//p[@class='secret']/text()")
    path = address.strip().removeprefix("http://localhost")
    assert pages.get(None, path).response.mimetype == "text/calendar"
    assert path not in pages.get("li", SETTINGS).response.text
    assert "日历最近读取" in pages.get("li", SETTINGS).text
    pages.send("li", "/inbox/mine/calendar/stop", {})
    pages.get(None, path, status=404)
    pages.get("li", "/inbox/mine/calendar/stop", status=404)


def test_the_pages_are_whole_in_english(house: House, pages: Pages) -> None:
    house.give(
        set_contact, "in_administrator",
        channels=WAYS, channel="mail", person="xiao", address="xiao@example.cn",
    )  # fmt: skip
    english = pages.get("xiao", SETTINGS, language="en").text
    for words in ("My addresses", "In use", "How I am told", "Calendar feed"):
        assert words in english
    for path in (MAIL, "/inbox/mine/ways", "/inbox/mine/calendar", f"{MAIL}/remove"):
        pages.get("xiao", path, language="en")
