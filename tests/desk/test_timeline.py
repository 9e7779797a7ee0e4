"""A case read as a timeline: all of it for the office, acts and served papers for a respondent."""

from __future__ import annotations

from engine import commands
from engine.commands.reading.timelines import TimelineEntry
from tests.cases.desk import refusal
from tests.reading.house import House
from tests.reading.test_history import PLANTED, planted, written


def whole(house: House, person: str, case_id: str, *, limit: int = 7) -> list[TimelineEntry]:
    """Every entry that somebody reads, page by page."""
    entries: list[TimelineEntry] = []
    before = None
    while True:
        page = house.ask(
            commands.read_timeline, person, case_id=case_id, before=before, limit=limit
        )
        assert len(page.entries) <= limit
        entries += page.entries
        if page.next is None:
            return entries
        before = page.next


def test_all_of_it_is_read_the_newest_first_page_by_page(house: House) -> None:
    case_id = planted(house)
    entries = whole(house, "li", case_id)
    assert [each.seq for each in entries] == [each.seq for each in house.history(case_id)][::-1]
    assert entries[-1].zh == "li某（承办人）立案“食堂安全整改”，涉及某甲县。"
    assert entries[-1].en == "Li某（承办人） opened the case “食堂安全整改”, about 某甲县."
    assert any(each.is_detail for each in entries)


def test_a_respondent_reads_their_own_acts_and_what_was_served_on_them(house: House) -> None:
    case_id = planted(house)
    entries = whole(house, "xiao", case_id)
    assert [each.zh for each in entries] == [
        "xiao某（被督导单位）办结了“报送整改报告”（第1项）。",
        "xiao某（被督导单位）上传了附件“佐证.pdf”。",
        "xiao某（被督导单位）办结了“报送整改方案”（第1项）。",
        "xiao某（被督导单位）办结了“签收通知书”（签收：签收）。",
        "签发了《关于责令某甲县限期整改的通知书》（岳教督整〔2026〕1号）。",
    ]
    page = house.ask(commands.read_timeline, "xiao", case_id=case_id)
    assert page.is_reduced
    assert PLANTED not in written(page)
    assert entries[-1].person is None


def test_a_voided_document_is_told_to_a_respondent_without_name_or_reason(house: House) -> None:
    case_id = planted(house)
    (document,) = house.ask(commands.list_documents, "xiao", case_id=case_id)
    house.give(commands.void_document, "wang", document_id=document.id, reason=f"有误{PLANTED}")
    first = whole(house, "xiao", case_id)[0]
    assert first.zh == "《关于责令某甲县限期整改的通知书》（岳教督整〔2026〕1号）已作废。"
    assert PLANTED in whole(house, "li", case_id)[0].zh


def test_it_is_for_those_who_see_the_case_and_recorded_as_a_read(house: House) -> None:
    case_id = house.rectify()
    assert house.answer(commands.read_timeline, "hua", case_id=case_id) == "not_found"
    house.ask(commands.read_timeline, "chen", case_id=case_id)
    assert house.reads(case_id) == [("chen", "history")]
    refused = refusal(lambda: house.ask(commands.read_timeline, "li", case_id=case_id, limit=0))
    assert refused.code == "invalid_page"


def test_who_acts_for_somebody_is_named_with_them(house: House) -> None:
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice").id
    house.claim("li", work)
    house.give(commands.delegate, "li", work_id=work, person="chen", reason="出差")
    house.complete("chen", work, {"notice_text": "请整改"})
    said = [each.zh for each in whole(house, "li", case_id)]
    assert "chen某（承办人）代li某办结了“起草整改通知书”。" in said
    assert "li某（承办人）委托chen某办理“起草整改通知书”（原因：出差）。" in said
