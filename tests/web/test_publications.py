"""Publications in the office: how they stand, what was objected, who may read that."""

from __future__ import annotations

import pytest

from tests.publications.office import CLOSING, NOTICE, close, file, publish
from tests.web.pages import Pages

FIRST, SECOND = "某示〔2026〕1号", "某示〔2026〕2号"
ONE = f"/publications/{FIRST}"


@pytest.fixture
def pages(pages: Pages) -> Pages:
    """Return pages of an office that publishes."""
    pages.desk.deploy(NOTICE, CLOSING)
    return pages


def answer(pages: Pages, case_id: str) -> None:
    work = next(each for each in pages.desk.work(case_id) if each.node == "answer")
    pages.desk.complete("li", work.id, {"reply": "不成立。", "upheld": False})


def test_the_list_says_how_many_objections_wait(pages: Pages) -> None:
    case_id = publish(pages.desk, FIRST)
    publish(pages.desk, SECOND, headline="另一件公示")
    file(pages.desk)
    file(pages.desk)
    answer(pages, case_id)
    page = pages.get("li", "/publications")
    assert "2 件，未答复 1 件" in page.text
    assert page.all(f"//a[@href='/cases/{case_id}']")
    assert "另一件公示" not in pages.get("li", "/publications?objections=unanswered").text
    answer(pages, case_id)
    assert "2 件，都已答复" in pages.get("li", "/publications").text
    emptied = pages.get("li", "/publications?objections=unanswered").text
    assert "没有符合条件的公示公告" in emptied


def test_a_filter_stays_on_the_page_that_it_led_to(pages: Pages) -> None:
    publish(pages.desk, FIRST)
    close(pages.desk, FIRST)
    page = pages.get("li", "/publications?state=withdrawn&kind=公示")
    (line,) = page.all("//tbody/tr")
    assert FIRST in line.text_content()
    assert "已撤回" in line.text_content()
    assert page.all("//select[@name='state']/option[@selected]/@value") == ["withdrawn"]
    assert "没有符合条件的" in pages.get("li", "/publications?state=published").text


def test_objections_are_read_on_a_page_of_their_own_and_the_look_is_recorded(
    pages: Pages,
) -> None:
    publish(pages.desk, FIRST)
    file(pages.desk, text="<b>园名</b>写错了。", contact="信箱")
    page = pages.get("li", ONE)
    assert "写错了" not in page.text
    assert "谁在何时查看会留下记录" in page.text
    assert pages.desk.events("system", "objections_read") == []
    shown = pages.get("li", f"{ONE}/objections").text
    assert "<b>园名</b>写错了。" in shown
    assert "信箱" in shown
    assert len(pages.desk.events("system", "objections_read")) == 1


def test_what_is_to_be_done_leads_to_the_open_work(pages: Pages) -> None:
    case_id = publish(pages.desk, FIRST)
    file(pages.desk)
    work = next(each for each in pages.desk.work(case_id) if each.node == "answer")
    assert pages.get("li", ONE).all(f"//a[@href='/work/{work.id}']")


def test_who_may_not_read_objections_sees_neither_them_nor_how_many(pages: Pages) -> None:
    publish(pages.desk, FIRST)
    file(pages.desk)
    assert "无权查看" in pages.get("qian", "/publications").text
    assert "您不能查看对这一件的异议" in pages.get("qian", ONE).text
    pages.get("qian", f"{ONE}/objections", status=403)
    unanswered = pages.get("qian", "/publications?objections=unanswered").text
    assert "没有符合条件的" in unanswered


def test_publications_of_other_units_are_not_in_the_list(pages: Pages) -> None:
    form = {"number": SECOND, "days": "5工作日"}
    pages.desk.open("notice", form, unit="430623")
    publish(pages.desk, FIRST)
    shown = pages.get("yue", "/publications").text
    assert FIRST in shown
    assert SECOND not in shown
    pages.get("yue", f"/publications/{SECOND}", status=404)


def test_a_respondent_has_no_such_pages(pages: Pages) -> None:
    publish(pages.desk, FIRST)
    pages.get("xiao", "/publications", status=403)
    pages.get("xiao", ONE, status=403)
    pages.get(None, "/publications", status=303)
