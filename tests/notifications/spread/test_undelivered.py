"""What did not get through is listed with its cause, sent again, or given up, with a reason."""

from __future__ import annotations

from functools import partial

import pytest

from engine import commands
from engine.commands import DeliveriesChanged
from engine.commands.reading.deliveries import DeliveryView, list_deliveries, list_resting_channels
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.case import Actor
from engine.model.errors import EngineError, InvalidArgument, InvalidState, NotFound, NotPermitted
from notifications.channel import Deferred, Refused
from tests.cases.desk import refusal
from tests.notifications.spread.post import Post
from tests.notifications.spread.test_delivering import raising
from tests.user_tasks.diagrams import APPROVAL


def listed(post: Post, person: str = "guan", status: str = "dead") -> list[DeliveryView]:
    with post.store.read() as session:
        found = list_deliveries(
            session,
            engine=post.desk.engine,
            clock=post.desk.clock,
            actor=Actor(person),
            status=status,
        )
    return list(found.rows)


@pytest.fixture
def dead(post: Post) -> str:
    """A case whose three messages did not get through."""
    post.desk.deploy(APPROVAL)
    case_id = post.desk.open("approval").case_id
    post.reach("li", "chen", "qian")
    post.say("notice", "chen", "qian", case_id=case_id)
    post.spread()
    post.mail.way = raising(Refused("邮箱已满", en="Mailbox full", code="full"))
    assert post.deliver().dead == 3
    post.mail.way = lambda _: None
    return case_id


def test_what_did_not_get_through_is_listed_with_its_cause(post: Post, dead: str) -> None:
    rows = listed(post)
    assert {each.person.name for each in rows if each.person} == {"li某", "chen某", "qian某"}
    assert {(each.case_id, each.title, each.failure, each.status_zh) for each in rows} == {
        (dead, "某校食堂安全整改", "邮箱已满", "未送达")
    }
    assert listed(post, status="pending") == []
    assert len(listed(post, "li")) == 3
    assert refusal(lambda: listed(post, "xiao")).code == "not_permitted"
    assert isinstance(refusal(lambda: listed(post, status="lost")), InvalidArgument)


def test_what_is_about_no_case_is_shown_to_those_who_may_send_it_again(post: Post) -> None:
    post.reach("li")
    post.say("proposal_published", "li")
    post.spread()
    assert listed(post, "li", "pending") == []
    assert [each.case_id for each in listed(post, "guan", "pending")] == [None]


def test_one_is_sent_again_from_the_beginning_and_the_case_says_why(post: Post, dead: str) -> None:
    row = post.row(person="qian")
    done = post.desk.give(commands.resend_delivery, "guan", delivery_id=row.id, reason="已清理邮箱")
    assert isinstance(done, DeliveriesChanged)
    assert done.count == 1
    assert post.row(person="qian").attempts == 0
    assert post.deliver().sent == 1
    assert post.mail.ids() == [row.id]
    resent, sent = post.evidence(dead)[-2:]
    assert (resent.type, resent.person, sent.type) == ("delivery_resent", "guan", "delivery_sent")
    data = resent.members()["data"]
    assert isinstance(data, dict)
    assert data["reason"] == "已清理邮箱"
    again = refusal(
        lambda: post.desk.give(commands.resend_delivery, "guan", delivery_id=row.id, reason="再发")
    )
    assert isinstance(again, InvalidState)


def test_all_of_a_channel_are_sent_again_by_who_is_over_all_units(post: Post, dead: str) -> None:
    assert dead
    post.mail.way = raising(Deferred("没有应答", en="No answer", code="down", is_channel=True))
    post.say("notice", "li")
    post.spread()
    post.deliver()
    with post.store.read() as session:
        (rest,) = list_resting_channels(
            session, engine=post.desk.engine, clock=post.desk.clock, actor=Actor("guan")
        )
    assert (rest.channel, rest.failure, rest.failures) == ("mail", "没有应答", 1)
    post.mail.way = lambda _: None
    with post.store.begin() as session:
        county = PersonEntry("du", "du某", "430621", (Membership("administrator"),))
        upsert_people(session, [county])
    again = partial(post.desk.give, commands.resend_channel, channel="mail", reason="已恢复")
    assert refusal(lambda: again("du")).code == "not_over_all"
    done = again("guan")
    assert isinstance(done, DeliveriesChanged)
    assert done.count == 3
    assert post.deliver().sent == 3


def test_one_that_is_given_up_is_off_the_list(post: Post, dead: str) -> None:
    row = post.row(person="chen")
    post.desk.give(commands.give_up_delivery, "guan", delivery_id=row.id, reason="已当面告知")
    over = post.row(person="chen")
    assert (over.status, over.failure_code, over.failure) == ("skipped", "given_up", "已当面告知")
    assert len(listed(post)) == 2
    assert post.evidence(dead)[-1].type == "delivery_given_up"


@pytest.mark.parametrize(
    "person, kind", [("li", NotPermitted), ("wang", NotPermitted), ("xiao", NotPermitted)]
)
def test_only_administrators_send_again(
    post: Post, dead: str, person: str, kind: type[EngineError]
) -> None:
    assert dead
    row = post.row(person="chen")
    for command in (commands.resend_delivery, commands.give_up_delivery):
        refused = refusal(
            lambda command=command: post.desk.give(  # type: ignore[misc]
                command, person, delivery_id=row.id, reason="再发"
            )
        )
        assert isinstance(refused, kind)
    assert post.row(person="chen").status == "dead"


def test_a_reason_is_asked_for_and_what_is_not_there_is_said_so(post: Post, dead: str) -> None:
    assert dead
    row = post.row(person="chen")
    for id_, reason, kind in ((row.id, " ", InvalidArgument), ("nothing", "再发", NotFound)):
        refused = refusal(
            lambda id_=id_, reason=reason: post.desk.give(  # type: ignore[misc]
                commands.resend_delivery, "guan", delivery_id=id_, reason=reason
            )
        )
        assert isinstance(refused, kind)
