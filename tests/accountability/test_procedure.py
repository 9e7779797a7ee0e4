"""What the drawing must guarantee whoever redraws it: duties, remedies, nothing by silence."""

from __future__ import annotations

from engine.diagram.model import EventKind, NodeKind
from tests.procedures.shipped import procedure

SHIPPED = procedure("accountability")
NODES, FLOWS = SHIPPED.nodes, SHIPPED.flows

DECIDED = {
    "start_decided": "f_started",
    "notice_approved": "f_notice_approved",
    "verdict_given": "f_approved",
    "within_power": "f_within_power",
    "result_given": "f_handled",
    "correction_signed": "f_correction_signed",
}
"""The gateways after a decision, each with the flow that goes on against somebody."""
TOOK_PART = {
    "start",
    "form_group",
    "verify_facts",
    "supplement_facts",
    "write_material",
    "decide_start",
    "draft_opinion",
    "sign_notice",
    "answer_argument",
    "revise_opinion",
    "reply_letter",
    "approve_decision",
}


def separated(activity: str) -> set[str]:
    return {each.strip() for each in NODES[activity].properties["separate_from"].split(",")}


def test_what_goes_on_against_somebody_always_has_a_condition() -> None:
    for gateway, going_on in DECIDED.items():
        assert FLOWS[going_on].condition, gateway
        assert not FLOWS[going_on].is_default, gateway


def test_decisions_are_required_fields_without_a_default() -> None:
    asked = {
        "decide_start": "start_decision",
        "sign_notice": "approved",
        "approve_decision": "verdict",
        "decide_review": "review_outcome",
        "decide_appeal": "appeal_outcome",
        "sign_correction": "correction_approved",
        "revise_opinion": "new_facts",
        "answer_argument": "adopted",
        "await_result": "handled",
    }
    for activity, name in asked.items():
        form = NODES[activity].form
        assert form is not None
        field = form.field(name)
        assert field is not None
        assert field.required, activity
        assert not field.default, activity


def test_an_interrupting_timer_closes_only_what_one_may_leave_undone() -> None:
    interrupted = {
        node.attached_to
        for node in NODES.values()
        if node.kind is NodeKind.BOUNDARY_EVENT
        and node.event is not None
        and node.event.kind is EventKind.TIMER
        and node.is_interrupting
    }
    assert interrupted == {
        "sign_notice_receipt",
        "sign_decision_receipt",
        "state_case",
        "reply_letter",
        "apply_remedy",
        "apply_appeal",
    }


def test_the_sixty_days_lead_to_messages_only() -> None:
    """No decision hangs on the clock: it tells people, waits, or ends."""
    clock = {"investigation_near"}
    while True:
        more = {FLOWS[flow].target for node in clock for flow in NODES[node].outgoing} - clock
        if not more:
            break
        clock |= more
    assert {NODES[id_].handler for id_ in clock} <= {"", "notify"}
    assert not [id_ for id_ in clock if NODES[id_].kind is NodeKind.USER_TASK]


def test_the_leader_who_starts_has_not_investigated() -> None:
    assert separated("decide_start") >= {"start", "verify_facts", "write_material"}


def test_the_head_has_neither_opened_investigated_nor_drafted() -> None:
    assert separated("approve_decision") >= {
        "start",
        "verify_facts",
        "supplement_facts",
        "write_material",
        "draft_opinion",
        "revise_opinion",
    }


def test_who_reviews_or_hears_the_appeal_took_no_part() -> None:
    for activity in ("handle_review", "decide_review", "decide_appeal"):
        assert separated(activity) >= TOOK_PART, activity
    assert "handle_review" in separated("decide_review")


def test_appeals_belong_to_the_level_above() -> None:
    appeal = NODES["decide_appeal"]
    assert appeal.candidate_groups == "appeal_officer"
    assert appeal.properties["unit"] == '${setting("accountability.appeal_unit")}'


def test_the_unit_itself_acts_only_where_it_is_asked() -> None:
    own = {id_ for id_, node in NODES.items() if node.candidate_groups == "respondent"}
    for id_, node in NODES.items():
        if node.kind is NodeKind.USER_TASK and id_ not in own:
            assert "case.unit" in node.properties.get("excluded_units", ""), id_
    assert own == {
        "sign_notice_receipt",
        "sign_decision_receipt",
        "state_case",
        "apply_remedy",
        "apply_appeal",
    }


def test_every_person_s_task_is_due_sometime() -> None:
    undated = {
        id_ for id_, node in NODES.items() if node.kind is NodeKind.USER_TASK and not node.due_date
    }
    assert undated == set()


def test_the_office_records_as_its_own_only_what_is_within_its_power() -> None:
    [flow] = NODES["record_measure"].incoming
    assert FLOWS[flow].condition == '${power.way = "直接作出"}'


def test_both_forms_that_open_a_case_refuse_the_same() -> None:
    opened, completed = NODES["case_opened"].properties, NODES["complete_lead"].properties
    expectations = {name: text for name, text in opened.items() if name.startswith("expect:")}
    assert "expect:legal_basis" in expectations
    assert expectations.items() <= completed.items()
