"""What the drawing must guarantee whoever redraws it: duties, and nothing by silence."""

from __future__ import annotations

from engine.diagram.model import EventKind, NodeKind
from tests.procedures.shipped import procedure

SHIPPED = procedure("interview")
NODES, FLOWS = SHIPPED.nodes, SHIPPED.flows

DECISIONS = {
    "approve_sheet": ("approval", "sheet_approved", {"f_sheet_returned"}),
    "sign_notice": ("signed", "notice_signed", {"f_notice_returned"}),
    "decide_postponement": ("granted", "postponement_granted", {"f_postponement_refused"}),
    "approve_minutes": ("minutes_approved", "minutes_decided", {"f_minutes_returned"}),
    "review_plan": ("accepted", "plan_accepted", {"f_plan_returned"}),
    "decide_follow_up": ("follow_up", "follow_up_decided", {"f_dropped"}),
    "hold_meeting": ("attendance", "attended", {"f_excused"}),
}
"""A person's decision: its field, the gateway after it, the flows that need no condition."""


def test_a_decision_is_always_asked_and_never_filled_in_beforehand() -> None:
    for activity, (asked, _, _) in DECISIONS.items():
        form = NODES[activity].form
        assert form is not None
        field = form.field(asked)
        assert field is not None
        assert field.required, activity
        assert not field.default, activity


def test_what_goes_on_always_has_a_condition() -> None:
    for _, gateway, defaults in DECISIONS.values():
        unconditional = {id_ for id_ in NODES[gateway].outgoing if not FLOWS[id_].condition}
        assert unconditional == defaults, gateway


def test_no_interrupting_timer_takes_a_decision_away_from_a_person() -> None:
    interrupted = {
        node.attached_to: FLOWS[node.outgoing[0]].target
        for node in NODES.values()
        if node.kind is NodeKind.BOUNDARY_EVENT
        and node.event is not None
        and node.event.kind is EventKind.TIMER
        and node.is_interrupting
    }
    assert interrupted == {
        "sign_receipt": "record_service",  # an officer records service with two witnesses
        "answer_notice": "hold_meeting",  # no answer is neither yes nor no: the meeting is due
        "confirm_minutes": "record_unsigned",  # an officer records who has not signed
    }


def test_duties_are_separated() -> None:
    said = {id_: node.properties.get("separate_from", "") for id_, node in NODES.items()}
    assert said["approve_sheet"] == "start, draft_sheet"
    assert said["sign_notice"] == "start, draft_sheet, arrange_meeting"
    assert said["record_meeting"] == "hold_meeting"
    assert said["approve_minutes"] == "draft_minutes"
    assert said["confirm_minutes"] == "confirm_minutes"
    assert said["decide_follow_up"] == "draft_sheet"


def test_nobody_of_the_unit_hosts_records_or_reviews() -> None:
    for activity in ("hold_meeting", "record_meeting", "draft_minutes", "review_plan"):
        assert NODES[activity].properties["excluded_units"] == "${case.unit}", activity


def test_every_person_s_task_is_due_sometime() -> None:
    assert not [n.id for n in NODES.values() if n.kind is NodeKind.USER_TASK and not n.due_date]


def test_no_case_closes_before_filing_and_the_demands_are_done() -> None:
    join = NODES["all_done"]
    assert {FLOWS[id_].source for id_ in join.incoming} == {"file_reports", "demands_met"}
    loop = NODES["file_reports"].loop
    assert loop is not None
    assert not loop.completion
    assert all(place in loop.collection for place in ("当地党委", "当地政府", "上级教育督导机构"))


def test_the_articles_words_stand_beside_the_grounds() -> None:
    for activity in ("case_opened", "draft_sheet"):
        form = NODES[activity].form
        assert form is not None
        grounds = form.field("grounds")
        assert grounds is not None
        assert [value[:2] for value, _ in grounds.choices] == [f"T{n}" for n in range(1, 9)]
        assert "拒不接受教育督导" in grounds.help
