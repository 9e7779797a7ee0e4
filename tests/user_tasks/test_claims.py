"""Claim, unclaim, assign, delegate."""

from __future__ import annotations

from engine.commands import assign, delegate, unclaim
from engine.model.errors import InvalidArgument, InvalidState, NotPermitted
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, start, user
from tests.user_tasks.diagrams import APPROVAL


def test_claimed_work_belongs_to_one_person(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    held = desk.claim("wang", work.id)
    assert (held.assignee, held.work_id) == ("wang", work.id)
    after = desk.one(approval, "approve")
    assert (after.assignee, after.status) == ("wang", "ASSIGNED")
    (event,) = desk.events(approval, "task_claimed")
    assert event["before"] == {"status": "CREATED", "assignee": None, "owner": None}
    assert event["after"] == {"status": "ASSIGNED", "assignee": "wang", "owner": None}


def test_claiming_twice_changes_nothing(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    first = desk.claim("wang", work.id)
    assert desk.claim("wang", work.id) == first
    assert len(desk.events(approval, "task_claimed")) == 1


def test_work_held_by_somebody_cannot_be_claimed(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("wang", work.id)
    refused = refusal(lambda: desk.claim("zhao", work.id))
    assert isinstance(refused, NotPermitted)
    assert "wang某" in refused.message


def test_who_may_not_act_may_not_claim(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    assert isinstance(refusal(lambda: desk.claim("li", work.id)), NotPermitted)
    assert desk.one(approval, "approve").assignee is None


def test_unclaimed_work_is_everybodys_again(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("wang", work.id)
    assert isinstance(refusal(lambda: desk.give(unclaim, "zhao", work_id=work.id)), NotPermitted)
    held = desk.give(unclaim, "wang", work_id=work.id)
    assert held.assignee is None
    assert desk.one(approval, "approve").status == "CREATED"
    desk.claim("zhao", work.id)


def test_what_nobody_claimed_cannot_be_given_back(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.give(unclaim, "wang", work_id=work.id))
    assert isinstance(refused, InvalidState)
    assert refused.code == "not_claimed"


def test_work_of_one_named_person_cannot_be_given_back(desk: Desk) -> None:
    desk.deploy(
        diagram("mine", start(), user("a", assignee="wang"), end(), path("start", "a", "end"))
    )
    case_id = desk.open("mine").case_id
    refused = refusal(lambda: desk.give(unclaim, "wang", work_id=desk.one(case_id, "a").id))
    assert refused.code == "no_candidates"


def test_an_officer_assigns_work_to_somebody(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("wang", work.id)
    held = desk.give(assign, "chen", work_id=work.id, person="zhao", reason="wang某外出")
    assert held.assignee == "zhao"
    (event,) = desk.events(approval, "task_assigned")
    assert event["data"]["reason"] == "wang某外出"  # type: ignore[index]
    assert {"people": ["zhao"]} in [row.audience for row in desk.outbox(approval)]
    desk.complete("zhao", work.id, {"approved": True})


def test_assigning_is_for_those_permitted(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    for person in ("xiao", "qian", "nobody"):
        refused = refusal(
            lambda person=person: desk.give(assign, person, work_id=work.id, person="zhao")  # type: ignore[misc]
        )
        assert isinstance(refused, NotPermitted)


def test_duties_bind_whom_work_is_assigned_to(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    drafter = refusal(lambda: desk.give(assign, "chen", work_id=work.id, person="li"))
    assert "职责分离" in drafter.message
    out = refusal(lambda: desk.give(assign, "chen", work_id=work.id, person="hua"))
    assert isinstance(out, NotPermitted)
    unknown = refusal(lambda: desk.give(assign, "chen", work_id=work.id, person="nobody"))
    assert isinstance(unknown, InvalidArgument)


def test_work_with_candidates_is_assigned_to_one_of_them_only(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    for person in ("chen", "xiao"):  # who assigns, and whom the case is about
        refused = refusal(
            lambda person=person: desk.give(assign, "chen", work_id=work.id, person=person)  # type: ignore[misc]
        )
        assert isinstance(refused, NotPermitted)


def test_the_history_names_the_delegate_and_who_delegated(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("wang", work.id)
    held = desk.give(delegate, "wang", work_id=work.id, person="zhao", reason="出差")
    assert held.assignee == "zhao"
    assert desk.one(approval, "approve").owner == "wang"
    desk.complete("zhao", work.id, {"approved": True})
    (event,) = [e for e in desk.events(approval, "task_completed") if e["node"] == "approve"]
    assert (event["person"], event["on_behalf_of"]) == ("zhao", "wang")


def test_delegated_work_goes_back_to_who_delegated_it(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.give(delegate, "wang", work_id=work.id, person="zhao")
    held = desk.give(unclaim, "zhao", work_id=work.id)
    assert held.assignee == "wang"
    assert desk.one(approval, "approve").owner is None


def test_separation_of_duties_holds_through_delegation(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.give(delegate, "wang", work_id=work.id, person="li"))
    assert "职责分离" in refused.message
    assert isinstance(
        refusal(lambda: desk.give(delegate, "li", work_id=work.id, person="zhao")), NotPermitted
    )


def test_nobody_delegates_to_themselves(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    refused = refusal(lambda: desk.give(delegate, "wang", work_id=work.id, person="wang"))
    assert refused.code == "self_delegation"


def test_nobody_acts_for_somebody_who_did_not_ask_them_to(desk: Desk, approval: str) -> None:
    from engine.commands import complete  # noqa: PLC0415 - given by hand here
    from engine.model.case import Actor  # noqa: PLC0415

    work = desk.one(approval, "approve")

    def act() -> object:
        with desk.store.begin() as session:
            return complete(
                session,
                engine=desk.engine,
                clock=desk.clock,
                actor=Actor("wang", on_behalf_of="zhao"),
                work_id=work.id,
                form={"approved": True},
            )

    assert "委托" in refusal(act).message


def test_what_a_delegate_did_counts_as_done_by_who_delegated_too(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval", person="chen").case_id
    draft = desk.one(case_id, "draft")
    desk.give(assign, "chen", work_id=draft.id, person="wang")
    desk.give(delegate, "wang", work_id=draft.id, person="li")
    desk.complete("li", draft.id, {"text": "限期整改"})
    approve = desk.one(case_id, "approve")
    refused = refusal(lambda: desk.complete("wang", approve.id, {"approved": True}))
    assert isinstance(refused, NotPermitted)
    assert "职责分离" in refused.message
    desk.complete("zhao", approve.id, {"approved": True})


def test_work_delegated_back_is_nobody_elses_any_more(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.give(delegate, "wang", work_id=work.id, person="zhao")
    desk.give(delegate, "zhao", work_id=work.id, person="wang")
    assert desk.one(approval, "approve").owner is None
    desk.complete("wang", work.id, {"approved": True})
    (event,) = [e for e in desk.events(approval, "task_completed") if e["node"] == "approve"]
    assert (event["person"], event.get("on_behalf_of")) == ("wang", None)


def test_an_approval_is_not_delegated_to_whom_the_case_is_about(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("wang", work.id)
    for person in ("xiao", "chen"):
        refused = refusal(
            lambda person=person: desk.give(delegate, "wang", work_id=work.id, person=person)  # type: ignore[misc]
        )
        assert isinstance(refused, NotPermitted)
    assert desk.one(approval, "approve").assignee == "wang"
