"""Work is urged from lists: where it is of use, one by one or several at once, and back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine as SqlEngine

from engine import commands
from tests.cases.drawing import diagram, end, path, start, user
from tests.web.pages import Pages, Shown

REPORT = diagram(
    "report",
    start(),
    user("draft", "text:text!", groups="case_officer", due="5工作日"),
    user("check", groups="case_officer", separate_from="draft", due="5工作日"),
    end(),
    path("start", "draft", "check", "end"),
)
LIST = "/work"


@pytest.fixture
def cases(pages: Pages) -> list[str]:
    """Five cases: with chen, with li, with nobody, with chen and suspended, and a young one."""
    pages.desk.deploy(REPORT)
    found = [pages.desk.open("report").case_id for _ in range(4)]
    for person, case in zip(("chen", "li", None, "chen"), found, strict=True):
        if person is not None:
            pages.desk.claim(person, work(pages, case))
    pages.desk.give(commands.suspend_case, "li", case_id=found[3], reason="等候鉴定")
    pages.desk.advance(days=12)
    found.append(pages.desk.open("report").case_id)
    pages.desk.claim("chen", work(pages, found[4]))
    return found


def work(pages: Pages, case: str, node: str = "draft") -> str:
    return pages.desk.one(case, node).id


def linked(page: Shown) -> set[str]:
    """Return the work that a page lets one urge."""
    links: list[Any] = page.all("//main//a[contains(@class,'urge-link')]/@href")
    return {urlsplit(each).path.removeprefix("/work/").removesuffix("/urge") for each in links}


def ticks(page: Shown) -> set[str]:
    return set(page.all("//input[@form='urging']/@value"))


def test_it_is_offered_where_work_presses_and_lies_with_somebody_else(
    pages: Pages, cases: list[str]
) -> None:
    page, theirs = pages.get("li", LIST), work(pages, cases[0])
    assert linked(page) == ticks(page) == {theirs}, "nobody's work they could take themself"
    both = {theirs, work(pages, cases[1]), work(pages, cases[2])}
    assert linked(pages.get("wang", LIST)) == both
    assert linked(pages.get("qian", LIST)) == set(), "an inspector urges nobody"
    assert not pages.get("qian", LIST).all("//form[@id='urging']")


def test_the_list_is_come_back_to_as_it_was(pages: Pages, cases: list[str]) -> None:
    page = pages.get("wang", f"{LIST}?light=red&holder_kind=person&holder=chen")
    (link,) = page.all("//a[contains(@class,'urge-link')]/@href")
    back = parse_qs(urlsplit(link).query)["back"][0]
    assert parse_qs(urlsplit(back).query) == {
        "light": ["red"], "holder_kind": ["person"], "holder": ["chen"],
    }  # fmt: skip
    assert pages.get("wang", link).all(f"//main//a[@href='{back}']")
    assert pages.send("wang", link, {"words": "请抓紧"}).location == back
    page = pages.get("wang", back)
    assert "已催办（第1次，最多3次）。" in page.text
    assert "已催办 1 次" in page.text
    assert linked(page) == set(), "not again on the same day"
    pages.desk.clock.advance(timedelta(days=2))
    assert "（已催 1 次）" in pages.get("zhao", back).text
    assert linked(pages.get("zhao", back)) == {work(pages, cases[0])}


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/\\example.org"])
def test_nobody_is_led_to_another_site(pages: Pages, cases: list[str], elsewhere: str) -> None:
    link = f"/work/{work(pages, cases[0])}/urge?back={quote(elsewhere)}"
    assert "example.org" not in str(pages.get("wang", link).all("//main//a/@href"))
    assert pages.send("wang", link, {"words": ""}).location == f"/cases/{cases[0]}"


def test_several_are_shown_then_urged_and_counted_like_single_ones(
    pages: Pages, cases: list[str]
) -> None:
    ids = [work(pages, each) for each in cases[:3]]
    shown = send(pages, "wang", ids)
    assert shown.response.status_code == 200
    assert "催办所选（3 件）" in shown.text
    assert not any(pages.desk.events(each, "task_urged") for each in cases), "only shown so far"
    done = sure(pages, "wang", shown, words="请本周办结")
    assert (done.response.status_code, done.location) == (303, "/work?light=red")
    assert "已催办 3 件。" in pages.get("wang", done.location).text
    for each in cases[:3]:
        (urged,) = pages.desk.events(each, "task_urged")
        assert (urged["person"], urged["data"]["words"]) == ("wang", "请本周办结")  # type: ignore[index]
    assert linked(pages.get("wang", LIST)) == set()
    again = sure(pages, "wang", shown, words="请本周办结")
    assert again.response.status_code == 303
    assert len(pages.desk.events(cases[0], "task_urged")) == 1, "sent twice, done once"


def test_each_one_that_is_refused_is_named_with_the_reason(pages: Pages, cases: list[str]) -> None:
    ids = [work(pages, each) for each in cases[:4]]
    shown = send(pages, "li", ids)
    assert "催办所选（2 件）" in shown.text
    assert "由您本人承办，不必催办" in shown.text
    assert "已中止，不能办理" in shown.text
    pages.send("wang", f"/work/{ids[2]}/urge", {"words": ""})
    done = sure(pages, "li", shown)
    assert done.response.status_code == 409
    assert "有 1 件没有催办，原因见下；其余 1 件已催办。" in done.text
    assert "已经催办过" in done.text
    assert [len(pages.desk.events(each, "task_urged")) for each in cases[:4]] == [1, 0, 1, 0]
    assert done.all("//main//a[@href='/work?light=red']")


def test_what_is_over_meanwhile_is_said_and_the_others_are_urged(
    pages: Pages, cases: list[str]
) -> None:
    ids = [work(pages, each) for each in cases[:2]]
    shown = send(pages, "wang", ids)
    pages.desk.complete("chen", ids[0], {"text": "已报"})
    done = sure(pages, "wang", shown)
    assert done.response.status_code == 409
    assert "其余 1 件已催办" in done.text
    assert "没有催办：" in done.text
    assert "已经办结，或者不归您催办。" in send(pages, "wang", ids).text


def test_nothing_chosen_too_much_chosen_and_words_too_long_urge_nobody(
    pages: Pages, cases: list[str]
) -> None:
    assert send(pages, "wang", []).location == "/work?light=red"
    assert "请先勾选要催办的工作。" in pages.get("wang", LIST).text
    many = [f"{cases[0]}.{n}" for n in range(51)]
    assert send(pages, "wang", many).response.status_code == 303
    assert "一次最多催办 50 件" in pages.get("wang", LIST).text
    shown = send(pages, "wang", [work(pages, cases[0])])
    refused = sure(pages, "wang", shown, words="长" * 201)
    assert "不得超过200字" in refused.text
    assert "长" * 201 in refused.response.text, "nothing typed is lost"
    assert not pages.desk.events(cases[0], "task_urged")


def test_who_may_not_urge_learns_nothing_by_naming_work(pages: Pages, cases: list[str]) -> None:
    page = send(pages, "qian", [work(pages, cases[0])], shown_to="wang")
    assert "已经办结，或者不归您催办。" in page.text
    assert "report" not in page.text


def test_work_on_a_desk_that_duties_close_is_urged_from_there(
    pages: Pages, cases: list[str]
) -> None:
    pages.desk.complete("li", work(pages, cases[1]), {"text": "已报"})
    pages.desk.advance(days=12)
    check = work(pages, cases[1], "check")
    page = pages.get("li", "/desk?light=red")
    assert linked(page) == {check}, "what is theirs to do or to take is not urged"
    (link,) = page.all("//a[contains(@class,'urge-link')]/@href")
    assert pages.send("li", link, {"words": ""}).location == "/desk?light=red"
    assert linked(pages.get("li", "/desk?light=red")) == set()


def test_a_full_page_costs_no_more_statements_than_one_row(pages: Pages) -> None:
    pages.desk.deploy(REPORT)
    for person in ("li", *["chen"] * 20):
        pages.desk.claim(person, work(pages, pages.desk.open("report").case_id))
    pages.desk.advance(days=12)
    one, many = (f"{LIST}?holder_kind=person&holder={each}" for each in ("li", "chen"))
    assert [len(linked(pages.get("wang", each))) for each in (one, many)] == [1, 20]
    assert statements(pages, one) == statements(pages, many)


def statements(pages: Pages, address: str) -> int:
    """Count the statements that a page costs."""
    counted: list[str] = []

    def count(*args: Any) -> None:  # noqa: ANN401 - as SQLAlchemy has it
        counted.append(args[2])

    event.listen(SqlEngine, "before_cursor_execute", count)
    try:
        pages.get("wang", address)
    finally:
        event.remove(SqlEngine, "before_cursor_execute", count)
    return len(counted)


def send(pages: Pages, person: str, ids: list[str], *, shown_to: str | None = None) -> Shown:
    """Tick rows of the list and send them; what is not offered there is sent all the same."""
    form = pages.get(shown_to or person, f"{LIST}?light=red").form_values("/work/urges")
    form["_csrf"] = pages.get(person, "/desk").all("//input[@name='_csrf']/@value")[0]
    return Shown(pages.client(person).post("/work/urges", data={**form, "work_id": ids}))


def sure(pages: Pages, person: str, shown: Shown, *, words: str = "") -> Shown:
    values = shown.form_values("/work/urges")
    ids = shown.all("//form//input[@name='work_id']/@value")
    form = {**values, "work_id": ids, "words": words}
    return Shown(pages.client(person).post("/work/urges", data=form))
