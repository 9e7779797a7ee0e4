"""The ledger in the office: records with what became of each line, liftings, corrections, sheets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands.assessment_reading import begin_assessment
from engine.model.portions import Portion
from engine.store import Store
from tests.ledger.office import UNIT as SUBJECT
from tests.ledger.office import Office
from tests.ledger.test_assessment import RECTIFICATION, rectify
from tests.support.clock import HandClock
from tests.web.pages import Pages, Shown
from web.counting import carried

UNIT, PERSON = "/ledger?unit=430621", "/ledger?person=李某"


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    """Return an office with a ledger."""
    return Office(store, clock)


@pytest.fixture
def pages(office: Office) -> Pages:
    """Return the pages of that office."""
    return Pages(office)


def sanction(office: Office) -> str:
    office.decide("accountability:警告", person="李某", identity="事业", form="警告")
    return office.of_person()[-1].id


def looks(office: Office) -> list[str]:
    return [each.type for each in office.history() if each.type.startswith(("record_", "assess"))]


def test_nothing_is_read_before_somebody_is_named_and_each_look_is_recorded(
    office: Office, pages: Pages
) -> None:
    office.decide("accountability:通报批评", form="通报批评")
    assert "请选择查阅谁的记录" in pages.get("zhao", "/ledger").text
    assert looks(office) == []
    page = pages.get("zhao", UNIT).text
    assert "问责：通报批评" in page
    assert looks(office) == ["record_read"]
    pages.get("zhao", "/ledger/workbook?unit=430621")
    assert looks(office) == ["record_read", "record_exported"]


def test_a_reversed_entry_stays_and_is_said_to_be_reversed(office: Office, pages: Pages) -> None:
    case_id = office.decide("accountability:通报批评", form="通报批评")
    before = office.clock()
    office.clock.move_to(before + timedelta(days=2))
    office.reverse(case_id)
    page = pages.get("zhao", UNIT)
    assert "已冲销" in page.text
    assert "复核撤销" in page.text
    assert page.all("//s[contains(.,'通报批评')]")
    known = f"{UNIT}&known={before.date().isoformat()}"
    assert "已冲销" not in pages.get("zhao", known).text, "as it was known before"


def test_a_sanction_is_lifted_in_writing_only_after_its_period(
    office: Office, pages: Pages
) -> None:
    entry = sanction(office)
    lift = f"/ledger/entries/{entry}/lift"
    assert "期满后才能解除" in pages.get("zu", PERSON).text
    assert "期满后才能解除" in pages.get("zu", lift, status=409).text
    office.clock.move_to(office.clock() + timedelta(days=200))
    assert "期满，待书面解除" in pages.get("wang", PERSON).text
    assert not pages.get("shen", PERSON).all(f"//a[@href='{lift}']"), "an auditor reads only"
    pages.get("shen", lift, status=403)
    pages.send("wang", lift, {"document": ""}, status=422)
    pages.send("wang", lift, {"document": "某人社解〔2026〕1号"})
    page = pages.get("wang", PERSON).text
    assert "已解除" in page
    assert "某人社解〔2026〕1号" in page
    pages.get("wang", lift, status=409)


def test_a_correction_reverses_the_wrong_entry_and_records_another(
    office: Office, pages: Pages
) -> None:
    entry = sanction(office)
    address = f"/ledger/entries/{entry}/correction"
    pages.get("zu", address, status=403)
    refused = pages.send("zhao", address, {"reason": "记错了"}, status=422)
    assert "请至少改动一项" in refused.text
    refused = pages.send("zhao", address, {"decision": "某号", "reason": ""}, status=422)
    assert refused.all("//input[@name='decision']/@value") == ["某号"]
    pages.send("zhao", address, {"decision": "某教督问〔2026〕1号", "reason": "文号记错"})
    page = pages.get("zhao", PERSON)
    assert "已更正" in page.text
    assert "文号记错" in page.text
    (link,) = page.all("//a[contains(.,'看更正后的一条')]/@href")
    assert page.all(f"//tr[@id='{link[1:]}' and contains(.,'某教督问〔2026〕1号')]")
    pages.get("zhao", address, status=409)


def test_who_may_not_look_learns_nothing_of_what_there_is(office: Office, pages: Pages) -> None:
    entry = sanction(office)
    pages.get("xiao", "/ledger", status=403)
    assert "您没有权限查阅这一人员的台账" in pages.get("li", PERSON, status=403).text
    assert not pages.get("li", "/ledger").all("//input[@name='person']")
    for who, status in (("xiao", 403), ("li", 404)):
        known = pages.get(who, f"/ledger/entries/{entry}/lift", status=status).text
        unknown = pages.get(who, "/ledger/entries/none/lift", status=status).text
        assert known.partition("请求编号")[0] == unknown.partition("请求编号")[0]


def test_the_sheet_of_a_year_says_what_stands_behind_each_figure(
    office: Office, pages: Pages
) -> None:
    before = office.clock() - timedelta(days=1)
    office.decide("accountability:通报批评", form="通报批评")
    page = pages.get("zu", "/assessments?unit=430621&year=2026")
    assert "2026年度考核结果运用表" in page.text
    (row,) = page.all("//tr[th[text()='问责次数']]")
    assert "1 条" in row.text_content()
    earlier = f"/assessments?unit=430621&year=2026&known={before.date().isoformat()}"
    (row,) = pages.get("zu", earlier).all("//tr[th[text()='问责次数']]")
    assert "1 条" not in row.text_content()
    pages.get("zu", "/assessments/workbook?unit=430621&year=2026")
    assert looks(office) == ["assessment_read", "assessment_read", "assessment_exported"]
    pages.get("zu", "/assessments?unit=430621&year=26", status=422)


def test_a_long_count_is_shown_as_far_as_it_is_and_goes_on(office: Office, pages: Pages) -> None:
    office.deploy(RECTIFICATION)
    for _ in range(2):
        rectify(office, "留样不全")
    begun = office.give(
        begin_assessment, "zu", subject=SUBJECT, year=2026, portion=Portion(timedelta(), 1)
    )
    with pages.app.test_request_context():
        data = {"so_far": carried(begun.so_far)}
    ask = "/assessments?unit=430621&year=2026"
    on = "/assessments/count?unit=430621&year=2026"
    data["_csrf"] = pages.get("zu", ask).all("//input[@name='_csrf']/@value")[0]
    whole = pages.client("zu").post(on, data=data)
    part = pages.client("zu").post(on, data=data, headers={"HX-Request": "true"})
    assert "考核结果运用表" in whole.text
    assert "考核结果运用表" not in part.text
    for each in (whole, part):
        assert each.status_code == 200
        (row,) = Shown(each).all("//tr[th[text()='整改案件（本年立案）']]")
        assert "2 条" in row.text_content()
    other = pages.client("zhao").post(on, data=data)
    assert other.status_code in (400, 403, 422)


def test_a_day_that_is_none_is_said_to_be_wrong(pages: Pages) -> None:
    assert "请选择一个日期" in pages.get("zhao", f"{UNIT}&since=abc", status=422).text
