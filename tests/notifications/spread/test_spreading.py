"""Who is told of a message, by which channels and when; one delivery for one cause."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text

from engine import commands
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.values import Value
from engine.store.inbox import set_muted
from engine.store.outbox import messages_with
from engine.store.substitutions import SubstitutionRow, insert_substitution
from engine.store.tables import outbox_message
from notifications.rules.model import Rule, Rules
from notifications.spreading.telling import Known, Telling
from tests.cases.desk import local
from tests.notifications.spread.post import TO_ALL, Carriers, Post, World
from tests.user_tasks.diagrams import APPROVAL

MONDAY = local("2026-03-02 09:00").date()


def substitute(post: Post, absent: str, hand: str, *, until: date = MONDAY + timedelta(9)) -> None:
    row = SubstitutionRow(
        f"{absent}-{hand}", absent, hand, MONDAY, until, "出差", "guan", post.desk.clock()
    )
    with post.store.begin() as session:
        insert_substitution(session, row)
        session.execute(text("UPDATE revision SET number = number + 1"))


def told(post: Post, **wanted: object) -> list[tuple[str, str | None]]:
    return [(each.person, each.on_behalf_of) for each in post.rows(**wanted)]


@pytest.fixture
def approval(post: Post) -> str:
    """A case that waits for a leader or director; li opened and drafted it."""
    post.desk.deploy(APPROVAL)
    return post.desk.open("approval").case_id


def to_approve(post: Post, case_id: str) -> None:
    post.desk.complete("li", post.desk.one(case_id, "draft").id, {"text": "限期整改"})


# ---------------------------------------------------------------------------------- who


def test_candidates_with_an_address_are_told_of_their_work(post: Post, approval: str) -> None:
    post.reach("li", "wang", "zhao", "chen")
    assert post.spread() == 1
    to_approve(post, approval)
    assert post.spread() == 1
    assert told(post, kind="task_assigned") == [("li", None), ("wang", None), ("zhao", None)]
    assert {each.next_at for each in post.rows()} == {post.desk.clock()}
    assert post.spread() == 0
    assert {each.status for each in post.desk.outbox(approval)} == {"sent"}


def test_work_that_somebody_holds_meanwhile_is_told_to_its_holder(
    post: Post, approval: str
) -> None:
    post.reach("wang", "zhao")
    to_approve(post, approval)
    post.desk.claim("zhao", post.desk.one(approval, "approve").id)
    post.spread()
    assert told(post) == [("zhao", None)]


def test_who_is_kept_from_the_work_by_separation_is_not_told(post: Post) -> None:
    with post.store.begin() as session:
        upsert_people(
            session,
            [
                PersonEntry(
                    "li", "li某", "430600", (Membership("case_officer"), Membership("leader"))
                )
            ],
        )
    post.desk.deploy(APPROVAL)
    case_id = post.desk.open("approval").case_id
    to_approve(post, case_id)
    post.reach("li", "wang")
    post.spread()
    assert "approve" in post.desk.nodes(case_id)
    drafted, *approving = post.rows()
    assert [drafted.person, *(each.person for each in approving)] == ["li", "wang"]
    assert drafted.message_id != approving[0].message_id


def test_rules_add_people_and_people_who_may_not_see_the_case_are_not_told(
    post: Post, approval: str
) -> None:
    post.rules = (
        Rule(
            "r1",
            "notice",
            ("opener", "group:leader", "unit-group:inspector", "person:hua", "person:guan"),
            ("mail",),
        ),
    )
    post.reach("li", "wang", "yue", "qian", "hua", "guan", "xiao")
    post.say("notice", "xiao", case_id=approval)
    post.spread()
    # hua is of another county and may not see the case
    assert told(post) == [(each, None) for each in ("guan", "li", "qian", "wang", "yue")]


def test_people_of_excluded_units_are_told_by_no_rule(post: Post, approval: str) -> None:
    post.rules = (Rule("r1", "notice", ("told", "group:inspector", "person:yue"), ("mail",)),)
    post.reach("yue", "qian")
    audience: dict[str, Value] = {
        "groups": ["inspector"],
        "unit": "430621",
        "excluded_units": ["430621"],
    }
    post.say("notice", case_id=approval, audience=audience)
    post.spread()
    assert told(post) == [("qian", None)]


def test_a_rule_that_tells_nobody_excepts_an_activity(post: Post, approval: str) -> None:
    post.rules = (TO_ALL, Rule("r2", "task_assigned", (), (), process="approval", node="draft"))
    post.reach("li", "wang")
    to_approve(post, approval)
    post.spread()
    assert told(post) == [("wang", None)]


def test_a_message_that_names_its_rule_is_told_by_that_alone(post: Post) -> None:
    post.rules = (
        Rule("first", "overdue_mark", ("person:li",), ("mail",), days=1),
        Rule("later", "overdue_mark", ("person:wang",), ("mail",), days=5),
    )
    post.reach("li", "wang")
    post.say("overdue_mark", body={"rule": "later", "rules": 7})
    post.spread()
    assert told(post) == [("wang", None)]


def test_who_did_it_is_not_told_of_it_unless_it_must_be_told(post: Post, approval: str) -> None:
    post.reach("li", "wang")
    post.desk.give(commands.cancel_case, "li", case_id=approval, reason="重复立案")
    post.spread()
    assert told(post, kind="case_canceled") == []
    other = post.desk.open("approval").case_id
    post.desk.give(commands.cancel_case, "wang", case_id=other, reason="重复立案")
    post.spread()
    assert told(post, kind="case_canceled") == [("li", None)]


def test_somebody_who_left_is_not_told(post: Post) -> None:
    post.reach("chen", "qian")
    with post.store.begin() as session:
        upsert_people(
            session,
            [
                PersonEntry(
                    "chen", "chen某", "430600", (Membership("case_officer"),), is_active=False
                ),
                PersonEntry("qian", "qian某", "430600", ()),
            ],
        )
    post.say("notice", "chen", "qian")
    assert post.spread() == 1
    assert told(post) == []


# --------------------------------------------------------------------------- substitutes


def test_a_substitute_is_told_instead_of_the_absent(post: Post, approval: str) -> None:
    post.reach("wang", "zhao", "chen")
    substitute(post, "wang", "chen")
    to_approve(post, approval)
    post.spread()
    assert told(post) == [("chen", "wang"), ("zhao", None)]


def test_a_substitute_whom_separation_keeps_from_it_is_not_told(post: Post, approval: str) -> None:
    post.reach("wang", "li")
    substitute(post, "wang", "li")  # li drafted what wang approves
    to_approve(post, approval)
    post.spread()
    assert told(post) == [("li", None), ("wang", None)]


def test_who_is_told_for_themselves_is_not_told_for_another_too(post: Post) -> None:
    post.reach("chen")
    substitute(post, "li", "chen")
    post.say("notice", "li", "chen")
    post.spread()
    assert told(post) == [("chen", None)]


def test_a_substitution_that_is_over_tells_the_person_again(post: Post) -> None:
    post.reach("li", "chen")
    substitute(post, "li", "chen", until=MONDAY)
    post.say("notice", "li")
    post.spread()
    assert told(post) == [("li", None)]


# ---------------------------------------------------------------------- channels, choices


def test_channels_are_those_of_the_rule_that_are_there_and_reach_somebody(post: Post) -> None:
    post.carriers = Carriers({"mail": World(), "sms": World(), "other": World()})
    post.rules = (Rule("r1", "*", ("told",), ("mail", "sms", "wecom")),)
    post.reach("li", "wang")
    post.reach("li", channel="sms", confirmed_at=None)
    post.reach("wang", channel="sms")
    post.reach("chen", failed_at=post.desk.clock(), failure="退信")
    post.reach("li", "wang", channel="other")
    post.say("notice", "li", "wang", "chen")
    post.spread()
    assert [(each.person, each.channel) for each in post.rows()] == [
        ("li", "mail"),
        ("wang", "mail"),
        ("wang", "sms"),
    ]


def test_a_place_for_all_is_told_once_and_no_person_there(post: Post) -> None:
    post.carriers = Carriers({"mail": World(), "wecom": World()}, frozenset({"wecom"}))
    post.rules = (Rule("r1", "*", ("told", "opener"), ("wecom",)),)
    post.say("notice", "li", "wang")
    post.spread()
    assert [(each.person, each.channel) for each in post.rows()] == [("", "wecom")]


def test_a_channel_or_kind_that_somebody_does_not_want_is_not_used_but_for_duties(
    post: Post,
) -> None:
    post.reach("li", "wang")
    post.choose("li", off=["mail"])
    with post.store.begin() as session:
        set_muted(session, "wang", "notice", at=post.desk.clock())
        set_muted(session, "wang", "clock_started", at=post.desk.clock())
    post.say("notice", "li", "wang")
    post.spread()
    assert told(post) == []
    post.say("clock_started", "li", "wang")  # the law wants it told
    post.spread()
    assert told(post) == [("li", None), ("wang", None)]


# ------------------------------------------------------------------------------- causes


def test_a_diagram_and_a_due_date_do_not_remind_twice_of_one_thing(
    post: Post, approval: str
) -> None:
    post.rules = (TO_ALL, Rule("r2", "near_due", ("told",), ("mail",)))
    post.reach("li", "wang")
    body: dict[str, Value] = {"item": 2}
    post.say("reminder", "li", case_id=approval, body=body)
    post.say("near_due", "li", "wang", case_id=approval, body=body)
    post.say("near_due", "li", case_id=approval, body={"item": 3})
    post.say("overdue", "li", case_id=approval, body=body)
    post.spread()
    causes = [(each.person, each.kind) for each in post.rows() if each.kind != "task_assigned"]
    assert sorted(causes) == [
        ("li", "near_due"),  # of item 3
        ("li", "overdue"),
        ("li", "reminder"),  # of item 2, said before the mark
        ("wang", "near_due"),
    ]
    post.desk.clock.advance(timedelta(days=1))
    post.say("near_due", "li", case_id=approval, body=body)
    post.spread()
    assert len(post.rows(person="li", kind="near_due")) == 2


def test_a_message_spread_again_makes_nothing_new(post: Post) -> None:
    post.reach("li")
    message = post.say("notice", "li")
    post.spread()
    with post.store.begin() as session:  # as if the mark had been lost
        session.execute(
            outbox_message.update()
            .where(outbox_message.c.id == message)
            .values(status="pending", next_at=post.desk.clock())
        )
    assert post.spread() == 1
    assert len(post.rows()) == 1


# -------------------------------------------------------------------------------- when


def test_at_night_only_what_is_urgent_goes_at_once(post: Post) -> None:
    post.rules = (TO_ALL, Rule("r2", "alert", ("told",), ("mail",), is_urgent=True))
    post.desk.clock.move_to(local("2026-03-06 21:00"))  # a Friday
    post.reach("li")
    post.say("notice", "li")
    post.say("alert", "li")
    post.spread()
    assert post.row(kind="notice").next_at == local("2026-03-09 08:00")
    assert post.row(kind="alert").next_at == post.desk.clock()
    assert post.row(kind="alert").is_urgent


def test_a_digest_holds_what_may_wait(post: Post) -> None:
    post.rules = (TO_ALL, Rule("r2", "alert", ("told",), ("mail",), is_urgent=True))
    post.reach("li")
    post.choose("li", digest_at=17)
    for kind in ("notice", "alert", "clock_started", "urged"):
        post.say(kind, "li")
    post.spread()
    held = post.row(status="held")
    assert (held.kind, held.next_at) == ("notice", local("2026-03-03 17:00"))
    assert len(post.rows(status="pending", next_at=post.desk.clock())) == 3


# --------------------------------------------------------------- what is old or broken


def test_what_is_old_and_overtaken_is_not_sent_and_that_is_said(post: Post, approval: str) -> None:
    post.reach("li")
    post.desk.clock.advance(timedelta(hours=25))
    to_approve(post, approval)
    post.spread()
    assert told(post) == []
    (said,) = [each for each in post.evidence(approval) if each.type == "message_overtaken"]
    data = said.members()["data"]
    assert isinstance(data, dict)
    assert (data["kind"], data["cause"]) == ("task_assigned", "work_over")


def test_a_message_that_cannot_be_handed_out_delays_no_other(post: Post) -> None:
    post.reach("li")
    with post.store.begin() as session:
        session.execute(
            insert(outbox_message),
            [
                {
                    "id": "broken",
                    "created_at": post.desk.clock(),
                    "kind": "notice",
                    "audience": {"people": ["li"]},
                    "body": {"work": "x\0y"},
                    "status": "pending",
                    "attempts": 0,
                    "next_at": post.desk.clock() - timedelta(seconds=1),
                }
            ],
        )
    post.say("notice", "li")
    assert post.spread() in (1, 2)
    assert [each.message_id for each in post.rows()][-1] == "said-1"


def test_an_audience_is_looked_up_once_for_many_messages(post: Post) -> None:
    known = Known()
    audience: dict[str, Value] = {"groups": ["leader"], "unit": "430621"}
    case_messages = [post.say("notice", audience=audience) for _ in range(3)]
    with post.store.read() as session:
        telling = Telling(
            session,
            engine=post.desk.engine,
            clock=post.desk.clock,
            rules=Rules(1, (TO_ALL,)),
            known=known,
        )
        for message in messages_with(session, case_messages).values():
            found = telling.recipients(telling.matter(message))
            assert [each.person for each in found] == ["wang"]
    assert len(known.audiences) == 1


def test_without_a_channel_messages_are_handed_out_to_the_inbox_alone(post: Post) -> None:
    post.carriers = Carriers({})
    post.reach("li")
    said = post.say("notice", "li")
    assert post.spread() == 1
    assert post.rows() == []
    assert post.spread() == 0
    with post.store.read() as session:
        assert messages_with(session, {said})[said].status == "sent"
