"""What the drawing must guarantee whoever redraws it: duties, and nothing by silence."""

from __future__ import annotations

from engine.diagram.model import EventKind, NodeKind
from tests.procedures.shipped import procedure

SHIPPED = procedure("rectification")
NODES, FLOWS = SHIPPED.nodes, SHIPPED.flows

APPROVALS = {
    "notice_approved": "f_notice_approved",
    "extension_granted": "f_extension_granted",
    "escalation_proposed": "f_proposed",
    "escalation_approved": "f_escalation_approved",
    "plan_accepted": "f_plan_accepted",
    "all_passed": "f_passed",
    "receipt_signed": "f_receipt_signed",
    "objection_upheld": "f_objection_upheld",
    "relapsed_gateway": "f_no_relapse",
}
"""The gateways after a person's decision, each with the flow that grants something."""


def test_what_grants_something_always_has_a_condition() -> None:
    for gateway, granting in APPROVALS.items():
        others = [FLOWS[id_] for id_ in NODES[gateway].outgoing if id_ != granting]
        assert FLOWS[granting].condition, gateway
        assert all(flow.is_default for flow in others), gateway


def test_a_decision_is_always_asked_as_a_required_field() -> None:
    decisions = {
        "approve_notice": "approved",
        "decide_extension": "granted",
        "propose_escalation": "proposed",
        "approve_escalation": "approved",
        "review_plan": "accepted",
        "verify_item": "passed",
        "sign_receipt": "receipt",
        "review_objection": "upheld",
        "look_back": "relapse",
    }
    for activity, asked in decisions.items():
        form = NODES[activity].form
        assert form is not None
        field = form.field(asked)
        assert field is not None
        assert field.required, activity
        assert not field.default or activity == "sign_receipt", activity


def test_no_interrupting_timer_takes_a_decision_away_from_a_person() -> None:
    interrupted = {
        node.attached_to: node.outgoing
        for node in NODES.values()
        if node.kind is NodeKind.BOUNDARY_EVENT
        and node.event is not None
        and node.event.kind is EventKind.TIMER
        and node.is_interrupting
    }
    # An unsigned notice goes to an officer who records service; a lapsed request just lapses.
    assert set(interrupted) == {"sign_receipt", "request_extension"}
    assert FLOWS[interrupted["sign_receipt"][0]].target == "record_service"
    assert FLOWS[interrupted["request_extension"][0]].target == "extension_lapsed"


def test_duties_are_separated() -> None:
    said = {id_: node.properties.get("separate_from", "") for id_, node in NODES.items()}
    assert said["approve_notice"] == "start, draft_notice"
    assert said["approve_escalation"] == "propose_escalation"
    assert said["review_objection"] == "start, draft_notice, approve_notice"
    assert said["verify_item"] == "verify_item, submit_plan, submit_report"


def test_nobody_of_the_unit_verifies_or_looks_back() -> None:
    assert NODES["verify_item"].properties["excluded_units"] == "${[case.unit, item_unit]}"
    owners = "for each in items return if each.owner = null then case.unit else each.owner"
    assert NODES["look_back"].properties["excluded_units"] == f"${{append({owners}, case.unit)}}"


def test_every_person_s_task_but_the_optional_request_is_due_sometime() -> None:
    undated = {
        id_ for id_, node in NODES.items() if node.kind is NodeKind.USER_TASK and not node.due_date
    }
    assert undated == {"request_extension"}


def test_an_item_waits_for_its_own_interview_and_not_for_accountability() -> None:
    assert FLOWS[NODES["open_interview"].outgoing[0]].target == "interview_ended"
    assert NODES["interview_ended"].properties["correlation"] == "${interview_case}"
    after = NODES[FLOWS[NODES["open_accountability"].outgoing[0]].target]
    assert after.kind is NodeKind.END_EVENT


def test_nothing_is_proposed_again_while_the_interview_goes_on() -> None:
    assert dict(NODES["open_interview"].outputs)["escalation_pending"] == "${true}"
    assert dict(NODES["tell_interview"].outputs)["escalation_pending"] == "${false}"
