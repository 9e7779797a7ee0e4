"""What a unit is to put right: each demand with its clock and what to do next, and an objection."""

from __future__ import annotations

from tests.cases.house import House
from tests.web.pages import Pages


def test_every_demand_has_its_clock_and_the_button_for_what_is_next(
    pages: Pages, house: House
) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    page = pages.get("xiao", "/demands")
    assert "食堂安全整改" in page.text
    assert "整改到位" in page.text
    plan = house.one(case_id, "submit_plan").id
    assert page.all(f"//a[@href='/work/{plan}'][contains(., '报送整改方案')]")
    house.complete("xiao", plan, {"plan": "逐餐留样。"})
    assert not pages.get("xiao", "/demands").all(f"//a[@href='/work/{plan}']")


def test_a_receipt_to_sign_stands_with_its_case(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "限期整改。"})
    house.complete("wang", house.one(case_id, "approve_notice").id, {"approved": True})
    house.complete("li", house.one(case_id, "deliver_notice").id, {"delivery_mode": "电子"})
    receipt = house.one(case_id, "sign_receipt").id
    assert pages.get("xiao", "/demands").all(f"//a[@href='/work/{receipt}']")


def test_nothing_of_another_unit_is_shown(pages: Pages, house: House) -> None:
    case_id = house.rectify(unit="430623", title="另一案")
    house.deliver(case_id)
    assert "没有要整改的问题" in pages.get("xiao", "/demands").text


def test_a_unit_objects_in_words_that_the_director_reads(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    address = f"/cases/{case_id}/messages/objection_filed"
    assert pages.get("xiao", "/demands").all(f"//a[@href='{address}']")
    assert "请写明内容" in pages.send("xiao", address, {}, status=422).text
    pages.send("xiao", address, {"words": "留样记录完整。"})
    review = house.one(case_id, "review_objection").id
    assert "留样记录完整。" in pages.get("luo", f"/approvals/{review}").text
