"""The desk: what waits, what one could take, what is new, what one started, did and was told."""

from __future__ import annotations

from typing import Any

import pytest

from engine import commands
from tests.cases.drawing import diagram, end, path, start, user
from tests.web.pages import Pages, Shown

OFFERED = diagram(
    "offered",
    start(),
    user("draft", "text:text!", groups="case_officer", due="5工作日"),
    end(),
    path("start", "draft", "end"),
)
APART = diagram(
    "apart",
    start(),
    user("write", groups="case_officer"),
    user("check", groups="case_officer", separate_from="write"),
    end(),
    path("start", "write", "check", "end"),
)


@pytest.fixture
def waiting(pages: Pages) -> str:
    """Return a case whose first step waits for any official; it is due after five working days."""
    pages.desk.deploy(OFFERED)
    return pages.desk.open("offered").case_id


def figures(page: Shown) -> dict[str, str]:
    links: list[Any] = page.all("//a[contains(@class,'figure')]")
    return {each.text.strip(): each.findtext("b") for each in links}


def live(page: Shown) -> str:
    """Return where the list of a page is asked for again."""
    return str(page.all("//*[@id='desk-list']/@hx-get")[0])


def test_what_one_could_take_is_marked_and_counted(pages: Pages, waiting: str) -> None:
    page = pages.get("li", "/desk")
    assert figures(page) == {"超期": "0", "临期": "0", "正常": "1", "中止": "0", "待签收": "1"}
    assert page.all(f"//tr[.//form[contains(@action,'{waiting}')]]")
    assert page.all("//title")[0].text.startswith("（1）")


def test_several_are_taken_at_once_and_are_then_mine(pages: Pages, waiting: str) -> None:
    other = pages.desk.open("offered").case_id
    ids = [pages.desk.one(each, "draft").id for each in (waiting, other)]
    pages.send("li", "/work/claims", {"work_id": ids}, shown_at="/desk")
    page = pages.get("li", "/desk?whose=mine")
    assert "已签收 2 件" in page.text
    assert len(page.all("//tr[@id]")) == 2
    assert figures(page)["待签收"] == "0"


@pytest.mark.parametrize(
    "address, count",
    [
        ("?light=green", 1),
        ("?light=red", 0),
        ("?light=grey", 0),
        ("?whose=mine", 0),
        ("?process=offered", 1),
        ("?process=another", 0),
        ("?text=draft", 1),
        ("?text=没有这样的字", 0),
        ("?unit=某甲县（430621）", 1),
        ("?unit=430623", 0),
    ],
)
def test_the_address_says_what_is_shown(
    pages: Pages, waiting: str, address: str, count: int
) -> None:
    page = pages.get("li", f"/desk{address}")
    assert len(page.all("//tr[@id]")) == count, waiting
    assert ("没有符合条件的待办" in page.text) == (count == 0)


def test_a_unit_that_nobody_knows_is_said_to_be_wrong(pages: Pages, waiting: str) -> None:
    page = pages.get("li", "/desk?unit=火星", status=422)
    assert "没有找到这个单位" in page.text
    assert len(page.all("//tr[@id]")) == 1, waiting


def test_my_work_of_a_suspended_case_is_behind_the_grey_figure(pages: Pages, waiting: str) -> None:
    pages.desk.claim("li", pages.desk.one(waiting, "draft").id)
    pages.desk.give(commands.suspend_case, "li", case_id=waiting, reason="待补充材料")
    assert len(pages.get("li", "/desk").all("//tr[@id]")) == 0
    page = pages.get("li", "/desk?light=grey")
    assert figures(page)["中止"] == "1"
    assert len(page.all("//tr[@id]")) == 1
    assert not page.all("//tr[@id]//button")


def test_a_desk_on_which_nothing_changed_is_not_sent_again(pages: Pages, waiting: str) -> None:
    pages.get("li", live(pages.get("li", "/desk")), status=204)
    assert waiting


def test_what_came_meanwhile_is_shown_and_said(pages: Pages, waiting: str) -> None:
    again = live(pages.get("li", "/desk"))
    other = pages.desk.open("offered").case_id
    part = pages.get("li", again)
    assert part.all("//*[@role='status']")[0].text_content() == "新增 1 件待办"
    assert part.all(f"//tr[.//form[contains(@action,'{other}')]]")
    assert part.all("//title")[0].text.startswith("（2）")
    pages.get("li", live(part), status=204)
    assert waiting != other


def test_what_another_took_meanwhile_is_gone_and_nothing_is_said(
    pages: Pages, waiting: str
) -> None:
    again = live(pages.get("li", "/desk"))
    pages.desk.claim("chen", pages.desk.one(waiting, "draft").id)
    part = pages.get("li", again)
    assert not part.all("//tr[@id]")
    assert part.all("//*[@role='status']")[0].text_content() == ""


def test_what_i_started_and_did_has_views_of_its_own(pages: Pages, waiting: str) -> None:
    assert "您还没有办过事项" in pages.get("li", "/desk/done").text
    pages.desk.complete("li", pages.desk.one(waiting, "draft").id, {"text": "限期整改"})
    started, done = pages.get("li", "/desk/started"), pages.get("li", "/desk/done")
    for each in (started, done):
        assert each.all(f"//a[@data-row][@href='/cases/{waiting}']")
    assert "您还没有发起案件" in pages.get("chen", "/desk/started").text
    assert "没有抄送给您的案件" in pages.get("chen", "/desk/copied").text


def test_who_has_nothing_to_do_is_led_to_where_they_may_look(pages: Pages) -> None:
    page = pages.get("li", "/desk")
    assert "没有待办" in page.text
    assert page.all("//main//a[@href='/cases']")


def test_what_the_keys_do_is_listed_on_every_page(pages: Pages) -> None:
    page = pages.get("li", "/inbox")
    assert page.all("//dialog[@id='keys']//kbd[text()='j']")
    assert page.all("//button[@data-key='?'][@data-opens='keys']")


def test_what_duties_forbid_says_so_and_has_no_button(pages: Pages) -> None:
    pages.desk.deploy(APART)
    case_id = pages.desk.open("apart").case_id
    pages.desk.complete("li", pages.desk.one(case_id, "write").id, {})
    page = pages.get("li", "/desk")
    (row,) = page.all(f"//tr[contains(@id,'{case_id}')]")
    assert "您办过“write”，这一步须由别人办。" in "".join(row.itertext())
    assert not page.all("//form[contains(@action,'/claim')]")
    assert figures(page)["待签收"] == "1"
    english = pages.get("li", "/desk", language="en")
    assert "You did “write”; somebody else has to do this." in english.text
