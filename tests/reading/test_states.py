"""Where a case stands in its diagram and what it knows, and one piece of work with its form."""

from __future__ import annotations

from bpmn.catalogue import catalogue
from engine import commands
from engine.model.form_description import form_schema_of, form_value
from engine.model.forms import Field, FieldKind, Form
from tests.cases.desk import refusal
from tests.reading.house import House


def test_a_diagram_shows_what_is_under_way_and_how_often_a_node_was_passed(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    view = house.ask(commands.read_diagram, "li", case_id=case_id)
    assert view.xml.encode() in catalogue()["rectification"].diagrams.values()
    waiting = {(each.node, each.item) for each in view.active if each.waits_for == "person"}
    assert waiting == {
        ("submit_plan", 1),
        ("submit_plan", 2),
        ("request_extension", 1),
        ("request_extension", 2),
    }
    assert {each.node for each in view.active if each.waits_for == "message"} == {"objection_filed"}
    assert view.done["draft_notice"] == 1
    assert view.done["rate_item"] == 2
    assert "submit_plan" not in view.done
    assert all(f'id="{each}"' in view.xml for each in view.done)


def test_what_was_taken_back_was_not_passed(house: House) -> None:
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice").id
    house.complete("li", work, {"notice_text": "请整改"})
    assert "draft_notice" in house.ask(commands.read_diagram, "li", case_id=case_id).done
    house.withdraw("li", work)
    assert "draft_notice" not in house.ask(commands.read_diagram, "li", case_id=case_id).done


def test_a_canceled_case_has_nothing_under_way(house: House) -> None:
    case_id = house.rectify()
    house.give(commands.cancel_case, "li", case_id=case_id, reason="撤销")
    assert house.ask(commands.read_diagram, "li", case_id=case_id).active == ()


def test_variables_are_told_scope_by_scope_and_deadlines_are_explained(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    view = house.ask(commands.read_case_variables, "li", case_id=case_id)
    assert view.scopes[0].variables["grounds"] == "督导意见书"
    items = [each for each in view.scopes if each.node == "rectify_items"]
    assert [each.item for each in items] == [1, 2]
    assert {each.variable for each in view.deadlines} >= {"plan_due", "item_due"}
    assert all("起算" in each.explanation[0] for each in view.deadlines)


def test_open_work_is_read_with_its_form_and_the_reason_for_its_due_day(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    view = house.ask(commands.read_work, "xiao", work_id=house.work_of(case_id, "submit_plan", 1))
    assert view.case.reference == house.case(case_id).reference
    assert view.schema["required"] == ["plan"]
    properties = view.schema["properties"]
    assert isinstance(properties, dict)
    assert properties["plan_file"] == {
        "title": "方案附件", "x-kind": "file", "type": ["string", "null"],
    }  # fmt: skip
    assert "10个工作日" in view.explanation[0]
    assert view.explanation_en[0].startswith("10 working days are counted")
    assert "complete" in view.work.may
    refused = house.ask(commands.read_work, "li", work_id=view.work.id)
    assert (refused.work.why_not, "complete" in refused.work.may) == (
        "li某不是“报送整改方案”的候选承办人。", False,
    )  # fmt: skip


def test_a_form_is_prefilled_with_its_defaults(house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    house.complete("wang", house.one(case_id, "approve_notice").id, {"approved": True})
    work = house.one(case_id, "deliver_notice").id
    assert house.ask(commands.read_work, "li", work_id=work).values == {"delivery_mode": "直接"}


def test_work_that_is_over_and_work_of_others_is_not_found_alike(house: House) -> None:
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice").id
    hidden = refusal(lambda: house.ask(commands.read_work, "xiao", work_id=work))
    house.complete("li", work, {"notice_text": "请整改"})
    over = refusal(lambda: house.ask(commands.read_work, "li", work_id=work))
    assert (hidden.code, hidden.message) == (over.code, over.message)


def test_only_those_whom_no_duty_forbids_can_be_given_work(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.report(case_id, 1)
    work = house.work_of(case_id, "verify_item", 1)
    found = [each.id for each in house.ask(commands.candidates_of, "li", work_id=work)]
    assert {"qian", "sun"} <= set(found)
    # Nobody of the unit itself, of another one, or without the group.
    assert not {"yue", "xiao", "out_inspector", "wang"} & set(found)
    house.verify(case_id, 1, "qian")
    second = house.work_of(case_id, "verify_item", 1)
    left = house.ask(commands.candidates_of, "li", work_id=second)
    assert "qian" not in [each.id for each in left]
    assert [each.name for each in left] == sorted(each.name for each in left)
    for each in left:  # whoever is offered can be given it
        house.give(commands.assign, "wang", work_id=second, person=each.id)


def test_a_form_without_fields_takes_anything() -> None:
    assert form_schema_of(None) == {"type": "object", "additionalProperties": True}


def test_every_kind_of_field_has_a_schema() -> None:
    fields = tuple(
        Field(kind.value, kind.value, kind, required=True, choices=(("a", "甲"),))
        for kind in FieldKind
    )
    schema = form_schema_of(Form(fields))
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert list(properties) == [kind.value for kind in FieldKind]
    assert properties["enum"] == {
        "title": "enum", "x-kind": "enum", "type": "string",
        "oneOf": [{"const": "a", "title": "甲"}],
    }  # fmt: skip
    assert form_value({"a": [True, None, 3]}) == {"a": [True, None, 3]}


def test_why_not_is_for_those_whom_work_is_put_before(house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    work = house.one(case_id, "approve_notice").id

    def addressed(person: str) -> bool:
        return bool(house.ask(commands.read_work, person, work_id=work).work.is_addressed)

    assert addressed("wang")  # a leader, by their group
    assert not addressed("li")  # who drafted it, and will never sign it
    assert not addressed("in_auditor")
    view = house.ask(commands.read_work, "in_auditor", work_id=work).work
    assert view.why_not
    assert view.why_not_en.startswith("in审计 is not a candidate for “")
