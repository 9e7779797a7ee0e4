"""Messages: the bell, the unread ones first, one opened, all marked, what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dudao.composition import case_types
from tests.cases.desk import Desk
from tests.web.pages import Pages
from tests.web.test_desk import OFFERED


@pytest.fixture
def pages(desk: Desk) -> Pages:
    """Return the pages of an office that knows the kinds of messages of every case type."""
    desk.engine = replace(desk.engine, message_kinds=case_types().message_kinds)
    return Pages(desk)


@pytest.fixture
def told(pages: Pages) -> str:
    """Return a case of which every official was told that its first step waits."""
    pages.desk.deploy(OFFERED)
    return pages.desk.open("offered").case_id


def test_the_bell_counts_on_every_page_and_is_sent_again_only_when_it_changed(
    pages: Pages, told: str
) -> None:
    bell = pages.get("li", "/desk").all("//*[@id='bell']")[0]
    assert "1 条未读消息" in bell.text_content(), told
    pages.get("li", bell.get("hx-get"), status=204)
    assert "1 条未读消息" in pages.get("li", "/inbox/bell?shown=0").text


def test_a_message_that_was_opened_is_read_and_leads_to_case_and_work(
    pages: Pages, told: str
) -> None:
    inbox = pages.get("li", "/inbox")
    (link,) = inbox.all("//tr[@class='is-unread']//a[@data-row]/@href")
    opened = pages.get("li", link)
    assert opened.all(f"//main//a[@href='/cases/{told}']")
    assert opened.all(f"//main//a[@href='/work/{pages.desk.one(told, 'draft').id}']")
    again = pages.get("li", "/inbox")
    assert not again.all("//tr[@class='is-unread']")
    assert again.all(f"//a[@data-row][@href='{link}']")
    assert "没有未读" in again.text


def test_the_message_of_another_is_not_found(pages: Pages, told: str) -> None:
    (link,) = pages.get("li", "/inbox").all("//a[@data-row]/@href")
    pages.get("xiao", link, status=404)
    assert told


def test_all_are_marked_as_read(pages: Pages, told: str) -> None:
    done = pages.send("li", "/inbox/read-all", {}, shown_at="/inbox")
    assert done.location == "/inbox"
    assert "已标记 1 条为已读。" in pages.get("li", "/inbox").text
    assert pages.get("chen", "/inbox").all("//tr[@class='is-unread']"), told


def test_a_kind_that_is_not_counted_still_arrives_and_others_cannot_be_muted(
    pages: Pages,
) -> None:
    page = pages.get("li", "/inbox/settings")
    assert "还不会发送邮件或短信" in page.text
    assert "始终计入" in page.text
    kinds = page.all("//input[@name='kind']/@value")
    assert "task_assigned" not in kinds
    kept = [each for each in kinds if each != "case_closed"]
    pages.send("li", "/inbox/settings", {"kind": kept})
    after = pages.get("li", "/inbox/settings")
    assert after.all("//input[@name='kind'][not(@checked)]/@value") == ["case_closed"]
    assert "消息设置已保存。" in after.text
