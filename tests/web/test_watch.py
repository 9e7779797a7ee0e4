"""Search, overview and audit: what one sees leads to what it is about, and looking is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.history import commit, genesis, link
from engine.store import Store
from engine.store.access_reads import access_chain
from engine.store.case_reads import head_of, history_of
from engine.store.tables import history_event
from tests.registers.office import Office
from tests.support.clock import HandClock
from tests.web.pages import Pages


@pytest.fixture
def registers(database_url: str, clock: HandClock) -> Iterator[Office]:
    """An office with rectification and an auditor, on either store."""
    store = Store(database_url)
    office = Office(store, clock)
    with store.begin() as session:
        auditor = PersonEntry("shen", "沈某", "430600", (Membership("auditor"),))
        upsert_people(session, [auditor])
    yield office
    store.close()


@pytest.fixture
def pages(registers: Office) -> Pages:
    return Pages(registers)


@pytest.fixture
def case_id(registers: Office) -> str:
    """A rectification whose first item was reported."""
    found = registers.rectify()
    registers.deliver(found)
    registers.report(found, 1)
    return found


# ------------------------------------------------------------------------------------- search


def test_what_is_found_is_marked_and_leads_to_where_it_stands(pages: Pages, case_id: str) -> None:
    page = pages.get("li", "/search?text=留样")
    assert {each.text for each in page.all("//mark")} == {"留样"}
    assert page.all(f"//a[starts-with(@href, '/cases/{case_id}/items#item-')]")


def test_one_kind_alone_is_found(pages: Pages, case_id: str) -> None:
    page = pages.get("li", "/search?text=食堂&kind=case")
    assert [each.get("href") for each in page.all("//*[@data-row]")] == [f"/cases/{case_id}"]


def test_nobody_finds_what_they_may_not_see(pages: Pages, case_id: str) -> None:
    assert "没有找到" in pages.get("hua", "/search?text=留样").text
    assert case_id not in pages.get("hua", "/search?text=留样").response.text


def test_a_text_that_is_too_long_is_refused_in_words(pages: Pages) -> None:
    page = pages.get("li", f"/search?text={'长' * 101}", status=422)
    assert "不超过100字" in page.text


def test_markup_in_a_title_is_shown_as_it_was_written(registers: Office, pages: Pages) -> None:
    registers.rectify(title="<b>食堂</b>")
    page = pages.get("li", "/search?text=食堂&kind=case")
    assert not page.all("//*[@data-row]//b")
    assert "<b>食堂</b>" in page.text


# ----------------------------------------------------------------------------------- overview


@pytest.mark.usefixtures("case_id")
def test_figures_that_were_not_counted_are_asked_for_by_the_page(pages: Pages) -> None:
    page = pages.get("wang", "/overview")
    assert "正在统计" in page.text
    (part,) = page.all("//*[@id='figures']")
    figures = pages.get("wang", part.get("hx-get"))
    assert "数字截至" in figures.text
    assert "正在统计" not in pages.get("wang", "/overview").text


@pytest.mark.usefixtures("case_id")
def test_every_figure_leads_to_a_list_of_as_many(pages: Pages) -> None:
    page = pages.get("wang", "/overview?figures=1")
    figures = {each.get("href"): int(each.text) for each in page.all("//td[@data-value]/a")}
    assert len(figures) > 5
    for address, count in figures.items():
        assert len(pages.get("wang", address).all("//tbody/tr")) == count, address


def test_who_may_not_see_the_overview_is_refused(pages: Pages) -> None:
    pages.get("xiao", "/overview", status=403)
    pages.get("xiao", "/work", status=403)


@pytest.mark.parametrize("wrong", ["unit=999", "period_since=x", "unit=999&figures=1"])
def test_where_a_condition_is_wrong_nothing_is_counted(pages: Pages, wrong: str) -> None:
    page = pages.get("wang", f"/overview?{wrong}", status=422)
    assert "没有统计" in page.text
    assert ("没有找到这个单位" in page.text) is ("unit" in wrong)
    assert not page.all("//*[contains(@class, 'figure')]")
    assert not page.all("//*[@id='figures']")
    assert pages.get("wang", "/overview?unit=430621&figures=1").all("//*[@id='figures']")


@pytest.mark.parametrize("path", ["/overview/workbook", "/overview/figures"])
def test_where_a_condition_is_wrong_no_figures_are_given_out(pages: Pages, path: str) -> None:
    answer = pages.client("wang").get(f"{path}?unit=999")
    assert (answer.status_code, answer.location) == (303, "/overview?unit=999")


@pytest.mark.parametrize("part", ["cases", "items"])
def test_a_workbook_is_not_given_out_without_a_condition_that_was_meant(
    pages: Pages, part: str
) -> None:
    answer = pages.client("wang").get(f"/{part}/workbook?unit=999&sort=title")
    assert (answer.status_code, answer.location) == (303, f"/{part}?unit=999&sort=title")


def test_the_workbook_of_the_overview_is_recorded(registers: Office, pages: Pages) -> None:
    response = pages.client("wang").get("/overview/workbook?unit=430621")
    assert response.content_type.startswith("application/vnd.openxmlformats")
    with registers.store.read() as session:
        last = list(history_of(session))[-1]
    assert (last.type, last.person) == ("register_exported", "wang")


@pytest.mark.usefixtures("case_id")
def test_the_open_work_of_a_holder_is_listed_with_whose_it_is(pages: Pages) -> None:
    page = pages.get("wang", "/work?holder_kind=group&holder=inspector")
    assert page.all("//tbody/tr")
    assert all("待签收" in each.text_content() for each in page.all("//tbody/tr"))
    assert "没有符合条件的内容" in pages.get("wang", "/work?holder_kind=person&holder=sun").text


# -------------------------------------------------------------------------------------- audit


def test_an_auditor_reads_every_event_and_changes_nothing(
    registers: Office, pages: Pages, case_id: str
) -> None:
    before = registers.case(case_id)
    events = registers.history(case_id)
    page = pages.get("shen", f"/audit/{case_id}")
    assert len(page.all("//tbody/tr")) == min(len(events), 50)
    assert events[0].hash.hex() in page.text
    assert registers.case(case_id) == before


def test_pages_of_a_history_go_on_where_the_one_before_ended(pages: Pages, case_id: str) -> None:
    page = pages.get("shen", f"/audit/{case_id}?after=3")
    assert page.all("//tbody/tr")[0].get("id") == "event-4"


def test_every_look_of_an_auditor_is_recorded(pages: Pages, case_id: str) -> None:
    for path in ("", "/duties", "/check", "/history.jsonl"):
        pages.client("shen").get(f"/audit/{case_id}{path}")
    page = pages.get("shen", f"/audit/{case_id}/access")
    assert page.text.count("沈某") >= 4
    assert "导出案件历史" in page.text


@pytest.mark.parametrize("path", ["", "/access", "/check", "/history.jsonl"])
def test_who_may_not_look_at_who_looked_audits_nothing(
    pages: Pages, case_id: str, path: str
) -> None:
    pages.get("li", f"/audit/{case_id}{path}", status=403)
    pages.get("xiao", f"/audit/{case_id}{path}", status=403)
    pages.get("hua", f"/audit/{case_id}{path}", status=404)


def test_a_sound_case_is_said_to_hold(registers: Office, pages: Pages, case_id: str) -> None:
    page = pages.get("shen", f"/audit/{case_id}/check")
    case = registers.case(case_id)
    assert f"已核验到第 {case.head_seq} 号" in page.text
    assert case.head_hash.hex() in page.text
    assert "全案与写下时一致" in page.text


def test_a_changed_event_is_named(registers: Office, pages: Pages, case_id: str) -> None:
    with registers.store.begin() as session:
        session.execute(
            update(history_event)
            .where(history_event.c.case_id == case_id, history_event.c.seq == 3)
            .values(person="zhao")
        )
    page = pages.get("shen", f"/audit/{case_id}/check")
    assert "第 3 号事件起对不上" in page.text
    assert "全案与写下时一致" not in page.text


def test_an_exported_history_can_be_checked_by_anybody(
    registers: Office, pages: Pages, case_id: str
) -> None:
    response = pages.client("shen").get(f"/audit/{case_id}/history.jsonl")
    about, *events = map(json.loads, response.text.splitlines())
    last = genesis(case_id)
    for event in events:
        commitment = commit(bytes.fromhex(event["salt"]), event["body"])
        last = link(last, commitment)
        assert event["hash"] == last.hex()
    assert (about["events"], about["head"]) == (len(events), last.hex())
    with registers.store.read() as session:
        seq, _ = head_of(session, access_chain(case_id))
        readers = list(history_of(session, access_chain(case_id)))
    assert seq == len(readers)
    assert (readers[-1].type, readers[-1].person) == ("history_exported", "shen")


def test_duties_say_who_was_excluded(pages: Pages, case_id: str) -> None:
    page = pages.get("shen", f"/audit/{case_id}/duties")
    assert "没有人先后办理过流程图要求分开的环节" in page.text
    assert "当时不得办理的：li某" in page.text
    assert "现在不得办理的：xiao某" in page.text
