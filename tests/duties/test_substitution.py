"""Acting in the place of an absent person: within their posts, within the days, both bound."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import commands
from engine.commands import WorkHeld
from engine.identity import Audience, Directory, Membership
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from tests.cases.desk import Desk, refusal
from tests.duties.office import give_for, listed, put, substitute, today

APPROVED = {"approved": True}


def test_a_substitute_does_what_the_absent_person_may_and_the_history_names_both(
    desk: Desk, approval: str
) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "sun")
    assert listed(desk, "sun") == []
    assert listed(desk, "sun", "wang") == ["approve"]
    held = give_for(desk, commands.claim, "sun", "wang", work_id=work.id)
    assert held.assignee == "wang"
    give_for(desk, commands.unclaim, "sun", "wang", work_id=work.id)
    give_for(desk, commands.complete, "sun", "wang", work_id=work.id, form=APPROVED)
    desk.check(approval)
    for type_ in ("task_claimed", "task_unclaimed", "task_completed"):
        event = desk.events(approval, type_)[-1]
        assert (event["person"], event["on_behalf_of"]) == ("sun", "wang"), type_


def test_what_a_substitute_took_is_the_absent_persons_when_it_ends(
    desk: Desk, approval: str
) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "sun", days=2)
    give_for(desk, commands.claim, "sun", "wang", work_id=work.id)
    desk.clock.advance(timedelta(days=2))
    refused = refusal(
        lambda: give_for(desk, commands.complete, "sun", "wang", work_id=work.id, form=APPROVED)
    )
    assert refused.code == "no_substitution"
    assert isinstance(refusal(lambda: desk.complete("sun", work.id, APPROVED)), NotPermitted)
    assert listed(desk, "wang") == ["approve"]
    desk.complete("wang", work.id, APPROVED)


def test_it_is_in_force_from_its_first_day_until_it_is_ended(desk: Desk, approval: str) -> None:
    made = substitute(desk, "wang", "sun", start=1)
    assert refusal(lambda: listed(desk, "sun", "wang")).code == "no_substitution"
    desk.clock.advance(timedelta(days=1))
    assert listed(desk, "sun", "wang") == ["approve"]
    desk.give(commands.end_substitution, "sun", substitution_id=made)
    assert refusal(lambda: listed(desk, "sun", "wang")).code == "no_substitution"
    refused = refusal(lambda: desk.give(commands.end_substitution, "wang", substitution_id=made))
    assert isinstance(refused, InvalidState)
    assert approval


def test_nothing_is_left_of_it_once_the_absent_person_has_gone(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "sun")
    put(desk, "wang", "430600", Membership("leader"), is_active=False)

    def act() -> WorkHeld:
        return give_for(desk, commands.claim, "sun", "wang", work_id=work.id)

    assert isinstance(refusal(act), NotPermitted)
    put(desk, "wang", "430600", Membership("inspector"))
    assert isinstance(refusal(act), NotPermitted)
    put(desk, "wang", "430600", Membership("leader"))
    assert act().assignee == "wang"


def test_separation_binds_the_substitute_and_the_absent_person(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "li")  # li drafted
    drafter = refusal(
        lambda: give_for(desk, commands.complete, "li", "wang", work_id=work.id, form=APPROVED)
    )
    assert "职责分离" in drafter.message
    put(desk, "li", "430600", Membership("case_officer"), Membership("leader"))
    substitute(desk, "li", "zhao")
    through = refusal(
        lambda: give_for(desk, commands.complete, "zhao", "li", work_id=work.id, form=APPROVED)
    )
    assert "职责分离" in through.message
    desk.complete("zhao", work.id, APPROVED)


def test_what_was_done_for_somebody_was_done_by_both(desk: Desk) -> None:
    from tests.user_tasks.diagrams import APPROVAL  # noqa: PLC0415 - opened in another way here

    desk.deploy(APPROVAL)
    put(desk, "li", "430600", Membership("case_officer"), Membership("leader"))
    put(desk, "zhao", "430600", Membership("director"))
    substitute(desk, "li", "zhao")
    opened = give_for(
        desk, commands.open_case, "zhao", "li",
        process="approval", unit="430621", title="代为立案", form={"reason": "x"},
    )  # fmt: skip
    assert desk.case(opened.case_id).opened_by == "li"
    draft = desk.one(opened.case_id, "draft")
    assert draft.assignee == "li"
    give_for(desk, commands.complete, "zhao", "li", work_id=draft.id, form={"text": "改"})
    work = desk.one(opened.case_id, "approve")
    for person in ("li", "zhao"):
        refused = refusal(lambda person=person: desk.complete(person, work.id, APPROVED))  # type: ignore[misc]
        assert "职责分离" in refused.message
    desk.complete("wang", work.id, APPROVED)


def test_it_is_not_passed_on(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "sun")
    substitute(desk, "sun", "qian")
    for absent in ("wang", "sun"):
        refused = refusal(
            lambda absent=absent: give_for(  # type: ignore[misc]
                desk, commands.claim, "qian", absent, work_id=work.id
            )
        )
        assert isinstance(refused, NotPermitted)
    give_for(desk, commands.claim, "sun", "wang", work_id=work.id)
    refused = refusal(lambda: give_for(desk, commands.unclaim, "qian", "sun", work_id=work.id))
    assert isinstance(refused, NotPermitted)


def test_delegating_in_somebodys_place_lets_them_keep_the_work(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "sun")
    for person in ("wang", "sun"):
        refused = refusal(
            lambda person=person: give_for(  # type: ignore[misc]
                desk, commands.delegate, "sun", "wang", work_id=work.id, person=person
            )
        )
        assert refused.code == "self_delegation"
    give_for(desk, commands.delegate, "sun", "wang", work_id=work.id, person="zhao")
    row = desk.one(approval, "approve")
    assert (row.owner, row.assignee) == ("wang", "zhao")
    give_for(desk, commands.unclaim, "sun", "wang", work_id=work.id)
    assert desk.one(approval, "approve").assignee == "wang"


def test_delegated_work_done_by_a_substitute_was_done_by_three(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.claim("zhao", work.id)
    desk.give(commands.delegate, "zhao", work_id=work.id, person="wang")
    substitute(desk, "wang", "sun")
    give_for(desk, commands.complete, "sun", "wang", work_id=work.id, form=APPROVED)
    with desk.store.begin() as session:
        instance = desk._instance(session, approval)  # noqa: SLF001 - what separation sees
        assert instance.performers(1, "approve") == ("zhao", "sun", "wang")


def test_taking_back_what_was_done_for_somebody(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    made = substitute(desk, "wang", "sun")
    give_for(desk, commands.complete, "sun", "wang", work_id=work.id, form=APPROVED)
    assert isinstance(refusal(lambda: desk.withdraw("sun", work.id)), NotPermitted)
    give_for(desk, commands.withdraw, "sun", "wang", work_id=work.id)
    give_for(desk, commands.complete, "sun", "wang", work_id=work.id, form=APPROVED)
    desk.give(commands.end_substitution, "wang", substitution_id=made)
    assert isinstance(refusal(lambda: desk.withdraw("sun", work.id)), NotPermitted)
    desk.withdraw("wang", work.id)


def test_nobody_approves_their_own_request_through_a_substitution(
    desk: Desk, approval: str
) -> None:
    work = desk.one(approval, "approve")
    substitute(desk, "wang", "li")
    given = {"work_id": work.id, "term": "2日", "reason": "台风停工"}
    for act in (
        lambda: desk.extend("li", approver="wang", **given),
        lambda: desk.extend("li", approver="li", **given),
        lambda: give_for(desk, commands.extend_deadline, "li", "wang", approver="wang", **given),
    ):
        assert refusal(act).code == "self_approval"


def test_commands_about_cases_go_through_but_not_what_can_wait(desk: Desk, approval: str) -> None:
    substitute(desk, "wang", "sun")
    give_for(desk, commands.suspend_case, "sun", "wang", case_id=approval, reason="台风")
    (event,) = desk.events(approval, "case_suspended")
    assert (event["person"], event["on_behalf_of"]) == ("sun", "wang")
    for act in (
        lambda: give_for(
            desk, commands.change_setting, "sun", "wang", key="light.near", value="5日"
        ),
        lambda: give_for(
            desk, commands.read_record, "sun", "wang", subject=commands.Subject(person="李某")
        ),
    ):
        assert isinstance(refusal(act), NotPermitted)
    forged = refusal(lambda: give_for(desk, commands.resume_case, "zhao", "wang", case_id=approval))
    assert forged.code == "no_substitution"


@pytest.mark.parametrize(
    "change, field",
    [
        ({"absent": "nobody", "by": "guan"}, "absent"),
        ({"person": "nobody"}, "substitute"),
        ({"person": "wang"}, "substitute"),
        ({"person": "yue"}, "substitute"),  # of a county below
        ({"start": -1}, "from_on"),
        ({"days": 0}, "until_on"),
        ({"days": 91}, "until_on"),
    ],
)
def test_each_mistake_is_named_with_its_field(
    desk: Desk, change: dict[str, object], field: str
) -> None:
    given = {"absent": "wang", "person": "sun", **change}
    refused = refusal(
        lambda: substitute(desk, given.pop("absent"), given.pop("person"), **given)  # type: ignore[arg-type]
    )
    assert isinstance(refused, InvalidArgument)
    assert [each.path for each in refused.errors] == [field]


def test_one_absence_has_one_substitute_at_a_time(desk: Desk) -> None:
    first = substitute(desk, "wang", "sun", days=5)
    refused = refusal(lambda: substitute(desk, "wang", "zhao", start=4, days=5))
    assert isinstance(refused, InvalidArgument)
    substitute(desk, "wang", "zhao", start=5, days=5)
    desk.give(commands.end_substitution, "wang", substitution_id=first)
    substitute(desk, "wang", "qian", days=5)


def test_it_is_made_by_the_absent_person_or_an_administrator_in_their_own_name(desk: Desk) -> None:
    assert isinstance(refusal(lambda: substitute(desk, "wang", "sun", by="sun")), NotPermitted)
    made = substitute(desk, "wang", "sun", by="guan")
    (event,) = desk.events("system", "substitution_made")
    assert event["person"] == "guan"
    for act in (
        lambda: give_for(
            desk, commands.substitute, "sun", "wang", absent="wang", substitute="qian",
            from_on=today(desk, 30), until_on=today(desk, 31), reason="x",
        ),
        lambda: give_for(desk, commands.end_substitution, "sun", "wang", substitution_id=made),
        lambda: desk.give(commands.end_substitution, "qian", substitution_id=made),
    ):  # fmt: skip
        assert isinstance(refusal(act), NotPermitted | NotFound)
    shown = {
        person: [row.id for row in desk.give(commands.list_substitutions, person)]
        for person in ("wang", "sun", "guan", "qian")
    }
    assert shown == {"wang": [made], "sun": [made], "guan": [made], "qian": []}


def test_messages_to_an_absent_person_reach_the_substitute_too(desk: Desk) -> None:
    substitute(desk, "wang", "sun", days=2)
    with desk.store.read() as session:
        meant = Directory().resolve(session, Audience(people=("wang",)), on=today(desk))
        later = Directory().resolve(session, Audience(people=("wang",)), on=today(desk, 2))
        other = Audience(groups=("leader",), unit="430621")
        group = Directory().resolve(session, other, on=today(desk))
    assert (meant, later, group) == (("sun", "wang"), ("wang",), ("sun", "wang"))
