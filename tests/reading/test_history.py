"""What happened in a case: all of it for the office, acts and served papers for a respondent."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import orjson

import engine
from engine import commands
from engine.commands.reading.histories import EventView
from engine.model.event_words import EVENT_WORDS
from tests.cases.desk import refusal
from tests.reading.house import House

PLANTED = "内部词甲"
RECORDING = {"record", "record_change", "append", "note", "_record", "_give", "_append"}
COMMANDS = Path(engine.__file__).parent


def planted(house: House) -> str:
    """A case with a planted word in everything that is written for the inner file."""
    items = [
        {"title": "食堂留样不全", "demand": "留样48小时"},
        {"title": "台账缺失", "demand": "补齐"},
    ]
    form = {"severity": "一般", "items": items, "grounds": "督导意见书"}
    case_id = house.open("rectification", form, title="食堂安全整改").case_id
    house.link(case_id, unit="430600", title=f"问责{PLANTED}")
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    approval = {"approved": True, "opinion": PLANTED}
    house.complete("wang", house.one(case_id, "approve_notice").id, approval)
    delivery = {"delivery_mode": "直接", "delivery_note": PLANTED}
    house.complete("li", house.one(case_id, "deliver_notice").id, delivery)
    house.complete("xiao", house.one(case_id, "sign_receipt").id, {"receipt": "签收"})
    house.complete("xiao", house.work_of(case_id, "submit_plan", 1), {"plan": "逐日留样"})
    review = {"accepted": True, "opinion": PLANTED}
    house.complete("li", house.work_of(case_id, "review_plan", 1), review)
    report = {"report": "已经整改", "evidence": house.evidence(case_id)}
    house.complete("xiao", house.work_of(case_id, "submit_report", 1), report)
    verdict = {"passed": True, "on_site": True, "findings": PLANTED}
    house.complete("qian", house.work_of(case_id, "verify_item", 1), verdict)
    # Whoever sees the inner file writes for it, though they belong to the unit by now.
    house.move("qian", groups=["inspector"], unit="430621")
    return case_id


def written(view: object) -> str:
    """A view as the JSON that leaves the house."""
    assert dataclasses.is_dataclass(view)
    return orjson.dumps(view).decode()


def test_a_respondent_never_sees_what_is_internal(house: House) -> None:
    case_id = planted(house)
    case = house.ask(commands.read_case, "xiao", case_id=case_id)
    history = house.ask(commands.read_history, "xiao", case_id=case_id, limit=500)
    seen = [written(case), written(history)]
    seen += [written(house.ask(commands.read_work, "xiao", work_id=each.id)) for each in case.work]
    assert not [each for each in seen if PLANTED in each]
    inner = house.ask(commands.read_history, "li", case_id=case_id, limit=500)
    assert written(inner).count(PLANTED) >= 4
    assert PLANTED in written(house.ask(commands.read_case, "li", case_id=case_id))
    for read in (commands.read_case_variables, commands.read_diagram, commands.read_access):
        assert house.answer(read, "xiao", case_id=case_id) == "not_permitted"


def test_a_respondent_reads_the_acts_of_the_own_unit_and_what_was_served(house: House) -> None:
    case_id = planted(house)
    page = house.ask(commands.read_history, "xiao", case_id=case_id)
    assert page.is_reduced
    told = [(each.zh, each.person and each.person.id, each.node_name) for each in page.events]
    assert told == [
        ("签发公文", None, "签发整改通知书"),
        ("办结待办", "xiao", "签收通知书"),
        ("办结待办", "xiao", "报送整改方案"),
        ("上传附件", "xiao", None),
        ("办结待办", "xiao", "报送整改报告"),
    ]
    assert page.events[0].data is not None
    assert set(page.events[0].data) == {"document", "number", "title"}


def test_who_only_had_work_in_a_case_reads_only_what_they_did(house: House) -> None:
    case_id = planted(house)
    house.move("qian", groups=["editor"], unit="430621")
    page = house.ask(commands.read_history, "qian", case_id=case_id)
    assert [(each.type, each.person and each.person.id) for each in page.events] == [
        ("task_completed", "qian")
    ]


def test_the_whole_history_is_read_as_it_was_sealed_page_by_page(house: House) -> None:
    case_id = planted(house)
    sealed = house.history(case_id)
    events: list[EventView] = []
    after = 0
    while True:
        page = house.ask(commands.read_history, "li", case_id=case_id, after=after, limit=7)
        assert len(page.events) <= 7
        events += page.events
        if page.next is None:
            break
        after = page.next
    assert [each.seq for each in events] == [each.seq for each in sealed]
    assert [each.hash for each in events] == [each.hash.hex() for each in sealed]
    assert [each.data for each in events] == [each.members().get("data") for each in sealed]
    assert {each.definition for each in events} == {"rectification@1"}


def test_a_page_has_a_size_that_can_be_read(house: House) -> None:
    case_id = house.rectify()
    for limit in (0, 501):
        refused = refusal(
            lambda limit=limit: house.ask(  # type: ignore[misc]  # bound at once
                commands.read_history, "li", case_id=case_id, limit=limit
            )
        )
        assert refused.code == "invalid_page"


def test_every_type_of_event_has_a_chinese_word() -> None:
    types = set()
    for folder in ("commands", "definitions"):
        for file in sorted((COMMANDS / folder).rglob("*.py")):
            types |= recorded(ast.parse(file.read_text("utf-8")))
    assert len(types) > 40
    assert types - set(EVENT_WORDS) == set()


def recorded(tree: ast.Module) -> set[str]:
    """The types of events that a module names where it records them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if name in RECORDING:
                found |= {each for each in texts if isinstance(each, str) and "_" in each}
    return found
