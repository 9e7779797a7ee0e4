"""Completing user tasks."""

from __future__ import annotations

import pytest

from engine.model.case import SYSTEM
from engine.model.errors import Conflict, InvalidArgument, InvalidState, NotFound, NotPermitted
from tests.cases.desk import Desk, local, refusal
from tests.cases.drawing import (
    diagram,
    end,
    flow,
    gateway,
    items,
    path,
    start,
    subprocess,
    user,
)
from tests.user_tasks.diagrams import APPROVAL


def test_completing_a_task_leads_to_the_next_one(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    opened = desk.open("approval", {"reason": "留样不全"})
    draft = desk.one(opened.case_id, "draft")
    assert draft.assignee == "li"
    done = desk.complete("li", draft.id, {"text": "限期整改"})
    assert (done.status, done.version) == ("open", opened.version + 1)
    assert desk.nodes(opened.case_id) == ["approve"]
    assert desk.variables(opened.case_id)["text"] == "限期整改"


def test_a_candidate_claims_implicitly(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    assert work.status == "CREATED"
    desk.complete("wang", work.id, {"approved": True})
    (event,) = [e for e in desk.events(approval, "task_completed") if e["node"] == "approve"]
    assert event["person"] == "wang"
    assert event["before"] == {"status": "CREATED", "assignee": None}
    assert event["after"] == {"status": "COMPLETED", "assignee": "wang"}
    assert desk.nodes(approval) == ["respond"]


def test_a_term_of_law_gives_the_due_date(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    assert work.due_at == local("2026-03-09T23:59:59")
    assert work.deadline is not None
    assert work.deadline["term"] == "P5WD"
    assert desk.case(approval).due_at == work.due_at


def test_the_end_of_the_diagram_closes_the_case(desk: Desk, approval: str) -> None:
    desk.complete("wang", desk.one(approval, "approve").id, {"approved": True})
    done = desk.complete("xiao", desk.one(approval, "respond").id)
    assert done.status == "closed"
    case = desk.case(approval)
    assert (case.ended_at, case.end_code, case.due_at) == (desk.clock(), "end", None)
    assert desk.types(approval)[-1] == "case_closed"
    late = refusal(lambda: desk.complete("xiao", f"{approval}.99"))
    assert isinstance(late, NotFound)


def test_a_case_returned_by_the_leader_goes_round(desk: Desk, approval: str) -> None:
    for _ in range(3):
        desk.complete("wang", desk.one(approval, "approve").id, {"approved": False})
        desk.complete("li", desk.one(approval, "draft").id, {"text": "重写"})
    assert desk.nodes(approval) == ["approve"]
    assert desk.types(approval).count("task_completed") == 7


@pytest.mark.parametrize("person", ["xiao", "qian", "nobody"])
def test_who_is_no_candidate_is_refused(desk: Desk, approval: str, person: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.complete(person, work.id, {"approved": True}))
    assert isinstance(refused, NotPermitted)
    assert refused.code == "not_permitted"
    assert desk.nodes(approval) == ["approve"]


def test_silence_never_approves(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.complete(SYSTEM.person, work.id, {"approved": True}))
    assert isinstance(refused, NotPermitted)


def test_somebody_elses_task_is_refused_and_says_who_holds_it(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("zhao", work.id)
    refused = refusal(lambda: desk.complete("wang", work.id, {"approved": True}))
    assert isinstance(refused, NotPermitted)
    assert "zhao某" in refused.message


def test_a_form_with_mistakes_is_refused_with_every_mistake(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.complete("wang", work.id, {"approved": "是", "其他": 1}))
    assert isinstance(refused, InvalidArgument)
    assert refused.code == "invalid_form"
    assert {error.path for error in refused.errors} == {"approved", "其他"}
    missing = refusal(lambda: desk.complete("wang", work.id))
    assert [error.path for error in missing.errors] == ["approved"]


def test_who_comes_too_late_is_told_what_happened(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True})
    refused = refusal(lambda: desk.complete("zhao", work.id, {"approved": False}))
    assert isinstance(refused, Conflict)
    assert refused.code == "task_over"
    assert refused.message == "“approve”已由wang某于2026-03-02 09:00办结。"


def test_who_never_was_a_candidate_learns_nothing_of_ended_work(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True})
    assert isinstance(refusal(lambda: desk.complete("li", work.id)), NotPermitted)


@pytest.mark.parametrize("work_id", ["", "x", "x.1", "x.y", ".", f"a.{'9' * 40}", "x.１"])
def test_what_is_no_work_is_not_found(desk: Desk, work_id: str) -> None:
    assert isinstance(refusal(lambda: desk.complete("wang", work_id)), NotFound)


def test_the_same_request_twice_does_the_work_once(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    form = {"approved": True}
    first = desk.complete("wang", work.id, form, idempotency_key="k1")
    length = len(desk.history(approval))
    assert desk.complete("wang", work.id, form, idempotency_key="k1") == first
    assert len(desk.history(approval)) == length


def test_the_same_key_for_another_request_is_refused(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True}, idempotency_key="k1")
    refused = refusal(
        lambda: desk.complete("wang", work.id, {"approved": False}, idempotency_key="k1")
    )
    assert isinstance(refused, Conflict)
    assert refused.code == "idempotency_mismatch"
    # Another person's keys are another person's.
    other = refusal(lambda: desk.complete("zhao", work.id, {}, idempotency_key="k1"))
    assert other.code == "task_over"


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_a_key_that_is_none_is_refused(desk: Desk, approval: str, key: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.complete("wang", work.id, {}, idempotency_key=key))
    assert refused.code == "invalid_idempotency_key"


def test_nothing_is_left_of_a_refused_command(desk: Desk, approval: str) -> None:
    before = (desk.case(approval), desk.history(approval), desk.outbox(approval))
    work = desk.one(approval, "approve")
    refusal(lambda: desk.complete("wang", work.id, {"approved": 1}, idempotency_key="k"))
    assert (desk.case(approval), desk.history(approval), desk.outbox(approval)) == before
    desk.complete("wang", work.id, {"approved": True}, idempotency_key="k")


def test_a_suspended_case_takes_no_completion(desk: Desk, approval: str) -> None:
    from engine.commands import suspend_case  # noqa: PLC0415 - only here

    work = desk.one(approval, "approve")
    desk.give(suspend_case, "li", case_id=approval, reason="等待复核")
    refused = refusal(lambda: desk.complete("wang", work.id, {"approved": True}))
    assert isinstance(refused, InvalidState)
    assert refused.code == "case_suspended"


# ------------------------------------------------------------------------------------- duties


DUTIES = diagram(
    "duties",
    start(),
    user("verify", groups="inspector", excluded_units="${case.unit}", separate_from="start"),
    user("second", groups="inspector,case_officer", separate_from="verify, start"),
    user("local", groups="respondent"),
    user("elsewhere", groups="respondent", unit="430623"),
    end(),
    path("start", "verify", "second", "local", "elsewhere", "end"),
)


def test_duties_bind_candidates(desk: Desk) -> None:
    desk.deploy(DUTIES)
    case_id = desk.open("duties").case_id
    verify = desk.one(case_id, "verify")
    excluded = refusal(lambda: desk.complete("yue", verify.id))
    assert "以外的人员" in excluded.message
    desk.complete("qian", verify.id)
    second = desk.one(case_id, "second")
    assert "职责分离" in refusal(lambda: desk.complete("qian", second.id)).message
    assert "职责分离" in refusal(lambda: desk.claim("li", second.id)).message  # opened the case
    desk.complete("sun", second.id)
    out_of_scope = refusal(lambda: desk.complete("hua", desk.one(case_id, "local").id))
    assert "管辖范围" in out_of_scope.message
    desk.complete("xiao", desk.one(case_id, "local").id)
    elsewhere = desk.one(case_id, "elsewhere")
    assert elsewhere.unit == "430623"
    assert isinstance(refusal(lambda: desk.complete("xiao", elsewhere.id)), NotPermitted)
    assert desk.complete("hua", elsewhere.id).status == "closed"


TWO_PEOPLE = diagram(
    "two_people",
    start(),
    user(
        "check",
        groups="inspector",
        loop=items("[1, 2]", "n"),
        separate_from="check",
    ),
    end(),
    path("start", "check", "end"),
)


def test_the_instances_of_one_task_may_need_different_people(desk: Desk) -> None:
    desk.deploy(TWO_PEOPLE)
    case_id = desk.open("two_people").case_id
    first, second = (desk.one(case_id, "check", item) for item in (1, 2))
    desk.complete("qian", first.id)
    assert "职责分离" in refusal(lambda: desk.complete("qian", second.id)).message
    assert desk.complete("sun", second.id).status == "closed"


EMBEDDED = diagram(
    "embedded",
    start(),
    subprocess(
        "prepare",
        start().replace('id="start"', 'id="begin"'),
        user("draft", groups="inspector"),
        user("check", groups="inspector", loop=items("[1]", "n"), separate_from="check, draft"),
        end("prepared"),
        path("begin", "draft", "check", "prepared"),
    ),
    subprocess(
        "decide",
        start().replace('id="start"', 'id="go"'),
        user("approve", groups="inspector, leader", separate_from="draft, check"),
        end("decided"),
        path("go", "approve", "decided"),
    ),
    gateway("again", default="again_end"),
    end(),
    path("start", "prepare", "decide", "again"),
    flow("again", "prepare", 'times("draft") < 2'),
    flow("again", "end"),
)


def test_duties_hold_after_an_embedded_subprocess_has_ended(desk: Desk) -> None:
    desk.deploy(EMBEDDED)
    case_id = desk.open("embedded").case_id

    def separated(person: str, node: str) -> bool:
        refused = refusal(lambda: desk.claim(person, desk.one(case_id, node).id))
        return "职责分离" in refused.message

    for _ in range(2):  # in a new round the same people may do the same again
        desk.complete("qian", desk.one(case_id, "draft").id)
        assert separated("qian", "check")
        desk.complete("sun", desk.one(case_id, "check").id)
        assert separated("qian", "approve")
        assert separated("sun", "approve")
        desk.complete("wang", desk.one(case_id, "approve").id)
    assert desk.case(case_id).status == "closed"


EXPRESSIONS = diagram(
    "expressions",
    start("hours:integer"),
    user("first", groups='${["leader", "director"]}', due='${now() + duration("PT2H")}'),
    user("again", assignee='${performer("first")}', due="${case.opened_at}"),
    user("third", groups='${if times("first") = 1 then "leader" else "director"}'),
    end(),
    path("start", "first", "again", "third", "end"),
)


def test_expressions_assign_and_date_work(desk: Desk) -> None:
    desk.deploy(EXPRESSIONS)
    case_id = desk.open("expressions").case_id
    first = desk.one(case_id, "first")
    assert first.groups == ("leader", "director")
    assert first.due_at == local("2026-03-02T11:00:00")
    desk.complete("zhao", first.id)
    again = desk.one(case_id, "again")
    assert (again.assignee, again.due_at) == ("zhao", local("2026-03-02T09:00:00"))
    desk.complete("zhao", again.id)
    assert desk.one(case_id, "third").groups == ("leader",)


def test_candidates_and_assignees_are_told(desk: Desk, approval: str) -> None:
    told = [(row.kind, row.audience) for row in desk.outbox(approval)]
    assert ("task_assigned", {"people": ["li"]}) in told
    wanted = {"groups": ["leader", "director"], "unit": "430621"}
    assert ("task_assigned", wanted) in told


def test_work_may_be_silent(desk: Desk) -> None:
    quiet = diagram(
        "quiet",
        start(),
        user("a", groups="leader", notify="none"),
        end(),
        path("start", "a", "end"),
    )
    desk.deploy(quiet)
    case_id = desk.open("quiet").case_id
    assert desk.outbox(case_id) == []
