"""Who sees a case, how much of it, and which buttons work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from dudao.groups import GROUPS
from engine import commands
from engine.commands import registers
from engine.model.errors import NotFound
from engine.model.registers import CaseFilter
from engine.store.tables import open_work
from tests.cases.desk import refusal
from tests.reading.house import House

FULL, REDUCED, NOTHING = "full", "reduced", "not_found"
INSIDE = {
    "case_officer": FULL,
    "leader": FULL,
    "director": FULL,
    "respondent": REDUCED,
    "inspector": FULL,
    "secrecy_officer": NOTHING,
    "editor": NOTHING,
    "section_head": NOTHING,
    "member_unit": NOTHING,
    "appeal_officer": NOTHING,
    "auditor": FULL,
    "organisation": REDUCED,
    "discipline": FULL,
    "administrator": FULL,
    "service": NOTHING,
}


def seen(house: House, person: str, case_id: str) -> str:
    try:
        view = house.ask(commands.read_case, person, case_id=case_id)
    except NotFound as refused:
        return refused.code
    return REDUCED if view.is_reduced else FULL


def test_every_role_sees_what_it_should_and_nobody_out_of_scope_sees_anything(
    house: House,
) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    assert {group: seen(house, f"in_{group}", case_id) for group in GROUPS} == INSIDE
    assert {seen(house, f"out_{group}", case_id) for group in GROUPS} == {NOTHING}


def test_a_case_is_opened_only_by_those_whose_register_shows_it(house: House) -> None:
    case_id = house.rectify()
    house.rectify(unit="430623", title="另一案")
    for group in GROUPS:
        for side in ("in", "out"):
            person = f"{side}_{group}"
            listed = house.ask(registers.list_cases, person, wanted=CaseFilter())
            shown = case_id in [each.id for each in listed.rows]
            assert shown == (seen(house, person, case_id) != NOTHING), person


def test_a_refusal_says_what_is_said_of_a_case_that_does_not_exist(house: House) -> None:
    case_id = house.rectify()
    hidden = refusal(lambda: house.ask(commands.read_case, "hua", case_id=case_id))
    absent = refusal(lambda: house.ask(commands.read_case, "hua", case_id="nothing"))
    unknown = refusal(lambda: house.ask(commands.read_case, "nobody", case_id=case_id))
    assert hidden.message == absent.message == unknown.message
    assert hidden.en.replace(case_id, "nothing") == absent.en
    assert house.reads(case_id) == []


def test_a_case_is_found_by_its_reference_too(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    reference = house.case(case_id).reference
    assert reference is not None
    assert house.ask(commands.read_case, "li", reference=reference).id == case_id
    assert house.answer(commands.read_case, "li", reference="岳教督整〔1999〕1号") == "not_found"
    assert house.answer(commands.read_case, "hua", reference=reference) == "not_found"


def test_whoever_has_or_had_work_in_a_case_sees_it_reduced(house: House) -> None:
    case_id = house.rectify()
    with house.store.begin() as session:
        named = {"groups": ("section_head",), "users": ("out_editor",), "assignee": None}
        session.execute(update(open_work).values(named))
    head = house.ask(commands.read_case, "in_section_head", case_id=case_id)
    assert head.is_reduced
    assert [each.may for each in head.work] == [("complete", "claim", "delegate")]
    assert seen(house, "out_section_head", case_id) == NOTHING
    # Named, but from a unit that the work is not for: out of scope.
    assert seen(house, "out_editor", case_id) == NOTHING
    form = {"notice_text": "请整改"}
    house.complete("in_section_head", house.one(case_id, "draft_notice").id, form)
    after = house.ask(commands.read_case, "in_section_head", case_id=case_id)
    assert (after.is_reduced, after.work, after.timers) == (True, (), ())


def test_a_respondent_sees_delivered_items_and_own_work_and_no_linked_cases(
    house: House,
) -> None:
    case_id = house.rectify()
    house.link(case_id, unit="430623", title="问责王某")
    before = house.ask(commands.read_case, "xiao", case_id=case_id)
    assert (before.items, before.work, before.linked, before.linked_unseen) == ((), (), (), 0)
    assert before.may == ("attach",)
    house.deliver(case_id)
    after = house.ask(commands.read_case, "xiao", case_id=case_id)
    assert [each.title for each in after.items] == ["食堂留样不全", "台账缺失"]
    assert {each.name for each in after.work} == {"报送整改方案", "申请延期"}
    assert (after.timers, after.incidents) == ((), ())
    assert [each.message for each in after.waits] == ["objection_filed"], "what they may send"
    inner = house.ask(commands.read_case, "li", case_id=case_id)
    assert [each.title for each in inner.linked] == ["问责王某"]
    assert len(inner.timers) == len(house.timers(case_id))


def test_an_officer_is_told_only_the_number_of_linked_cases_out_of_scope(house: House) -> None:
    case_id = house.rectify()
    house.link(case_id, unit="430600", title="上级案件")
    house.move("yue", groups=["inspector"], unit="430621")
    view = house.ask(commands.read_case, "yue", case_id=case_id)
    assert (view.linked, view.linked_unseen) == ((), 1)


def test_only_buttons_that_work_are_offered(house: House) -> None:
    case_id = house.rectify()
    view = house.ask(commands.read_case, "li", case_id=case_id)
    assert view.may == (
        "read_history", "see_internal", "cancel_case", "attach", "suspend_case",
    )  # fmt: skip
    assert view.work[0].may == ("complete", "delegate", "assign", "extend_deadline")
    house.give(commands.suspend_case, "li", case_id=case_id, reason="等待鉴定")
    suspended = house.ask(commands.read_case, "li", case_id=case_id)
    assert suspended.may[-1] == "resume_case"
    assert suspended.suspended_at is not None
    assert suspended.light.value == "grey"
    assert suspended.work[0].may == ()
    assert "已中止" in suspended.work[0].why_not
    house.give(commands.cancel_case, "li", case_id=case_id, reason="撤销")
    ended = house.ask(commands.read_case, "li", case_id=case_id)
    assert (ended.may, ended.work, ended.messages) == (("read_history", "see_internal"), (), ())


@pytest.mark.parametrize("person", ["li", "wang", "xiao", "qian", "in_auditor"])
def test_every_command_on_open_work_that_is_offered_is_accepted(house: House, person: str) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    view = house.ask(commands.read_case, person, case_id=case_id)
    for work in view.work:
        claimed = house.answer(commands.claim, person, work_id=work.id)
        assert (claimed == "ok") == ("claim" in work.may), (work.name, claimed)
        assert bool(work.why_not) == ("complete" not in work.may)
    held = house.ask(commands.read_case, person, case_id=case_id)
    for work in held.work:
        given_back = house.answer(commands.unclaim, person, work_id=work.id)
        assert (given_back == "ok") == ("unclaim" in work.may), (work.name, given_back)


def test_what_was_completed_last_can_be_taken_back_by_who_did_it(house: House) -> None:
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice").id
    house.complete("li", work, {"notice_text": "请整改"})
    assert house.ask(commands.read_case, "li", case_id=case_id).withdrawable == work
    assert house.ask(commands.read_case, "chen", case_id=case_id).withdrawable is None
    house.withdraw("li", work)
    assert house.ask(commands.read_case, "li", case_id=case_id).withdrawable is None


def test_reading_changes_neither_the_version_nor_the_history_of_a_case(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    before, events = house.case(case_id), house.history(case_id)
    for person in ("li", "wang", "xiao", "in_auditor"):
        house.ask(commands.read_case, person, case_id=case_id)
    assert house.case(case_id) == before
    assert house.history(case_id) == events
    house.check(case_id)


def test_lights_are_those_of_the_register(house: House) -> None:
    case_id = house.rectify()
    house.clock.advance(timedelta(days=60))
    view = house.ask(commands.read_case, "li", case_id=case_id)
    assert (view.light.value, view.work[0].light.value) == ("red", "red")
